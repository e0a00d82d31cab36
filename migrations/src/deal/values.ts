import { formatAmount } from "../client.js";
import type { Moment } from "./model.js";

/** Seconds in a day. */
export const DAY = 86_400n;
const SECONDS = { s: 1n, m: 60n, h: 3_600n, d: DAY, w: 604_800n } as const;
const FIRST_YEAR = 1970;
/** The last day that the program accepts: 2200-01-01. */
export const LAST_TIME = 84_006n * DAY;

/** Reads a rate in percent with at most two places as basis points; the schema has checked its form. */
export function parseRate(percent: string): number {
  const [whole = "0", places = ""] = percent.split(".");
  return Number(whole + places.padEnd(2, "0"));
}

/** Decimal places of a rate a year in percent: a part per million is 0.0001 %. */
const RATE_PLACES = 4;

/** Reads a rate a year in percent with at most four places as parts per million; the schema has checked its form. */
export function parseYearlyRate(percent: string): number {
  const [whole = "0", places = ""] = percent.split(".");
  return Number(whole + places.padEnd(RATE_PLACES, "0"));
}

/**
 * Reads a day as Unix time at midnight UTC; `undefined` if the calendar has no such day, or the program does not accept
 * it.
 */
export function parseDay(text: string): bigint | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined || year < FIRST_YEAR) {
    return undefined;
  }
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) {
    return undefined;
  }
  const time = BigInt(date.getTime()) / 1000n;
  return time <= LAST_TIME ? time : undefined;
}

/** Reads a length of time in seconds; the schema has checked its form. */
export function parseDuration(text: string): bigint {
  return BigInt(text.slice(0, -1)) * SECONDS[text.slice(-1) as keyof typeof SECONDS];
}

/** Writes a length of time in the largest unit that it is a whole number of: `20d`. */
export function formatDuration(seconds: bigint): string {
  const unit = (["d", "h", "m"] as const).find((one) => seconds > 0n && seconds % SECONDS[one] === 0n) ?? "s";
  return `${seconds / SECONDS[unit]}${unit}`;
}

/** Reads a moment whose form the schema has checked; `undefined` if the calendar or the clock has no such time. */
export function parseMoment(text: string): Moment | undefined {
  if (text.startsWith("+")) {
    return { kind: "after", seconds: parseDuration(text.slice(1)) };
  }
  const match = /^(.{10})T(\d\d):(\d\d)(?::(\d\d))?(?:Z|([+-])(\d\d):(\d\d))$/.exec(text);
  const day = match === null ? undefined : parseDay(match[1] ?? "");
  if (match === null || day === undefined) {
    return undefined;
  }
  const part = (index: number) => BigInt(match[index] ?? "0");
  const [hours, minutes, seconds, aheadHours, aheadMinutes] = [part(2), part(3), part(4), part(6), part(7)];
  if (hours > 23n || minutes > 59n || seconds > 59n || aheadHours > 23n || aheadMinutes > 59n) {
    return undefined;
  }
  const ahead = (aheadHours * 60n + aheadMinutes) * 60n * (match[5] === "-" ? -1n : 1n);
  return { kind: "at", time: day + (hours * 60n + minutes) * 60n + seconds - ahead };
}

/** A Unix time as people write it: `2027-01-31T00:00:00Z`, the day alone at midnight. */
export function formatTime(time: bigint): string {
  const iso = new Date(Number(time) * 1000).toISOString();
  return time % DAY === 0n ? iso.slice(0, 10) : iso.replace(".000Z", "Z");
}

/** Basis points as percent: `8.25`. */
export function formatRate(bps: number): string {
  const digits = String(bps).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Parts per million as percent, with at least two places: `8.25`, `6.875`. */
export function formatYearlyRate(ppm: number): string {
  return formatAmount(BigInt(ppm), RATE_PLACES);
}

/** Bytes as hexadecimal digits. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

/** Bytes of a text in UTF-8. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

/** Seconds from one moment to another of its kind; of different kinds that is known only when the book opens. */
export function secondsBetween(
  from: Moment | null | undefined,
  to: Moment | null | undefined,
): bigint | undefined {
  if (from?.kind === "at" && to?.kind === "at") {
    return to.time - from.time;
  }
  return from?.kind === "after" && to?.kind === "after" ? to.seconds - from.seconds : undefined;
}

/** Ranks as a mask: bit n is the tranche of rank n. */
export function maskOf(ranks: readonly number[]): number {
  return [...new Set(ranks)].reduce((mask, rank) => mask + 2 ** rank, 0);
}

/** The most bytes of the name of shares or of units. */
export const MAX_NAME_BYTES = 32;
/** The most bytes of their symbol. */
export const MAX_SYMBOL_BYTES = 10;
/** The most bytes of an address of a document. */
export const MAX_URI_BYTES = 128;
