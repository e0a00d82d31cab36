/** A comparison of one number calculated in two ways. */
export type Check = Readonly<{
  /** What is compared, for people. */
  what: string;
  /** Base units, as one way gives them. */
  expected: bigint;
  /** Base units, as the other way gives them. */
  found: bigint;
  /** How `found` must relate to `expected`. */
  relation: "equal" | "at least";
  holds: boolean;
}>;

/** Whether everything reconciles to the unit. */
export function reconciles(checks: readonly Check[]): boolean {
  return checks.every(({ holds }) => holds);
}

/** Compares two numbers. */
export function check(
  what: string,
  expected: bigint,
  found: bigint,
  relation: Check["relation"] = "equal",
): Check {
  const holds = relation === "equal" ? found === expected : found >= expected;
  return { what, expected, found, relation, holds };
}

/** The most that a counter of the program's can tell, in base units. */
export const MOST_TOLD = (1n << 64n) - 1n;

/**
 * Compares a total of all time with what is counted otherwise. The program's totals stop at 64 bits, which money that goes
 * round can pass; one that has stopped says no more than that.
 */
export function checkTold(what: string, expected: bigint, told: bigint): Check {
  return check(what, told === MOST_TOLD ? MOST_TOLD : expected, told);
}

/** The sum of amounts. */
export function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
