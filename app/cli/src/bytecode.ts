import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { TOKEN_ACL_PROGRAM } from "@defi-ready/securities";
import { SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import type { ProgramToLoad } from "@defi-ready/securities-validator";

/** Where a build leaves the program's bytecode. */
export const BYTECODE = "target/deploy/securities.so";

/** What an embedded validator runs: the program, and beside it what classes in the frozen form need, where that was built. */
export function programsAt(bytecode: string): readonly ProgramToLoad[] {
  const freezing = join(dirname(bytecode), "token_acl.so");
  return [
    { address: SECURITIES_PROGRAM_ADDRESS, path: bytecode },
    ...(existsSync(freezing) ? [{ address: TOKEN_ACL_PROGRAM, path: freezing }] : []),
  ];
}
