import { ClientError } from "@defi-ready/securities";
import type { Snapshot } from "../chain/snapshot.js";

/** From a time to another, which is not in it, in Unix seconds. */
export type Period = Readonly<{ from: bigint; to: bigint }>;

/** Whether a time is in a period. */
export const within = (time: bigint, { from, to }: Period): boolean => time >= from && time < to;

/** The period of a statement, as asked for, and no longer than what has happened. */
export function periodOf(
  { from = 0n, to }: Readonly<{ from?: bigint | undefined; to?: bigint | undefined }>,
  { time }: Snapshot,
): Period {
  // The chain's last second belongs to it.
  const end = to === undefined || to > time ? time + 1n : to;
  if (from >= end) {
    throw new ClientError("the period of the statement ends before it begins, or has not begun");
  }
  return { from, to: end };
}
