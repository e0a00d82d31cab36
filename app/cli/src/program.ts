import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { bookCommand } from "./book.js";
import {
  CommandFailed,
  EXIT_FAILURE,
  EXIT_USAGE,
  examples,
  PROCESS_STREAMS,
  type Streams,
  withGlobalOptions,
} from "./context.js";
import { crankCommand } from "./crank.js";
import { credentialCommand } from "./credential.js";
import { dealCommand } from "./deal.js";
import { airdropCommand, embeddedCommand, keygenCommand } from "./development.js";
import { distributionCommand } from "./distribution.js";
import { escheatCommand, restoreCommand } from "./escheat.js";
import { feeCommand } from "./fee.js";
import { holderCommand } from "./holder.js";
import { interestCommand } from "./in-kind.js";
import { lossCommand } from "./loss.js";
import { owedCommand } from "./owed.js";
import { pageCommand } from "./page.js";
import { proceedsCommand } from "./proceeds.js";
import { referenceCommand } from "./reference.js";
import { roleCommand } from "./role.js";
import { modeCommand, poolCommand, triggerCommand } from "./servicing.js";
import { showCommand } from "./show.js";
import { sourceCommand } from "./source.js";
import { statusCommand } from "./status.js";
import { structureCommand } from "./structure.js";
import { tablesCommand } from "./tables.js";
import { warrantCommand } from "./warrant.js";

/** The whole command line. A wrong one throws a `CommanderError`. */
export function buildProgram(streams: Streams = PROCESS_STREAMS): Command {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  const program = new Command("securities")
    .description("DeFi-ready securities on Solana: books, shares, distributions.")
    .version(manifest.version)
    .addCommand(dealCommand())
    .addCommand(showCommand())
    .addCommand(statusCommand())
    .addCommand(structureCommand())
    .addCommand(bookCommand())
    .addCommand(holderCommand())
    .addCommand(credentialCommand())
    .addCommand(roleCommand())
    .addCommand(warrantCommand())
    .addCommand(distributionCommand())
    .addCommand(sourceCommand())
    .addCommand(feeCommand())
    .addCommand(interestCommand())
    .addCommand(lossCommand())
    .addCommand(poolCommand())
    .addCommand(triggerCommand())
    .addCommand(modeCommand())
    .addCommand(referenceCommand())
    .addCommand(escheatCommand())
    .addCommand(owedCommand())
    .addCommand(restoreCommand())
    .addCommand(proceedsCommand())
    .addCommand(crankCommand())
    .addCommand(tablesCommand())
    .addCommand(pageCommand())
    .addCommand(airdropCommand())
    .addCommand(keygenCommand())
    .addCommand(embeddedCommand());
  examples(program, "show 9xQe...", "--url http://127.0.0.1:8899 book deposit 7Gk2... 2500", "crank --once");
  throwInstead(withGlobalOptions(program), streams);
  return program;
}

/** Runs a command line, without the program's name, and returns its exit code. */
export async function runCommandLine(
  args: readonly string[],
  streams: Streams = PROCESS_STREAMS,
): Promise<number> {
  try {
    await buildProgram(streams).parseAsync([...args], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommandFailed) {
      return error.exitCode;
    }
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? 0 : EXIT_USAGE;
    }
    streams.err(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    return EXIT_FAILURE;
  }
}

/** Commander would exit with 1 for a wrong command line, which here means that something failed. */
function throwInstead(command: Command, { out, err }: Streams): void {
  command
    .exitOverride()
    .showHelpAfterError("(add --help to see how it is used)")
    .configureOutput({ writeOut: out, writeErr: err });
  for (const child of command.commands) {
    throwInstead(child, { out, err });
  }
}
