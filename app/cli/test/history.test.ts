import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { connect } from "@defi-ready/securities";
import { Follower, nodeSource, openDatabase } from "@defi-ready/securities-indexer";
import { type Guard, gate, ONE, startSettledDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { MAIN, securities, spawned, temporaryFolder } from "./command-line.js";

const { deal, investor } = await closeAfterTests(startSettledDeal());
for (const amount of [20n, 7n, 3n]) {
  await deal.pay(amount * ONE);
}
const folder = temporaryFolder();
const at = (name: string) => `sqlite:${join(folder, name)}`;
const run = (...args: string[]) => securities("--url", deal.url, ...args);

/** Everything that a database says of the chain, as text. */
async function content(url: string): Promise<string> {
  const database = await openDatabase(url);
  try {
    const tables = await Promise.all([
      database
        .selectFrom("transactions")
        .select(["signature", "slot", "place", "time"])
        .orderBy("signature")
        .execute(),
      database.selectFrom("events").selectAll().orderBy("signature").orderBy("ordinal").execute(),
      database
        .selectFrom("mentions")
        .selectAll()
        .orderBy("signature")
        .orderBy("ordinal")
        .orderBy("address")
        .execute(),
      database
        .selectFrom("payments")
        .selectAll()
        .orderBy("signature")
        .orderBy("ordinal")
        .orderBy("item")
        .execute(),
    ]);
    return JSON.stringify(tables, (_, value) => (typeof value === "bigint" ? String(value) : value));
  } finally {
    await database.destroy();
  }
}

test("index --once comes up to date, and index check compares it with the chain", async () => {
  const once = await run("index", "--once", "--database", at("once.db"));
  assert.equal(once.code, 0, once.err);
  assert.match(once.out, /Gaps +none: every number that the chain counts is there/);
  const check = await run("--json", "index", "check", "--database", at("once.db"));
  assert.equal(check.code, 0, check.err);
  const { gaps, streams } = JSON.parse(check.out) as { gaps: unknown[]; streams: number };
  assert.deepEqual([gaps, streams], [[], 4]);
  const database = await openDatabase(at("once.db"));
  await database.deleteFrom("events").where("name", "=", "StructureSet").execute();
  await database.destroy();
  const damaged = await run("index", "check", "--database", at("once.db"));
  assert.equal(damaged.code, 0, damaged.err);
  assert.match(damaged.err, /gap: event 5 of .*, read again and filled/);
});

test("a wrong database, slot or commitment is refused in words", async () => {
  for (const [args, words] of [
    [["index", "--once", "--database", "mysql://x"], /is no database: give sqlite:PATH or postgres:/],
    [["index", "--once", "--database", "sqlite:"], /names no file/],
    [["index", "--once", "--from", "x"], /A slot is a whole number/],
    [["index", "--once", "--commitment", "processed"], /a history is of what is finalized, or confirmed/],
    [["index", "--once", "--commitment", "processed"], /--commitment processed is neither/],
    [["index", "--once", "--batch", "0"], /Give a number from 1 to 1000/],
    [["statement", deal.security, "--from", "2025-02-01", "--to", "2025-01-01"], /ends before it begins/],
  ] as const) {
    const { code, err } = await run(...args);
    assert.notEqual(code, 0);
    assert.match(err, words);
  }
  const away = await run("index", "--once", "--database", "postgres://u:secret@127.0.0.1:1/x");
  assert.equal(away.code, 1);
  assert.doesNotMatch(away.err, /secret/);
});

test("a statement and a register are written, from the node alone and from a database", async () => {
  const file = join(folder, "statement.html");
  const made = await run("statement", deal.security, investor.address, "--file", file);
  assert.equal(made.code, 0, made.err);
  assert.match(readFileSync(file, "utf8"), /Reconciles with the chain to the unit/);
  const alone = await run("statement", deal.security, investor.address, "--format", "json");
  const kept = await run(
    "statement",
    deal.security,
    investor.address,
    "--format",
    "json",
    "--database",
    at("s.db"),
  );
  assert.equal(alone.code, 0, alone.err);
  assert.equal(alone.out, kept.out);
  const whole = await run("statement", deal.security, "--format", "csv");
  assert.match(whole.out, /^date,line,amount,/);
  const register = await run("register", deal.security);
  assert.equal(register.code, 0, register.err);
  assert.match(register.out, /Shares add up to the program's counters and to the supply of the mints\./);
  const { classes } = JSON.parse((await run("--json", "register", deal.security)).out) as {
    classes: { held: string }[];
  };
  assert.deepEqual(
    classes.map(({ held }) => held),
    ["100000000", "100000000", "30000000"],
  );
});

/** Starts to follow, in a process of its own. */
function follow(url: string, database: string): ChildProcess {
  const args = ["--url", url, "index", "--database", database, "--batch", "3"];
  return spawn(process.execPath, [MAIN, ...args], { stdio: "ignore" });
}

const ended = (child: ChildProcess) => new Promise((resolve) => child.once("exit", resolve));

test("killed at any point, it goes on where it was, and what it has in the end is what one run gives", async () => {
  const reference = await openDatabase(at("reference.db"));
  const source = nodeSource(connect(deal.url), "finalized");
  await (await Follower.open({ database: reference, source, commitment: "finalized" })).pass();
  await reference.destroy();
  const url = at("killed.db");
  let calls = 0;
  let child: ChildProcess | undefined;
  let limit = 0;
  // It dies by a signal that it cannot catch when it has asked so often, between a request and what follows it.
  const deadly: Guard = async ({ method }) => {
    if (method === "getTransaction" || method === "getSignaturesForAddress") {
      calls += 1;
      if (calls === limit) {
        child?.kill("SIGKILL");
      }
    }
    await setTimeout(2);
    return undefined;
  };
  const node = await closeAfterTests(gate(deal.url, deadly));
  for (let round = 0; round < 6; round += 1) {
    [calls, limit] = [0, 2 + round * 3 + Math.floor(Math.random() * 3)];
    child = follow(node.url, url);
    await ended(child);
  }
  [calls, limit] = [0, Number.POSITIVE_INFINITY];
  const last = await run("index", "--once", "--database", url);
  assert.equal(last.code, 0, last.err);
  assert.equal(await content(url), await content(at("reference.db")));
});

test("two processes that follow into one SQLite file at once write what one writes", async () => {
  const url = at("shared.db");
  const args = ["--url", deal.url, "index", "--once", "--database", url, "--batch", "2"];
  const runs = await Promise.all([spawned(...args), spawned(...args)]);
  for (const { code, err } of runs) {
    assert.equal(code, 0, err);
  }
  const before = await content(at("reference.db"));
  assert.equal(await content(url), before);
});

test("it follows what happens, and ends on a signal", async () => {
  const url = at("live.db");
  const child = spawn(process.execPath, [MAIN, "--url", deal.url, "index", "--database", url], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  await new Promise<void>((resolve) => child.stderr.once("data", () => resolve()));
  await deal.pay(2n * ONE);
  const database = await openDatabase(url);
  for (let tries = 0; ; tries += 1) {
    const rows = await database
      .selectFrom("events")
      .select("name")
      .where("name", "=", "Distributed")
      .execute();
    if (rows.length === 4) {
      break;
    }
    assert.ok(tries < 100, "what happened was not followed");
    await setTimeout(100);
  }
  await database.destroy();
  child.kill("SIGTERM");
  assert.equal(await ended(child), 0);
});
