import type { Field } from "./field.js";
import { whole } from "./field.js";
import type { WrappedTerms } from "./model.js";
import { MAX_NAME_BYTES, MAX_SYMBOL_BYTES, MAX_URI_BYTES } from "./values.js";

/** How far the shares of a tranche reach: its wrapper, if it has one. */
export function readWrapped(tranche: Field, isRestricted: boolean): WrappedTerms | null | undefined {
  const field = wrappedField(tranche);
  return field.given ? readTerms(field, isRestricted) : null;
}

/** Where a tranche names its wrapper. */
export const wrappedField = (tranche: Field): Field => tranche.get("reach").get("wrapped");

function readTerms(field: Field, isRestricted: boolean): WrappedTerms | undefined {
  const bearer = field.get("bearer");
  if (isRestricted && !bearer.flag()) {
    return bearer.refuse(
      "must be true: the deal has qualifiers, and whoever holds units of a wrapper needs no credential; say so here, or leave reach out",
    );
  }
  if (!isRestricted && bearer.given) {
    return bearer.refuse(
      "is of shares that require a credential, and these require none: leave it out, or name qualifiers",
    );
  }
  return whole<WrappedTerms>({ unit: readUnit(field), bearer: isRestricted });
}

/** What units are called in their mint; `null` for those of SPL Token. */
function readUnit(field: Field): WrappedTerms["unit"] | undefined {
  const [name, symbol, uri] = [field.get("name"), field.get("symbol"), field.get("uri")];
  if (field.get("token").choice<"classic" | "token-2022">() !== "classic") {
    return whole<NonNullable<WrappedTerms["unit"]>>({
      name: name.shortText(MAX_NAME_BYTES),
      symbol: symbol.shortText(MAX_SYMBOL_BYTES),
      uri: uri.shortText(MAX_URI_BYTES),
    });
  }
  const named = [name, symbol, uri].filter(({ given }) => given);
  for (const text of named) {
    text.refuse("has no place in a classic mint: leave it out, or leave token out");
  }
  return named.length === 0 ? null : undefined;
}
