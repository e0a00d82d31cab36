import type { Commitment, Rpc, Signature, SolanaRpcApi, TransactionSigner } from "@solana/kit";
import type { DealAddresses } from "../chain/addresses.js";
import {
  explain,
  MAX_LINE_CAPACITY,
  type PriorityFee,
  SECURITIES_ERROR__BAD_CLOCK,
  send,
  TransactionFailure,
} from "../client.js";
import type { Deal } from "../deal/model.js";
import { formatProblem, type Problem } from "../deal/problem.js";
import { type Plan, type PlanItem, type PlannedState, planWithState } from "../plan/plan.js";
import { instructionsFor } from "./instructions.js";

/**
 * The fewest seconds that a book's offer is made to last, try by try: if blocks take time, an offer that ends at once
 * has ended before the transaction that opens the book is executed.
 */
const LANDING_SECONDS = [0n, 2n, 5n, 15n, 45n] as const;
/** How many polls a confirmed transaction may take to be visible to reads, if many nodes answer behind one URL. */
const VISIBLE_POLLS = 20;
const POLL_MILLISECONDS = 500;

/** The progress of applying a deal. */
export type Progress =
  /** The plan at the start. */
  | Readonly<{ kind: "planned"; plan: Plan }>
  /** A transaction is about to be sent. */
  | Readonly<{ kind: "sending"; item: PlanItem }>
  /** It was confirmed; without a signature if another run had done it already. */
  | Readonly<{ kind: "done"; item: PlanItem; signature: Signature | undefined }>;

/** How a deal is applied. */
export type ApplyOptions = Readonly<{
  rpc: Rpc<SolanaRpcApi>;
  /** The sponsor, who pays. */
  signer: TransactionSigner;
  /** The sponsors of other securities whose shares this one's become; they sign those conversions. */
  others?: readonly TransactionSigner[] | undefined;
  deal: Deal;
  /** Whether a test mint may be created where the deal asks for one. Never on mainnet. */
  createSettlementMint?: boolean | undefined;
  /** Whether an offer may be made that voids commitments to the previous one. */
  voidCommitments?: boolean | undefined;
  /** What transactions offer above the base fee; nothing if left out. */
  priorityFee?: PriorityFee | undefined;
  /** Until when transactions are awaited: confirmed if left out, or final. */
  commitment?: Commitment | undefined;
  /** Asked before anything is sent, if anything is: sends nothing if it throws. */
  onStart?: ((plan: Plan) => Promise<void>) | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
  /** Told the signature of each transaction just before it is sent. */
  onSigned?: ((signature: Signature) => void) | undefined;
}>;

/** The result of applying a deal. */
export type Applied = Readonly<{
  addresses: DealAddresses;
  /** The transactions sent by this run. */
  signatures: readonly Signature[];
  /** The parts that this run created or changed; empty if everything existed. */
  done: readonly PlanItem[];
}>;

/**
 * Thrown for a deal that cannot be applied in the present state of the chain, before anything (or anything more) is
 * sent.
 */
export class PlanRefused extends Error {
  override readonly name = "PlanRefused";

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join("\n"));
  }
}

/** Thrown if a step failed. Earlier steps remain done; the next run continues from there. */
export class ApplyError extends Error {
  override readonly name = "ApplyError";

  constructor(
    readonly item: PlanItem,
    cause: unknown,
  ) {
    super(`${item.field}: could not ${item.action} the ${item.part} (${item.name}): ${explain(cause)}`, {
      cause,
    });
  }
}

/**
 * Brings a deal on chain: one transaction for each missing part, in order. The chain is read again before every step,
 * so a run that was interrupted, anywhere, is finished by running again, and nothing is created twice: every account's
 * address is derived from the sponsor and the deal.
 *
 * @throws {PlanRefused} Before anything is sent, if the deal contradicts the chain.
 * @throws {ApplyError} If a transaction failed.
 */
export async function applyDeal(options: ApplyOptions): Promise<Applied> {
  const { onProgress } = options;
  const signatures: Signature[] = [];
  const done: PlanItem[] = [];
  let planned = await plan(options);
  onProgress?.({ kind: "planned", plan: planned.plan });
  requireSponsors(options, planned);
  if (planned.plan.refusals.length === 0 && nextItem(planned.plan) !== undefined) {
    await options.onStart?.(planned.plan);
  }
  for (let next = nextItem(planned.plan); next !== undefined; next = nextItem(planned.plan)) {
    if (planned.plan.refusals.length > 0) {
      throw new PlanRefused(planned.plan.refusals);
    }
    onProgress?.({ kind: "sending", item: next });
    const step = await runStep(options, planned, next);
    signatures.push(...(step.signature === undefined ? [] : [step.signature]));
    done.push(next);
    onProgress?.({ kind: "done", item: next, signature: step.signature });
    planned = step.planned;
  }
  if (planned.plan.refusals.length > 0) {
    throw new PlanRefused(planned.plan.refusals);
  }
  return { addresses: planned.plan.addresses, signatures, done };
}

/** Refuses conversions into classes of securities whose sponsors do not sign. */
function requireSponsors({ signer, others = [], deal }: ApplyOptions, { plan, state }: PlannedState): void {
  const signers = [signer, ...others].map(({ address }) => address);
  const missing = plan.items.flatMap(({ part, action, index, field }) => {
    const sponsor = part === "conversion" ? state.targets[index]?.security?.sponsor : undefined;
    return action !== "create" || sponsor === undefined || signers.includes(sponsor)
      ? []
      : [{ field: `${field}.into`, sponsor }];
  });
  if (missing.length > 0) {
    throw new PlanRefused(
      missing.map(({ field, sponsor }) => ({
        file: deal.file,
        field,
        message: `is a class of another security, whose sponsor, ${sponsor}, signs too: give its key with --into-sponsor`,
      })),
    );
  }
}

function plan({ signer, ...options }: ApplyOptions): Promise<PlannedState> {
  return planWithState({ ...options, sponsor: signer.address });
}

function nextItem({ items }: Plan): PlanItem | undefined {
  return items.find(({ action, withBook }) => (action === "create" || action === "change") && !withBook);
}

type Step = Readonly<{ planned: PlannedState; signature: Signature | undefined }>;

/** Sends one transaction, and waits until reads see its effect. */
async function runStep(options: ApplyOptions, planned: PlannedState, item: PlanItem): Promise<Step> {
  let state = planned;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const signature = await sendStep(options, state, item, LANDING_SECONDS[attempt] ?? 0n);
      return { planned: await waitUntilDone(options, item), signature };
    } catch (error) {
      state = await readAgain(options, item, error);
      if (isDone(state.plan, item)) {
        // A transaction of an earlier run was still on its way, and came first.
        return { planned: state, signature: undefined };
      }
      if (!endedTooSoon(error) || attempt === LANDING_SECONDS.length - 1) {
        throw new ApplyError(item, error);
      }
    }
  }
}

async function sendStep(
  { rpc, deal, signer, others = [], priorityFee, commitment, onSigned }: ApplyOptions,
  { state }: PlannedState,
  item: PlanItem,
  landing: bigint,
): Promise<Signature> {
  const instructions = await instructionsFor(item, {
    deal,
    state,
    signer,
    others,
    lineAtFirst: MAX_LINE_CAPACITY,
    landing,
  });
  return send({ url: "", rpc, priorityFee, commitment, onSigned }, { instructions, payer: signer });
}

/** Reads the chain after a failure. If that fails too, the first failure is reported. */
async function readAgain(options: ApplyOptions, item: PlanItem, failure: unknown): Promise<PlannedState> {
  try {
    return await plan(options);
  } catch {
    throw new ApplyError(item, failure);
  }
}

function endedTooSoon(error: unknown): boolean {
  return error instanceof TransactionFailure && error.isProgramError(SECURITIES_ERROR__BAD_CLOCK);
}

async function waitUntilDone(options: ApplyOptions, item: PlanItem): Promise<PlannedState> {
  for (let polls = 0; polls < VISIBLE_POLLS; polls += 1) {
    const seen = await plan(options);
    if (isDone(seen.plan, item)) {
      return seen;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
  throw new Error(
    "the transaction was confirmed, but the RPC node does not show what it did: run again later",
  );
}

/** A change is done when it is no longer in the plan, everything else when it is kept. */
function isDone({ items }: Plan, { part, field, inner }: PlanItem): boolean {
  const now = items.find((item) => item.part === part && item.field === field && item.inner === inner);
  return now === undefined || now.action === "keep";
}
