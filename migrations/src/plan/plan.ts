import type { Address, Rpc, SolanaRpcApi } from "@solana/kit";
import type { DealAddresses } from "../chain/addresses.js";
import { type ChainState, readChain } from "../chain/state.js";
import { TOKEN_2022_PROGRAM } from "../client.js";
import type { BookTerms, Deal, TrancheTerms } from "../deal/model.js";
import type { Problem } from "../deal/problem.js";
import { bookCost, FEE, mintCost, securityCost, trancheCost } from "./cost.js";
import { refusalsOf } from "./refusals.js";
import {
  compareBook,
  compareSecurity,
  compareTranche,
  compareWaterfall,
  type Difference,
  describeTranche,
} from "./terms.js";

/** What would be done with a part of a deal. */
export type Action =
  /** It is not there. */
  | "create"
  /** It is there and may still be changed. */
  | "change"
  /** It is there as the file has it. */
  | "keep"
  /** It is there, otherwise than the file has it, and can no longer be changed. */
  | "conflict";

/** A part of a deal, made by one transaction. */
export type PlanItem = Readonly<{
  part: "settlement mint" | "security" | "tranche" | "waterfall" | "book";
  /** What it is called: the tranche's name, say. */
  name: string;
  /** Its field in the deal file, as in `books[0]`. */
  field: string;
  /** Its place among the tranches, or among the books. */
  index: number;
  address: Address;
  action: Action;
  /** What is special about it, for people. */
  note: string;
  differences: readonly Difference[];
  /** Lamports for rent and fee. */
  cost: bigint;
}>;

/** What applying a deal would do. */
export type Plan = Readonly<{
  file: string;
  sponsor: Address;
  addresses: DealAddresses;
  /** In the order in which they are made. */
  items: readonly PlanItem[];
  /** Why the deal cannot be applied; empty if it can. */
  refusals: readonly Problem[];
  /** Lamports that the items to create need, and those that the sponsor has. */
  cost: bigint;
  balance: bigint;
}>;

/** What a plan is made of. */
export type PlanOptions = Readonly<{
  rpc: Rpc<SolanaRpcApi>;
  deal: Deal;
  /** Who would apply the deal. */
  sponsor: Address;
  /** Whether a test mint may be created where the deal asks for one. Never on mainnet. */
  createSettlementMint?: boolean | undefined;
}>;

/** A plan, and what it was made from. */
export type PlannedState = Readonly<{ plan: Plan; state: ChainState }>;

/** Compares a deal with the chain. Sends nothing. */
export async function planDeal(options: PlanOptions): Promise<Plan> {
  return (await planWithState(options)).plan;
}

/** As {@link planDeal}, with the state it saw. */
export async function planWithState(options: PlanOptions): Promise<PlannedState> {
  const { rpc, deal, sponsor } = options;
  const state = await readChain(rpc, deal, sponsor);
  const items = [
    ...mintItems(deal, state),
    securityItem(deal, state),
    ...deal.tranches.map((terms, rank) => trancheItem(deal, state, terms, rank)),
    waterfallItem(deal, state),
    ...deal.books.map((terms, at) => bookItem(deal, state, terms, at)),
  ];
  const cost = items.reduce((sum, item) => sum + item.cost, 0n);
  return {
    plan: {
      file: deal.file,
      sponsor,
      addresses: state.addresses,
      items,
      refusals: await refusalsOf(options, state, items, cost),
      cost,
      balance: state.balance,
    },
    state,
  };
}

type Parts = Pick<PlanItem, "part" | "name" | "field" | "address"> & Partial<PlanItem>;

/** An item; one that is to be made costs a fee too. */
function item(action: Action, parts: Parts): PlanItem {
  const sent = action === "create" || action === "change";
  return {
    index: 0,
    note: "",
    differences: [],
    ...parts,
    action,
    cost: sent ? (parts.cost ?? 0n) + FEE : 0n,
  };
}

function mintItems(deal: Deal, state: ChainState): readonly PlanItem[] {
  if (deal.settlementMint.kind === "existing") {
    return [];
  }
  const parts = {
    part: "settlement mint",
    name: "test mint",
    field: "settlement_mint",
    address: state.addresses.settlementMint,
    note: `${deal.settlementMint.decimals} decimals, for development`,
  } as const;
  return [
    state.settlementMint.value === undefined
      ? item("create", { ...parts, cost: mintCost(state) })
      : item("keep", parts),
  ];
}

function securityItem(deal: Deal, state: ChainState): PlanItem {
  const { addresses, security } = state;
  const parts = {
    part: "security",
    name: `number ${deal.id}`,
    field: "id",
    address: addresses.security,
  } as const;
  if (security !== undefined) {
    return compared(parts, compareSecurity(security, deal, addresses));
  }
  const missing = deal.destinations.filter(
    ({ kind }, at) => kind === "owner" && state.destinations[at]?.value === undefined,
  ).length;
  return item("create", {
    ...parts,
    note: missing === 0 ? "" : `with ${missing} associated token account${missing === 1 ? "" : "s"}`,
    cost: securityCost(state, missing, addresses.tokenProgram === TOKEN_2022_PROGRAM),
  });
}

function compared(parts: Parts, differences: readonly Difference[]): PlanItem {
  return differences.length === 0 ? item("keep", parts) : item("conflict", { ...parts, differences });
}

function trancheItem(deal: Deal, state: ChainState, terms: TrancheTerms, rank: number): PlanItem {
  const parts: Parts = {
    part: "tranche",
    name: terms.name,
    field: `tranches[${rank}]`,
    index: rank,
    address: state.addresses.tranches[rank]?.tranche ?? state.addresses.security,
  };
  const found = state.tranches[rank];
  if (found === undefined || state.security === undefined) {
    return item("create", { ...parts, note: describeTranche(terms, state), cost: trancheCost(state, terms) });
  }
  return compared(
    parts,
    compareTranche(found, terms, rank, {
      settlementDecimals: deal.settlementMint.decimals,
      createdAt: state.security.createdAt,
    }),
  );
}

const DRAFT = 0;

function waterfallItem(deal: Deal, state: ChainState): PlanItem {
  const { waterfall, security, addresses } = state;
  const parts = {
    part: "waterfall",
    name: `${deal.waterfall.length} tiers`,
    field: "waterfall",
    address: addresses.waterfall,
  } as const;
  if (waterfall === undefined || security === undefined || waterfall.tierCount === 0) {
    return item("create", parts);
  }
  const differences = compareWaterfall(waterfall, deal);
  if (differences.length === 0) {
    return item("keep", parts);
  }
  return item(security.status === DRAFT ? "change" : "conflict", { ...parts, differences });
}

function bookItem(deal: Deal, state: ChainState, terms: BookTerms, at: number): PlanItem {
  const parts: Parts = {
    part: "book",
    name: `number ${terms.number} of ${deal.tranches[terms.rank]?.name ?? ""}`,
    field: `books[${at}]`,
    index: at,
    address: state.addresses.books[at]?.book ?? state.addresses.security,
  };
  const { book, lineLamports = 0n } = state.books[at] ?? {};
  if (book !== undefined) {
    return compared(parts, compareBook(book, terms, `books[${at}]`, deal.settlementMint.decimals));
  }
  const opened = state.tranches[terms.rank]?.tranche.nextBook ?? 0;
  // Numbers are never used twice: a book that the tranche has counted and that is not there was closed.
  return opened > terms.number
    ? item("keep", { ...parts, note: "closed" })
    : item("create", {
        ...parts,
        note: `line of ${terms.linePlaces} places`,
        cost: bookCost(state, terms, lineLamports),
      });
}
