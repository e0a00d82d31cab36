/** What the command line and the bot do where the node, the cluster or the reader is not as they should be. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { describe, it, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { type Cluster, connect, listTickets } from "@defi-ready/securities";
import { crank, Memory } from "@defi-ready/securities-bot";
import {
  dyingNode,
  failingNode,
  funded,
  type Guard,
  gate,
  hangingNode,
  limitingNode,
  ONE,
  setAccounts,
  TestDeal,
  withoutHistory,
  writeHolders,
} from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { startValidator } from "@defi-ready/securities-validator";
import { type Address, getBase64Encoder } from "@solana/kit";
import { MAIN, securities, spawned, Terminal } from "./command-line.js";

const world = await closeAfterTests(TestDeal.start());
const terminal = new Terminal(world);

test("what became of a transaction is not known where it cannot be asked", async () => {
  const [key] = await terminal.investor("asking");
  const sent = "1".repeat(64);
  const refused = failingNode(["getSignatureStatuses"], { code: 403, message: "who are you" });
  const forgetful = withoutHistory({ forgets: true });
  for (const [guard, words] of [
    [refused, /who are you/],
    [forgetful, /unknown to this node, which keeps no history: ask another/],
  ] as const) {
    const { url } = await closeAfterTests(gate(world.cluster.url, guard));
    const { code, out, err } = await securities("--url", url, "--keypair", key, "status", sent);
    assert.equal(code, 3);
    assert.match(out + err, words);
  }
  assert.equal((await securities("--url", "http://127.0.0.1:1", "status", sent)).code, 3);
});

test("a cluster without the program is refused in words by every command", async () => {
  const [key, { address }] = await terminal.investor("elsewhere");
  const { url } = await closeAfterTests(startValidator({ port: 0 }));
  const { security, senior, seniorBook } = world;
  const commands = [
    ["crank", "--once"],
    ["crank", "--dry-run"],
    ["holder", "show"],
    ["holder", "transfer", senior, address, "5"],
    ["show", security],
    ["book", "show", seniorBook],
    ["book", "deposit", seniorBook, "20"],
    ["--unsigned", address, "book", "deposit", seniorBook, "20"],
    ["refund", "list"],
    ["credential", "show"],
    ["tables", "list"],
    ["distribution", "pay", security],
    ["deal", "project", security],
  ];
  for (const words of commands) {
    const { code, out, err } = await securities("--url", url, "--keypair", key, ...words);
    assert.deepEqual([code, out], [1, ""], words.join(" "));
    assert.match(err, /the securities program \(\w+\) is not on the cluster at http/, words.join(" "));
  }
});

async function bytesOf(cluster: Cluster, account: Address): Promise<Uint8Array> {
  const { value } = await cluster.rpc.getAccountInfo(account, { encoding: "base64" }).send();
  return Uint8Array.from(getBase64Encoder().encode(value?.data[0] ?? ""));
}

test("a holder without an account waits for its owner, and is told once", async () => {
  const deal = await closeAfterTests(TestDeal.start());
  const local = new Terminal(deal);
  const key = await local.keyFile("bot", await funded(deal.cluster));
  const [poor] = await writeHolders(deal.cluster, { tranche: deal.junior, count: 3, shares: ONE });
  assert.ok(poor);
  const account = await bytesOf(deal.cluster, poor.payoutAccount);
  await setAccounts(deal.cluster, [[poor.payoutAccount, deal.tokenProgram, new Uint8Array(165)]]);
  await deal.pay(3n * ONE);
  const first = await local.as(key, "crank", "--once");
  assert.equal(first.code, 0, first.out + first.err);
  assert.match(first.out, /2 holders paid/);
  assert.match(first.out, /waits \(pay \S+\): its payout account .*: the money stays owed to \w{32,44}/);
  assert.equal((await local.as(key, "--json", "crank", "--once")).code, 0);

  const options = { payer: await funded(deal.cluster), memory: new Memory(), securities: [deal.security] };
  const told: string[] = [];
  for (let passes = 0; passes < 3; passes += 1) {
    const report = await crank(deal.cluster, { ...options, onEvent: ({ message }) => told.push(message) });
    assert.equal(report.owing.get(deal.security), 1);
    assert.deepEqual([report.waiting.length, report.skipped.length], [passes === 0 ? 1 : 0, 0]);
  }
  assert.equal(told.length, 1);

  // Somebody else pays it; what keeps it from being paid after that is news.
  await setAccounts(deal.cluster, [[poor.payoutAccount, deal.tokenProgram, account]]);
  assert.equal((await crank(deal.cluster, { ...options, memory: undefined })).paid, 1);
  await crank(deal.cluster, options);
  await setAccounts(deal.cluster, [[poor.payoutAccount, deal.tokenProgram, new Uint8Array(165)]]);
  await deal.pay(3n * ONE);
  assert.equal((await crank(deal.cluster, options)).waiting.length, 1);
});

test("a holder that the program passes over is a failure each time", async () => {
  const deal = await closeAfterTests(TestDeal.start());
  const [poor] = await writeHolders(deal.cluster, { tranche: deal.junior, count: 3, shares: ONE });
  assert.ok(poor);
  const account = await bytesOf(deal.cluster, poor.payoutAccount);
  await deal.pay(3n * ONE);
  const set = (bytes: Uint8Array) =>
    setAccounts(deal.cluster, [[poor.payoutAccount, deal.tokenProgram, bytes]]);
  // It is closed after the bot has looked at it.
  const closing: Guard = async ({ method }) => {
    if (method === "simulateTransaction") {
      await set(new Uint8Array(165));
    }
    return undefined;
  };
  const { url } = await closeAfterTests(gate(deal.cluster.url, closing));
  const options = { payer: await funded(deal.cluster), memory: new Memory(), securities: [deal.security] };
  for (let passes = 0; passes < 2; passes += 1) {
    await set(account);
    const { skipped, waiting } = await crank(connect(url), options);
    assert.deepEqual(
      [skipped.map(({ subject }) => subject), waiting.map(({ reason }) => reason)],
      [[poor.holder], []],
    );
  }
});

/** A process of the command line, what it said, and how it ended. */
function running(...args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const said = { out: "", err: "" };
  child.stdout.on("data", (some: Buffer) => {
    said.out += some.toString();
  });
  child.stderr.on("data", (some: Buffer) => {
    said.err += some.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", (code) => resolve(code)));
  return { child, said, ended };
}

async function stops(guard: Guard): Promise<void> {
  const key = await terminal.keyFile("stopping", await funded(world.cluster));
  let asked = false;
  const { url } = await closeAfterTests(
    gate(world.cluster.url, (call) => {
      asked = true;
      return guard(call);
    }),
  );
  const { child, ended, said } = running("--url", url, "--keypair", key, "crank");
  for (let polls = 0; !asked; polls += 1) {
    assert.ok(polls < 300, said.err);
    await pause(100);
  }
  const start = performance.now();
  child.kill("SIGTERM");
  assert.equal(await ended, 0, said.err);
  assert.ok(performance.now() - start < 8_000, "it took too long");
  assert.match(said.err, /stopping/);
}

// Most of their time is the client's patience, or the start of a process, so they wait side by side.
describe("where nodes and readers are gone", { concurrency: true }, () => {
  it("a transaction whose node dies ends with 3 and its signature, and status tells what became of it", async () => {
    const world = await closeAfterTests(TestDeal.start());
    const terminal = new Terminal(world);
    const [key] = await terminal.investor("dying");
    const tickets = async () => (await listTickets(world.cluster, { book: world.seniorBook })).length;
    const before = await tickets();
    const { url } = await closeAfterTests(gate(world.cluster.url, dyingNode()));
    const args = ["--url", url, "--keypair", key, "book", "deposit", world.seniorBook, "20"];
    const { code, out, err } = await securities(...args);
    assert.deepEqual([code, out], [3, ""]);
    const [, sent = ""] = /^sending (\w{80,})\n/.exec(err) ?? [];
    assert.match(
      err,
      new RegExp(`error: sent, outcome unknown: check ${sent} before repeating \\(cannot reach`),
    );

    const status = await terminal.as(key, "status", sent);
    assert.equal(status.code, 0);
    assert.match(status.out, /^succeeded in slot \d+, (confirmed|finalized)\n$/);
    assert.equal(await tickets(), before + 1);

    const unknown = await terminal.as(key, "--json", "status", `${sent.slice(0, -4)}1111`);
    assert.equal(unknown.code, 3);
    assert.equal((JSON.parse(unknown.out) as { status: string }).status, "unknown");
    assert.equal((await terminal.as(key, "status", "not-a-signature")).code, 2);
  });

  it("programs get the signature of a transaction whose outcome is unknown", async () => {
    const [key] = await terminal.investor("dying-json");
    const { url } = await closeAfterTests(gate(world.cluster.url, dyingNode()));
    const args = ["--url", url, "--keypair", key, "--json", "book", "deposit", world.seniorBook, "20"];
    const { code, err } = await securities(...args);
    assert.equal(code, 3);
    const [line = "", ...rest] = err.split("\n");
    const { signature, error } = JSON.parse(rest.join("\n")) as { signature: string; error: string };
    assert.ok(error.includes(signature));
    assert.deepEqual(JSON.parse(line), { sending: signature });
  });

  it("a payment whose outcome is unknown is not made in smaller ones, and so with tables that are closed", async () => {
    const deal = await closeAfterTests(TestDeal.start());
    const local = new Terminal(deal);
    const payer = await funded(deal.cluster);
    const options = { payer, securities: [deal.security] };
    await writeHolders(deal.cluster, { tranche: deal.junior, count: 12, shares: ONE });
    await deal.pay(12n * ONE);
    assert.equal((await crank(deal.cluster, { ...options, lookupTables: true })).paid, 12);
    await deal.pay(12n * ONE);
    const sent = new Set<unknown>();
    const fails = failingNode(["getSignatureStatuses"], { code: -32099, message: "oops" }, "sendTransaction");
    const { url } = await closeAfterTests(
      gate(deal.cluster.url, (call) => {
        if (call.method === "sendTransaction") {
          sent.add(call.params[0]);
        }
        return fails(call);
      }),
    );
    const { skipped } = await crank(connect(url), options);
    assert.deepEqual([sent.size, skipped.length], [1, 12]);
    assert.equal((await crank(deal.cluster, options)).skipped.length, 0);

    const key = await local.keyFile("closing", payer);
    const { code } = await securities("--url", url, "--keypair", key, "tables", "close", "--all");
    assert.equal(code, 3);
  });

  for (const [what, guard] of [
    ["never answers", hangingNode()],
    ["says to come back later", limitingNode(9, "50")],
  ] as const) {
    it(`a bot at a node that ${what} ends within seconds once it is told to`, () => stops(guard));
  }

  it("who stops reading hears nothing more, and no stack", async () => {
    const key = await terminal.keyFile("unread", await funded(world.cluster));
    const global = ["--url", world.cluster.url, "--keypair", key];
    for (const words of [["--help"], [...global, "show", world.security]]) {
      const { child, ended, said } = running(...words);
      child.stdout.destroy();
      assert.deepEqual([await ended, said.err], [0, ""]);
    }
    const bot = running(...global, "--json", "crank", "--every", "100ms");
    bot.child.stdout.destroy();
    assert.deepEqual([await bot.ended, bot.said.err], [0, ""]);
    assert.equal((await spawned(...global, "--json", "show", world.security)).code, 0);
  });
});

test("a node has as long to answer as it is given", async () => {
  const { url } = await closeAfterTests(gate(world.cluster.url, hangingNode()));
  const start = performance.now();
  const { code, err } = await securities("--url", url, "--timeout", "1", "show", world.security);
  assert.equal(code, 1);
  assert.match(err, /cannot reach http\S+: there was no answer in time/);
  assert.ok(performance.now() - start < 5_000);
  assert.equal((await securities("--timeout", "0", "show", world.security)).code, 2);
});

test("a deposit with a number of the caller's is made once", async () => {
  const [key, { address }] = await terminal.investor("numbered");
  const deposit = ["book", "deposit", world.seniorBook, "20", "--nonce", "7"];
  await terminal.ok(key, ...deposit);
  const again = await terminal.as(key, ...deposit);
  assert.equal(again.code, 1);
  assert.match(again.err, /you have a deposit number 7 in this book already: ticket \d+ at \w{32,44}/);
  const tickets = await listTickets(world.cluster, { book: world.seniorBook });
  assert.equal(tickets.filter(({ data }) => data.owner === address).length, 1);
});
