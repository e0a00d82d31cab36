import type { Account, Instruction, TransactionSigner } from "@solana/kit";
import { waterfallAddress } from "./addresses.js";
import { getElectPikInstruction, type PikTermsArgs, type Security, type Tranche } from "./generated/index.js";
import { withTranches } from "./tranche-metas.js";

/** The terms of a class whose interest is paid in cash. */
export const NO_PIK: PikTermsArgs = { periods: 0, noticeDays: 0, marginPpm: 0 };

/** By which terms interest of a tranche may be paid in kind. */
export const pikTermsOf = ({ pik: { periods, noticeDays, marginPpm } }: Tranche): PikTermsArgs => ({
  periods,
  noticeDays,
  marginPpm,
});

/**
 * Elects that the interest of a debt's current period is paid in kind: what is unpaid of it when the due date is over
 * becomes principal. By the sponsor; it cannot be undone.
 */
export async function electPik(
  options: Readonly<{ sponsor: TransactionSigner; security: Account<Security>; rank: number }>,
): Promise<Instruction[]> {
  const { sponsor, security, rank } = options;
  const waterfall = await waterfallAddress(security.address);
  const elect = getElectPikInstruction({ sponsor, security: security.address, waterfall, rank });
  return [await withTranches(elect, security)];
}
