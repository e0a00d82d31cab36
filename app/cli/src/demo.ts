import { ClientError } from "@defi-ready/securities";
import { shippedDeals } from "@defi-ready/securities-migrations";
import { Command } from "commander";
import { CommandFailed, complaint, EXIT_FAILURE, examples, UsageError } from "./context.js";
import { toJsonLine } from "./format.js";
import { formatOf, type GlobalOptions, settingsOf } from "./settings.js";
import { streamsOf } from "./streams.js";

type Options = GlobalOptions &
  Readonly<{ all?: boolean; list?: boolean; summary?: string; program?: string; page?: boolean }>;

/** `demo`: deals from their files to paid holders, on an embedded validator. */
export function demoCommand(): Command {
  const command = new Command("demo")
    .description(
      "Play deals from their files to paid holders, on an embedded validator whose clock it moves, and check every figure at the end: investors deposit, some leave, the books are locked, payments run through the waterfall. With --url it plays on that development cluster.",
    )
    .argument("[deals...]", "deal files, or names of shipped deals; credit-syndicate if left out")
    .option("--all", "every shipped deal, one after the other")
    .option("--list", "name the shipped deals, and play none")
    .option("--summary <file>", "write the final figures there, as JSON")
    .option("--page", "serve the page at the end, until Ctrl-C, with everything as it is then")
    .option(
      "--program <file>",
      "the bytecode that the embedded validator runs; that of this package if left out",
    );
  examples(command, "demo", "demo private-credit", "demo --all", "demo ./deal.yaml --summary figures.json");
  return command.action(async (deals: readonly string[]) => {
    const { all, list, summary, program, page, ...given } = command.optsWithGlobals<Options>();
    const { out, err } = streamsOf(command);
    let url: string | undefined;
    try {
      if (formatOf(given).json) {
        throw new UsageError(
          "demo tells its story to people: it writes its figures as JSON to the file of --summary",
        );
      }
      // Nobody plays on the cluster of the settings without saying so.
      url = given.url === undefined ? undefined : settingsOf(given).url;
      const shipped = shippedDeals().map(({ name }) => name);
      if (list === true) {
        out(`${shipped.join("\n")}\n`);
        return;
      }
      if (all === true && deals.length > 0) {
        throw new ClientError("--all plays every shipped deal: leave out the others, or --all");
      }
      const { playDeals } = await import("@defi-ready/securities-demo");
      const adds = await playDeals(
        { deals: all === true ? shipped : deals, url, summary, program, page },
        (line) => out(`${line}\n`),
      );
      if (!adds) {
        throw new CommandFailed(EXIT_FAILURE);
      }
    } catch (error) {
      if (error instanceof CommandFailed) {
        throw error;
      }
      const { message, exitCode } = complaint(error, url);
      err(formatOf(given).json ? `${toJsonLine({ error: message })}\n` : `error: ${message}\n`);
      throw new CommandFailed(exitCode);
    }
  });
}
