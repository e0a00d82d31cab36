import assert from "node:assert/strict";
import { test } from "node:test";
import { holderAddress, measureBits, readHolder, readTranche } from "@defi-ready/securities";
import { DEADLINE, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { Terminal } from "./command-line.js";

const DAY = 86_400n;

test("the sponsor announces measures with the arbitrator by command, anyone takes them, and an owner ends a recovery", async () => {
  const measures = { kinds: measureBits(["block", "pause", "recovery", "court order"]), days: 7, hours: 0 };
  const world = await closeAfterTests(TestDeal.start({ security: { measures } }));
  const terminal = new Terminal(world);
  const { cluster, security, senior, seniorBook } = world;
  const sponsor = await terminal.sponsor();
  const arbitrator = await terminal.keyFile("arbitrator.json", world.arbitrator);
  const [alice, { address: ann }] = await terminal.investor("alice", 500n * ONE);
  const [bob, { address: ben }] = await terminal.investor("bob", 500n * ONE);
  const file = terminal.file("order.txt", "By order of the court.\n");
  const signed = ["--arbitrator", arbitrator, "--file", file, "--uri", "https://example.com/order.txt"];
  const announce = (...what: readonly string[]) => ["measure", "announce", security, "0", ...what, ...signed];
  const refused = async (code: number, expected: RegExp, key: string, ...args: readonly string[]) => {
    const result = await terminal.as(key, ...args);
    assert.deepEqual([result.code, result.out], [code, ""], args.join(" "));
    assert.match(result.err, expected);
  };
  await terminal.ok(alice, "book", "deposit", seniorBook, "300");
  await terminal.ok(bob, "book", "deposit", seniorBook, "300");
  await world.moveTo(DEADLINE);
  await terminal.ok(sponsor, "book", "lock", seniorBook);
  await terminal.ok(sponsor, "book", "settle", seniorBook);
  const before = await terminal.ok(bob, "measure", "list", security);
  assert.match(before, /^block, after 7 days: .*\npause, after 7 days: .*\nrecovery, after 30 days: .*\n/);
  assert.match(before, /none is announced/);

  // What makes no sense is refused before anything is sent.
  await refused(2, /give --owner/, sponsor, ...announce("recovery", "--to", ben));
  await refused(2, /leave --owner out/, sponsor, ...announce("pause", "--days", "3", "--owner", ann));
  await refused(1, /BadMeasure/, sponsor, ...announce("pause", "--days", "15"));
  await refused(1, /NotSponsor/, alice, ...announce("pause", "--days", "3"));

  const until = new Date(Number(DEADLINE + 60n * DAY) * 1_000).toISOString().slice(0, 10);
  const blocked = await terminal.ok(sponsor, ...announce("block", "--owner", ann, "--until", until));
  assert.match(blocked, /^announced measure 0: to block all shares until /);
  await refused(1, /SharesBlocked/, alice, "holder", "transfer", senior, ben, "1");
  const held = await terminal.ok(bob, "holder", "show", ann);
  assert.match(held, /an exceptional measure blocks 300\.\d+ shares, until .* at the latest/);
  assert.match(held, /none can be transferred now/);
  await world.pass(7n * DAY);
  assert.match(await terminal.ok(bob, "measure", "take", security, "0"), /^took measure 0: to block all/);
  const shown = await terminal.json(bob, "measure", "show", security, "0");
  assert.equal(shown.phase, "in force");
  await refused(1, /NotArbitrator/, sponsor, "measure", "cancel", security, "0");
  await terminal.ok(arbitrator, "measure", "cancel", security, "0");
  assert.match(
    await terminal.ok(bob, "measure", "close", security, "0"),
    /^closed measure 0; its rent went to /,
  );

  await terminal.ok(sponsor, ...announce("pause", "--days", "3"));
  await world.pass(7n * DAY);
  await terminal.ok(bob, "measure", "take", security, "1");
  await refused(1, /TransfersPaused/, alice, "holder", "transfer", senior, ben, "1");
  const { pause } = (await readTranche(cluster, senior)).data;
  assert.ok(pause.until > 0n);
  assert.match(await terminal.ok(bob, "holder", "show", ann), /the class's transfers are paused until /);
  const { holdings } = await terminal.json(bob, "holder", "show", ann);
  assert.equal((holdings as readonly { pausedUntil: string }[])[0]?.pausedUntil, String(pause.until));
  await world.pass(3n * DAY);

  // A key that signs is not lost; one that does not is recovered.
  await terminal.ok(sponsor, ...announce("recovery", "--owner", ann, "--to", ben));
  await terminal.ok(alice, "measure", "cancel", security, "2");
  const heir = (await terminal.investor("heir", 0n))[1].address;
  // After one that was cancelled the record rests for 30 days.
  await refused(1, /MeasureTooSoon/, sponsor, ...announce("recovery", "--owner", ann, "--to", heir));
  await world.pass(31n * DAY);
  await terminal.ok(sponsor, ...announce("recovery", "--owner", ann, "--to", heir));
  await refused(1, /MeasureEarly/, bob, "measure", "take", security, "3");
  await world.pass(30n * DAY);
  const { shares } = (await readHolder(cluster, { tranche: senior, owner: ann })).data;
  assert.match(
    await terminal.ok(bob, "measure", "take", security, "3"),
    /^took measure 3: to recover all shares to /,
  );
  const record = await readHolder(cluster, { tranche: senior, owner: heir });
  assert.equal(record.address, await holderAddress(senior, heir));
  assert.equal(record.data.shares, shares);
  assert.equal((await readHolder(cluster, { tranche: senior, owner: ann })).data.shares, 0n);

  const ordered = await terminal.ok(
    sponsor,
    ...announce("court-order", "--owner", ben, "--to", heir, "--shares", "100"),
  );
  assert.match(ordered, /move 100\.\d+ shares to /);
  await world.pass(30n * DAY);
  await terminal.ok(bob, "measure", "take", security, "4");
  assert.ok((await readHolder(cluster, { tranche: senior, owner: heir })).data.shares > shares);
});
