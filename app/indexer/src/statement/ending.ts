import { WINDING_TIME } from "@defi-ready/securities";
import { amountIn, type Happening } from "./happenings.js";
import { type Period, within } from "./period.js";

/** How a deal was wound down: when that began, and when the deal ended. */
export type EndingLine = Readonly<{
  time: bigint;
  what: "wind-down began" | "ended";
  /** From when it could end, in Unix seconds; `null` of its end. */
  endsFrom: bigint | null;
  signature: string;
}>;

/** The wind-down of a security in a period. Where a resolution began it, its execution is the beginning. */
export function endingOf(history: readonly Happening[], period: Period): readonly EndingLine[] {
  return history.filter(({ time }) => within(time, period)).flatMap(lineOf);
}

function lineOf({ name, data, time, signature }: Happening): EndingLine[] {
  if (name === "WindDownBegan") {
    return [{ time, what: "wind-down began", endsFrom: amountIn(data, "endsFrom"), signature }];
  }
  const { __kind: kind } = (data.proposal ?? {}) as Readonly<{ __kind?: string }>;
  if (name === "ResolutionExecuted" && kind === "WindDown") {
    return [{ time, what: "wind-down began", endsFrom: time + WINDING_TIME, signature }];
  }
  return name === "SecurityEnded" ? [{ time, what: "ended", endsFrom: null, signature }] : [];
}
