import { countryNumber } from "../client.js";
import type { Field } from "./field.js";

/** A country by its two letters or its number, as the number in ISO 3166-1. */
export function readCountry(field: Field): number | undefined {
  const text = field.text();
  return text === undefined
    ? undefined
    : (countryNumber(text) ??
        field.refuse(
          `${text} is no country of ISO 3166-1: use its two letters, like US, or its number, like 840`,
        ));
}
