import { counted } from "../counted.js";
import type { CategoryMovesArgs, WindowTermsArgs } from "../generated/index.js";
import { isoDay } from "../iso-time.js";
import { numbersOf } from "./rules.js";

const DAY = 86_400n;
/** Digits of a country's number. */
const COUNTRY_DIGITS = 3;

/** A day by its number since 1970. */
export const dayWords = (day: number): string => isoDay(BigInt(day) * DAY);

/** A list of words: `a, b and c`. */
const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

/** Categories by their numbers: `category 1`, or `categories 1 and 3`. */
const categoriesWords = (bits: number): string => {
  const numbers = numbersOf(bits);
  return `${numbers.length === 1 ? "category" : "categories"} ${listed(numbers.map(String))}`;
};

/** Kinds of disclosures by their numbers: `kind 1`, or `kinds 1 and 3`. */
export const kindsWords = (bits: number): string => {
  const numbers = numbersOf(bits);
  return `${numbers.length === 1 ? "kind" : "kinds"} ${listed(numbers.map(String))}`;
};

/** When shares change hands, in words that follow "may change hands". */
export function windowWords(window: WindowTermsArgs): string {
  switch (window.__kind) {
    case "Always":
      return "always";
    case "Never":
      return "never";
    case "Periodic": {
      const { months, anchor, days } = window;
      const every = months === 1 ? "every month" : `every ${counted(months, "month")}`;
      return `for ${counted(days, "day")} ${every}, from ${dayWords(anchor)} on`;
    }
    case "Custom":
      return listed(
        window.ranges.map(({ from, until }) => `from ${dayWords(from)} until ${dayWords(until)}`),
      );
  }
}

/** Which category may pass shares to which, a phrase for each that may to any: `category 1 to categories 1 and 2`. */
export function movesWords(moves: CategoryMovesArgs["always"]): string[] {
  return [...moves].flatMap((bits, by) => (bits === 0 ? [] : `category ${by} to ${categoriesWords(bits)}`));
}

/** A country by its number in ISO 3166-1, with its letters where this machine knows them: `840 (US)`. */
export function countryWords(country: number): string {
  const digits = String(country).padStart(COUNTRY_DIGITS, "0");
  const { region } = new Intl.Locale(`und-${digits}`);
  return region === undefined || region === digits ? digits : `${digits} (${region})`;
}
