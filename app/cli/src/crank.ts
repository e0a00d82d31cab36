import { explain, isUnreachable, readSecurity } from "@defi-ready/securities";
import {
  type BotEvent,
  type CrankReport,
  crank,
  Metrics,
  type PassResult,
  runDaemon,
  serveMetrics,
} from "@defi-ready/securities-bot";
import type { Address, TransactionSigner } from "@solana/kit";
import { Command, InvalidArgumentError } from "commander";
import { action, type Context, examples, type Output, parseAddress, UsageError } from "./context.js";
import { toJsonLine } from "./format.js";
import { outcome } from "./outcome.js";
import { ProgressView } from "./progress.js";
import { stopOnSignals } from "./signals.js";

const DEFAULT_EVERY = 30_000;
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const MAX_EVERY = 24 * 3_600_000;
const MAX_CONCURRENCY = 64;
const LOOPBACK = "127.0.0.1";

type Endpoint = Readonly<{ host: string; port: number }>;

type Options = Readonly<{
  once?: boolean;
  dryRun?: boolean;
  every?: number;
  security?: Address[];
  concurrency?: number;
  lookupTables?: boolean;
  rents?: boolean;
  collectLeast?: string;
  payLeast?: string;
  openAccounts?: string;
  escheat?: boolean;
  resolutions?: boolean;
  control?: boolean;
  measures?: boolean;
  windDown?: boolean;
  conversions?: boolean;
  credentials?: boolean;
  metrics?: Endpoint;
}>;

/** `crank`: the bot. */
export function crankCommand(): Command {
  const command = new Command("crank")
    .description(
      "The bot: lock books past their deadline, settle and refund tickets for their tips, give managers their points, fix rates of floating tranches, record losses whose notice is over, " +
        "collect revenue, test triggers, repay tranches from the reinvestment account, the reserve and covers, pay fees and holders. Anybody may run it, and several at once do no harm. It runs until it is stopped by SIGINT or " +
        "SIGTERM; work under way has five seconds to end.",
    )
    .option("--once", "make one pass and stop; exits with 1 if something failed")
    .option(
      "--every <duration>",
      "from the end of a pass to the next, such as 500ms, 30s, 5m (30s)",
      parseEvery,
    )
    .option("--dry-run", "send nothing: say what one pass would do")
    .option("--security <address...>", "only these securities; all of the program's if left out", parseList)
    .option("--concurrency <n>", "transactions under way at once (4)", parseConcurrency)
    .option(
      "--lookup-tables",
      "create lookup tables for payments: half the transactions, for rent until they are closed",
    )
    .option(
      "--rents",
      "pay rents that are not refunded, such as for collecting revenue; always with --security",
    )
    .option("--collect-least <amount>", "the least revenue to collect, in units of its mint", parseLeast)
    .option(
      "--pay-least <amount>",
      "the least to pay a holder, in units of its mint; less stays owed, and can be claimed",
      parseLeast,
    )
    .option(
      "--open-accounts <amount>",
      "from which payment on to open a holder's missing token account, for a rent that the holder keeps",
      parseLeast,
    )
    .option("--escheat", "send money that holders cannot be paid to the escheat owner when that is due")
    .option(
      "--resolutions",
      "execute resolutions that are due, and close votes and resolutions that are over, whose rents return",
    )
    .option("--control", "move control of a security one stage on where a covenant that failed says so")
    .option(
      "--measures",
      "take exceptional measures that are due, and close those that are over, whose rents return",
    )
    .option(
      "--wind-down",
      "run what is left of deals that are wound down, end them, and close the accounts of those that have ended",
    )
    .option(
      "--conversions",
      "convert classes that are due, collect for owners what their shares became where rents are paid, and close what is over",
    )
    .option(
      "--credentials",
      "copy attestations into credentials, and what credentials and registrations of protocols say now into records",
    )
    .option(
      "--metrics <[host:]port>",
      "serve metrics for Prometheus at /metrics, on 127.0.0.1",
      parseEndpoint,
    );
  examples(
    command,
    "crank",
    "crank --once --security 9xQe...",
    "crank --dry-run",
    "--keypair bot.json --json crank --every 1m --metrics 9464",
  );
  // Each pass looks for the program: a bot may start while its node is away.
  return action<Options>(command, run, { needsProgram: false });
}

async function run(context: Context, options: Options): Promise<Output> {
  const { every = DEFAULT_EVERY, dryRun = false } = options;
  const once = options.once === true || dryRun;
  if (once && options.every !== undefined) {
    throw new UsageError("--every is for repeated passes: leave out --once and --dry-run, or --every");
  }
  const { security: named, rents, openAccounts } = options;
  if (openAccounts !== undefined && named === undefined && rents !== true) {
    throw new UsageError(
      "--open-accounts pays rents that the owners of the accounts keep: name the securities with --security, or allow it everywhere with --rents",
    );
  }
  const payer = dryRun ? await context.observer() : await context.keypair();
  const session = new Session(context, options, payer);
  const metrics = options.metrics === undefined ? undefined : new Metrics();
  const server =
    metrics === undefined || options.metrics === undefined
      ? undefined
      : await serveMetrics(metrics, { host: options.metrics.host, port: options.metrics.port });
  if (server !== undefined) {
    session.say({ level: "info", message: `metrics at ${server.url}` });
  }
  const listeners = {
    onEvent: (event: BotEvent) => {
      metrics?.event(event);
      session.event(event);
    },
  };
  const stopping = stopOnSignals(() => session.say({ level: "info", message: "stopping" }));
  const passOptions = { ...session.crankOptions, ...listeners, signal: stopping.signal };
  try {
    if (!once) {
      await runDaemon(context.cluster, {
        ...passOptions,
        every,
        onPass: async (result) => {
          metrics?.pass(result);
          await session.pass(result);
        },
      });
      return { text: undefined, json: undefined };
    }
    const start = performance.now();
    const report = await crank(context.cluster, passOptions);
    metrics?.pass({ report, seconds: (performance.now() - start) / 1_000 });
    return await session.once(report);
  } finally {
    session.end();
    stopping.end();
    await server?.close();
  }
}

/** The output of a running bot. */
class Session {
  readonly #context: Context;
  readonly #options: Options;
  readonly #payer: TransactionSigner;
  readonly #view: ProgressView;
  /** The line about the previous pass, which is not repeated. */
  #said = "";

  constructor(context: Context, options: Options, payer: TransactionSigner) {
    this.#context = context;
    this.#options = options;
    this.#payer = payer;
    this.#view = new ProgressView((line) => context.progress(line), process.stderr.isTTY);
  }

  get crankOptions() {
    const { security: securities, once, every, metrics, ...options } = this.#options;
    const onProgress = this.#context.json ? undefined : this.#view.show.bind(this.#view);
    return { ...options, payer: this.#payer, securities, onProgress };
  }

  /** Writes something besides the results. */
  say(entry: Readonly<{ level: BotEvent["level"]; message: string }>): void {
    if (this.#context.json) {
      this.#line({ ...entry, task: "bot" });
    } else {
      this.#view.end();
      this.#context.progress(entry.message);
    }
  }

  /**
   * Reports the result of a piece of work: to programs at once, to people with the pass; in a dry run, to both at once.
   */
  event(event: BotEvent): void {
    if (this.#context.json) {
      this.#line(event);
    } else if (event.result === "planned") {
      this.#view.end();
      const { task, subject, amount, times } = event;
      const what = amount === undefined ? ((times ?? 1) === 1 ? "" : ` (${times})`) : ` ${amount} base units`;
      this.#context.out(`${task} ${subject}${what}`);
    }
  }

  /** Reports one pass of many. */
  async pass(result: PassResult): Promise<void> {
    this.end();
    const { json, url } = this.#context;
    const time = new Date().toISOString();
    if ("error" in result) {
      const message = explain(result.error, url);
      if (json) {
        const code = isUnreachable(result.error) ? "unreachable" : undefined;
        this.#line({ level: "error", task: "pass", code, message });
      } else {
        this.#context.progress(`${time} ${message}`);
      }
      return;
    }
    const { report, seconds } = result;
    const { text } = await this.#outcome(report);
    if (json) {
      this.#line(summary(report, text, seconds));
    } else if (text !== this.#said && text !== NOTHING) {
      this.#context.out(`${time} ${text}`);
    }
    this.#said = text;
  }

  /** Returns the result of a single pass. */
  async once(report: CrankReport): Promise<Output> {
    this.end();
    const { text, failed = false } = await this.#outcome(report);
    if (!this.#context.json) {
      return { text, json: undefined, failed: failed || report.stopped };
    }
    this.#line(summary(report, text));
    return { text: undefined, json: undefined, failed: failed || report.stopped };
  }

  /** Ends the progress display. */
  end(): void {
    this.#view.end();
  }

  async #outcome(report: CrankReport): Promise<ReturnType<typeof outcome>> {
    const [only, ...others] = this.#options.security ?? [];
    if (only === undefined || others.length > 0) {
      return outcome(report);
    }
    // Its decimals are for people only; the report does not need them.
    return outcome(report, await readSecurity(this.#context.cluster, only).catch(() => undefined));
  }

  #line(entry: object): void {
    this.#context.out(toJsonLine({ time: new Date().toISOString(), ...entry }));
  }
}

const NOTHING = "nothing was due";

/** A pass as a line of the log; skipped items have lines of their own. */
function summary(report: CrankReport, text: string, seconds?: number): object {
  const { waiting, skipped, ...counts } = report;
  const [message = ""] = text.split("\n");
  return {
    level: skipped.length === 0 ? "info" : "warn",
    task: "pass",
    message,
    ...(seconds === undefined ? {} : { milliseconds: Math.round(seconds * 1_000) }),
    ...counts,
    waiting: waiting.length,
    failed: skipped.length,
  };
}

function parseList(text: string, before: readonly Address[] | undefined): Address[] {
  return [...(before ?? []), parseAddress(text)];
}

/** Reads a duration, in milliseconds. */
function parseEvery(text: string): number {
  const [, digits = "", unit = ""] = /^(\d{1,8})(ms|s|m|h)$/.exec(text) ?? [];
  const milliseconds = Number(digits) * (UNITS[unit] ?? Number.NaN);
  if (digits === "" || !(milliseconds >= 1 && milliseconds <= MAX_EVERY)) {
    throw new InvalidArgumentError("Give a duration from 1ms to 24h, such as 500ms, 30s, 5m or 1h.");
  }
  return milliseconds;
}

function parseConcurrency(text: string): number {
  const count = Number(text);
  if (!/^\d{1,2}$/.test(text) || count < 1 || count > MAX_CONCURRENCY) {
    throw new InvalidArgumentError(`Give a number from 1 to ${MAX_CONCURRENCY}.`);
  }
  return count;
}

/** Checks a decimal amount; it is rounded up to each mint's decimals later. */
function parseLeast(text: string): string {
  if (!/^(0|[1-9]\d{0,18})(\.\d{1,20})?$/.test(text)) {
    throw new InvalidArgumentError("Give an amount such as 25 or 0.5, without a zero in front.");
  }
  return text;
}

function parseEndpoint(text: string): Endpoint {
  const [, host = LOOPBACK, digits = ""] = /^(?:(.+):)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === "" || port > 65_535) {
    throw new InvalidArgumentError("Give a port such as 9464, or a host and a port such as 0.0.0.0:9464.");
  }
  return { host: host.replace(/^\[(.*)\]$/, "$1"), port };
}
