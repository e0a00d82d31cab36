import { writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import {
  ClientError,
  type Cluster,
  countryWords,
  fileFault,
  printable,
  UNLIMITED_ALLOTMENT,
} from "@defi-ready/securities";
import type {
  Check,
  Database,
  HistoryCommitment,
  Register,
  RegisterEntry,
} from "@defi-ready/securities-indexer";
import type { Address } from "@solana/kit";
import { Command, Option } from "commander";
import {
  action,
  type Context,
  examples,
  type Output,
  parseAddress,
  parseMoment,
  UsageError,
} from "./context.js";
import { day, moment, money, short, table, toJson, until } from "./format.js";
import { databaseText, parseSlot } from "./history.js";

/** A history in memory: read from the node when it is needed, and gone afterwards. */
const IN_MEMORY = "sqlite::memory:";
/** How often a statement is tried of a security that does not stop changing. */
const TRIES = 6;
const PAUSE_MILLISECONDS = 500;

type StatementOptions = Readonly<{
  database?: string;
  from?: bigint;
  to?: bigint;
  format: "html" | "csv" | "json";
  file?: string;
}>;

type RegisterOptions = Readonly<{
  database?: string;
  slot?: bigint;
  format: "table" | "csv" | "json" | "ocf";
  file?: string;
}>;

/** `statement`: what a holder, or a security, had and got in a period. */
export function statementCommand(): Command {
  const command = new Command("statement")
    .description(
      "A statement of a holder in a security, or of the security: balances, purchases and transfers, payments with their sources and documents, interest, principal and income apart, lots with their cost, what is locked and allotted, disclosures and notices with their hashes. " +
        "Every figure is compared with the chain at one slot; exits with 1, and says so in the statement, if one differs. The history is read from the node, or kept in a database of `index`. As a PDF: print the HTML in a browser.",
    )
    .argument("<security>", "the security", parseAddress)
    .argument("[owner]", "the holder; a statement of the security if left out", parseAddress)
    .addOption(historyOption())
    .option("--from <moment>", "begin of the period, UTC; the security's if left out", parseMoment)
    .option("--to <moment>", "its end, which is not in it; now if left out", parseMoment)
    .addOption(
      new Option("--format <format>", "how it is written").choices(["html", "csv", "json"]).default("html"),
    )
    .option("-o, --file <file>", "write it there; to standard output if left out");
  examples(
    command,
    "statement 9xQe... 4Nd1... --from 2025-01-01 --to 2026-01-01 --file statement.html",
    "statement 9xQe... --database sqlite:securities.db --format csv",
  );
  return action<StatementOptions>(command, (context, options, security = "", owner = "") =>
    statement(context, options, { security: security as Address, owner: owner as Address | "" }),
  );
}

/** `register`: the holders of record. */
export function registerCommand(): Command {
  const command = new Command("register")
    .description(
      "The holders of record of a security, with classes, credentials, locks and allotments, checked against the program's counters and the supply of the share mints. Exits with 1 if they differ.",
    )
    .argument("<security>", "the security", parseAddress)
    .addOption(historyOption())
    .option("--slot <slot>", "as it was then, by the history; now if left out", parseSlot)
    .addOption(
      new Option(
        "--format <format>",
        "how it is written; ocf: a stakeholders file of the Open Cap Table Format",
      )
        .choices(["table", "csv", "json", "ocf"])
        .default("table"),
    )
    .option("-o, --file <file>", "write it there; to standard output if left out");
  examples(command, "register 9xQe...", "register 9xQe... --format csv --file register.csv");
  return action<RegisterOptions>(command, (context, options, security = "") =>
    register(context, options, security as Address),
  );
}

function historyOption(): Option {
  return new Option(
    "--database <url>",
    `a history of \`index\`, which is brought up to date: ${databaseText}; read from the node into memory if left out`,
  );
}

async function statement(
  context: Context,
  options: StatementOptions,
  { security, owner }: Readonly<{ security: Address; owner: Address | "" }>,
): Promise<Output> {
  const { from, to } = options;
  if (from !== undefined && to !== undefined && from >= to) {
    throw new UsageError("the period ends before it begins: --to comes after --from");
  }
  const format = context.json ? "json" : options.format;
  const { dealCsv, dealHtml, holderCsv, holderHtml, holderStatement, readDealStatement } = await import(
    "@defi-ready/securities-indexer"
  );
  return await withHistory(context, options.database, async (history) => {
    const common = { ...history, security, from, to };
    if (owner === "") {
      const { statement: made, accounts } = await readDealStatement(common);
      const text =
        format === "html"
          ? dealHtml(made, (await import("./statement-pictures.js")).dealPictures(made, accounts))
          : { csv: dealCsv, json: toJson }[format](made);
      return written(context, options.file, { text, checks: made.checks });
    }
    const made = await holderStatement({ ...common, owner });
    const text =
      format === "html"
        ? holderHtml(made, (await import("./statement-pictures.js")).holderPictures(made))
        : { csv: holderCsv, json: toJson }[format](made);
    return written(context, options.file, { text, checks: made.checks });
  });
}

async function register(context: Context, options: RegisterOptions, security: Address): Promise<Output> {
  const { slot, file, database: url } = options;
  const { pastRegister, readRegister, registerCsv, stakeholdersFile } = await import(
    "@defi-ready/securities-indexer"
  );
  const made =
    slot === undefined
      ? await readRegister(context.cluster, { security })
      : await withHistory(context, url, ({ cluster, ...history }) =>
          pastRegister(cluster, { ...history, security, slot }),
        );
  const write = {
    table: () => describeRegister(made),
    csv: () => registerCsv(made),
    json: () => toJson(made),
    ocf: () => toJson(stakeholdersFile(made)),
  };
  const format = context.json && options.format === "table" ? "json" : options.format;
  return written(context, file, { text: write[format](), checks: made.checks });
}

/** Writes a document to a file or to standard output, and says aside what does not reconcile. */
function written(
  context: Context,
  file: string | undefined,
  { text, checks }: Readonly<{ text: string; checks: readonly Check[] }>,
): Output {
  const wrong = checks.filter(({ holds }) => !holds);
  for (const { what, history, chain } of wrong) {
    const error = `does not reconcile: ${printable(what)}: ${history} and ${chain}`;
    context.note(`error: ${error}`, toJson({ error }));
  }
  const failed = wrong.length > 0;
  if (file === undefined) {
    context.out(text.trimEnd());
    return { text: undefined, json: undefined, failed };
  }
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new ClientError(`cannot write ${file}: ${fileFault(error)}`);
  }
  return { text: `wrote ${file}`, json: { file, reconciles: !failed }, failed };
}

type History = Readonly<{
  cluster: Cluster;
  database: Database;
  /** Brings it up to a slot that the chain was read at. */
  bringUp: (slot: bigint) => Promise<void>;
}>;

/** Uses a history, which whoever uses it brings up to the chain; again if the node gave less than that. */
async function withHistory<T>(
  context: Context,
  url: string | undefined,
  use: (history: History) => Promise<T>,
): Promise<T> {
  const { Follower, fillGaps, HistoryBehind, nodeSource, openDatabase } = await import(
    "@defi-ready/securities-indexer"
  );
  const database = await openDatabase(url ?? IN_MEMORY);
  try {
    const known = await database.selectFrom("progress").select("commitment").executeTakeFirst();
    const commitment = (known?.commitment ?? "finalized") as HistoryCommitment;
    const follower = await Follower.open({
      database,
      source: nodeSource(context.cluster, commitment),
      commitment,
    });
    // Most of it is read first, as that may take long; what has happened since, once the chain has been read.
    await follower.pass();
    const bringUp = async (slot: bigint) => {
      await follower.pass(undefined, slot);
      await fillGaps(follower);
    };
    for (let tries = 1; ; tries += 1) {
      try {
        return await use({ cluster: { ...context.cluster, commitment }, database, bringUp });
      } catch (error) {
        if (!(error instanceof HistoryBehind) || tries === TRIES) {
          throw error;
        }
        await setTimeout(PAUSE_MILLISECONDS);
      }
    }
  } finally {
    await database.destroy();
  }
}

/** Which columns a register needs beside those that all have. */
type Columns = Readonly<{ locks: boolean; allotments: boolean }>;

/** What of its entries the rules of transfers say something of. */
const columnsOf = (entries: Register["entries"]): Columns => ({
  locks: entries.some(
    ({ transfers }) =>
      transfers !== null && (transfers.isThawed || transfers.locked + transfers.retained > 0n),
  ),
  allotments: entries.some(({ transfers }) => transfers !== null && transfers.allotted !== null),
});

function rowOf(one: RegisterEntry, has: Columns): string[] {
  return [
    printable(one.symbol || one.className),
    one.kind === "wrapper" ? `${one.owner}, the wrapper` : one.owner,
    money(one.shares, one.decimals),
    ...(has.locks ? [lockedWords(one)] : []),
    ...(has.allotments ? [allottedWords(one)] : []),
    one.openedAt === null || one.openedAt === 0n ? "-" : moment(one.openedAt),
    credentialWords(one),
  ];
}

/** What of a record is locked, and for how long; what it keeps. */
function lockedWords({ transfers, decimals }: RegisterEntry): string {
  const last = transfers?.locks.at(-1);
  const words =
    transfers === null
      ? []
      : [
          ...(last === undefined
            ? []
            : [`${money(transfers.locked, decimals)}, none from ${day(last.until)}`]),
          ...(transfers.isThawed ? ["thawed: shares as before the thaw"] : []),
          ...(transfers.retained === 0n ? [] : [`keeps ${money(transfers.retained, decimals)}`]),
        ];
  return words.length === 0 ? "-" : words.join("; ");
}

function allottedWords({ transfers, decimals, owner }: RegisterEntry): string {
  if (transfers === null || transfers.allotted === null) {
    return "-";
  }
  const { allotted, person } = transfers;
  const shares = allotted === UNLIMITED_ALLOTMENT ? "any number" : money(allotted, decimals);
  return person === null || person === owner ? shares : `${shares}, for ${short(person)}`;
}

function credentialWords({ credential }: RegisterEntry): string {
  if (credential === undefined) {
    return "-";
  }
  const { category, country, qualifier, isValid } = credential;
  const from = country === 0 ? "" : ` of ${countryWords(country)}`;
  return `category ${category}${from} by ${short(qualifier)}, ${isValid ? until(credential.until) : "not valid"}`;
}

function describeRegister({ entries, classes, slot, time, isPast, reconciles }: Register): string {
  const has = columnsOf(entries);
  const rows = entries.map((one) => rowOf(one, has));
  const sums = classes.map((one) => [
    printable(one.name),
    String(one.holders),
    ...[one.held, one.wrapped, one.inBooks, one.inPot, one.shares, one.burned].map((amount) =>
      amount === null ? "unknown" : money(amount, one.decimals),
    ),
  ]);
  const right = (name: string) => ({ right: name });
  return [
    `Holders of record at slot ${slot}${time === null ? "" : `, ${moment(time)}`}`,
    table(
      [
        "Class",
        "Owner",
        right("Shares"),
        ...(has.locks ? ["Locked"] : []),
        ...(has.allotments ? ["Allotted"] : []),
        "Record since",
        "Credential",
      ],
      rows,
    ),
    table(
      [
        "Class",
        ...["Holders", "Held", "Wrapped", "In books", "For the manager", "Issued", "Burned"].map(right),
      ],
      sums,
    ),
    !reconciles
      ? "Shares do not add up: see the errors."
      : isPast
        ? "By the history, which leads to the records that the chain has now, holder by holder. What else was so then is not known."
        : "Shares add up to the program's counters and to the supply of the mints.",
  ].join("\n\n");
}
