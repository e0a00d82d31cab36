import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { ClientError, connect, payoutOf, readBytes, tokenBalance } from "@defi-ready/securities";
import { SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import { type BotEvent, backoff, crank, Memory, Metrics, serveMetrics } from "@defi-ready/securities-bot";
import {
  DAY,
  DEADLINE,
  funded,
  gate,
  ONE,
  setAccounts,
  TestDeal,
  writeHolders,
} from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { generateKeyPairSigner } from "@solana/kit";
import { MAIN, Terminal } from "./command-line.js";

type Entry = Readonly<{
  time: string;
  level: string;
  task: string;
  result?: string;
  subject?: string;
  amount?: string;
  signature?: string;
  message: string;
}>;

function entries(out: string): Entry[] {
  return out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Entry);
}

test("a dry run says what is due, and sends nothing", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const terminal = new Terminal(world);
  const key = await terminal.keyFile("bot", await funded(world.cluster));
  const investor = await world.investor();
  await world.deposit(investor, 150n * ONE);
  await world.moveTo(DEADLINE);
  const lock = await terminal.ok(key, "crank", "--dry-run");
  assert.match(lock, new RegExp(`lock ${world.seniorBook}`));
  assert.match(lock, /would be: 1 book locked/);

  await terminal.ok(key, "crank", "--once");
  await world.moveTo(DEADLINE + 31n * DAY);
  await world.pay(20n * ONE);
  const count = () => world.cluster.rpc.getTransactionCount().send();
  const before = await count();
  const { code, out } = await terminal.as(key, "--json", "crank", "--dry-run");
  assert.equal(code, 0);
  const [release, payment, pass, ...more] = entries(out);
  assert.deepEqual(more, []);
  const { payable: received, remainder } = payoutOf((await world.readTranche()).data);
  assert.deepEqual([release?.task, release?.result], ["release", "planned"]);
  assert.deepEqual([payment?.task, payment?.result], ["pay", "planned"]);
  assert.equal(payment?.amount, String(remainder === 0n ? received : received - 1n));
  assert.match(pass?.message ?? "", /would be: 1 book's proceeds released, 1 holder paid/);
  assert.equal(await count(), before);
  assert.match(await terminal.ok(key, "crank", "--once"), /1 holder paid/);
});

test("the log is one JSON object a line, with amount, payee and transaction of every payment", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const terminal = new Terminal(world);
  const key = await terminal.keyFile("bot", await funded(world.cluster));
  const [broken, ...holders] = await writeHolders(world.cluster, {
    tranche: world.junior,
    count: 14,
    shares: ONE,
  });
  assert.ok(broken);
  await setAccounts(world.cluster, [[broken.payoutAccount, world.tokenProgram, new Uint8Array(165)]]);
  await world.pay(14n * ONE);
  const { code, out, err } = await terminal.as(key, "--json", "crank", "--once");
  assert.equal(code, 0, "who cannot be paid waits for its owner");
  assert.equal(err, "");
  const log = entries(out);
  assert.ok(log.every(({ time, level }) => !Number.isNaN(Date.parse(time)) && level !== ""));
  const paid = log.filter(({ task, result }) => task === "pay" && result === "done");
  assert.deepEqual(new Set(paid.map(({ subject }) => subject)), new Set(holders.map(({ holder }) => holder)));
  assert.ok(paid.every(({ amount, signature = "" }) => amount === String(ONE) && signature.length > 80));
  const [failure] = log.filter(({ level }) => level !== "info");
  assert.deepEqual([failure?.task, failure?.result, failure?.subject], ["pay", "waiting", broken.holder]);
  assert.match(failure?.message ?? "", /the money stays owed/);
  assert.equal(log.at(-1)?.task, "pass");
});

test("the bot goes on until it is told to stop, through a node that is away, and tells Prometheus", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const key = await new Terminal(world).keyFile("bot", await funded(world.cluster));
  await writeHolders(world.cluster, { tranche: world.junior, count: 30, shares: ONE });
  let away = true;
  const { url } = await closeAfterTests(
    gate(world.cluster.url, () => {
      if (away) {
        throw new Error("the connection is cut");
      }
      return undefined;
    }),
  );
  const words = ["--url", url, "--keypair", key, "--json", "crank", "--every", "100ms", "--metrics", "0"];
  const child = spawn(process.execPath, [MAIN, ...words], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  child.stdout.on("data", (some: Buffer) => {
    out += some.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", (code) => resolve(code)));
  const until = async (what: RegExp) => {
    for (let polls = 0; !what.test(out); polls += 1) {
      assert.ok(polls < 300, `${what} not in ${out}`);
      await pause(100);
    }
  };
  await until(/"code":"unreachable"/);
  away = false;
  await until(/nothing was due/);
  await world.pay(30n * ONE);
  await until(/30 holders paid/);
  const [, endpoint = ""] = /metrics at (http:\S+\/metrics)/.exec(out) ?? [];
  const metrics = await (await fetch(endpoint)).text();
  assert.match(metrics, /securities_bot_tasks_total\{task="pay",result="done"\} 30/);
  assert.match(metrics, /securities_bot_tasks_total\{task="pay",result="failed"\} 0/);
  assert.match(
    metrics,
    new RegExp(
      `securities_bot_paid_base_units_total\\{security="${world.security}",mint="${world.mint}"\\} 30000000`,
    ),
  );
  assert.match(metrics, new RegExp(`securities_bot_holders_owing\\{security="${world.security}"\\} 0`));
  assert.match(metrics, /securities_bot_passes_total\{result="error"\} [1-9]/);
  assert.match(metrics, /securities_bot_last_success_timestamp_seconds \d{10}/);
  assert.match(metrics, /process_resident_memory_bytes \d+/);
  assert.equal((await fetch(endpoint.replace("/metrics", "/"))).status, 404);
  child.kill("SIGTERM");
  assert.equal(await ended, 0);
  assert.match(out, /"stopping"/);
  assert.ok(entries(out).every(({ message }) => typeof message === "string"));
});

test("a bot that is told to stop finishes work under way, and starts nothing else", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const payer = await funded(world.cluster);
  await writeHolders(world.cluster, { tranche: world.junior, count: 60, shares: ONE });
  await world.pay(60n * ONE);
  const controller = new AbortController();
  const report = await crank(world.cluster, {
    payer,
    concurrency: 1,
    signal: controller.signal,
    onEvent: () => controller.abort(),
  });
  assert.deepEqual([report.stopped, report.paid], [true, 11]);
  assert.equal(payoutOf((await world.readTranche(world.junior)).data).paid, 11n * ONE);
});

test("it waits longer each time a node is away, up to a minute", () => {
  assert.deepEqual([1, 2, 3, 7, 8, 100].map(backoff), [1_000, 2_000, 4_000, 60_000, 60_000, 60_000]);
});

test("while nothing is distributed only holders who could not be paid are read again", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const payer = await funded(world.cluster);
  const holders = await writeHolders(world.cluster, { tranche: world.junior, count: 40, shares: ONE });
  const [gone] = holders;
  assert.ok(gone);
  await setAccounts(world.cluster, [[gone.payoutAccount, world.tokenProgram, new Uint8Array(165)]]);
  await world.pay(40n * ONE);
  let lists = 0;
  const { url } = await closeAfterTests(
    gate(world.cluster.url, ({ method }) => {
      lists += method === "getProgramAccounts" ? 1 : 0;
      return undefined;
    }),
  );
  const memory = new Memory();
  const options = { payer, memory, scan: { atOnce: 10 }, securities: [world.security] };
  const first = await crank(connect(url), options);
  assert.deepEqual([first.paid, first.owing.get(world.security)], [39, 1]);
  const scanned = lists;
  const second = await crank(connect(url), options);
  assert.deepEqual([second.paid, second.owing.get(world.security)], [0, 1]);
  assert.ok(lists - scanned < 10, `${lists - scanned} lists`);

  const account = await world.wallet((await world.investor(0n)).address);
  const [token] = await readBytes(world.cluster, [account]);
  assert.ok(token);
  await setAccounts(world.cluster, [[gone.payoutAccount, world.tokenProgram, token.data]]);
  const third = await crank(connect(url), options);
  assert.deepEqual([third.paid, third.owing.get(world.security)], [1, 0]);
  assert.equal(await tokenBalance(world.cluster, gone.payoutAccount), ONE);
});

test("of a long list only a part is held at a time", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const payer = await funded(world.cluster);
  await writeHolders(world.cluster, { tranche: world.junior, count: 300, shares: ONE });
  await world.pay(300n * ONE);
  let held = 0;
  let most = 0;
  let read = 0;
  const { url } = await closeAfterTests(
    gate(world.cluster.url, async ({ method, forward }) => {
      if (method !== "getProgramAccounts") {
        return undefined;
      }
      const answer = await forward();
      const { result } = JSON.parse(answer) as { result: unknown[] };
      // Records of holders, not the lists of books and series, which are empty here.
      read += result.length;
      held += result.length;
      most = Math.max(most, held);
      return answer;
    }),
  );
  const report = await crank(connect(url), {
    payer,
    concurrency: 1,
    scan: { atOnce: 50 },
    securities: [world.security],
    onEvent: ({ task }: BotEvent) => {
      held -= task === "pay" ? 1 : 0;
    },
  });
  assert.equal(report.paid, 300);
  assert.ok(read >= 300);
  assert.ok(most < 50, `${most} records were held at once`);
});

test("one holder that makes its batch fail does not hold up the others", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const payer = await funded(world.cluster);
  const holders = await writeHolders(world.cluster, { tranche: world.junior, count: 12, shares: ONE });
  await world.pay(12n * ONE);
  const [bad] = holders;
  assert.ok(bad);
  // Between the read of the records and the payment its record becomes one of another kind.
  let done = false;
  const { url } = await closeAfterTests(
    gate(world.cluster.url, async ({ method }) => {
      if (method === "simulateTransaction" && !done) {
        done = true;
        await setAccounts(world.cluster, [[bad.holder, SECURITIES_PROGRAM_ADDRESS, new Uint8Array(528)]]);
      }
      return undefined;
    }),
  );
  const report = await crank(connect(url), { payer });
  assert.equal(report.paid, 11);
  assert.deepEqual(
    report.skipped.map(({ task, subject }) => [task, subject]),
    [["pay", bad.holder]],
  );
});

test("a bot without SOL says so once", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const payer = await generateKeyPairSigner();
  await writeHolders(world.cluster, { tranche: world.junior, count: 60, shares: ONE });
  await world.pay(60n * ONE);
  const report = await crank(world.cluster, { payer });
  assert.equal(report.skipped.length, 1);
  assert.match(report.skipped[0]?.reason ?? "", /SOL|fee/);
});

test("a port that is taken is told of", async () => {
  const metrics = new Metrics();
  const server = await serveMetrics(metrics, { host: "127.0.0.1", port: 0 });
  const { port } = new URL(server.url);
  await assert.rejects(serveMetrics(metrics, { host: "127.0.0.1", port: Number(port) }), ClientError);
  await server.close();
});
