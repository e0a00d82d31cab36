import { counted, explain } from "@defi-ready/securities";
import type { Database, Follower, Gap, Health, HistoryCommitment } from "@defi-ready/securities-indexer";
import { Command, InvalidArgumentError, Option } from "commander";
import { action, type Context, examples, type Output, parseCount, UsageError } from "./context.js";
import { facts, toJsonLine } from "./format.js";
import { stopOnSignals } from "./signals.js";

/** The database if none is named: a file in the current folder. */
const DEFAULT_DATABASE = "sqlite:securities.db";
const LINE_MILLISECONDS = 2_000;
/** Nodes list no more at once. */
const MAX_BATCH = 1_000;

/** What follows the chain, and the databases' drivers: only these commands wait until they are loaded. */
const indexer = () => import("@defi-ready/securities-indexer");

type Options = Readonly<{
  database: string;
  from?: bigint;
  commitment?: string;
  once?: boolean;
  batch?: number;
}>;

/** `index`: the history of the program in a database. */
export function indexCommand(): Command {
  const check = new Command("check")
    .description(
      "Bring the history up to date and compare it with the chain: every event number there once, up to the last that the chain counts. Exits with 1 if some are missing at this node.",
    )
    .addHelpText("after", "\nTakes the options of `index`: --database, --commitment, --from and --batch.");
  examples(check, "index check --database sqlite:history.db");
  const command = new Command("index")
    .description(
      "Follow the program's events into a database: SQLite, or PostgreSQL by its URL. It goes on where it was left, however it ended, and runs until it is stopped by SIGINT or SIGTERM. It reads what is finalized, or with --commitment confirmed what a fork may still drop, which is then taken back. Gaps in the event numbers are read again, and told.",
    )
    .addOption(databaseOption())
    .option("--from <slot>", "begin at a slot; with the program's first transaction if left out", parseSlot)
    .option("--batch <n>", "transactions read and written at once, 1 to 1000 (250)", parseBatch)
    .option(
      "--once",
      "come up to date, compare with the chain and stop; exits with 1 if something is missing",
    );
  examples(
    command,
    "index",
    "index --once --database sqlite:history.db",
    "--url https://... index --database postgres://securities@localhost/history --commitment confirmed",
  );
  action<Options>(check, (context, options) => once(context, options));
  return action<Options>(command, run).addCommand(check);
}

/** How a database is named. */
export const databaseText = "sqlite:PATH, or postgres://USER:PASSWORD@HOST/NAME";

function databaseOption(): Option {
  return new Option("--database <url>", databaseText).default(DEFAULT_DATABASE);
}

/** What is read: finalized, or confirmed, of which a fork may still drop something, which is then taken back. */
function commitmentOf({ commitment = "finalized" }: Options): HistoryCommitment {
  if (commitment !== "finalized" && commitment !== "confirmed") {
    throw new UsageError(
      `a history is of what is finalized, or confirmed: --commitment ${commitment} is neither`,
    );
  }
  return commitment;
}

async function run(context: Context, options: Options): Promise<Output> {
  commitmentOf(options);
  if (options.once === true) {
    return await once(context, options);
  }
  const { followHistory, openDatabase, withoutPassword } = await indexer();
  const database = await openDatabase(options.database);
  const stopping = stopOnSignals(() => say(context, { message: "stopping" }));
  try {
    const follower = await follow(context, database, options);
    say(context, { message: `following into ${withoutPassword(options.database)}` });
    await followHistory(follower, {
      ...reporter(context),
      signal: stopping.signal,
      onError: (error) => say(context, { error: explain(error, context.url) }),
    });
    return { text: undefined, json: undefined };
  } finally {
    stopping.end();
    await database.destroy();
  }
}

async function once(context: Context, options: Options): Promise<Output> {
  const commitment = commitmentOf(options);
  const { catchUp, eventCounters, openDatabase } = await indexer();
  const database = await openDatabase(options.database);
  try {
    const health = await catchUp(await follow(context, database, options), {
      ...reporter(context),
      counters: () => eventCounters({ ...context.cluster, commitment }),
    });
    return {
      text: await describe(health, options),
      json: { ...health, commitment },
      failed: health.gaps.length > 0 || health.untimed > 0n,
    };
  } finally {
    await database.destroy();
  }
}

async function follow({ cluster }: Context, database: Database, options: Options): Promise<Follower> {
  const { Follower, nodeSource } = await indexer();
  const { from: fromSlot, batch } = options;
  const commitment = commitmentOf(options);
  return await Follower.open({
    database,
    source: nodeSource(cluster, commitment),
    commitment,
    fromSlot,
    batch,
  });
}

async function describe(health: Health, options: Options): Promise<string> {
  const { withoutPassword } = await indexer();
  const { database } = options;
  const commitment = commitmentOf(options);
  const { streams, events, gaps, untimed, slot } = health;
  const head = facts([
    ["Database", withoutPassword(database)],
    ["Read up to", slot < 0n ? "nothing has happened" : `slot ${slot}, ${commitment}`],
    ["Events", `${events}, of ${streams} securities, books and reference rates`],
    ["Gaps", gaps.length === 0 ? "none: every number that the chain counts is there" : `${gaps.length}`],
    ...(untimed === 0n
      ? []
      : ([
          ["Without a time", `${untimed} transactions: ask a node that keeps the times of blocks`],
        ] as const)),
  ]);
  return [head, ...gaps.map((gap) => `missing: ${describeGap(gap)}`)].join("\n");
}

function describeGap({ stream, from, to }: Gap): string {
  if (to < from) {
    return `event ${to} of ${stream} is there twice`;
  }
  return `${from === to ? `event ${from}` : `events ${from} to ${to}`} of ${stream}`;
}

/** Tells people how far it is now and then, and everybody what was missing. */
function reporter(context: Context) {
  let total = 0;
  let toldAt = performance.now();
  return {
    onBatch: ({ added, slot }: Readonly<{ added: number; slot: bigint | undefined }>) => {
      total += added;
      const now = performance.now();
      if (total > 0 && slot !== undefined && now - toldAt >= LINE_MILLISECONDS) {
        say(context, { message: `${counted(total, "transaction")} read, back to slot ${slot}` });
        [total, toldAt] = [0, now];
      }
    },
    onGap: (gap: Gap, isFilled: boolean) => {
      const what = `gap: ${describeGap(gap)}`;
      say(
        context,
        isFilled ? { message: `${what}, read again and filled` } : { error: `${what}, not at this node` },
      );
    },
  };
}

function say(context: Context, line: Readonly<{ message: string } | { error: string }>): void {
  context.note("error" in line ? `error: ${line.error}` : line.message, toJsonLine(line));
}

function parseBatch(text: string): number {
  const batch = parseCount(text);
  if (batch < 1 || batch > MAX_BATCH) {
    throw new InvalidArgumentError(`Give a number from 1 to ${MAX_BATCH}.`);
  }
  return batch;
}

/** Reads a slot. */
export function parseSlot(text: string): bigint {
  if (!/^\d{1,18}$/.test(text)) {
    throw new InvalidArgumentError("A slot is a whole number.");
  }
  return BigInt(text);
}
