import type { Account, Address, Instruction, ReadonlyUint8Array, TransactionSigner } from "@solana/kit";
import { type Kind, LOSS_MARK, list, OFFSET, read } from "./account-kinds.js";
import { lossAddress, waterfallAddress } from "./addresses.js";
import type { Cluster } from "./cluster.js";
import {
  getAnnounceLossInstruction,
  getCorrectLossInstruction,
  getLossDecoder,
  getRecordLossInstruction,
  getReportPoolInstruction,
  getStrikeLossInstruction,
  type Loss,
  type Security,
} from "./generated/index.js";
import { withTranches } from "./tranche-metas.js";

/** The record of a loss. */
export const LOSS: Kind<Loss> = { ...LOSS_MARK, decoder: getLossDecoder() };

/** The states of a loss, in the order of their numbers on chain. */
export const LOSS_STATES = ["announced", "recorded", "struck out"] as const;

/** Whether a loss is announced and can be recorded by anyone at a Unix time. */
export function isLossDue({ status, dueAt }: Pick<Loss, "status" | "dueAt">, now: bigint): boolean {
  return status === 0 && now >= dueAt;
}

/** Reads the loss of a report; it must be there. */
export const readLoss = async (
  cluster: Cluster,
  { security, reportSha256 }: Readonly<{ security: Address; reportSha256: ReadonlyUint8Array }>,
): Promise<Account<Loss>> => read(cluster, LOSS, await lossAddress(security, reportSha256));

/** All losses of a security, in the order in which they were announced. */
export const listLosses = async (cluster: Cluster, security: Address): Promise<Account<Loss>[]> =>
  (await list(cluster, LOSS, [[OFFSET.lossSecurity, security]])).sort(
    (a, b) => Number(a.data.announcedAt - b.data.announcedAt) || (a.address < b.address ? -1 : 1),
  );

/**
 * Announces that the pool lost something; nothing changes until it is recorded. By the servicer, who pays a rent that
 * is not refunded. A report can be used once.
 */
export async function announceLoss(
  options: Readonly<{
    servicer: TransactionSigner;
    security: Account<Security>;
    /** Settlement base units. */
    amount: bigint;
    /** Of the report that it is based on. */
    reportSha256: ReadonlyUint8Array;
  }>,
): Promise<Readonly<{ instructions: Instruction[]; loss: Address }>> {
  const { servicer, security, amount, reportSha256 } = options;
  const loss = await lossAddress(security.address, reportSha256);
  const announce = getAnnounceLossInstruction({
    servicer,
    security: security.address,
    loss,
    amount,
    reportSha256: Uint8Array.from(reportSha256),
  });
  return { instructions: [announce], loss };
}

/**
 * Makes an announced loss take effect: covers pay for it first, and the rest is written off, starting with the most
 * junior tranche. By anyone once its notice is over, and earlier with the arbitrator's signature.
 */
export async function recordLoss(
  options: Readonly<{
    security: Account<Security>;
    /** The loss's address. */
    loss: Address;
    arbitrator?: TransactionSigner | undefined;
  }>,
): Promise<Instruction[]> {
  const { security, loss, arbitrator } = options;
  const waterfall = await waterfallAddress(security.address);
  const record = getRecordLossInstruction({
    security: security.address,
    waterfall,
    loss,
    ...(arbitrator === undefined ? {} : { arbitrator }),
  });
  return [await withTranches(record, security)];
}

/** Strikes out an announced loss, until it is recorded. By the arbitrator. */
export async function strikeLoss(
  options: Readonly<{ arbitrator: TransactionSigner; security: Address; loss: Address }>,
): Promise<Instruction[]> {
  return [getStrikeLossInstruction(options)];
}

/**
 * Lowers a recorded loss: principal is written up, the most senior first, without cash. By the servicer and the
 * arbitrator together.
 */
export async function correctLoss(
  options: Readonly<{
    servicer: TransactionSigner;
    arbitrator: TransactionSigner;
    security: Account<Security>;
    loss: Address;
    /** Settlement base units, at most the part of the loss that is still written off. */
    amount: bigint;
  }>,
): Promise<Instruction[]> {
  const { servicer, arbitrator, security, loss, amount } = options;
  const waterfall = await waterfallAddress(security.address);
  const correct = getCorrectLossInstruction({
    servicer,
    arbitrator,
    security: security.address,
    waterfall,
    loss,
    amount,
  });
  return [await withTranches(correct, security)];
}

/**
 * Reports what the pool is worth, for triggers and tests of coverage. By the reporter; a move beyond the daily limit requires
 * the arbitrator's signature too.
 */
export async function reportPool(
  options: Readonly<{
    reporter: TransactionSigner;
    arbitrator?: TransactionSigner | undefined;
    security: Account<Security>;
    /** Settlement base units, positive. */
    value: bigint;
    /** Of the report that it is based on. */
    reportSha256: ReadonlyUint8Array;
  }>,
): Promise<Instruction[]> {
  const { reporter, arbitrator, security, value, reportSha256 } = options;
  const waterfall = await waterfallAddress(security.address);
  return [
    getReportPoolInstruction({
      reporter,
      security: security.address,
      waterfall,
      value,
      reportSha256: Uint8Array.from(reportSha256),
      ...(arbitrator === undefined ? {} : { arbitrator }),
    }),
  ];
}
