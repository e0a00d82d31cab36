import assert from "node:assert/strict";
import { test } from "node:test";
import {
  checkTriggers,
  disclosuresOf,
  NO_PIK,
  principalOf,
  readFacts,
  readSecurity,
  readSecurityState,
  trancheTerms,
} from "@defi-ready/securities";
import { AmortisationRule, DayCountRule } from "@defi-ready/securities/program";
import { debtAndEquity, ONE, SENIOR, type Structure, TestDeal } from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { Terminal } from "./command-line.js";

const at = (day: string) => BigInt(Date.parse(`${day}T12:00:00Z`)) / 1000n;

test("by the command: interest is elected to be paid in kind, and becomes principal", async () => {
  const plain = debtAndEquity();
  const senior = {
    ...SENIOR,
    amortisation: AmortisationRule.Bullet,
    dayCount: DayCountRule.Thirty360,
    ratePpm: 120_000,
    periodMonths: 3,
    firstDue: at("2025-04-01"),
  };
  const structure: Structure = { ...plain, tranches: [senior, ...plain.tranches.slice(1)] };
  const world = await closeAfterTests(TestDeal.start({ structure }));
  const { cluster, security } = world;
  const terminal = new Terminal(world);
  const key = await terminal.sponsor();
  const change = (...args: string[]) =>
    terminal.as(key, "structure", "change", security, "--rank", "0", ...args);
  const terms = async () => trancheTerms((await world.readTranche()).data).pik;
  assert.deepEqual(await terms(), NO_PIK);
  assert.match((await change("--pik-margin", "4")).err, /say for how many periods .* with --pik/);
  assert.match((await change("--pik", "2", "--pik-notice", "32")).err, /BadPik/);
  assert.equal((await change("--pik", "2", "--pik-margin", "4")).code, 0);
  assert.deepEqual(await terms(), { periods: 2, noticeDays: 10, marginPpm: 40_000 });
  assert.equal((await change("--pik", "0")).code, 0);
  assert.deepEqual(await terms(), NO_PIK);
  assert.equal((await change("--pik", "2", "--pik-notice", "5", "--pik-margin", "4")).code, 0);
  const said = disclosuresOf(await readFacts(cluster, await readSecurityState(cluster, security)));
  assert.ok(
    said.some(({ text }) => text.includes("5 days before a due date") && text.includes("for 2 periods")),
  );

  const investor = await world.investor(500n * ONE);
  await world.deposit(investor, 300n * ONE);
  await world.deposit(investor, 200n * ONE, world.juniorBook);
  await world.lock();
  await world.settle();
  const elect = ["interest", "pay-in-kind", security, "0"];
  await world.moveTo(at("2025-03-27"));
  assert.equal(
    await terminal.ok(key, ...elect),
    "what is unpaid of the interest due on 2025-04-01 becomes principal; 1 period is left\n",
  );
  assert.match((await terminal.as(key, ...elect)).err, /PikUsed/);
  await world.moveTo(at("2025-04-02"));
  await world.send(await checkTriggers({ security: await readSecurity(cluster, security) }));
  const { data } = await world.readTranche();
  assert.equal(data.overdueSince, 0n);
  assert.ok(data.pik.outstanding > 0n);
  assert.equal(principalOf(data), 300n * ONE + data.pik.capitalised);
  const shown = await terminal.ok(key, "show", security);
  assert.match(shown, /0 +1 of 2 +5d +4\.00 % +no +\d+\.\d+ +\d+\.\d+\n/);
  await world.moveTo(at("2025-06-27"));
  assert.match((await terminal.as(key, ...elect)).err, /PikNotOpen/, "too late");
  await assertReconciles(world);
});
