import { existsSync, writeFileSync } from "node:fs";
import { ClientError, connect, explain, listAllSecurities } from "@defi-ready/securities";
import { SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import { shippedDeals } from "@defi-ready/securities-migrations";
import {
  EXIT_FAILURE,
  EXIT_USAGE,
  PROCESS_STREAMS,
  type Streams,
  toJson,
} from "@defi-ready/securities-terminal";
import { bytecodePath, programsBeside, startProgram } from "@defi-ready/securities-testing";
import type { Validator } from "@defi-ready/securities-validator";
import { servePage } from "@defi-ready/securities-web";
import { Command, CommanderError } from "commander";
import { play, startOf } from "./story.js";

/** The deal that is played if none is named. */
const DEAL = "credit-syndicate";

/** What is played, and where. */
export type DemoOptions = Readonly<{
  /** Deal files, or names of shipped deals. */
  deals: readonly string[];
  /** A development cluster with the program; an embedded validator for each deal if left out. */
  url?: string | undefined;
  /** Where the final figures are written, as JSON. */
  summary?: string | undefined;
  /** The bytecode that the embedded validator runs; that of the package if left out. */
  program?: string | undefined;
  /** Whether the page is served at the end, with everything as it is then, until the process is asked to stop. */
  page?: boolean | undefined;
}>;

/**
 * Plays deals, one after the other, each from its file to paid holders.
 *
 * @returns Whether all figures add up.
 */
export async function playDeals(options: DemoOptions, say: (line: string) => void): Promise<boolean> {
  const { summary, page } = options;
  const files = (options.deals.length === 0 ? [DEAL] : options.deals).map(fileOf);
  const played: Figures[] = [];
  for (const [at, deal] of files.entries()) {
    if (files.length > 1) {
      say(`${at === 0 ? "" : "\n"}=== ${deal}`);
    }
    await playOne(deal, options, say, async (figures, url) => {
      played.push(figures);
      if (at < files.length - 1) {
        return;
      }
      if (summary !== undefined) {
        writeFileSync(summary, `${toJson(played.length === 1 ? played[0] : played)}\n`);
      }
      if (page === true) {
        await show(url, say);
      }
    });
  }
  return played.every(({ differences }) => differences.length === 0);
}

/** The file of a deal that is named by its path, or by its name among the shipped ones. */
function fileOf(named: string): string {
  const shipped = shippedDeals().find(({ name }) => name === named);
  if (existsSync(named) || shipped === undefined) {
    return named;
  }
  return shipped.file;
}

async function playOne(
  deal: string,
  { url: given, program }: DemoOptions,
  say: (line: string) => void,
  onEnd: (figures: Figures, url: string) => Promise<void>,
): Promise<void> {
  const validator = given === undefined ? await embedded(deal, program ?? bytecodePath()) : undefined;
  try {
    const url = validator?.url ?? given ?? "";
    await onEnd(await play({ cluster: connect(url), deal, repeatable: validator !== undefined, say }), url);
  } finally {
    await validator?.close();
  }
}

/**
 * Serves the page for the deal that was played, until the process is asked to stop. On a cluster with other deals it is the
 * list of all of them.
 */
async function show(url: string, say: (line: string) => void): Promise<void> {
  const name = "The demo's cluster";
  const [played, ...others] = await listAllSecurities(connect(url));
  const place = played === undefined || others.length > 0 ? "" : `#/deal/${played.address}`;
  const page = await servePage({ port: 0, reach: { clusters: [{ name, url }] } });
  try {
    say(`\nthe page is at ${page.url}${place}\nit shows everything as it is now; Ctrl-C ends it`);
    await new Promise<void>((resolve) => {
      process.once("SIGINT", () => resolve());
      process.once("SIGTERM", () => resolve());
    });
  } finally {
    await page.close();
  }
}

async function embedded(deal: string, program: string): Promise<Validator> {
  if (!existsSync(program)) {
    throw new ClientError(`there is no bytecode at ${program}: build it with \`make build\``);
  }
  const unixTimestamp = startOf(deal);
  return await startProgram({
    deterministic: { unixTimestamp },
    programs: [{ address: SECURITIES_PROGRAM_ADDRESS, path: program }, ...programsBeside(program)],
  });
}

type Options = Readonly<{ url?: string; deal?: string; summary?: string; program?: string; page?: boolean }>;
type Figures = Awaited<ReturnType<typeof play>>;

/** Runs the demo's own command line, without the program's name, and returns its exit code. */
export async function runDemo(
  args: readonly string[],
  { out, err }: Streams = PROCESS_STREAMS,
): Promise<number> {
  const command = new Command("demo")
    .description("Plays a deal from its file to paid holders, and checks every figure at the end.")
    .option("--url <url>", "a development cluster with the program; an embedded validator if left out")
    .option("--deal <file>", `the deal file, or the name of a shipped deal; ${DEAL} if left out`)
    .option("--summary <file>", "write the final figures there, as JSON")
    .option("--page", "serve the page at the end, until Ctrl-C, with everything as it is then")
    .option("--program <file>", "the bytecode that the embedded validator runs")
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: err });
  try {
    const { deal, ...options } = command.parse([...args], { from: "user" }).opts<Options>();
    const deals = deal === undefined ? [] : [deal];
    return (await playDeals({ ...options, deals }, (line) => out(`${line}\n`))) ? 0 : EXIT_FAILURE;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? 0 : EXIT_USAGE;
    }
    err(`error: ${explain(error, command.opts<Options>().url)}\n`);
    return EXIT_FAILURE;
  }
}
