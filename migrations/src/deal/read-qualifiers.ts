import type { Address } from "@solana/kit";
import type { RegistrationTerms } from "../client.js";
import { type Field, whole, wholeList } from "./field.js";
import { readCountry } from "./read-country.js";

/** The qualifiers whose credentials admit holders; none where the deal names none. */
export function readQualifiers(list: Field): readonly Address[] | undefined {
  const fields = list.items();
  const qualifiers = fields.map((field) => field.person("who signs the credentials"));
  for (const [at, qualifier] of qualifiers.entries()) {
    const before = qualifiers.indexOf(qualifier);
    if (qualifier !== undefined && before < at) {
      fields[at]?.refuse(`repeats ${list.name}[${before}]: name each qualifier once`);
    }
  }
  return wholeList(qualifiers);
}

/** How protocols may register themselves; `null` where the deal does not let them. */
export function readProtocols(field: Field, qualifiers: Field): RegistrationTerms | null | undefined {
  if (!field.given) {
    return null;
  }
  if (!qualifiers.given) {
    return field.refuse(
      "is for shares that require a credential, and this deal has no qualifiers: name some, or leave it out",
    );
  }
  return whole<RegistrationTerms>({
    days: field.get("days").count(),
    category: field.get("category").or(null, (category) => category.count()),
    country: field.get("country").or(null, readCountry),
  });
}
