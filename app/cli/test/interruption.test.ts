/** What a command line says when a signal ends it. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { asker } from "@defi-ready/securities-terminal";
import { DEADLINE, type Guard, gate, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { MAIN, Terminal } from "./command-line.js";

const world = await closeAfterTests(TestDeal.start());
const terminal = new Terminal(world);

/** Holds every answer to a method from its nth call on. */
function holding(method: string, from = 1): Guard {
  let calls = 0;
  return (call) => {
    calls += call.method === method ? 1 : 0;
    return call.method === method && calls >= from ? new Promise(() => {}) : undefined;
  };
}

/** Runs a command line at a node that holds its answers, interrupts it once it says something, and returns the rest. */
async function interrupted(guard: Guard, said: RegExp, ...args: readonly string[]) {
  const { url } = await closeAfterTests(gate(world.cluster.url, guard));
  const child = spawn(process.execPath, [MAIN, "--url", url, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  child.stdout.on("data", (some: Buffer) => {
    out += some.toString();
  });
  child.stderr.on("data", (some: Buffer) => {
    err += some.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", (code) => resolve(code)));
  for (let polls = 0; !said.test(err); polls += 1) {
    assert.ok(polls < 300, `${out}${err}`);
    await pause(100);
  }
  await pause(200);
  child.kill("SIGINT");
  return { code: await ended, out, err };
}

test("whoever interrupts a command is told what was sent and how to go on", async () => {
  const [key] = await terminal.investor("one");
  const deposit = ["-k", key, "book", "deposit", world.seniorBook, "20"];
  const { code, out, err } = await interrupted(holding("getSignatureStatuses"), /sending /, ...deposit);
  assert.deepEqual([code, out], [130, ""]);
  const [, signature = ""] = /^sending (\w+)\n/.exec(err) ?? [];
  assert.equal(
    err,
    `sending ${signature}\ninterrupted: ${signature} was sent, and what became of it is not known: ask \`securities status ${signature}\` before you do the same again\n`,
  );
  assert.match(await terminal.ok(key, "status", signature), /^succeeded in slot/);

  const json = await interrupted(
    holding("getSignatureStatuses"),
    /sending/,
    "--output",
    "json-compact",
    ...deposit,
  );
  assert.equal(json.code, 130);
  const [sending, told] = json.err
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, string>);
  assert.equal(told?.signature, sending?.sending);
  assert.match(told?.error ?? "", /^interrupted: /);
});

test("a deal that is interrupted goes on from there", async () => {
  const folder = join(terminal.folder, "deal");
  cpSync(new URL("../../../migrations/deals/royalty", import.meta.url), folder, {
    recursive: true,
    dereference: true,
  });
  const key = await terminal.sponsor();
  const apply = ["-k", key, "deal", "apply", join(folder, "deal.yaml"), "--create-settlement-mint"];
  const { code, err } = await interrupted(
    holding("sendTransaction", 3),
    /(sending \w+\n[\s\S]*){3}/,
    ...apply,
  );
  assert.equal(code, 130);
  assert.match(
    err,
    /\ninterrupted: (\w+) was sent, and what became of it is not known; 2 transactions before it were sent and awaited; `securities status \1` tells; run it again: it goes on from there\n$/,
  );
  assert.match(
    await terminal.ok(key, "deal", "apply", join(folder, "deal.yaml"), "--create-settlement-mint"),
    /Applied in 7 steps/,
  );
});

test("what a bot does may be repeated, and whoever interrupts it is told so", async () => {
  const deal = await closeAfterTests(TestDeal.start());
  const local = new Terminal(deal);
  const [key] = await local.investor("settles");
  await local.ok(key, "book", "deposit", deal.seniorBook, "200");
  await deal.moveTo(DEADLINE);
  await local.ok(key, "book", "lock", deal.seniorBook);
  let isSent = false;
  const { url } = await closeAfterTests(
    gate(deal.cluster.url, ({ method }) => {
      isSent ||= method === "sendTransaction";
      return method === "getSignatureStatuses" ? new Promise(() => {}) : undefined;
    }),
  );
  const child = spawn(process.execPath, [MAIN, "--url", url, "-k", key, "book", "settle", deal.seniorBook]);
  let err = "";
  child.stderr.on("data", (some: Buffer) => {
    err += some.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", (code) => resolve(code)));
  for (let polls = 0; !isSent; polls += 1) {
    assert.ok(polls < 300, err);
    await pause(100);
  }
  child.kill("SIGINT");
  assert.equal(await ended, 130);
  assert.match(
    err,
    /interrupted: what was sent by then may still land; run it again: it does only what is left\n$/,
  );
  await local.ok(key, "book", "settle", deal.seniorBook);
});

test("a command that has sent nothing says so", async () => {
  let isAsked = false;
  const { url } = await closeAfterTests(
    gate(world.cluster.url, () => {
      isAsked = true;
      return new Promise(() => {});
    }),
  );
  const child = spawn(process.execPath, [MAIN, "--url", url, "show", world.security]);
  let err = "";
  child.stderr.on("data", (some: Buffer) => {
    err += some.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", (code) => resolve(code)));
  for (let polls = 0; !isAsked; polls += 1) {
    assert.ok(polls < 300, err);
    await pause(100);
  }
  child.kill("SIGTERM");
  assert.deepEqual([await ended, err], [130, "interrupted: nothing was sent\n"]);
});

test("a question that nobody answers any more is answered with no", async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const ask = asker(input, output);
  const left = ask("Do it? ");
  input.end();
  assert.equal(await left, "");
});
