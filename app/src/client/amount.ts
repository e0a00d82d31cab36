/** The largest amount that the program can hold. */
export const MAX_AMOUNT = (1n << 64n) - 1n;

/** Thrown for a text that is no amount. */
export class AmountError extends Error {
  override readonly name = "AmountError";
}

/**
 * Reads a decimal text, exactly.
 *
 * @param text Digits with at most one point and `decimals` digits after it; `_` and `,` may group the whole part.
 * @param decimals Decimals of the mint.
 * @returns Base units.
 */
export function parseAmount(text: string, decimals: number): bigint {
  const match = /^(\d{1,3}(?:([_,])\d{3}(?:\2\d{3})*)?|\d+)(?:\.(\d+))?$/.exec(text.trim());
  const [, whole = "", , fraction = ""] = match ?? [];
  if (match === null) {
    throw new AmountError(`"${text}" is not an amount: give digits, such as 1250 or 1250.5`);
  }
  if (fraction.length > decimals) {
    const unit = decimals === 0 ? "whole numbers" : `at most ${decimals} digits after the point`;
    throw new AmountError(`"${text}" is too fine: this mint has ${unit}`);
  }
  const amount = BigInt(whole.replaceAll(/[_,]/g, "") + fraction.padEnd(decimals, "0"));
  if (amount > MAX_AMOUNT) {
    throw new AmountError(`"${text}" is too large: the most is ${formatAmount(MAX_AMOUNT, decimals)}`);
  }
  return amount;
}

/**
 * Writes base units as a decimal text, exactly: every digit of the fraction that counts, and two at least where the
 * mint has them.
 *
 * @param grouping What separates thousands; nothing if left out, so that {@link parseAmount} reads it back.
 */
export function formatAmount(amount: bigint, decimals: number, grouping = ""): string {
  const sign = amount < 0n ? "-" : "";
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals).replaceAll(/\B(?=(\d{3})+$)/g, grouping);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
  const shown = fraction.padEnd(Math.min(decimals, 2), "0");
  return `${sign}${whole}${shown === "" ? "" : `.${shown}`}`;
}
