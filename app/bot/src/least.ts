import { parseAmount } from "@defi-ready/securities";

/** The most base units that an account can hold. */
const MAX = (1n << 64n) - 1n;

/**
 * An amount of an option, in base units of a mint: rounded up where the mint has fewer decimals, and at most what an account
 * can hold. So an option that is right is right for every mint, whoever made it.
 *
 * @param text Digits, with at most one point.
 * @throws {AmountError} For every other notation, whatever the mint.
 */
export function leastAmount(text: string, decimals: number): bigint {
  const [whole = "", fraction = "0", ...rest] = text.split(".");
  const isPlain = rest.length === 0 && /^\d{1,20}$/.test(fraction);
  const units = parseAmount(isPlain ? whole : text, 0) * 10n ** BigInt(decimals);
  const digits = fraction.padEnd(decimals, "0");
  const above = /[1-9]/.test(digits.slice(decimals)) ? 1n : 0n;
  const amount = units + BigInt(digits.slice(0, decimals)) + above;
  return amount > MAX ? MAX : amount;
}
