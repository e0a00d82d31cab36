import { creditedOf } from "@defi-ready/securities";
import { getTrancheDecoder } from "@defi-ready/securities/program";
import { isSome } from "@solana/kit";
import type { ClassState, Step, StepReport } from "./codec.js";
import type { Start } from "./start.js";

/** What a class paid or received on a day, settlement base units. */
export type Flow = Readonly<{
  /** Unix time. */
  at: bigint;
  /** Paid for its shares. */
  invested: bigint;
  /** Interest and arrears. */
  interest: bigint;
  /** Principal, written-off principal that was repaid in cash, and what covers repay. */
  principal: bigint;
  /** Carry, splits and the residual. */
  other: bigint;
  /** Principal outstanding afterwards. */
  outstanding: bigint;
  /** Principal written off so far, afterwards. */
  loss: bigint;
}>;

/** What a class had received for its holders and lost before a step. */
type Before = Pick<ClassState, "funded" | "loss">;

/** Shares that a class has become in another, share base units. */
type Part = Readonly<{ from: number; into: number; shares: bigint }>;

/**
 * The cash flows of those who held each class, by rank, from a projection and its reports. What shares that were converted receive in
 * another class is theirs who gave them, rounded down. What a deal on the chain has received, lost and converted before is no part
 * of them. Steps that change nothing for a class are left out; a class without any has the last one, which
 * says what is outstanding.
 */
export function flowsOf(
  { start, steps }: Readonly<{ start: Start; steps: readonly Step[] }>,
  reports: readonly StepReport[],
): readonly (readonly Flow[])[] {
  const flows: Flow[][] = (reports[0]?.classes ?? []).map(() => []);
  let before: readonly Before[] = beginningOf(start);
  const parts: Part[] = [];
  const isEmptyEnd = (list: readonly Flow[], index: number) =>
    list.length === 0 && index === reports.length - 1;
  for (const [index, report] of reports.entries()) {
    const step = steps[index];
    if (isSome(report.became)) {
      const { from, into, received } = report.became.value;
      parts.push({ from, into, shares: received });
    }
    if (step !== undefined && report.error === 0) {
      const own = flows.map((_, rank) => flowOf(step, rank, report, before[rank] ?? NOTHING));
      const held = heldBy(own, parts, report);
      for (const [rank, list] of flows.entries()) {
        const earlier = before[rank] ?? NOTHING;
        const flow = held[rank];
        if (flow !== undefined && (isEmptyEnd(list, index) || changes(flow, earlier))) {
          list.push(flow);
        }
      }
    }
    before = report.classes;
  }
  return flows;
}

const NOTHING: Before = { funded: 0n, loss: 0n };

function beginningOf(start: Start): readonly Before[] {
  if (start.__kind === "Terms") {
    return [];
  }
  const decoder = getTrancheDecoder();
  return start.tranches.map((bytes) => {
    const { payouts, loss } = decoder.decode(bytes);
    const [payout] = payouts;
    return { funded: payout === undefined ? 0n : creditedOf(payout), loss };
  });
}

const AMOUNTS = ["interest", "principal", "other"] as const;

/** The flows of classes as those of their holders, some of whom hold another class now. */
function heldBy(
  flows: readonly (Flow | undefined)[],
  parts: readonly Part[],
  { classes }: StepReport,
): readonly (Flow | undefined)[] {
  const held = flows.map((flow) => flow && { ...flow });
  for (const { from, into, shares } of parts) {
    const [all, source, giver, receiver] = [classes[into]?.shares ?? 0n, flows[into], held[from], held[into]];
    if (all > 0n && source !== undefined && giver !== undefined && receiver !== undefined) {
      for (const name of AMOUNTS) {
        const part = (source[name] * shares) / all;
        giver[name] += part;
        receiver[name] -= part;
      }
    }
  }
  return held;
}

function flowOf({ at, event }: Step, rank: number, report: StepReport, earlier: Before): Flow | undefined {
  const state = report.classes[rank];
  if (state === undefined) {
    return undefined;
  }
  const { outstanding, loss, funded } = state;
  const got = isSome(report.ran) ? report.ran.value.received[rank] : undefined;
  const all = funded - earlier.funded;
  const interest = (got?.interest ?? 0n) + (got?.arrears ?? 0n);
  const other = got?.residual ?? 0n;
  const invested = event.__kind === "Lock" && event.rank === rank ? event.money : 0n;
  return { at, invested, interest, principal: all - interest - other, other, outstanding, loss };
}

function changes({ invested, interest, principal, other, loss }: Flow, before: Before): boolean {
  return invested + interest + principal + other > 0n || loss !== before.loss;
}
