#!/usr/bin/env -S node --import tsx
import { Command, CommanderError } from "commander";
import { EXIT_USAGE, withGlobalOptions } from "./src/client.js";
import { registerDealCommands } from "./src/index.js";

const program = withGlobalOptions(new Command("securities-deal"))
  .description("Bring deals on chain from deal files.")
  .configureHelp({ showGlobalOptions: true })
  // Commander would end the process with 1 for a wrong command line; that number says that something failed.
  .exitOverride();
registerDealCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) {
    throw error;
  }
  process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE;
}
