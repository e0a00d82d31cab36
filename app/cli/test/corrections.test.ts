import assert from "node:assert/strict";
import { test } from "node:test";
import { listDistributions, measureBits, readDistribution } from "@defi-ready/securities";
import { DEADLINE, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Address } from "@solana/kit";
import { Terminal } from "./command-line.js";

const HOUR = 3_600n;

test("a payment that waits is listed, sent back by payer and arbitrator, and carried out once it is due", async () => {
  const measures = { kinds: measureBits(["correction"]), days: 0, hours: 48 };
  const world = await closeAfterTests(TestDeal.start({ security: { measures } }));
  const terminal = new Terminal(world);
  const { cluster, security, seniorBook } = world;
  const sponsor = await terminal.sponsor();
  const arbitrator = await terminal.keyFile("arbitrator.json", world.arbitrator);
  const [alice] = await terminal.investor("alice", 500n * ONE);
  const period = ["--from", "2025-02-01", "--to", "2025-03-01"];
  const post = (...more: readonly string[]) =>
    terminal.as(alice, "distribution", "post", security, "50", ...period, ...more);
  await terminal.ok(alice, "book", "deposit", seniorBook, "300");
  assert.match((await post("--wait")).err, /NotBegun/);
  await world.moveTo(DEADLINE);
  await terminal.ok(sponsor, "book", "lock", seniorBook);
  await terminal.ok(sponsor, "book", "settle", seniorBook);
  assert.match(
    await terminal.ok(alice, "measure", "list", security),
    /^correction, within 48 hours: a payment that its payer lets wait is sent back .*\n\nnone is announced\n$/,
  );
  assert.match((await post("--wait", "--clawback", "1")).err, /RunsAtOnce/);

  const posted = await post("--wait", "--nonce", "7", "--note", "rents");
  assert.equal(posted.code, 0, posted.err);
  const [, waits = ""] =
    /^posted 50\.00, which waits at (\w+): it can be sent back until .* and runs from then on\n$/.exec(
      posted.out,
    ) ?? [];
  assert.match((await post("--wait", "--nonce", "7")).err, /under number 7 already: a payment that waits at/);
  const listed = await terminal.ok(alice, "distribution", "list", security);
  assert.match(listed, /^Waits +Period +Amount +Payer +Source +Runs from\n.*50\.00.*rents/s);
  assert.ok(listed.includes(waits));
  assert.match(await terminal.ok(alice, "show", security), /payments that wait +50\.00/);
  const early = await terminal.as(sponsor, "distribution", "carry-out", security, waits);
  assert.match(early.err, /the payment can be corrected until .*: it runs from then on/);

  const back = ["distribution", "correct", security, waits, "--arbitrator", arbitrator];
  assert.match((await terminal.as(sponsor, ...back)).err, /NotPayer/);
  assert.match(await terminal.ok(alice, ...back), /^sent 50\.00 back: nothing of it has run\n$/);
  assert.match(await terminal.ok(alice, "distribution", "list", security), /^nothing has been paid in\n$/);

  const again = await post("--wait", "--nonce", "8", "--json");
  assert.equal(again.code, 0, again.err);
  const { distribution } = JSON.parse(again.out) as { distribution: Address };
  await world.moveTo(DEADLINE + 49n * HOUR);
  const late = ["distribution", "correct", security, distribution, "--arbitrator", arbitrator];
  assert.match((await terminal.as(alice, ...late)).err, /CorrectionOver/);
  assert.match(
    await terminal.ok(sponsor, "distribution", "carry-out", security, distribution),
    /^carried out distribution 0 of 50\.00: /,
  );
  assert.equal((await readDistribution(cluster, distribution)).data.isPending, 0);
  const twice = await terminal.as(sponsor, "distribution", "carry-out", security, distribution);
  assert.match(twice.err, /distribution 0 has run/);
  assert.equal((await listDistributions(cluster, security)).length, 1);
});

test("the bot carries out what is due", async () => {
  const measures = { kinds: measureBits(["correction"]), days: 0, hours: 1 };
  const world = await closeAfterTests(TestDeal.start({ security: { measures } }));
  const terminal = new Terminal(world);
  const { cluster, security, seniorBook } = world;
  const sponsor = await terminal.sponsor();
  const [alice] = await terminal.investor("alice", 500n * ONE);
  await terminal.ok(alice, "book", "deposit", seniorBook, "300");
  await world.moveTo(DEADLINE);
  await terminal.ok(sponsor, "book", "lock", seniorBook);
  await terminal.ok(sponsor, "book", "settle", seniorBook);
  const period = ["--from", "2025-02-01", "--to", "2025-03-01"];
  await terminal.ok(alice, "distribution", "post", security, "50", ...period, "--wait");
  await terminal.ok(sponsor, "crank", "--once", "--security", security);
  assert.deepEqual(await listDistributions(cluster, security), []);
  await world.moveTo(DEADLINE + 2n * HOUR);
  await terminal.ok(sponsor, "crank", "--once", "--security", security);
  assert.deepEqual(
    (await listDistributions(cluster, security)).map(({ data }) => data.gross),
    [50n * ONE],
  );
});
