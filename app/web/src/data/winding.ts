import type { ClosingStep } from "@defi-ready/securities";

/** What steps of a wind-down do, by what they are about; what is not here is closed. */
const WORDS: Readonly<Record<string, string>> = {
  book: "Fail or close a book",
  collection: "Collect a source of revenue",
  end: "End the deal",
  payment: "Pay holders",
  points: "Give a manager its points",
  proceeds: "Release the proceeds of a book",
  return: "Return unused proceeds through the waterfall",
  run: "Run what waits through the waterfall",
};

/** What a step does, in words. */
export const stepWords = (what: string): string =>
  WORDS[what] ?? `Close a ${what}`.replace(" a series", " series");

/** The kinds of steps in their order, and how many there are of each. */
export function countedSteps(
  steps: readonly Pick<ClosingStep, "what">[],
): readonly Readonly<{ what: string; count: number }>[] {
  const counts = new Map<string, number>();
  for (const { what } of steps) {
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [...counts].map(([what, count]) => ({ what, count }));
}
