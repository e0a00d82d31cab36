import type { Account, Instruction, TransactionSigner } from "@solana/kit";
import { waterfallAddress } from "./addresses.js";
import { getSetModeInstruction, type ModeChange, type Security, type Waterfall } from "./generated/index.js";

/**
 * The modes of a waterfall, in the order of their numbers on chain: principal waits for new assets, repays the debts, is
 * repaid from all cash.
 */
export const MODES = ["revolving", "amortising", "accelerated"] as const;

/** `Waterfall.declared` where lenders have accelerated it by a resolution. */
const DECLARED_BY_LENDERS = 2;

/** How a waterfall treats principal. */
export type Mode = (typeof MODES)[number];

/** The mode of a waterfall at a time: accelerated while a trigger requires it or somebody has declared it. */
export function modeOf(
  { tripped, declared, revolvingUntil }: Pick<Waterfall, "tripped" | "declared" | "revolvingUntil">,
  now: bigint,
): Mode {
  if (tripped === 1 || declared !== 0) {
    return "accelerated";
  }
  return now < revolvingUntil ? "revolving" : "amortising";
}

/** Whether lenders have declared the acceleration, which a resolution of theirs alone takes back. */
export const isDeclaredByLenders = ({ declared }: Pick<Waterfall, "declared">): boolean =>
  declared === DECLARED_BY_LENDERS;

/** What a mode means, in words. */
export function describeMode(mode: Mode): string {
  return {
    revolving: "revolving: principal waits for new assets, and only what has matured is repaid",
    amortising: "amortising: principal repays the debts, and income what falls due",
    accelerated: "accelerated: all cash repays the debts, the most senior first",
  }[mode];
}

/**
 * Ends the revolving period, declares an acceleration, or revokes a declared one. By the sponsor or the arbitrator;
 * only the arbitrator can revoke.
 */
export async function setMode(
  options: Readonly<{ authority: TransactionSigner; security: Account<Security>; change: ModeChange }>,
): Promise<Instruction[]> {
  const { authority, security, change } = options;
  const waterfall = await waterfallAddress(security.address);
  return [getSetModeInstruction({ authority, security: security.address, waterfall, change })];
}
