import type { Account, Instruction, ReadonlyUint8Array, TransactionSigner } from "@solana/kit";
import { getRecordLossInstruction, getReportPoolInstruction, type Security } from "../generated/index.js";
import { waterfallAddress } from "./addresses.js";
import { withTranches } from "./tranche-metas.js";

/**
 * Records that the pool lost something: covers pay for it first, and the rest is written off from the most junior
 * tranche up. By the servicer.
 */
export async function recordLoss(
  input: Readonly<{
    servicer: TransactionSigner;
    security: Account<Security>;
    /** Settlement base units, at most the principal outstanding. */
    amount: bigint;
    /** Of the report behind it. */
    reportSha256: ReadonlyUint8Array;
  }>,
): Promise<Instruction[]> {
  const { servicer, security, amount, reportSha256 } = input;
  const waterfall = await waterfallAddress(security.address);
  const record = getRecordLossInstruction({
    servicer,
    security: security.address,
    waterfall,
    amount,
    reportSha256,
  });
  return [await withTranches(record, security)];
}

/** Says what the pool is worth, for triggers that test it. By the reporter. */
export async function reportPool(
  input: Readonly<{
    reporter: TransactionSigner;
    security: Account<Security>;
    /** Settlement base units. */
    value: bigint;
    /** Of the report behind it. */
    reportSha256: ReadonlyUint8Array;
  }>,
): Promise<Instruction[]> {
  const { reporter, security, value, reportSha256 } = input;
  const waterfall = await waterfallAddress(security.address);
  return [getReportPoolInstruction({ reporter, security: security.address, waterfall, value, reportSha256 })];
}
