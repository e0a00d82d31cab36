import type { Account, Instruction, TransactionSigner } from "@solana/kit";
import { waterfallAddress } from "../addresses.js";
import {
  type ActArgs,
  type ControlTermsArgs,
  getAnnounceActInstruction,
  getSetControlInstruction,
  getStepControlInstruction,
  getStopActInstruction,
  type Security,
} from "../generated/index.js";
import { withTranches } from "../tranche-metas.js";

/** Says who is in control when, in place of what was said before: by the sponsor, while no book is open and before the first lock. */
export async function setControl(
  options: Readonly<{ sponsor: TransactionSigner; security: Account<Security>; terms: ControlTermsArgs }>,
): Promise<Instruction[]> {
  const { sponsor, security, terms } = options;
  const waterfall = await waterfallAddress(security.address);
  return [getSetControlInstruction({ sponsor, security: security.address, waterfall, terms })];
}

/** Tests the triggers, and moves control on if one with that consequence has failed for its cure. By anyone. */
export async function stepControl(security: Account<Security>): Promise<Instruction[]> {
  const waterfall = await waterfallAddress(security.address);
  const step = getStepControlInstruction({ security: security.address, waterfall });
  return [await withTranches(step, security)];
}

/** Announces what an agent in control does only after a notice. */
export const announceAct = (
  options: Readonly<{ agent: TransactionSigner; security: Account<Security>; act: ActArgs }>,
): Instruction[] => {
  const { agent: authority, security, act } = options;
  return [getAnnounceActInstruction({ authority, security: security.address, act })];
};

/** Stops what an agent has announced: by the arbitrator, or by the agent itself. */
export const stopAct = (
  options: Readonly<{ authority: TransactionSigner; security: Account<Security> }>,
): Instruction[] => [
  getStopActInstruction({ authority: options.authority, security: options.security.address }),
];
