/** The largest amount that the program can hold. */
export const MAX_AMOUNT = (1n << 64n) - 1n;

/** Thrown for a text that is not an amount. */
export class AmountError extends Error {
  override readonly name = "AmountError";
}

/** How an amount is written: digits without a sign, an exponent or zeros before them; one sign may group thousands. */
const AMOUNT = /^(0|[1-9]\d{0,2}(?:([_,])\d{3}(?:\2\d{3})*)?|[1-9]\d*)(?:\.(\d+))?$/;

/**
 * Reads a decimal text, exactly: the one notation of amounts, in commands, deal files and tables of payments.
 *
 * @param text Digits with at most one point and `decimals` digits after it; `_` and `,` may group the whole part.
 * @param decimals Decimals of the mint.
 * @returns Base units.
 * @throws {AmountError} For every other notation: signs, exponents, other bases, zeros in front, too many places.
 */
export function parseAmount(text: string, decimals: number): bigint {
  const match = AMOUNT.exec(text.trim());
  const [, whole = "", , fraction = ""] = match ?? [];
  if (match === null) {
    throw new AmountError(
      `"${text}" is not an amount: give digits, such as 1250 or 1250.5${hintOn(text.trim())}`,
    );
  }
  if (fraction.length > decimals) {
    const unit = decimals === 0 ? "whole numbers" : `at most ${decimals} digits after the point`;
    throw new AmountError(`"${text}" has too many decimal places: this mint has ${unit}`);
  }
  const amount = BigInt(whole.replaceAll(/[_,]/g, "") + fraction.padEnd(decimals, "0"));
  if (amount > MAX_AMOUNT) {
    throw new AmountError(`"${text}" is too large: the most is ${formatAmount(MAX_AMOUNT, decimals)}`);
  }
  return amount;
}

/** What is wrong with a number that other programs would accept. */
function hintOn(text: string): string {
  if (/^0\d/.test(text)) {
    return ", without a zero in front";
  }
  if (/^[+-]/.test(text)) {
    return ", without a sign";
  }
  return /^[\d.]+e[+-]?\d+$/i.test(text) ? ", and all of them, without an exponent" : "";
}

/** As {@link parseAmount}, for an amount that must be above 0. */
export function parsePositiveAmount(text: string, decimals: number): bigint {
  const amount = parseAmount(text, decimals);
  if (amount === 0n) {
    throw new AmountError(
      `"${text}" is not an amount that can be moved: give at least ${formatAmount(1n, decimals)}`,
    );
  }
  return amount;
}

/**
 * Writes base units as a decimal text, exactly: every significant digit of the fraction, and at least two where the
 * mint has them.
 */
export function formatAmount(amount: bigint, decimals: number): string {
  return written(amount, decimals, "");
}

/** As {@link formatAmount}, with commas between the thousands. */
export function formatGroupedAmount(amount: bigint, decimals: number): string {
  return written(amount, decimals, ",");
}

function written(amount: bigint, decimals: number, grouping: string): string {
  const sign = amount < 0n ? "-" : "";
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals).replaceAll(/\B(?=(\d{3})+$)/g, grouping);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
  const shown = fraction.padEnd(Math.min(decimals, 2), "0");
  return `${sign}${whole}${shown === "" ? "" : `.${shown}`}`;
}
