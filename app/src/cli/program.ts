import { readFileSync } from "node:fs";
import { Command } from "commander";
import { bookCommand } from "./book.js";
import { examples, withGlobalOptions } from "./context.js";
import { distributionCommand } from "./distribution.js";
import { holderCommand } from "./holder.js";
import { showCommand } from "./show.js";
import { drawCommand } from "./sponsor.js";
import { airdropCommand, crankCommand, embeddedCommand, keygenCommand } from "./tools.js";

/** The whole command line. A wrong one throws a `CommanderError`. */
export function buildProgram(): Command {
  const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  const program = new Command("securities")
    .description("DeFi-ready securities on Solana: books, shares, distributions.")
    .version(manifest.version)
    .addCommand(showCommand())
    .addCommand(bookCommand())
    .addCommand(holderCommand())
    .addCommand(distributionCommand())
    .addCommand(drawCommand())
    .addCommand(crankCommand())
    .addCommand(airdropCommand())
    .addCommand(keygenCommand())
    .addCommand(embeddedCommand());
  examples(program, "show 9xQe...", "--url http://127.0.0.1:8899 book deposit 7Gk2... 2500", "crank --once");
  throwInstead(withGlobalOptions(program));
  return program;
}

/** Commander would end the process with 1 for a wrong command line; that number says that something failed. */
function throwInstead(command: Command): void {
  command.exitOverride().showHelpAfterError("(add --help to see how it is used)");
  for (const child of command.commands) {
    throwInstead(child);
  }
}
