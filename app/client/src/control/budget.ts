import { type Address, address } from "@solana/kit";
import type { BudgetTerms, Security } from "../generated/index.js";

const DAY = 86_400n;

const NOBODY = address("11111111111111111111111111111111");

/** The terms by which a resolution ends the budget that there is: an amount of nothing, beside which nothing else counts. */
export const NO_BUDGET: BudgetTerms = {
  manager: NOBODY,
  destination: NOBODY,
  vault: 0,
  reinvestment: false,
  amount: 0n,
  days: 0,
  until: 0n,
};

/** What a manager whom holders have elected may draw. Amounts are in base units of the vault's mint. */
export type RunningBudget = Readonly<{
  manager: Address;
  /** The account that it draws to. */
  destination: Address;
  /** Place of the vault that it draws from, from 0. */
  vault: number;
  /** Whether it draws what waits for new assets, instead of proceeds. */
  reinvestment: boolean;
  /** The most that it draws in a period. */
  amount: bigint;
  /** Days of a period; 0: the whole time is one. */
  days: number;
  /** What is left in the period of the time that was asked for; 0 once the budget is over. */
  left: bigint;
  /** Until when it draws, in Unix seconds. */
  until: bigint;
}>;

/**
 * The budget of a security at a time; `undefined`: holders have voted none, or it was ended. The program counts the same, and its
 * word counts.
 */
export function budgetOf({ budget }: Pick<Security, "budget">, now: bigint): RunningBudget | undefined {
  const { amount, days, beganAt, until } = budget;
  if (amount === 0n) {
    return undefined;
  }
  const hasNewPeriod = days > 0 && now - beganAt >= BigInt(days) * DAY;
  const inTime = hasNewPeriod ? amount : budget.left;
  return {
    manager: budget.manager,
    destination: budget.destination,
    vault: budget.vault,
    reinvestment: budget.reinvestment === 1,
    amount,
    days,
    left: now >= until ? 0n : inTime,
    until,
  };
}
