import { existsSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ClientError, connect, explain } from "@defi-ready/securities";
import { SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import { EXIT_FAILURE, EXIT_USAGE, PROCESS_STREAMS, type Streams, toJson } from "@defi-ready/securities-cli";
import { startProgram } from "@defi-ready/securities-testing";
import type { Validator } from "@defi-ready/securities-validator";
import { servePage } from "@defi-ready/securities-web";
import { Command, CommanderError } from "commander";
import { play, startOf } from "./story.js";

const ROOT = new URL("../../../", import.meta.url);
const PROGRAM = fileURLToPath(new URL("target/deploy/securities.so", ROOT));
const DEAL = fileURLToPath(new URL("migrations/deals/credit-syndicate/deal.yaml", ROOT));

type Options = Readonly<{ url?: string; deal: string; summary?: string; program: string; page?: boolean }>;

/** Runs the demo's command line, without the program's name, and returns its exit code. */
export async function runDemo(
  args: readonly string[],
  { out, err }: Streams = PROCESS_STREAMS,
): Promise<number> {
  const command = new Command("demo")
    .description("Plays a deal from its file to paid holders, and checks every figure at the end.")
    .option("--url <url>", "a development cluster with the program; an embedded validator if left out")
    .option("--deal <file>", "the deal file", DEAL)
    .option("--summary <file>", "write the final figures there, as JSON")
    .option("--page", "serve the page at the end, until Ctrl-C, with everything as it is then")
    .option("--program <file>", "the bytecode that the embedded validator runs", PROGRAM)
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: err });
  try {
    return await demo(command.parse([...args], { from: "user" }).opts<Options>(), out);
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? 0 : EXIT_USAGE;
    }
    err(`error: ${explain(error, command.opts<Options>().url)}\n`);
    return EXIT_FAILURE;
  }
}

async function demo({ url, deal, summary, program, page }: Options, out: Streams["out"]): Promise<number> {
  const validator = url === undefined ? await embedded(deal, program) : undefined;
  try {
    const figures = await play({
      cluster: connect(validator?.url ?? url ?? ""),
      deal,
      repeatable: validator !== undefined,
      say: (line) => out(`${line}\n`),
    });
    if (summary !== undefined) {
      writeFileSync(summary, `${toJson(figures)}\n`);
    }
    if (page === true) {
      await show(validator?.url ?? url ?? "", out);
    }
    return figures.differences.length > 0 ? EXIT_FAILURE : 0;
  } finally {
    await validator?.close();
  }
}

/** Serves the page for the deal that was played, until the process is asked to stop. */
async function show(url: string, out: Streams["out"]): Promise<void> {
  const name = "The demo's cluster";
  const page = await servePage({ port: 0, reach: { clusters: [{ name, url }] } });
  try {
    out(`\nthe page is at ${page.url}\nit shows everything as it is now; Ctrl-C ends it\n`);
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
    programs: [{ address: SECURITIES_PROGRAM_ADDRESS, path: program }],
  });
}
