import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  DAY,
  DEADLINE,
  debtAndEquity,
  JUNIOR,
  ONE,
  type Structure,
  TestDeal,
} from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { Terminal, temporaryFolder } from "./command-line.js";

const PERIOD = ["--from", "2025-02-01", "--to", "2025-03-01"];

/** Partners with a capital of 200 in two investments, and a manager who takes a fifth of each gain. */
const FUND: Structure = {
  tranches: [{ ...JUNIOR, rank: 0, par: ONE }, JUNIOR],
  waterfall: {
    ...debtAndEquity().waterfall,
    tiers: [
      { __kind: "Capital", rank: 0 },
      {
        __kind: "Carry",
        rank: 1,
        base: 0,
        carryBps: 2_000,
        catchUpBps: 10_000,
        multipleBps: 0,
        dealByDeal: true,
      },
      { __kind: "Residual", rank: 0 },
    ],
  },
};

test("overpaid carry is shown and paid back by commands alone", async () => {
  const world = await closeAfterTests(TestDeal.start({ structure: FUND }));
  const investor = await world.investor(300n * ONE);
  await world.deposit(investor, 200n * ONE);
  await world.deposit(investor, 100n * ONE, world.juniorBook);
  await world.lock();
  await world.settle();
  const { security } = world;
  const terminal = new Terminal(world);
  const sponsor = await terminal.sponsor();
  const [other] = await terminal.investor("other");
  await world.give(world.sponsor.address, 200n * ONE);
  const post = ["distribution", "post", security];
  const carry = async () => {
    const { waterfall } = (await terminal.json(other, "show", security)) as {
      waterfall: { tiers: readonly Readonly<Record<string, unknown>>[] };
    };
    const { taken, clawedBack, overpaid } = waterfall.tiers[1] ?? {};
    return [taken, clawedBack, overpaid].map(String);
  };

  assert.match(
    await terminal.ok(sponsor, ...post, "200", "--principal", "100", ...PERIOD),
    /posted distribution 0 of 200\.00: capital of 0 100\.00, carry of 1 20\.00, residual of 0 80\.00/,
  );
  assert.deepEqual(await carry(), ["20000000", "0", "0"]);

  const report = join(temporaryFolder(), "report.txt");
  writeFileSync(report, "the other investment is lost");
  await terminal.ok(sponsor, "loss", "announce", security, "100", "--report", report);
  await world.moveTo(DEADLINE + 30n * DAY);
  await terminal.ok(other, "loss", "record", security, report);
  assert.match(
    await terminal.ok(other, "show", security),
    /carry to tranche 1: 20\.00 % of the profit of tranche 0, catching up with 100\.00 %, deal by deal +20\.00 +20\.00 too much, owed to tranche 0/,
  );
  assert.deepEqual(await carry(), ["20000000", "0", "20000000"]);

  const refused = await terminal.as(other, ...post, "20.01", ...PERIOD, "--clawback", "1");
  assert.equal(refused.code, 1);
  assert.match(refused.err, /\d+, ClawbackTooLarge/);
  assert.match(
    await terminal.ok(other, ...post, "15", ...PERIOD, "--clawback", "1"),
    /posted distribution 1 of 15\.00: overpaid carry of 1 15\.00/,
  );
  assert.match(
    await terminal.ok(other, "distribution", "list", security),
    /15\.00 +clawback, amortising .*overpaid carry of 1 15\.00/,
  );
  assert.deepEqual(await carry(), ["20000000", "15000000", "5000000"]);
  await assertReconciles(world);
});
