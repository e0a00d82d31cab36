/** One share base unit may cost at most this part of the smallest ticket if money need not come in whole lots. */
const FINENESS = 10_000n;

/** The least money that buys a whole number of share base units: the price over its common divisor with the unit. */
export function lotOf(price: bigint, unit: bigint): bigint {
  let [divisor, rest] = [price, unit];
  while (rest > 0n) {
    [divisor, rest] = [rest, divisor % rest];
  }
  return price / divisor;
}

/** Share base units in one whole share. */
export function unitOf(decimals: number): bigint {
  return 10n ** BigInt(decimals);
}

/** Whether a share base unit is so small a part of the smallest ticket that money need not be whole lots. */
export function isFine(price: bigint, unit: bigint, minTicket: bigint): boolean {
  return price * FINENESS <= unit * minTicket;
}

/** The smallest ticket for which a price is fine. */
export function leastFineTicket(price: bigint, unit: bigint): bigint {
  return (price * FINENESS + unit - 1n) / unit;
}
