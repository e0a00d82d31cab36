import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL_POWERS, clusterTime, isoDay, NOBODY, powerBits, readSecurity } from "@defi-ready/securities";
import { DEADLINE, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { Terminal } from "./command-line.js";
import { GOVERNANCE } from "./governance.js";

const DAY = 86_400n;

test("holders vote a manager a budget by command, and it draws no more than that", async () => {
  const powers = ALL_POWERS & ~powerBits(["draws"]);
  const control = { agents: [NOBODY, NOBODY], powers: [powers, powers, powers], actDays: 7 };
  const world = await closeAfterTests(TestDeal.start({ governance: GOVERNANCE, control }));
  const terminal = new Terminal(world);
  const { cluster, security, seniorBook, juniorBook } = world;
  const sponsor = await terminal.sponsor();
  const [alice] = await terminal.investor("alice", 500n * ONE);
  const [mia, { address: manager }] = await terminal.investor("mia", 0n);
  const file = terminal.file("plan.txt", "What the money is for.\n");
  const document = ["--file", file, "--uri", "https://example.com/plan.txt"];
  const propose = (...what: readonly string[]) => ["resolution", "propose", security, ...what, ...document];
  const refused = async (code: number, expected: RegExp, key: string, ...args: readonly string[]) => {
    const result = await terminal.as(key, ...args);
    assert.deepEqual([result.code, result.out], [code, ""], args.join(" "));
    assert.match(result.err, expected);
  };
  for (const book of [seniorBook, juniorBook]) {
    await terminal.ok(alice, "book", "deposit", book, "200");
  }
  await world.moveTo(DEADLINE);
  for (const book of [seniorBook, juniorBook]) {
    await terminal.ok(sponsor, "book", "lock", book);
    await terminal.ok(sponsor, "book", "settle", book);
  }
  await world.pass(4n * DAY);
  for (const book of [seniorBook, juniorBook]) {
    await terminal.ok(sponsor, "book", "release", book);
  }
  await refused(1, /NoPower/, sponsor, "proceeds", "draw", security, "1");
  assert.match(await terminal.ok(mia, "control", "show", security), /^Budget +none$/m);

  const [destination = ""] = (await readSecurity(cluster, security)).data.destinations;
  const until = isoDay((await clusterTime(cluster)) + 60n * DAY);
  const budget = ["budget", manager, destination, "30", until];
  await refused(
    2,
    /budget takes <manager> <account> <amount> <day>, and not 1/,
    alice,
    ...propose("budget", manager),
  );
  await refused(2, /there is no vault 3: the security has 1/, alice, ...propose(...budget), "--vault", "3");
  await refused(2, /are for a budget/, alice, ...propose("document"), "--every", "3");
  await refused(2, /name a stage: sponsor, investors, lenders/, alice, ...propose("control", "bank"));
  await refused(1, /BadBudget/, alice, ...propose("no-budget"), "--holder", "0");
  const proposed = await terminal.ok(alice, ...propose(...budget), "--every", "10", "--holder", "0");
  assert.match(proposed, /to let \S+ draw up to 30\.00 every 10 days to \S+ until \d{4}-\d\d-\d\d$/m);
  await world.pass(DAY);
  for (const rank of ["0", "1"]) {
    await terminal.ok(alice, "resolution", "vote", security, "0", rank, "for");
  }
  await world.pass(5n * DAY);
  await terminal.ok(mia, "resolution", "execute", security, "0");
  const shown = await terminal.ok(mia, "control", "show", security);
  assert.match(shown, /^Budget +\S+ draws up to 30\.00 every 10 days to \S+ until .*: 30\.00 is left$/m);

  await terminal.ok(mia, "proceeds", "draw", security, "20");
  await refused(1, /BudgetSpent/, mia, "proceeds", "draw", security, "11");
  const rest = await terminal.ok(mia, "proceeds", "draw", security);
  assert.match(rest, /^drew 10\.00 to /m, "what is left of the budget");
  await refused(1, /nothing is left of the budget now/, mia, "proceeds", "draw", security);
  await world.pass(10n * DAY);
  const json = JSON.parse(await terminal.ok(mia, "--json", "control", "show", security)) as {
    budget: { left: string; manager: string };
  };
  assert.deepEqual([json.budget.left, json.budget.manager], [String(30n * ONE), manager]);
});
