import { readFileSync } from "node:fs";
import { explain } from "@defi-ready/securities";
import { toJsonLine } from "@defi-ready/securities-terminal";
import { Command, CommanderError } from "commander";
import { bookCommand } from "./book.js";
import { completionCommand } from "./completion.js";
import { CommandFailed, EXIT_FAILURE, EXIT_USAGE, examples } from "./context.js";
import { controlCommand } from "./control.js";
import { conversionCommand } from "./conversion.js";
import { crankCommand } from "./crank.js";
import { credentialCommand } from "./credential.js";
import { dealCommand } from "./deal.js";
import { demoCommand } from "./demo.js";
import { airdropCommand, embeddedCommand, keygenCommand } from "./development.js";
import { disclosureCommand, noticeCommand } from "./disclosure.js";
import { distributionCommand } from "./distribution.js";
import { mintCommand, warpCommand } from "./embedded.js";
import { escheatCommand, restoreCommand } from "./escheat.js";
import { feeCommand } from "./fee.js";
import { withGlobalOptions } from "./global-options.js";
import { indexCommand } from "./history.js";
import { holderCommand } from "./holder.js";
import { interestCommand } from "./in-kind.js";
import { listCommand } from "./list.js";
import { lossCommand } from "./loss.js";
import { measureCommand } from "./measure.js";
import { pageCommand } from "./page.js";
import { proceedsCommand } from "./proceeds.js";
import { rateCommand } from "./rate.js";
import { referenceCommand } from "./reference.js";
import { refundCommand } from "./refund.js";
import { resolutionCommand } from "./resolution.js";
import { roleCommand } from "./role.js";
import { modeCommand, poolCommand, triggerCommand } from "./servicing.js";
import { showCommand } from "./show.js";
import { sourceCommand } from "./source.js";
import { registerCommand, statementCommand } from "./statement.js";
import { statusCommand } from "./status.js";
import { giveStreams, PROCESS_STREAMS, type Streams, safely } from "./streams.js";
import { structureCommand } from "./structure.js";
import { tablesCommand } from "./tables.js";
import { transferCommand } from "./transfer.js";
import { warrantCommand } from "./warrant.js";
import { watchCommand } from "./watch.js";
import { windDownCommand } from "./wind-down.js";
import { windowCommand } from "./window.js";
import { wrapperCommand } from "./wrapper.js";

/** Columns of help where nobody says how many there are. */
const WIDTH = 80;

/**
 * The whole command line. A wrong one throws a `CommanderError`.
 *
 * @param complain Where it says what is wrong with a command line; standard error if left out.
 */
export function buildProgram(streams: Streams = PROCESS_STREAMS, complain = streams.err): Command {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  const program = new Command("securities")
    .description("DeFi-ready securities on Solana: books, shares, distributions.")
    .version(manifest.version)
    .addCommand(dealCommand())
    .addCommand(demoCommand())
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(watchCommand())
    .addCommand(statusCommand())
    .addCommand(structureCommand())
    .addCommand(bookCommand())
    .addCommand(holderCommand())
    .addCommand(credentialCommand())
    .addCommand(roleCommand())
    .addCommand(resolutionCommand())
    .addCommand(measureCommand())
    .addCommand(conversionCommand())
    .addCommand(controlCommand())
    .addCommand(windDownCommand())
    .addCommand(warrantCommand())
    .addCommand(wrapperCommand())
    .addCommand(transferCommand())
    .addCommand(windowCommand())
    .addCommand(disclosureCommand())
    .addCommand(noticeCommand())
    .addCommand(distributionCommand())
    .addCommand(sourceCommand())
    .addCommand(feeCommand())
    .addCommand(interestCommand())
    .addCommand(lossCommand())
    .addCommand(poolCommand())
    .addCommand(triggerCommand())
    .addCommand(modeCommand())
    .addCommand(referenceCommand())
    .addCommand(rateCommand())
    .addCommand(escheatCommand())
    .addCommand(refundCommand())
    .addCommand(restoreCommand())
    .addCommand(proceedsCommand())
    .addCommand(crankCommand())
    .addCommand(indexCommand())
    .addCommand(statementCommand())
    .addCommand(registerCommand())
    .addCommand(tablesCommand())
    .addCommand(pageCommand())
    .addCommand(airdropCommand())
    .addCommand(mintCommand())
    .addCommand(warpCommand())
    .addCommand(keygenCommand())
    .addCommand(embeddedCommand())
    .addCommand(completionCommand());
  examples(program, "show 9xQe...", "--url http://127.0.0.1:8899 book deposit 7Gk2... 2500", "crank --once");
  withGlobalOptions(program).hook("preAction", (_, command) => refuseEmpty(command));
  throwInstead(program, { ...streams, err: complain });
  giveStreams(program, streams);
  return program;
}

/**
 * Refuses an option that was given an empty text, as a variable that is not set gives one, where that would mean the same as
 * no option: a node or a key that nobody named. A text that may be empty is so by default.
 */
function refuseEmpty(command: Command): void {
  for (let at: Command | null = command; at !== null; at = at.parent) {
    for (const option of at.options) {
      const name = option.attributeName();
      const isGiven = at.getOptionValueSource(name) === "cli";
      if (isGiven && at.getOptionValue(name) === "" && option.defaultValue !== "") {
        command.error(
          `error: option '${option.flags}' argument '' is invalid. Give something, or leave the option out.`,
        );
      }
    }
  }
}

/** Runs a command line, without the program's name, and returns its exit code. */
export async function runCommandLine(
  args: readonly string[],
  given: Streams = PROCESS_STREAMS,
): Promise<number> {
  const streams = safely(given);
  const isJson = asksForJson(args);
  try {
    // What commander says of a wrong command line is for people; programs get it as an object, below.
    await buildProgram(streams, isJson ? () => {} : streams.err).parseAsync([...args], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommandFailed) {
      return error.exitCode;
    }
    if (error instanceof CommanderError) {
      if (error.exitCode !== 0 && isJson) {
        streams.err(`${toJsonLine({ error: complaintOf(error) })}\n`);
      }
      return error.exitCode === 0 ? 0 : EXIT_USAGE;
    }
    streams.err(`error: ${explain(error)}\n`);
    return EXIT_FAILURE;
  }
}

/** Whether a command line, be it wrong, asks for JSON. */
function asksForJson(args: readonly string[]): boolean {
  const output = args.map((arg, at) => (args[at - 1] === "--output" ? `--output=${arg}` : arg));
  return output.some((arg) => /^--(json|output=json|output=json-compact)$/.test(arg));
}

/** What is wrong with a command line, without what is for people. */
function complaintOf({ code, message }: CommanderError): string {
  return code === "commander.help"
    ? "name a command of those that --help lists"
    : message.replace(/^error: /, "");
}

/** Commander would exit with 1 for a wrong command line, which here means that something failed. */
function throwInstead(command: Command, { out, err, columns = WIDTH }: Streams): void {
  command
    .exitOverride()
    .configureHelp({
      minWidthToWrap: WIDTH / 4,
      showGlobalOptions: true,
      subcommandTerm: (child) => child.name(),
      subcommandDescription: (child) => child.description().split(/(?<=\.)\s/)[0] ?? "",
    })
    .showHelpAfterError("(add --help to see how it is used)")
    .configureOutput({
      writeOut: out,
      writeErr: err,
      getOutHelpWidth: () => columns,
      getErrHelpWidth: () => columns,
    });
  for (const child of command.commands) {
    throwInstead(child, { out, err, columns });
  }
}
