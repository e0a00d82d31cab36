import { DEFAULT_MAX_PRIORITY_FEE, parsePrice, parsePriorityFee } from "@defi-ready/securities";
import { type Command, Option } from "commander";
import { inWords, parseAddress, parseTimeout } from "./arguments.js";
import { COMMITMENTS, OUTPUTS } from "./settings.js";

/** Milliseconds. */
const DEFAULT_TIMEOUT = 30_000;

/** Gives a command the options that all have: those of Solana's own tools, and a few more. */
export function withGlobalOptions(command: Command): Command {
  return command
    .option(
      "-u, --url <url>",
      "RPC node to use: its URL, or m(ainnet-beta), d(evnet), t(estnet), l(ocalhost); that of the settings if left out, or localhost",
    )
    .option(
      "-k, --keypair <file>",
      "key file that signs and pays; that of the settings if left out, or ~/.config/solana/id.json",
    )
    .option("-C, --config <file>", "settings of Solana's tools; ~/.config/solana/cli/config.yml if left out")
    .addOption(
      new Option(
        "--commitment <commitment>",
        "of what is read and awaited; that of the settings if left out, or confirmed",
      ).choices(COMMITMENTS),
    )
    .addOption(
      new Option("--output <format>", "display (for people, as if left out), json or json-compact").choices(
        OUTPUTS,
      ),
    )
    .option("--json", "short for --output json: amounts in base units")
    .option("-y, --yes", "do without a question what cannot be taken back")
    .option(
      "--unsigned <address>",
      "send nothing: print the transaction for this address to sign, such as a multisig's vault",
      parseAddress,
    )
    .option(
      "--fee-payer <address>",
      "who pays the fee of the printed transaction; whoever signs it if left out",
      parseAddress,
    )
    .addOption(
      new Option("--timeout <seconds>", "how long the node may take to answer a request")
        .argParser(parseTimeout)
        .default(DEFAULT_TIMEOUT, "30"),
    )
    .addOption(
      new Option(
        "--priority-fee <price>",
        "offered above the base fee: auto (what others recently offered), none, or micro-lamports a compute unit",
      )
        .argParser(inWords(parsePriorityFee))
        .default("auto"),
    )
    .addOption(
      new Option("--max-priority-fee <price>", "the most that auto offers, micro-lamports a compute unit")
        .argParser(inWords(parsePrice))
        .default(DEFAULT_MAX_PRIORITY_FEE, String(DEFAULT_MAX_PRIORITY_FEE)),
    );
}
