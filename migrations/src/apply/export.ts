import { type Address, createNoopSigner, type Rpc, type SolanaRpcApi } from "@solana/kit";
import type { ChainState } from "../chain/state.js";
import { exportTransaction, LINE_AT_FIRST, type UnsignedTransaction } from "../client.js";
import type { Deal } from "../deal/model.js";
import type { PlanItem } from "../plan/item.js";
import { lineItems } from "../plan/line-items.js";
import { planWithState } from "../plan/plan.js";
import { PlanRefused } from "./apply.js";
import { instructionsFor } from "./instructions.js";
import { at } from "./step.js";

/** How a deal is exported. */
export type ExportOptions = Readonly<{
  rpc: Rpc<SolanaRpcApi>;
  /** Who signs as the sponsor, such as a multisig's vault; it pays the rents. */
  sponsor: Address;
  /** Who pays the fees; the sponsor if left out. */
  feePayer?: Address | undefined;
  deal: Deal;
  createSettlementMint?: boolean | undefined;
  voidCommitments?: boolean | undefined;
}>;

/** One transaction of a deal, and a description of it. */
export type ExportedStep = UnsignedTransaction & Readonly<{ what: string }>;

/**
 * The transactions that bring a deal on chain, for somebody else to sign and send in their order. Dates of the deal
 * that count from the creation of the security are known only afterwards: until it exists, later transactions are left
 * for the next time.
 *
 * @throws {PlanRefused} If the deal and the chain do not go together.
 */
export async function exportDeal(options: ExportOptions): Promise<readonly ExportedStep[]> {
  const { rpc, sponsor, feePayer = sponsor, deal } = options;
  const { plan, state } = await planWithState(options);
  if (plan.refusals.length > 0) {
    throw new PlanRefused(plan.refusals);
  }
  const steps = plan.items
    .filter(({ action, withBook }) => (action === "create" || action === "change") && !withBook)
    .flatMap((item) => (item.part === "book" ? [item, ...growth(deal, state, item)] : [item]));
  const created = steps.findIndex(({ part }) => part === "security");
  const now = created < 0 ? steps : steps.slice(0, created + 1);
  const exported: ExportedStep[] = [];
  for (const item of now) {
    const instructions = await instructionsFor(item, {
      deal,
      state,
      signer: createNoopSigner(sponsor),
      // Whoever has it signed sees that they sign, too.
      others: state.targets.flatMap((target) =>
        target?.security === undefined ? [] : [createNoopSigner(target.security.sponsor)],
      ),
      lineAtFirst: LINE_AT_FIRST,
      landing: LANDING_SECONDS,
    });
    const transaction = await exportTransaction({ url: "", rpc }, { instructions, payer: feePayer });
    exported.push({ ...transaction, what: `${item.action} the ${item.part} (${item.name})` });
  }
  return exported;
}

/** The places left to add to the line of a new book, since the vault of a multisig creates a short one. */
function growth(deal: Deal, state: ChainState, book: PlanItem): readonly PlanItem[] {
  return lineItems(book, state, LINE_AT_FIRST, at(deal.books, book.index).linePlaces);
}

/** The shortest offer, in seconds, so that people have time to sign: an hour. */
const LANDING_SECONDS = 3_600n;
