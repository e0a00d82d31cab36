import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { readWaterfall } from "@defi-ready/securities";
import { DEADLINE, debtAndEquity, knownKey, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { Terminal } from "./command-line.js";
import { GOVERNANCE } from "./governance.js";

const DAY = 86_400n;
/** A deal of a debt and equity, whose waterfall has no fee. */
const FILE = fileURLToPath(new URL("../../../migrations/deals/reg-s/deal.yaml", import.meta.url));

test("the waterfall of a deal file is laid down, proposed, shown tier by tier, executed and closed by command", async () => {
  const { address: payee } = await knownKey("manager of fees");
  const plain = debtAndEquity();
  const fee = { __kind: "Fee" as const, bps: 1_000, incomeOnly: false, payee };
  const structure = { ...plain, waterfall: { ...plain.waterfall, tiers: [fee, ...plain.waterfall.tiers] } };
  const world = await closeAfterTests(TestDeal.start({ governance: GOVERNANCE, structure }));
  const terminal = new Terminal(world);
  const { cluster, security, seniorBook, juniorBook } = world;
  const sponsor = await terminal.sponsor();
  const [alice] = await terminal.investor("alice", 500n * ONE);
  await terminal.ok(alice, "book", "deposit", seniorBook, "300");
  await terminal.ok(alice, "book", "deposit", juniorBook, "100");
  await world.moveTo(DEADLINE);
  for (const book of [seniorBook, juniorBook]) {
    await terminal.ok(sponsor, "book", "lock", book);
    await terminal.ok(sponsor, "book", "settle", book);
  }
  const file = terminal.file("order.txt", "The manager is paid no more.\n");
  const document = ["--file", file, "--uri", "https://example.com/order.txt"];
  const propose = ["resolution", "propose", security, "waterfall"];
  const incomplete = await terminal.as(sponsor, ...propose, ...document);
  assert.deepEqual([incomplete.code, incomplete.out], [2, ""]);
  assert.match(incomplete.err, /waterfall takes <deal file>, and not 0 values/);
  const other = fileURLToPath(new URL("../../../migrations/deals/spac/deal.yaml", import.meta.url));
  const wrong = await terminal.as(sponsor, ...propose, other, ...document);
  assert.match(wrong.err, /has 1 classes, and the security 2/);

  const proposed = await terminal.ok(sponsor, ...propose, FILE, ...document);
  assert.match(proposed, /proposed resolution 0: to replace the waterfall as a whole by the draft /);
  const shown = await terminal.ok(alice, "resolution", "show", security, "0");
  // The fee runs off where it stood, and the others stay as they are.
  assert.match(
    shown,
    / 0 +0 +what is still due of a fee or expenses that ended, to \S+ +fee of 10\.00 % of what comes in, to /,
  );
  assert.match(shown, / 4 +4 +all that is left to tranche 1/);
  const json = await terminal.json(alice, "resolution", "show", security, "0");
  const { difference } = json as {
    difference: { isStale: boolean; tiers: unknown[]; consequences: unknown[] };
  };
  assert.deepEqual([difference.isStale, difference.tiers.length, difference.consequences], [false, 5, []]);

  await world.pass(DAY);
  for (const rank of ["0", "1"]) {
    await terminal.ok(alice, "resolution", "vote", security, "0", rank, "for");
  }
  await world.pass(5n * DAY);
  const before = (await readWaterfall(cluster, security)).data;
  await terminal.ok(alice, "--yes", "resolution", "execute", security, "0");
  const after = (await readWaterfall(cluster, security)).data;
  assert.deepEqual([before.tiers[0]?.bps, after.tiers[0]?.bps, after.tierCount], [1_000, 0, 5]);
  assert.equal(after.tiers[0]?.payee, payee);
  assert.match(
    await terminal.ok(alice, "resolution", "close", security, "0"),
    /^closed resolution 0 and 2 ballots\n$/,
  );
});
