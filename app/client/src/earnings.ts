import type { Holder, Payout, Tranche } from "./generated/index.js";
import { releasedOf } from "./stream.js";

const DIGIT = 64n;
const DIGIT_MASK = (1n << DIGIT) - 1n;

/** What an accumulator has risen by: it may have passed its end, 2^128, in between, and only differences count. */
export function risenBy(from: bigint, to: bigint): bigint {
  return BigInt.asUintN(128, to - from);
}

/** A `u128` as accounts hold it: two 64-bit digits, the low one first. */
export function wideToBigint(wide: Readonly<{ digits: readonly bigint[] }>): bigint {
  const [low = 0n, high = 0n] = wide.digits;
  return (high << DIGIT) | low;
}

/** Shares that a locked book holds for its tickets, and the tranche's indices from which they earn. */
export type HeldShares = Readonly<{
  /** Share base units. */
  shares: bigint;
  /** By vault. */
  since: readonly Readonly<{ digits: readonly bigint[] }>[];
}>;

/** The earnings of a holder, as the program would count them now. */
export type Earnings = Readonly<{
  /** Whole base units that can be paid now. */
  owed: bigint;
  /** The part of a base unit beyond them, times 2^64: it stays with the holder until the next payment. */
  fraction: bigint;
  /** Base units ever paid, or sent to the escheat account. */
  paid: bigint;
}>;

/**
 * The earnings of a holder at a time, from its record and its tranche alone. The time matters if a tranche pays out
 * over days: a stream is released second by second.
 */
export function earningsOf(
  options: Readonly<{
    holder: Holder;
    tranche: Tranche;
    /** The cluster's time, as `clusterTime` gives it. */
    now: bigint;
    /** Which of the security's vaults, and so which mint; the settlement mint's if left out. */
    vault?: number | undefined;
  }>,
): Earnings {
  const { holder, tranche, now, vault = 0 } = options;
  return earnedAt(accumulatorAt({ tranche, now, vault }), holder, vault);
}

function earnedAt(accumulator: bigint, holder: Holder, vault: number): Earnings {
  const record = holder.earnings[vault];
  if (record === undefined) {
    return { owed: 0n, fraction: 0n, paid: 0n };
  }
  const earned = holder.shares * risenBy(wideToBigint(record.accumulator), accumulator) + record.fraction;
  return { owed: record.owed + (earned >> DIGIT), fraction: earned & DIGIT_MASK, paid: record.paid };
}

/**
 * A tranche's accumulator at a time, with what has streamed up to then. It is modulo 2^128, and only its differences count: see
 * {@link risenBy}.
 */
export function accumulatorAt(
  options: Readonly<{ tranche: Tranche; now: bigint; vault?: number | undefined }>,
): bigint {
  const { tranche, now, vault = 0 } = options;
  const payout = payoutOf(tranche, vault);
  const accumulator = wideToBigint(payout.accumulator);
  // While accounts are thawed, nobody is credited with anything.
  if (payout.streaming === 0n || tranche.shares === 0n || tranche.thawed > 0) {
    return accumulator;
  }
  const amount = releasedOf(payout, now).released;
  return amount === 0n
    ? accumulator
    : BigInt.asUintN(128, accumulator + ((amount << DIGIT) + payout.remainder) / tranche.shares);
}

/**
 * What a tranche in the frozen form has received that is credited to nobody yet, since accounts are thawed: to whoever has its shares
 * once all of them are frozen. Base units of the vault's mint.
 */
export const heldOf = (tranche: Tranche, vault = 0): bigint => payoutOf(tranche, vault).held;

/** Whether anything that a tranche received is still being released. */
export function isStreaming(tranche: Tranche): boolean {
  return payoutsOf(tranche).some(({ streaming }) => streaming > 0n);
}

/** A tranche's records of the payout mints in use; the first is the settlement mint. */
export function payoutsOf(tranche: Tranche): Payout[] {
  return tranche.payouts.slice(0, tranche.payoutCount);
}

/** A tranche's record of a payout mint, the settlement mint if no other vault is named. */
export function payoutOf(tranche: Tranche, vault = 0): Payout {
  const payout = tranche.payouts[vault];
  if (payout === undefined) {
    throw new RangeError(
      `the tranche has no payout ${vault}: its account belongs to another version of the program`,
    );
  }
  return payout;
}

/**
 * All that a tranche was ever credited in a mint: what its holders were paid, and what is there for them. It is only
 * told: what was paid stops counting at 64 bits.
 */
export function creditedOf({ payable, paid }: Pick<Payout, "payable" | "paid">): bigint {
  return paid + payable;
}

/** Principal outstanding: issued less repaid less losses. For a cover, the capital that is left. */
export function principalOf(tranche: Tranche): bigint {
  return tranche.principalIssued - tranche.principalRepaid - tranche.loss;
}

/**
 * The sum of a tranche's money in a mint, in units of 2^-64: payments to its holders and what they are owed, their
 * fractions, the remainder that its accumulator could not yet divide, the part still to stream or held while accounts are thawed, and the earnings of shares
 * that books hold for tickets or that wait for a manager. Without closed records it equals what the tranche was ever credited.
 */
export function accountedFor(
  options: Readonly<{
    tranche: Tranche;
    holders: readonly Holder[];
    held?: readonly HeldShares[] | undefined;
    /** Which of the security's vaults, and so which mint; the settlement mint's if left out. */
    vault?: number | undefined;
  }>,
): bigint {
  const { tranche, holders, held = [], vault = 0 } = options;
  const { accumulator, remainder, streaming, held: waits } = payoutOf(tranche, vault);
  const waiting = held.map(({ shares, since }) => {
    const from = since[vault];
    return from === undefined ? 0n : shares * risenBy(wideToBigint(from), wideToBigint(accumulator));
  });
  return holders
    .map((holder) => earnedAt(wideToBigint(accumulator), holder, vault))
    .reduce(
      (sum, { owed, paid, fraction }) => sum + ((owed + paid) << DIGIT) + fraction,
      waiting.reduce((sum, earned) => sum + earned, remainder + ((streaming + waits) << DIGIT)) +
        keptIn(tranche, vault),
    );
}

/** The untaken earnings of a tranche's pot in a mint, in units of 2^-64. */
function keptIn(tranche: Tranche, vault: number): bigint {
  const { shares, earned } = tranche.pot;
  const part = earned[vault];
  if (part === undefined) {
    return 0n;
  }
  const gained =
    shares * risenBy(wideToBigint(part.accumulator), wideToBigint(payoutOf(tranche, vault).accumulator));
  return (part.owed << DIGIT) + part.fraction + gained;
}
