import { isSome } from "@solana/kit";
import type { ClassState, Step, StepReport } from "./codec.js";

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

/**
 * The cash flows of each class, by rank, from the steps of a projection and their reports. Steps that change nothing for a
 * class are left out; a class without any has the last one, which says what is outstanding.
 */
export function flowsOf(
  steps: readonly Step[],
  reports: readonly StepReport[],
): readonly (readonly Flow[])[] {
  const flows: Flow[][] = (reports[0]?.classes ?? []).map(() => []);
  let before: StepReport | undefined;
  const isEmptyEnd = (list: readonly Flow[], index: number) =>
    list.length === 0 && index === reports.length - 1;
  for (const [index, report] of reports.entries()) {
    const step = steps[index];
    if (step !== undefined && report.error === 0) {
      for (const [rank, list] of flows.entries()) {
        const flow = flowOf(step, rank, report, before);
        if (flow !== undefined && (isEmptyEnd(list, index) || changes(flow, before?.classes[rank]))) {
          list.push(flow);
        }
      }
    }
    before = report;
  }
  return flows;
}

function flowOf(
  { at, event }: Step,
  rank: number,
  report: StepReport,
  before: StepReport | undefined,
): Flow | undefined {
  const state = report.classes[rank];
  if (state === undefined) {
    return undefined;
  }
  const { outstanding, loss, funded } = state;
  const got = isSome(report.ran) ? report.ran.value.received[rank] : undefined;
  const earlier = before?.classes[rank];
  const all = funded - (earlier?.funded ?? 0n);
  const interest = (got?.interest ?? 0n) + (got?.arrears ?? 0n);
  const other = got?.residual ?? 0n;
  const invested = event.__kind === "Lock" && event.rank === rank ? event.money : 0n;
  return { at, invested, interest, principal: all - interest - other, other, outstanding, loss };
}

function changes(
  { invested, interest, principal, other, loss }: Flow,
  before: ClassState | undefined,
): boolean {
  return invested + interest + principal + other > 0n || loss !== (before?.loss ?? 0n);
}
