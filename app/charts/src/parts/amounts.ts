import { formatGroupedAmount } from "@defi-ready/securities";

/** The steps of an axis within a power of ten. */
const STEPS = [1n, 2n, 5n, 10n] as const;
/** Decimals that a label shows; tables and titles show all. */
const LABEL_PLACES = 2;
const SHORT = [
  [1_000_000_000_000n, "tn"],
  [1_000_000_000n, "bn"],
  [1_000_000n, "M"],
  [1_000n, "k"],
] as const;
/** Below this a short label shows the whole number. */
const SHORT_FROM = 10_000n;

/** How long an amount is on a scale from 0 to `whole` over `length` pixels: the one place where money becomes a float. */
export function toPixels(
  amount: bigint,
  { whole, length }: Readonly<{ whole: bigint; length: number }>,
): number {
  return whole <= 0n ? 0 : (Number(amount) / Number(whole)) * length;
}

/**
 * Round numbers for an axis: multiples of 1, 2 or 5 times a power of ten, from 0 to `most`.
 *
 * @param count About how many there shall be; there are at most two more, and at least one.
 */
export function ticksOf(most: bigint, count: number): readonly bigint[] {
  if (most <= 0n) {
    return [0n];
  }
  const raw = most / BigInt(Math.max(1, count));
  let power = 1n;
  while (power * 10n <= raw) {
    power *= 10n;
  }
  const step = (STEPS.find((one) => one * power >= raw) ?? 10n) * power;
  return Array.from({ length: Number(most / step) + 1 }, (_, index) => BigInt(index) * step);
}

/** An amount as a label: at most two decimals, cut off, and none where they are zeros. */
export function labelAmount(amount: bigint, decimals: number): string {
  const [whole = "", fraction = ""] = formatGroupedAmount(amount, decimals).split(".");
  const shown = fraction.slice(0, LABEL_PLACES);
  return /^0*$/.test(shown) ? whole : `${whole}.${shown}`;
}

/** An amount in few characters, such as 1.25M: three digits at most and one unit, cut off; below 10,000 in full, from 1,000 on without decimals. */
export function shortAmount(amount: bigint, decimals: number): string {
  const unit = 10n ** BigInt(decimals);
  const size = amount < 0n ? -amount : amount;
  const sign = amount < 0n ? "-" : "";
  const scale = size < SHORT_FROM * unit ? undefined : SHORT.find(([least]) => size >= least * unit);
  if (scale === undefined) {
    return labelAmount(size < unit * 1_000n ? amount : amount - (amount % unit), decimals);
  }
  const hundredths = (size * 100n) / (scale[0] * unit);
  const places = hundredths >= 10_000n ? 0 : hundredths >= 1_000n ? 1 : 2;
  const whole = hundredths / 100n;
  const fraction = (hundredths % 100n).toString().padStart(2, "0").slice(0, places).replace(/0+$/, "");
  return `${sign}${whole}${fraction === "" ? "" : `.${fraction}`}${scale[1]}`;
}

/** Basis points as a percentage with as few decimals as are needed. */
export function percent(bps: bigint): string {
  const whole = bps / 100n;
  const fraction = (bps % 100n).toString().padStart(2, "0").replace(/0+$/, "");
  return `${whole}${fraction === "" ? "" : `.${fraction}`} %`;
}

/** A day of Unix time, as 2026-11-30. */
export function dayOf(time: bigint): string {
  return new Date(Number(time) * 1_000).toISOString().slice(0, 10);
}

/** The sum of amounts. */
export function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

/** The larger of amounts; 0 of none. */
export function largest(amounts: readonly bigint[]): bigint {
  return amounts.reduce((most, amount) => (amount > most ? amount : most), 0n);
}

/** The width of an average letter of the pictures' font, in pixels. */
const LETTER = 6.4;

/** Whether a text is about as wide as a number of pixels, or less. */
export function fits(text: string, pixels: number): boolean {
  return text.length <= Math.floor(pixels / LETTER);
}

/** A text cut to about a number of pixels. */
export function fitted(text: string, pixels: number): string {
  const room = Math.max(1, Math.floor(pixels / LETTER) - 1);
  return fits(text, pixels) ? text : `${text.slice(0, room).trimEnd()}…`;
}
