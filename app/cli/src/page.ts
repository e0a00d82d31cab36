import { existsSync } from "node:fs";
import { ClientError, connect, shownUrl } from "@defi-ready/securities";
import { startValidator, type Validator } from "@defi-ready/securities-validator";
import { type PageServer, servePage } from "@defi-ready/securities-web";
import { Command, InvalidArgumentError, Option } from "commander";
import { BYTECODE, programsAt } from "./bytecode.js";
import { CommandFailed, complaint, examples } from "./context.js";
import { toJsonLine } from "./format.js";
import { formatOf, type GlobalOptions, settingsOf } from "./settings.js";

const DEFAULT_PORT = 4173;

type Options = GlobalOptions &
  Readonly<{ port: number; embedded?: boolean; program: string; documents: readonly string[] }>;

/** `page`: the page, served for one cluster. */
export function pageCommand(): Command {
  const command = new Command("page")
    .description(
      "Serve the page on 127.0.0.1 for the cluster at --url, until Ctrl-C. Its policy lets it reach that node, the " +
        "documents' servers that you name, and nothing else.",
    )
    .option("-p, --port <number>", "HTTP port; 0 takes a free one", parsePort, DEFAULT_PORT)
    .option("--embedded", "start an embedded validator with the program, empty, and show that")
    .option("--program <file>", "the bytecode that the embedded validator runs", BYTECODE)
    .addOption(
      new Option("--documents <origin>", "let the page fetch documents from a server (may be repeated)")
        .argParser(collectOrigin)
        .default([], "none"),
    );
  examples(
    command,
    "--url https://api.devnet.solana.com page",
    "page --embedded --port 0",
    "page --documents https://north-ridge-wind.example",
  );
  return command.action(async () => {
    const options = command.optsWithGlobals<Options>();
    const { writeOut, writeErr } = command.configureOutput();
    try {
      await serve(options, (line) => writeOut?.(`${line}\n`));
    } catch (error) {
      const message = wordsOf(error, options);
      writeErr?.(formatOf(options).json ? `${toJsonLine({ error: message })}\n` : `error: ${message}\n`);
      throw new CommandFailed(complaint(error, undefined).exitCode);
    }
  });
}

/** Serves until the process is asked to stop. */
async function serve(options: Options, say: (line: string) => void): Promise<void> {
  const { port, documents } = options;
  const { url: chosen, json } = settingsOf(options);
  const validator = options.embedded === true ? await startEmbedded(options.program) : undefined;
  let page: PageServer | undefined;
  try {
    const { url } = validator ?? connect(chosen);
    const name = validator === undefined ? new URL(url).host : "Embedded validator";
    page = await servePage({ port, reach: { clusters: [{ name, url }], documents } });
    say(
      json
        ? JSON.stringify({ page: page.url, cluster: shownUrl(url) })
        : `the page is at ${page.url}\nit shows the cluster at ${shownUrl(url)}; Ctrl-C ends it`,
    );
    await stopped();
  } finally {
    await page?.close();
    await validator?.close();
  }
}

async function startEmbedded(program: string): Promise<Validator> {
  if (!existsSync(program)) {
    throw new ClientError(
      `there is no bytecode at ${program}: build it with \`make build\`, or say where it is`,
    );
  }
  return await startValidator({ port: 0, programs: programsAt(program) });
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
}

function wordsOf(error: unknown, { port }: Options): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === "EADDRINUSE"
    ? `port ${port} of 127.0.0.1 is in use: stop what uses it, or choose another with --port`
    : complaint(error, undefined).message;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  }
  return port;
}

function collectOrigin(text: string, before: readonly string[]): readonly string[] {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new InvalidArgumentError("A documents' server is given as https://example.com.");
  }
  return [...before, new URL(text).origin];
}
