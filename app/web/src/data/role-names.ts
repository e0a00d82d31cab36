import type { RoleName, RoleWord } from "@defi-ready/securities";

const NAMES: Readonly<Record<RoleWord, string>> = {
  sponsor: "Sponsor",
  servicer: "Servicer",
  reporter: "Reporter",
  arbitrator: "Arbitrator",
  escheat: "Escheat owner",
  qualifier: "Qualifier",
  payee: "Payee of tier",
  destination: "Destination",
};
/** Roles that a security has several of. */
const PLACED: readonly RoleWord[] = ["payee", "qualifier", "destination"];

/** What a role is called, such as `Destination 1`: with its number, as people count, where there are several. */
export const roleTitle = ({ word, place }: RoleName): string =>
  PLACED.includes(word) ? `${NAMES[word]} ${place + 1}` : NAMES[word];
