/**
 * Measures the index: 10,000 and 100,000 events of a synthetic node, and the real ones of an embedded validator
 * that paid some thousand holders. Writes its section of docs/benchmarks.md with `--write`.
 *
 * Arguments: numbers of synthetic events to measure instead.
 */
import { fork } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { serialize } from "node:v8";
import {
  claim,
  payeesOf,
  payHolders,
  readHolder,
  readTranche,
  scanHolders,
  transferShares,
} from "@defi-ready/securities";
import { SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import { openDatabase } from "@defi-ready/securities-indexer";
import { DAY, ONE, type SettledDeal, startSettledDeal, writeHolders } from "@defi-ready/securities-testing";
import type { Signature } from "@solana/kit";
import { writeSection } from "./page.js";
import { patternOf } from "./synthetic-source.js";

const SIZES = [10_000, 100_000];
/** Holders that are really paid, so many in a transaction. */
const [HOLDERS, BATCH] = [5_500, 11];
/** The limit on the index's heap: a heap that grew with the history would exceed it. */
const HEAP_MEBIBYTES = 128;
const MEBIBYTE = 1_048_576;
const LOAD = loadavg()[0] ?? 0;
const FOLLOWED = new URL("./followed.ts", import.meta.url).pathname;
const MEASURED = new URL("./measured.ts", import.meta.url).pathname;

type Figures = Readonly<{
  what: string;
  transactions: number;
  events: number;
  seconds: number;
  rss: number;
  heap: number;
  size: number;
}>;
type Measure = Readonly<{ code: number; seconds: number; rss: number; heap: number }>;

let databases = 0;
const folder = mkdtempSync(join(tmpdir(), "securities-bench-"));
const settled = await startSettledDeal();
try {
  const figures: Figures[] = [];
  const pattern = await patternOf(settled.deal.cluster, await busyDays(settled));
  for (const events of sizes()) {
    const length = Math.ceil((events * pattern.templates.length) / pattern.events);
    const file = join(folder, "pattern");
    writeFileSync(file, serialize(pattern));
    figures.push(await measure("synthetic", (database) => run(FOLLOWED, [file, String(length), database])));
  }
  await payMany(settled);
  const { url } = settled.deal;
  figures.push(
    await measure("embedded validator", (database) =>
      run(MEASURED, ["--url", url, "index", "--once", "--database", database]),
    ),
  );
  const text = section(figures);
  console.log(text);
  if (process.argv.includes("--write")) {
    writeSection("index", text);
  }
} finally {
  await settled.close();
  rmSync(folder, { recursive: true, force: true });
}

function sizes(): number[] {
  const given = process.argv
    .slice(2)
    .filter((word) => /^\d+$/.test(word))
    .map(Number);
  return given.length === 0 ? SIZES : given;
}

/**
 * What happens to a deal day by day: deposits, a payment in, a transfer, a claim, a batch of payments. Their signatures, the
 * oldest first.
 */
async function busyDays({ deal, investor }: SettledDeal): Promise<Signature[]> {
  const { cluster, sponsor } = deal;
  const other = await deal.investor();
  const written = await writeHolders(cluster, { tranche: deal.senior, count: BATCH, shares: ONE });
  await deal.pass(DAY);
  await deal.pay(60n * ONE);
  const tranche = await readTranche(cluster, deal.senior);
  const security = await deal.readSecurity();
  const move = { cluster, owner: investor, tranche, security, to: other.address, amount: ONE };
  await deal.send(await transferShares(move), investor);
  const holder = await readHolder(cluster, { tranche: deal.senior, owner: investor.address });
  await deal.send(await claim({ owner: investor, security, holder }), investor);
  const payees = written.map((one) => ({ holder: one.holder, account: one.payoutAccount }));
  const tipAccount = await deal.wallet(sponsor.address);
  await deal.send(await payHolders({ security, tranche: deal.senior, payees, tipAccount }));
  const all = await cluster.rpc
    .getSignaturesForAddress(SECURITIES_PROGRAM_ADDRESS, { commitment: "confirmed" })
    .send();
  return all
    .filter(({ err }) => err === null)
    .map(({ signature }) => signature)
    .reverse();
}

/** Pays thousands of holders, batch by batch. */
async function payMany({ deal }: SettledDeal): Promise<void> {
  const { cluster, senior } = deal;
  console.log(`paying ${HOLDERS} holders`);
  await writeHolders(cluster, { tranche: senior, count: HOLDERS, shares: ONE, derived: false });
  await deal.pass(DAY);
  await deal.pay(10n * BigInt(HOLDERS) * ONE);
  const security = await deal.readSecurity();
  const tipAccount = await deal.wallet(deal.sponsor.address);
  const tranche = await readTranche(cluster, senior);
  for await (const { accounts: holders } of scanHolders(cluster, { tranche })) {
    const payees = await payeesOf({ security: security.data, holders });
    for (let at = 0; at < payees.length; at += BATCH) {
      const some = payees.slice(at, at + BATCH);
      await deal.send(await payHolders({ security, tranche: senior, payees: some, tipAccount }));
    }
  }
}

async function measure(what: string, follow: (database: string) => Promise<Measure>): Promise<Figures> {
  databases += 1;
  const path = join(folder, `${databases}.db`);
  console.log(`following the ${what}`);
  const measured = await follow(`sqlite:${path}`);
  if (measured.code !== 0) {
    throw new Error(`the index ended with ${measured.code}`);
  }
  const database = await openDatabase(`sqlite:${path}`);
  const count = async (table: "transactions" | "events") => {
    const all = database.selectFrom(table).select(({ fn }) => fn.countAll().as("count"));
    return Number((await all.executeTakeFirstOrThrow()).count);
  };
  const [transactions, events] = [await count("transactions"), await count("events")];
  await database.destroy();
  return { ...measured, what, transactions, events, size: statSync(path).size / MEBIBYTE };
}

/** Runs a script in a process of its own, which measures itself. */
function run(script: string, args: readonly string[]): Promise<Measure> {
  return new Promise((resolve, reject) => {
    const child = fork(script, [...args], {
      execArgv: ["--import", "tsx", "--expose-gc", `--max-old-space-size=${HEAP_MEBIBYTES}`],
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child.once("message", (measured) => resolve(measured as Measure));
    child.once("exit", (code) => reject(new Error(`the index ended with ${code} and said nothing`)));
  });
}

function section(figures: readonly Figures[]): string {
  const rows = figures.map(({ what, transactions, events, seconds, rss, heap, size }) =>
    [
      what,
      grouped(transactions),
      grouped(events),
      seconds.toFixed(1),
      grouped(Math.round(events / seconds)),
      grouped(Math.round(rss)),
      grouped(Math.round(heap)),
      grouped(Math.round(size)),
    ].join(" | "),
  );
  return `## The index

A new SQLite database, brought up to date and checked for gaps. The synthetic history repeats transactions of a real deal
(deposits, payments in, a transfer, claims, batches of ${BATCH} payments) with event numbers that go on, and is made in the process
that reads it; the embedded validator, in another, has really paid ${grouped(HOLDERS)} holders, and \`index --once\` reads it. The machine
has ${cpus().length} cores, whose load was ${LOAD.toFixed(1)} before they began. The index's heap is held to ${HEAP_MEBIBYTES} MiB. Seconds and memory are of the
machine and the day: \`make bench-index\` measures them again.

| history | transactions | events | seconds | events a second | largest memory, MiB | in use without garbage, MiB | database, MiB |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.map((row) => `| ${row} |`).join("\n")}
`;
}

function grouped(number: number): string {
  return number.toLocaleString("en-US");
}
