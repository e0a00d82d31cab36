/**
 * Measures the bot: 1,000, 10,000 and 100,000 holders of one tranche, a distribution, one pass that pays them all, on an
 * embedded validator in a process of its own. Writes its section of docs/benchmarks.md with `--write`.
 */
import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Cluster, connect, payoutOf, readTranche } from "@defi-ready/securities";
import { SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import { writeNewKeypair } from "@defi-ready/securities-cli";
import { bytecodePath, ONE, START, writeHolders } from "@defi-ready/securities-testing";
import { createKeyPairSignerFromPrivateKeyBytes, lamports } from "@solana/kit";
import { writeSection } from "./page.js";
import { post, stage } from "./stage.js";

const SIZES = [1_000, 10_000, 100_000];
/**
 * Beyond this number, records are written at arbitrary addresses: deriving the right ones would take longer than paying
 * them.
 */
const DERIVED = 10_000;
/** The limit on the bot's heap: a heap that grew with the holders would exceed it. */
const HEAP_MEBIBYTES = 128;
/** The load of the last minute: other work may be running on the machine. */
const LOAD = loadavg()[0] ?? 0;
const MAIN = new URL("../cli/bin/securities.js", import.meta.url).pathname;
const MEASURED = new URL("./measured.ts", import.meta.url).pathname;

type Figures = Readonly<{
  holders: number;
  transactions: number;
  seconds: number;
  rss: number;
  heap: number;
}>;

type Measure = Readonly<{ code: number; seconds: number; rss: number; heap: number }>;

const folder = mkdtempSync(join(tmpdir(), "securities-bench-"));
const key = join(folder, "bot.json");
writeNewKeypair(key);
const bot = await createKeyPairSignerFromPrivateKeyBytes(
  Uint8Array.from((JSON.parse(readFileSync(key, "utf8")) as number[]).slice(0, 32)),
);
try {
  const figures: Figures[] = [];
  for (const holders of sizes()) {
    figures.push(await measure(holders));
  }
  const text = section(figures);
  console.log(text);
  if (process.argv.includes("--write")) {
    writeSection("bot", text);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function sizes(): number[] {
  const given = process.argv
    .slice(2)
    .filter((word) => /^\d+$/.test(word))
    .map(Number);
  return given.length === 0 ? SIZES : given;
}

async function measure(holders: number): Promise<Figures> {
  const { cluster, child } = await startNode();
  try {
    const { security, tranche, sponsor } = await stage(cluster);
    console.log(`${holders} holders: writing them`);
    await writeHolders(cluster, { tranche, count: holders, shares: ONE, derived: holders <= DERIVED });
    await cluster.rpc.requestAirdrop(bot.address, lamports(100_000_000_000n)).send();
    await post(cluster, sponsor, security, BigInt(holders) * ONE);
    const before = await count(cluster);
    console.log(`${holders} holders: paying them`);
    const measured = await run([
      "--url",
      cluster.url,
      "--keypair",
      key,
      "crank",
      "--once",
      "--security",
      security,
    ]);
    const transactions = (await count(cluster)) - before;
    const { paid } = payoutOf((await readTranche(cluster, tranche)).data);
    if (measured.code !== 0 || paid !== BigInt(holders) * ONE) {
      throw new Error(`the bot ended with ${measured.code} and paid ${paid} base units`);
    }
    return { ...measured, holders, transactions: Number(transactions) };
  } finally {
    child.kill("SIGTERM");
  }
}

async function count({ rpc }: Cluster): Promise<bigint> {
  return await rpc.getTransactionCount().send();
}

/** Starts an embedded validator in a process of its own. */
function startNode(): Promise<{ cluster: Cluster; child: ChildProcess }> {
  const program = `${SECURITIES_PROGRAM_ADDRESS}=${bytecodePath()}`;
  const args = ["validator", "--json", "--quiet", "--deterministic", "--port", "0", "--program", program];
  const child = fork(MAIN, [...args, "--unix-timestamp", String(START)], {
    execArgv: ["--max-old-space-size=8192"],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the validator ended with ${code}`)));
    createInterface({ input: child.stderr as NodeJS.ReadableStream }).on("line", (line) => {
      const { event, url } = JSON.parse(line) as { event: string; url: string };
      if (event === "listening") {
        resolve({ cluster: connect(url), child });
      }
    });
  });
}

/** Runs a command line in a process of its own, and measures it. */
function run(args: readonly string[]): Promise<Measure> {
  return new Promise((resolve, reject) => {
    const child = fork(MEASURED, [...args], {
      execArgv: ["--import", "tsx", "--expose-gc", `--max-old-space-size=${HEAP_MEBIBYTES}`],
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child.once("message", (measure) => resolve(measure as Measure));
    child.once("exit", (code) => reject(new Error(`the bot ended with ${code} and said nothing`)));
  });
}

function section(figures: readonly Figures[]): string {
  const rows = figures.map(({ holders, transactions, seconds, rss, heap }) =>
    [
      grouped(holders),
      grouped(transactions),
      seconds.toFixed(1),
      grouped(Math.round(holders / seconds)),
      grouped(Math.round(rss)),
      grouped(Math.round(heap)),
    ].join(" | "),
  );
  return `## The bot

One pass of \`crank --once\` that pays every holder of a tranche after a distribution, without lookup tables, 11 holders
in a transaction. Bot and embedded validator, a process each, share a machine of ${cpus().length} cores, whose load was ${LOAD.toFixed(1)} before they
began. The holders are written into the validator's accounts${
    figures.some(({ holders }) => holders > DERIVED)
      ? `, those of more than ${grouped(DERIVED)} at any address`
      : ""
  }. The bot's heap
is held to ${HEAP_MEBIBYTES} MiB. Seconds and memory are of the machine and the day: \`make bench-bot\` measures them again.

| holders | transactions | seconds | holders a second | largest memory, MiB | in use without garbage, MiB |
| ---: | ---: | ---: | ---: | ---: | ---: |
${rows.map((row) => `| ${row} |`).join("\n")}
`;
}

function grouped(number: number): string {
  return number.toLocaleString("en-US");
}
