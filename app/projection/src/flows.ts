import { creditedOf } from "@defi-ready/securities";
import { getTrancheDecoder } from "@defi-ready/securities/program";
import { isSome } from "@solana/kit";
import type { ClassState, Start, Step, StepReport } from "./codec.js";

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

/**
 * The cash flows of each class, by rank, from a projection and its reports. What a deal on the chain has received and lost
 * before is no part of them. Steps that change nothing for a class are left out; a class without any has the last one, which
 * says what is outstanding.
 */
export function flowsOf(
  { start, steps }: Readonly<{ start: Start; steps: readonly Step[] }>,
  reports: readonly StepReport[],
): readonly (readonly Flow[])[] {
  const flows: Flow[][] = (reports[0]?.classes ?? []).map(() => []);
  let before: readonly Before[] = beginningOf(start);
  const isEmptyEnd = (list: readonly Flow[], index: number) =>
    list.length === 0 && index === reports.length - 1;
  for (const [index, report] of reports.entries()) {
    const step = steps[index];
    if (step !== undefined && report.error === 0) {
      for (const [rank, list] of flows.entries()) {
        const earlier = before[rank] ?? NOTHING;
        const flow = flowOf(step, rank, report, earlier);
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
