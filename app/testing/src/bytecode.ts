import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { TOKEN_ACL_PROGRAM } from "@defi-ready/securities";
import type { ProgramToLoad } from "@defi-ready/securities-validator";

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

/**
 * The programs of others that classes in the frozen form need on a chain of one's own, as far as they are beside the program's
 * bytecode: token-acl, which `make token-acl` builds. No other deal misses it.
 */
export function programsBeside(bytecode: string): ProgramToLoad[] {
  const path = join(dirname(bytecode), "token_acl.so");
  return existsSync(path) ? [{ address: TOKEN_ACL_PROGRAM, path }] : [];
}
