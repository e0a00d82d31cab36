import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the deals that come with the package, from the sources and from the built output. */
const FOLDER = fileURLToPath(new URL("../../deals", import.meta.url));

/** A deal to start from. */
export type ShippedDeal = Readonly<{ name: string; file: string }>;

/** The deals that come with the package, by name. */
export function shippedDeals(): ShippedDeal[] {
  return readdirSync(FOLDER)
    .map((name) => ({ name, file: join(FOLDER, name, "deal.yaml") }))
    .filter(({ file }) => existsSync(file))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
