import assert from "node:assert/strict";
import { test } from "node:test";
import { planWindDown, readBytes } from "@defi-ready/securities";
import { DEADLINE, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { Terminal } from "./command-line.js";
import { GOVERNANCE } from "./governance.js";

const DAY = 86_400n;
/** What a closed security keeps, in bytes. */
const KEPT = 72;

/** A deal whose classes have resolved on the wind-down, with all that it was sold for in it. */
async function woundDown() {
  const world = await closeAfterTests(TestDeal.start({ governance: GOVERNANCE }));
  const terminal = new Terminal(world);
  const { security, seniorBook, juniorBook } = world;
  const sponsor = await terminal.sponsor();
  const [alice] = await terminal.investor("alice", 500n * ONE);
  const [bob] = await terminal.investor("bob", 500n * ONE);
  const file = terminal.file("end.txt", "The deal has served its purpose.\n");
  await terminal.ok(alice, "book", "deposit", seniorBook, "300");
  await terminal.ok(bob, "book", "deposit", juniorBook, "200");
  await world.moveTo(DEADLINE);
  for (const book of [seniorBook, juniorBook]) {
    await terminal.ok(sponsor, "book", "lock", book);
    await terminal.ok(sponsor, "book", "settle", book);
  }
  const early = await terminal.as(sponsor, "--yes", "wind-down", "begin", security);
  assert.match(early.err, /ClassesOwed/);
  assert.match(await terminal.ok(bob, "wind-down", "status", security), /^active\n/);

  const document = ["--file", file, "--uri", "https://example.com/end.txt"];
  await terminal.ok(sponsor, "resolution", "propose", security, "wind-down", ...document);
  await world.pass(DAY);
  await terminal.ok(alice, "resolution", "vote", security, "0", "0", "for");
  await terminal.ok(bob, "resolution", "vote", security, "0", "1", "for");
  await world.pass(5n * DAY);
  await terminal.ok(bob, "resolution", "execute", security, "0");
  return { world, terminal, security, sponsor, bob };
}

/** Nothing of the security is left but what keeps its address taken. */
async function isNothing(world: TestDeal): Promise<void> {
  const { cluster, security } = world;
  const [kept] = await readBytes(cluster, [security]);
  assert.equal(kept?.data.length, KEPT);
  const { stage, steps } = await planWindDown(cluster, { address: security, payer: world.sponsor });
  assert.equal(stage, "closed");
  assert.deepEqual(steps, [], "nothing is left to close");
}

test("a deal is wound down to nothing by command, and its holders have what was in it", async () => {
  const { world, terminal, security, sponsor, bob } = await woundDown();
  await terminal.ok(sponsor, "crank", "--once", "--security", security);
  await terminal.ok(sponsor, "wind-down", "run", security);
  const waiting = await terminal.ok(bob, "wind-down", "status", security);
  assert.match(waiting, /^being wound down: .*\ncan end from /);
  assert.match(waiting, /waits: it ends on .* at the earliest\n/);
  await world.pass(32n * DAY);
  await terminal.ok(sponsor, "crank", "--once", "--security", security);
  const done = await terminal.ok(sponsor, "wind-down", "run", security);
  assert.match(done, /^did \d+ steps\nclosed\n/);
  await isNothing(world);
  const show = await terminal.as(bob, "control", "show", security);
  assert.match(show.err, /was wound down, and is closed/);
});

test("the bot ends a deal and closes its accounts where it was asked to, and looks after it no longer then", async () => {
  const { world, terminal, security, sponsor, bob } = await woundDown();
  const crank = (...more: readonly string[]) =>
    terminal.ok(sponsor, "crank", "--once", "--security", security, ...more);
  const stage = async () => (await terminal.ok(bob, "wind-down", "status", security)).split(":")[0]?.trim();
  await crank("--wind-down");
  await crank("--wind-down");
  assert.match(
    await terminal.ok(bob, "wind-down", "status", security),
    /waits: it ends on .* at the earliest\n/,
  );
  await world.pass(32n * DAY);
  await crank();
  assert.equal(await stage(), "being wound down", "without the option it ends nothing");
  await crank("--wind-down");
  assert.equal(await stage(), "ended");
  await crank();
  assert.equal(await stage(), "ended", "without the option it closes nothing");
  await crank("--wind-down");
  await isNothing(world);
  await crank("--wind-down");
  await crank();
});
