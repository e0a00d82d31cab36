import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { connect, readHolder, readSecurityState, tokenBalances } from "@defi-ready/securities";
import { crank } from "@defi-ready/securities-bot";
import { funded, gate, ONE, TestDeal, type Written, writeHolders } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { MAIN, Terminal } from "./command-line.js";

/** Where the bot is killed: before or after the node has taken the transaction of this number. */
type Death = Readonly<{ transaction: number; taken: boolean }>;

const DEATHS: readonly Death[] = [
  { transaction: 1, taken: false },
  { transaction: 1, taken: true },
  { transaction: 1, taken: false },
  { transaction: 2, taken: true },
  { transaction: 3, taken: false },
];

/** A world with a crowd of junior holders, who are owed a unit each. */
async function crowd(count: number): Promise<[TestDeal, Written[]]> {
  const world = await closeAfterTests(TestDeal.start());
  const holders = await writeHolders(world.cluster, { tranche: world.junior, count, shares: ONE });
  await world.pay(BigInt(count) * ONE);
  return [world, holders];
}

/** Every holder's money, which must agree with its record. */
async function received(world: TestDeal, holders: readonly Written[]): Promise<bigint[]> {
  const balances = await tokenBalances(
    world.cluster,
    holders.map(({ payoutAccount }) => payoutAccount),
  );
  for (const [at, { owner }] of holders.entries()) {
    const { earnings } = (await readHolder(world.cluster, { tranche: world.junior, owner })).data;
    assert.equal(balances[at], earnings[0]?.paid);
  }
  return balances;
}

test("a bot that is killed at any point, and started again, pays everyone exactly once", async () => {
  const [world, holders] = await crowd(60);
  const key = await new Terminal(world).keyFile("bot", await funded(world.cluster));
  for (const death of DEATHS) {
    await runUntil(world, key, death);
    const so = await received(world, holders);
    assert.ok(so.every((amount) => amount === 0n || amount === ONE));
  }
  const before = (await received(world, holders)).filter((amount) => amount > 0n).length;
  assert.ok(before > 0 && before < 60, `${before} were paid before the last start`);

  const { code, out } = await run(world.cluster.url, key).ended;
  assert.equal(code, 0, out);
  assert.match(out, new RegExp(`${60 - before} holders paid`));
  assert.deepEqual(new Set(await received(world, holders)), new Set([ONE]));
  const { security } = await readSecurityState(world.cluster, world.security);
  assert.equal(security.data.vaults[0]?.paid, 60n * ONE);
});

test("two bots at once pay everyone once, count each payment once, and have nothing to complain of", async () => {
  const [world, holders] = await crowd(200);
  const bots = [await funded(world.cluster), await funded(world.cluster)];
  const reports = await Promise.all(
    bots.map((payer) => crank(world.cluster, { payer, concurrency: 3, scan: { atOnce: 50 } })),
  );
  assert.deepEqual(
    reports.flatMap(({ skipped, waiting }) => [...skipped, ...waiting]),
    [],
  );
  assert.deepEqual(new Set(await received(world, holders)), new Set([ONE]));
  const sum = (of: (report: (typeof reports)[number]) => bigint) =>
    reports.map(of).reduce((a, b) => a + b, 0n);
  assert.equal(
    sum(({ paid }) => BigInt(paid)),
    200n,
  );
  assert.equal(
    sum(({ amounts }) => amounts.get(world.security) ?? 0n),
    200n * ONE,
  );
});

/** Runs the bot against a gate that kills it at a point. */
async function runUntil(world: TestDeal, key: string, death: Death): Promise<void> {
  const target: { child?: ChildProcess } = {};
  let transactions = 0;
  const { url } = await closeAfterTests(
    gate(world.cluster.url, async ({ method, forward }) => {
      if (method !== "sendTransaction") {
        return undefined;
      }
      transactions += 1;
      if (transactions < death.transaction) {
        return undefined;
      }
      if (transactions === death.transaction && death.taken) {
        await forward();
      }
      target.child?.kill("SIGKILL");
      // It hears nothing more, and nothing more comes through.
      await pause(60_000, undefined, { ref: false });
      return 503;
    }),
  );
  const { child, ended } = run(url, key);
  target.child = child;
  const { signal } = await ended;
  assert.equal(signal, "SIGKILL");
}

type End = Readonly<{ code: number | null; signal: NodeJS.Signals | null; out: string }>;

function run(url: string, key: string): { child: ChildProcess; ended: Promise<End> } {
  const args = [MAIN, "--url", connect(url).url, "--keypair", key, "crank", "--once"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  child.stdout.on("data", (some: Buffer) => {
    out += some.toString();
  });
  child.stderr.on("data", (some: Buffer) => {
    out += some.toString();
  });
  const ended = new Promise<End>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, out }));
  });
  return { child, ended };
}
