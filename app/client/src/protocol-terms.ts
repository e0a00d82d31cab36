import type { ProtocolTermsArgs, Security } from "./generated/index.js";

/** The largest category that rules between categories tell from others. */
const MOST_CATEGORY = 7;
/** The category of a protocol where the deal gives it none. */
const NO_CATEGORY = 255;

/** How a security lets protocols, addresses of programs, register themselves. */
export type RegistrationTerms = Readonly<{
  /** Days from a registration until it is valid, during which it can be vetoed. */
  days: number;
  /** The category of investors that they count as, 0 to 7; `null`: none. */
  category: number | null;
  /** The country that they count as, by its number in ISO 3166-1; `null`: none. */
  country: number | null;
}>;

/** How a security lets protocols register themselves; `null` if it does not. */
export function protocolTermsOf(security: Security): RegistrationTerms | null {
  const { protocolDays, protocolCategory, protocolJurisdiction } = security;
  return protocolDays === 0
    ? null
    : {
        days: protocolDays,
        category: protocolCategory > MOST_CATEGORY ? null : protocolCategory,
        country: protocolJurisdiction === 0 ? null : protocolJurisdiction,
      };
}

/** The same as the program takes it. */
export const protocolTermsArgs = (terms: RegistrationTerms | null): ProtocolTermsArgs | null =>
  terms === null
    ? null
    : { days: terms.days, category: terms.category ?? NO_CATEGORY, jurisdiction: terms.country ?? 0 };
