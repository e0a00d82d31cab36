import type { Address, Instruction, TransactionSigner } from "@solana/kit";
import { rateAddress } from "./addresses.js";
import {
  getCreateRateInstruction,
  getReportRateInstruction,
  type Rate,
  type RateArgs,
} from "./generated/index.js";

/** The value of base units of an asset at a rate, in settlement base units, rounded down. */
export function valueAt(rate: Rate, units: bigint): bigint {
  return (units * rate.numerator) / rate.denominator;
}

/** The fewest base units of an asset that are worth a number of settlement base units. */
export function unitsAt(rate: Rate, value: bigint): bigint {
  return (value * rate.denominator + rate.numerator - 1n) / rate.numerator;
}

/** Lets a security's reporter report what a mint is worth: an asset that a book accepts, or a share. By the sponsor. */
export async function createRate(
  options: Readonly<{
    sponsor: TransactionSigner;
    security: Address;
    mint: Address;
    /** The most the rate may move in a day, basis points. */
    dailyBps: number;
  }>,
): Promise<Readonly<{ instructions: Instruction[]; rate: Address }>> {
  const { sponsor, security, mint, dailyBps } = options;
  const rate = await rateAddress(security, mint);
  return { instructions: [getCreateRateInstruction({ sponsor, security, mint, rate, dailyBps })], rate };
}

/**
 * Reports what a mint is worth: a number of settlement base units for a number of its own. By the security's reporter.
 */
export async function reportRate(
  options: Readonly<{ reporter: TransactionSigner; security: Address; mint: Address; rate: RateArgs }>,
): Promise<Instruction[]> {
  const { reporter, security, mint, rate } = options;
  return [getReportRateInstruction({ reporter, security, rate: await rateAddress(security, mint), ...rate })];
}
