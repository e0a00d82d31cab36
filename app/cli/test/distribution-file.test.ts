import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, DEADLINE, gate, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { securities, Terminal } from "./command-line.js";

const HEADER = "period_start,period_end,amount,note,principal,repeat\n";
const FEBRUARY = "2025-02-01,2025-03-01,40,rents of February,,\n";
const MARCH = "2025-03-01,2025-04-01,41.50,rents of March,10,\n";
const APRIL = "2025-04-01,2025-05-01,42,rents of April,,\n";
const LATER = "2025-05-01,2030-06-01,43,rents to come,,\n";

async function soldDeal() {
  const world = await closeAfterTests(TestDeal.start());
  const terminal = new Terminal(world);
  const sponsor = await terminal.sponsor();
  const [alice] = await terminal.investor("alice");
  await terminal.ok(alice, "book", "deposit", world.seniorBook, "200");
  await world.moveTo(DEADLINE);
  await terminal.ok(sponsor, "book", "lock", world.seniorBook);
  await terminal.ok(sponsor, "book", "settle", world.seniorBook);
  await world.moveTo(DEADLINE + 120n * DAY);
  const posted = async () => {
    const { distributions } = await terminal.json(alice, "distribution", "list", world.security);
    return (distributions as { note: string; gross: string }[]).map(({ note, gross }) => [note, gross]);
  };
  const post = (name: string, rows: string, ...more: readonly string[]) =>
    terminal.as(
      alice,
      "distribution",
      "post",
      world.security,
      "--file",
      terminal.file(name, HEADER + rows),
      ...more,
    );
  return { world, terminal, alice, posted, post };
}

test("of two runs of a table at once each row is posted once, and the slower says so", async () => {
  const { world, terminal, alice, posted } = await soldDeal();
  const file = terminal.file("race.csv", HEADER + FEBRUARY + MARCH);
  let other: Promise<unknown> | undefined;
  // Another run posts everything once this one has made its plan.
  const { url } = await closeAfterTests(
    gate(world.cluster.url, async ({ method }) => {
      if (method === "simulateTransaction") {
        other ??= terminal.ok(alice, "distribution", "post", world.security, "--file", file);
        await other;
      }
      return undefined;
    }),
  );
  const args = ["-k", alice, "--yes", "distribution", "post", world.security, "--file", file];
  const { code, out, err } = await securities("-u", url, ...args);
  assert.equal(code, 0, err);
  assert.match(err, /left 40\.00: another run has posted it meanwhile, as distribution 0\n/);
  assert.match(out, /^posted 0 payments of 0\.00 in all, and left 2\n$/);
  assert.equal((await posted()).length, 2);
});

test("a payment under a number of one's own is made once, and a table without rows has nothing to post", async () => {
  const { world, terminal, alice, post } = await soldDeal();
  const period = ["--from", "2025-02-01", "--to", "2025-03-01", "--nonce", "7"];
  await terminal.ok(alice, "distribution", "post", world.security, "50", ...period);
  const again = await terminal.as(alice, "distribution", "post", world.security, "50", ...period);
  assert.equal(again.code, 1);
  assert.match(
    again.err,
    /you have paid in under number 7 already: distribution 0 at \w+; to pay again, give another --nonce/,
  );
  const long = ["--note", "é".repeat(33), "--from", "2025-02-01", "--to", "2025-03-01"];
  assert.match(
    (await terminal.as(alice, "distribution", "post", world.security, "50", ...long)).err,
    /a note has at most 64 bytes, and this one has 66/,
  );
  assert.match((await post("none.csv", "", "--dry-run")).out, /^nothing to post: the table has no rows/m);
});

test("a table of payments is posted after a dry run, each row once, however often it is run", async () => {
  const { world, terminal, alice, posted, post } = await soldDeal();
  const dry = await post("all.csv", FEBRUARY + MARCH + LATER, "--dry-run");
  assert.equal(dry.code, 0, dry.err);
  assert.match(dry.out, /2025-02-01 +2025-03-01 +40\.00 +rents of February +to be posted/);
  assert.match(dry.out, /rents to come +later: its period is not over/);
  assert.match(dry.out, /would post 2 payments of 81\.50 in all, and leave 1/);
  assert.deepEqual(await posted(), []);

  assert.match(
    (await post("first.csv", FEBRUARY)).out,
    /posted 1 payment of 40\.00/,
    "as if it was cut after one",
  );
  const rest = await post("all.csv", FEBRUARY + MARCH + LATER);
  assert.equal(rest.code, 0, rest.err);
  assert.match(rest.out, /posted 1 payment of 41\.50 in all, and left 2/);
  assert.match((await post("all.csv", FEBRUARY + MARCH + LATER)).out, /nothing to post/);
  assert.match(
    (await post("other.csv", `${MARCH.replace("41.50", "41.5")}${FEBRUARY.replace("40", "40.00")}`)).out,
    /nothing to post/,
    "in another order and notation",
  );
  assert.deepEqual(await posted(), [
    ["rents of February", "40000000"],
    ["rents of March", "41500000"],
  ]);

  await terminal.ok(await terminal.sponsor(), "mint", world.mint, "100");
  const period = ["--from", "2025-04-01", "--to", "2025-05-01", "--note", "rents of April"];
  await terminal.ok(await terminal.sponsor(), "distribution", "post", world.security, "42", ...period);
  const april = await post("april.csv", FEBRUARY + MARCH + APRIL, "--similar", "skip");
  assert.equal(april.code, 0, april.err);
  assert.match(april.out, /rents of April +looks like distribution 2 of /, "which somebody else paid");

  const twice = `${FEBRUARY}${FEBRUARY.replace(/,\n/, ",yes\n")}`;
  assert.match(
    (await post("twice.csv", twice)).out,
    /posted 1 payment of 40\.00/,
    "a row that says it is meant",
  );
  assert.match((await post("twice.csv", twice)).out, /nothing to post/);
  assert.equal((await terminal.as(alice, "show", world.security)).code, 0);
});

test("a payment under a row's own public number by somebody else never hides the row", async () => {
  const { world, terminal, posted, post } = await soldDeal();
  const [mallory] = await terminal.investor("mallory");
  const dry = await post("march.csv", MARCH, "--dry-run", "--json");
  const [{ nonce }] = JSON.parse(dry.out).rows;
  const period = ["--from", "2025-03-01", "--to", "2025-04-01", "--note", "rents of March"];
  const pay = (amount: string, ...more: readonly string[]) =>
    terminal.ok(mallory, "distribution", "post", world.security, amount, ...period, ...more);
  await pay("10", "--nonce", nonce);
  assert.match((await post("march.csv", MARCH)).out, /posted 1 payment of 41\.50 in all/, "another amount");
  await pay("40", "--from", "2025-02-01", "--to", "2025-03-01", "--note", "rents of February");
  const run = await post("rows.csv", FEBRUARY + MARCH);
  assert.equal(run.code, 1, run.out);
  assert.match(run.out, /rents of February +looks like distribution 2 of /);
  assert.match(run.out, /give --similar skip to leave it, or --similar post/);
  assert.equal((await posted()).length, 3);
  assert.match((await post("rows.csv", FEBRUARY + MARCH, "--similar", "skip")).out, /nothing to post/);
  assert.match((await post("rows.csv", FEBRUARY + MARCH, "--similar", "post")).out, /posted 1 payment of 40/);
  assert.match((await post("rows.csv", FEBRUARY + MARCH)).out, /nothing to post/);
});

test("a row that differs from its payment in the note, the principal or the kind alone is not paid again", async () => {
  const { posted, post } = await soldDeal();
  assert.equal((await post("march.csv", MARCH)).code, 0);
  for (const [row, differs] of [
    [MARCH.replace("rents of March", "rents March"), "note"],
    [MARCH.replace(",10,", ",11,"), "principal"],
  ] as const) {
    const run = await post("edited.csv", FEBRUARY + row);
    assert.equal(run.code, 1, run.out);
    assert.match(run.out, new RegExp(`looks like distribution 0: other ${differs}`));
  }
  assert.equal((await posted()).length, 1);
  const both = FEBRUARY + MARCH + MARCH.replace("rents of March", "parking in March");
  assert.match((await post("both.csv", both)).out, /posted 2 payments/, "each payment counts for one row");
});

test("two runs at once pay each row once", async () => {
  const { posted, post } = await soldDeal();
  const runs = await Promise.all([post("a.csv", FEBRUARY + MARCH), post("a.csv", FEBRUARY + MARCH)]);
  assert.ok(runs.some(({ code }) => code === 0) || (await post("a.csv", FEBRUARY + MARCH)).code === 0);
  await post("a.csv", FEBRUARY + MARCH);
  assert.deepEqual((await posted()).sort(), [
    ["rents of February", "40000000"],
    ["rents of March", "41500000"],
  ]);
});

test("a table that cannot be posted as a whole is not begun", async () => {
  const { terminal, alice, posted, post, world } = await soldDeal();
  for (const [rows, expected] of [
    ["2025-02-01,2025-03-01,1e3,rents,,\n", /amount: "1e3" is not an amount/],
    ["2025-02-01,2025-03-01,0.5,rents,,\n", /below the deal's min_distribution/],
    [
      "2025-02-01,2025-03-01,900,rents,,\n",
      /are of 900\.00 in all, and you hold 800\.00: nothing was posted/,
    ],
    [FEBRUARY + FEBRUARY, /repeats line 2/],
  ] as const) {
    const run = await post("bad.csv", rows);
    assert.equal(run.code, 1, run.out);
    assert.match(run.err, expected);
  }
  const semicolons = terminal.file("semicolons.csv", HEADER.replaceAll(",", ";"));
  const run = await terminal.as(alice, "distribution", "post", world.security, "--file", semicolons);
  assert.match(run.err, /separates its columns by semicolons/);
  const both = await post("bad.csv", FEBRUARY, "--note", "x");
  assert.equal(both.code, 2);
  assert.match(both.err, /leave out --note/);
  assert.equal((await terminal.as(alice, "distribution", "post", world.security)).code, 2);
  assert.deepEqual(await posted(), []);
});
