import type { Holder, Payout, Tranche } from "../generated/index.js";

const DIGIT = 64n;
const DIGIT_MASK = (1n << DIGIT) - 1n;

/** A `u128` as it stands in accounts: two 64-bit digits, the low one first. */
export function wideToBigint(wide: Readonly<{ digits: readonly bigint[] }>): bigint {
  const [low = 0n, high = 0n] = wide.digits;
  return (high << DIGIT) | low;
}

/** What a holder is due, as the program would settle it now. */
export type Earnings = Readonly<{
  /** Whole base units that can be paid now. */
  owed: bigint;
  /** The part of a base unit beyond them, times 2^64: it stays with the holder for the next time. */
  fraction: bigint;
  /** Base units ever paid. */
  paid: bigint;
}>;

/** What a holder is due in the settlement mint, from its record and its tranche alone. */
export function earningsOf(holder: Holder, tranche: Tranche): Earnings {
  const [record] = holder.earnings;
  if (record === undefined) {
    return { owed: 0n, fraction: 0n, paid: 0n };
  }
  const step = wideToBigint(payoutOf(tranche).index) - wideToBigint(record.index);
  const earned = holder.shares * step + record.fraction;
  return { owed: record.owed + (earned >> DIGIT), fraction: earned & DIGIT_MASK, paid: record.paid };
}

/** A tranche's record of the settlement mint. */
export function payoutOf(tranche: Tranche): Payout {
  const [payout] = tranche.payouts;
  if (payout === undefined) {
    throw new RangeError("the tranche has no payout: its account is not one of this program's version");
  }
  return payout;
}

/** Principal outstanding: issued less repaid less losses. */
export function principalOf(tranche: Tranche): bigint {
  return tranche.principalIssued - tranche.principalRepaid - tranche.loss;
}

/**
 * The sum over a tranche's money in units of 2^-64: what its holders were paid and are owed, their fractions, what its
 * index could not yet divide, and what waits for shares. Without closed records it equals what it was funded with.
 */
export function accountedFor(tranche: Tranche, holders: readonly Holder[]): bigint {
  const { remainder, undistributed } = payoutOf(tranche);
  return holders
    .map((holder) => earningsOf(holder, tranche))
    .reduce(
      (sum, { owed, paid, fraction }) => sum + ((owed + paid) << DIGIT) + fraction,
      remainder + (undistributed << DIGIT),
    );
}
