import { limitsHolders, lockedIn, retainedShares, shareLocksOf } from "@defi-ready/securities";
import type { Holder, Lock, Tranche } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";

const DAY = 86_400n;

/** Shares that are locked: all of them up to the cliff's day, then ever fewer up to the last. Days in Unix time. */
export type LockLine = Readonly<{
  cliff: bigint;
  until: bigint;
  /** That were locked at first, share base units. */
  shares: bigint;
  /** Of them, those that are locked still. */
  locked: bigint;
}>;

/** What the rules of transfers say of a record. Shares are base units. */
export type TransferState = Readonly<{
  /** The locks that are not over, by the day on which they end. */
  locks: readonly LockLine[];
  /** What they lock together. */
  locked: bigint;
  /** What it keeps until no debt of the deal is outstanding. */
  retained: bigint;
  /** Up to how many shares it may have when it receives some; `null` where the class limits no holders. */
  allotted: bigint | null;
  /** The person that it is counted for; `null` where the class limits no holders. */
  person: Address | null;
  /** Whether a token account of its owner is thawed: until the freeze the record has what that held before. */
  isThawed: boolean;
  /** What that held before, with what was delivered to it since. */
  thawed: bigint;
}>;

/** What the rules of transfers say of a record at a time. */
export function transferStateOf(
  options: Readonly<{ tranche: Tranche; holder: Holder; now: bigint }>,
): TransferState {
  const { tranche, holder, now } = options;
  const isLimited = limitsHolders(tranche.rules);
  return {
    ...lockLines(holder.locks, now),
    retained: retainedShares(tranche, holder.owner),
    allotted: isLimited ? holder.allotted : null,
    person: isLimited ? holder.person : null,
    isThawed: holder.isThawed === 1,
    thawed: holder.thawedShares,
  };
}

/** The locks of a record that are not over at a time, and what they lock together. */
export function lockLines(
  locks: readonly Lock[],
  now: bigint,
): Readonly<{ locks: readonly LockLine[]; locked: bigint }> {
  const lines = shareLocksOf({ locks: [...locks] }, now).map((lock) => ({
    cliff: BigInt(lock.cliff) * DAY,
    until: BigInt(lock.until) * DAY,
    shares: lock.shares,
    locked: lockedIn(lock, now),
  }));
  return { locks: lines, locked: lines.reduce((sum, { locked }) => sum + locked, 0n) };
}
