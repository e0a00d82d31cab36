import type { Address } from "@solana/kit";
import { isFrozenForm } from "../form.js";
import type { Holder, Lock, Resolution, Tranche } from "../generated/index.js";
import { blockedShares, leavingShares } from "../measures/standing.js";

const DAY = 86_400n;
/** Records keep the number of a day in 16 bits. */
const DAY_NUMBERS = 65_536n;

/** What a record can send, and what keeps the rest; share base units. */
export type FreeShares = Readonly<{
  /** All that it has. */
  shares: bigint;
  /** Locked, or not vested yet. */
  locked: bigint;
  /** What it keeps at the least, while debt is outstanding. */
  retained: bigint;
  /** Voted on resolutions that are open, or issued since these were proposed. */
  voted: bigint;
  /** Blocked by exceptional measures. */
  blocked: bigint;
  /** What the limit of a day leaves today; `null` without a limit. */
  leftToday: bigint | null;
  /** The most that it can send now, as far as locks, retention and limit go. */
  free: bigint;
}>;

/** The shares of a lock that are locked at a time, base units: all of them up to its cliff, then ever fewer. */
export function lockedIn({ shares, cliff, until }: Lock, now: bigint): bigint {
  const [from, end, day] = [BigInt(cliff), BigInt(until), now / DAY];
  if (day >= end) {
    return 0n;
  }
  if (day < from) {
    return shares;
  }
  const [left, all] = [end - day, end - from];
  return (shares * left + all - 1n) / all;
}

/** The locks of a record that are not over, by the day on which they end. */
export const shareLocksOf = ({ locks }: Pick<Holder, "locks">, now: bigint): Lock[] =>
  locks.filter((lock) => lockedIn(lock, now) > 0n).sort((a, b) => a.until - b.until);

/** The shares of a record that are locked at a time, base units. */
export const lockedShares = ({ locks }: Pick<Holder, "locks">, now: bigint): bigint =>
  locks.reduce((sum, lock) => sum + lockedIn(lock, now), 0n);

/**
 * The shares of a record that stay in it at a time for a vote, base units: the most on any open resolution, with those that a measure
 * can move before its close, which are others; and those issued during one. What does not count somewhere may be voted elsewhere, and
 * stays once.
 */
export const votedShares = (
  holder: Pick<Holder, "votes" | "newShares" | "uncounted" | "blocks" | "shares">,
  now: bigint,
): bigint => {
  const voted = holder.votes
    .filter(({ shares, until }) => shares > 0n && now < BigInt(until))
    .map(({ shares, until }) => shares + leavingShares(holder, BigInt(until), now))
    .reduce(most, 0n);
  return most(voted, keptAt(holder.uncounted, now)) + keptAt(holder.newShares, now);
};

const keptAt = ({ shares, until }: Pick<Holder["uncounted"], "shares" | "until">, now: bigint): bigint =>
  now < BigInt(until) ? shares : 0n;

/**
 * The shares with which a record votes at a time on a resolution, base units: all that were not issued since its proposal, and that no
 * measure can move before its close.
 */
export const votingShares = (
  holder: Pick<Holder, "shares" | "newShares" | "blocks">,
  { proposedAt, closesAt }: Pick<Resolution, "proposedAt" | "closesAt">,
  now: bigint,
): bigint => {
  const { shares, newShares } = holder;
  const refused = BigInt(newShares.since) < proposedAt ? 0n : keptAt(newShares, now);
  return most(shares - refused - leavingShares(holder, closesAt, now), 0n);
};

/** How many shares the record of an owner keeps at the least, base units. */
export const retainedShares = ({ rules }: Pick<Tranche, "rules">, owner: Address): bigint =>
  rules.retainedShares > 0n && rules.retainedOwner === owner ? rules.retainedShares : 0n;

/** What a record can send at a time; of a class in the frozen form nothing while any is kept, since its account is thawed as a whole. Windows, categories and credentials, which depend on the receiver too, are not asked. */
export function freeShares(
  options: Readonly<{ tranche: Pick<Tranche, "rules" | "form">; holder: Holder; now: bigint }>,
): FreeShares {
  const { tranche, holder, now } = options;
  const { shares, sentDay, sent, owner } = holder;
  const { dailyShares } = tranche.rules;
  const locked = lockedShares(holder, now);
  const retained = retainedShares(tranche, owner);
  const voted = votedShares(holder, now);
  const blocked = blockedShares(holder, now);
  const sentToday = BigInt(sentDay) === (now / DAY) % DAY_NUMBERS ? sent : 0n;
  const leftToday = dailyShares === 0n ? null : most(dailyShares - sentToday, 0n);
  // What is locked counts towards what is retained, voted or blocked.
  const kept = most(most(locked, retained), most(voted, blocked));
  // An account is thawed as a whole, and only if none of it is kept.
  const unlocked = isFrozenForm(tranche) && kept > 0n ? 0n : most(shares - kept, 0n);
  return {
    shares,
    locked,
    retained,
    voted,
    blocked,
    leftToday,
    free: leftToday !== null && leftToday < unlocked ? leftToday : unlocked,
  };
}

const most = (one: bigint, other: bigint): bigint => (one > other ? one : other);
