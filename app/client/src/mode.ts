import type { Account, Instruction, TransactionSigner } from "@solana/kit";
import { waterfallAddress } from "./addresses.js";
import { getSetModeInstruction, type ModeChange, type Security, type Waterfall } from "./generated/index.js";

/** What becomes of principal, in the order of its numbers on chain: not repaid, by its schedule, from all cash. */
export const MODES = ["revolving", "amortising", "accelerated"] as const;

/** What becomes of principal. */
export type Mode = (typeof MODES)[number];

/** In what mode a waterfall is at a time: accelerated while a trigger has it so or somebody declared it. */
export function modeOf(
  { tripped, declared, revolvingUntil }: Pick<Waterfall, "tripped" | "declared" | "revolvingUntil">,
  now: bigint,
): Mode {
  if (tripped === 1 || declared === 1) {
    return "accelerated";
  }
  return now < revolvingUntil ? "revolving" : "amortising";
}

/** What a mode means, in words. */
export function describeMode(mode: Mode): string {
  return {
    revolving: "revolving: no principal is repaid but what has matured",
    amortising: "amortising: principal is repaid as it falls due",
    accelerated: "accelerated: all cash repays the debts, the most senior first",
  }[mode];
}

/**
 * Ends the revolving period, declares an acceleration, or takes a declared one back. By the sponsor or the arbitrator;
 * back by the arbitrator alone.
 */
export async function setMode(
  options: Readonly<{ authority: TransactionSigner; security: Account<Security>; change: ModeChange }>,
): Promise<Instruction[]> {
  const { authority, security, change } = options;
  const waterfall = await waterfallAddress(security.address);
  return [getSetModeInstruction({ authority, security: security.address, waterfall, change })];
}
