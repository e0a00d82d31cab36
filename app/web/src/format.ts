import { formatGroupedAmount, isoDay, isoMinute, type Phase } from "@defi-ready/securities";
import { TrancheKind } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";

const DAY = 86_400n;
const HOUR = 3_600n;
const MINUTE = 60n;
const HEAD = 4;
/** The number of a day that never comes. */
const NO_DAY = 2n ** 64n - 1n;

/** An amount in base units with its thousands separated, as the command line shows it. */
export const money = formatGroupedAmount;

/** An address abbreviated for reading: its first and last four characters. */
export const short = (address: Address): string => `${address.slice(0, HEAD)}…${address.slice(-HEAD)}`;

/** A Unix time in UTC, to the minute; a dash for one that is not set. */
export const moment = (unix: bigint): string => (unix === 0n ? "–" : isoMinute(unix));

/** A Unix time's day in UTC; a dash for one that is not set. */
export const day = (unix: bigint): string => (unix === 0n ? "–" : isoDay(unix));

/** A day that the program stores by its number; a dash if there is none. */
export const dayNumber = (number: bigint): string =>
  number > 0n && number < NO_DAY ? day(number * DAY) : "–";

/** A length of time in seconds, by its two largest units. */
export function lasting(seconds: bigint): string {
  if (seconds < MINUTE) {
    return "less than a minute";
  }
  const units: readonly (readonly [bigint, string])[] = [
    [seconds / DAY, "day"],
    [(seconds % DAY) / HOUR, "hour"],
    [(seconds % HOUR) / MINUTE, "minute"],
  ];
  return units
    .filter(([count]) => count > 0n)
    .slice(0, 2)
    .map(([count, unit]) => `${count} ${unit}${count === 1n ? "" : "s"}`)
    .join(" ");
}

/** Bytes in hexadecimal. */
export const hex = (bytes: ArrayLike<number>): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** A text that an account pads with zeros; what is no UTF-8 shows as a replacement character. */
export function text(bytes: ArrayLike<number>): string {
  const all = Uint8Array.from(bytes);
  const end = all.indexOf(0);
  return new TextDecoder().decode(end < 0 ? all : all.subarray(0, end));
}

/**
 * Letters and marks that change how a text reads without showing: controls, directions, joiners, fillers, and the empty
 * pattern of Braille.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Words, of letters and what belongs to them. */
const WORDS = /[\p{L}\p{M}\p{N}]+/gu;
const LATIN = /\p{Script=Latin}/u;
/** Letters that are taken for Latin ones: of scripts whose letters look alike, and other forms of the Latin letters. */
const TAKEN_FOR_LATIN =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Lisu}\p{Script=Coptic}\u{1d400}-\u{1d7ff}\uff10-\uff5a\u2160-\u217f]/gu;
/** More marks on a letter than any language has, which cover the lines above and below. */
const HEAP = /(?<=\p{M}{3})\p{M}+/gu;

const named = (letter: string): string =>
  `[U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`;

/**
 * A text from chain with what is hidden in it made visible: a right-to-left mark becomes `[U+200F]`, and so does a letter of
 * another script among Latin ones that it may be taken for.
 */
export const visible = (untrusted: string): string =>
  untrusted
    .replace(HIDDEN, named)
    .replace(HEAP, (marks) => [...marks].map(named).join(""))
    .replace(WORDS, (word) => (LATIN.test(word) ? word.replace(TAKEN_FOR_LATIN, named) : word));

/** What each kind of class is called. */
export const KIND_WORDS: Readonly<Record<number, string>> = {
  [TrancheKind.Debt]: "Debt",
  [TrancheKind.Equity]: "Equity",
  [TrancheKind.Cover]: "Cover",
};

/** What a phase of a book means, in a word or two. */
export const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  draft: "Not open yet",
  building: "Taking deposits",
  offering: "On offer",
  due: "Ready to lock",
  settling: "Locked, settling",
  refunding: "Failed, refunding",
};

/** The length of a bar's part, of a thousand: for pictures alone. */
export const partOf = (value: bigint, of: bigint): number =>
  of <= 0n ? 0 : Math.min(1000, Number((value * 1000n) / of));

/** A part of a whole in per cent, rounded down to a tenth. */
export const percentOf = (value: bigint, of: bigint): string =>
  of <= 0n ? "–" : `${money((value * 1000n) / of, 1)} %`;
