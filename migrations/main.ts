#!/usr/bin/env -S node --import tsx
import { homedir } from "node:os";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { readSigner, registerDealCommands } from "./src/cli/commands.js";

/** The exit code for a command line that cannot be understood. */
const USAGE = 2;

type GlobalOptions = Readonly<{ url: string; keypair: string; json?: boolean }>;

const program = new Command("securities-deal")
  .description("Bring deals on chain from deal files.")
  .option("-u, --url <url>", "the cluster's RPC URL", process.env.RPC_URL ?? "http://127.0.0.1:8899")
  .option("-k, --keypair <file>", "the sponsor's key file", join(homedir(), ".config", "solana", "id.json"))
  .option("--json", "write JSON for programs")
  .configureHelp({ showGlobalOptions: true })
  .exitOverride();

registerDealCommands(program, {
  url: (command) => command.optsWithGlobals<GlobalOptions>().url,
  signer: (command) => readSigner(command.optsWithGlobals<GlobalOptions>().keypair),
  json: (command) => command.optsWithGlobals<GlobalOptions>().json === true,
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) {
    throw error;
  }
  process.exitCode = error.exitCode === 0 ? 0 : USAGE;
}
