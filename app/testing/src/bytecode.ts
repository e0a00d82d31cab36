import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** In the repository the output of `make build`; in the published package the file that comes with it. */
const PLACES = ["../../../target/deploy/securities.so", "./securities.so"].map((place) =>
  fileURLToPath(new URL(place, import.meta.url)),
);

/**
 * The path of the program's bytecode.
 *
 * @throws {Error} If there is none.
 */
export function bytecodePath(): string {
  const found = PLACES.find((path) => existsSync(path));
  if (found === undefined) {
    throw new Error(`there is no bytecode at ${PLACES.join(" or ")}: build it with \`make build\``);
  }
  return found;
}
