import type { Account, Instruction, TransactionSigner } from "@solana/kit";
import { waterfallAddress } from "../addresses.js";
import { getBeginWindDownInstruction, getEndWindDownInstruction, type Security } from "../generated/index.js";
import { withTranches } from "../tranche-metas.js";

/**
 * Begins the wind-down of a deal in which no class can get anything more. By the sponsor, or the agent in control; where anybody has
 * shares of equity or of a class that shares profit, or a debt or a cover is owed something, the classes resolve on it instead.
 * Warrants that were granted run out first.
 */
export async function beginWindDown(
  options: Readonly<{ sponsor: TransactionSigner; security: Account<Security> }>,
): Promise<Instruction[]> {
  const { sponsor, security } = options;
  const waterfall = await waterfallAddress(security.address);
  const begin = getBeginWindDownInstruction({ sponsor, security: security.address, waterfall });
  return [await withTranches(begin, security)];
}

/** Ends a deal that has been wound down, by anyone: nothing comes in any more, and what is owed is still paid. */
export async function endWindDown(security: Account<Security>): Promise<Instruction[]> {
  const waterfall = await waterfallAddress(security.address);
  const end = getEndWindDownInstruction({ security: security.address, waterfall });
  return [await withTranches(end, security)];
}
