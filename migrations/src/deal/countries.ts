import { all } from "iso-3166-1";

/** The countries of ISO 3166-1: two letters to number. */
const NUMBERS: ReadonlyMap<string, number> = new Map(
  all().map(({ alpha2, numeric }) => [alpha2, Number(numeric)]),
);
const ALL: ReadonlySet<number> = new Set(NUMBERS.values());

/** The number of a country that is named by its two letters or by its number; `undefined` if there is none. */
export function countryNumber(text: string): number | undefined {
  const number = NUMBERS.get(text) ?? (/^\d{1,3}$/.test(text) ? Number(text) : undefined);
  return number !== undefined && ALL.has(number) ? number : undefined;
}
