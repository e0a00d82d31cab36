import type { Field } from "./field.js";
import { whole } from "./field.js";
import type { Deal } from "./model.js";

/** Reads who acts for a security besides the sponsor, and refuses an arbitrator that would check itself. */
export function readRoles(roles: Field, sponsor: Field): Deal["roles"] | undefined {
  const field = roles.get("arbitrator");
  const named = {
    servicer: roles.get("servicer").party("who announces losses"),
    reporter: roles.get("reporter").party("who reports values"),
    arbitrator: field.person("who checks sponsor, servicer and reporter"),
  };
  const checked = [
    ["servicer", named.servicer],
    ["reporter", named.reporter],
    ["sponsor", sponsor.present ? sponsor.address() : undefined],
  ] as const;
  const same = checked.find(([, address]) => address !== undefined && address === named.arbitrator);
  if (same !== undefined) {
    field.refuse(`is the ${same[0]} too, whom the arbitrator checks: name a separate key`);
  }
  return whole<Deal["roles"]>(named);
}
