import assert from "node:assert/strict";
import { test } from "node:test";
import { listTables } from "@defi-ready/securities";
import { crank } from "@defi-ready/securities-bot";
import { funded, ONE, TestDeal, writeHolders } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { Terminal } from "./command-line.js";

test("tables are made when asked for, used while they are there, and closed for their rent", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const terminal = new Terminal(world);
  const payer = await funded(world.cluster);
  const key = await terminal.keyFile("bot", payer);
  await writeHolders(world.cluster, { tranche: world.junior, count: 150, shares: ONE });
  const pass = async (lookupTables: boolean) => {
    await world.pay(150n * ONE);
    const count = () => world.cluster.rpc.getTransactionCount().send();
    const before = await count();
    // So that each part has its tables.
    const report = await crank(world.cluster, { payer, lookupTables, scan: { atOnce: 150 } });
    assert.deepEqual([report.paid, report.skipped], [150, []]);
    return Number((await count()) - before);
  };
  assert.equal(await pass(false), 14, "eleven in a transaction");
  assert.match(await terminal.ok(key, "tables", "list"), /no lookup tables/);

  // Two tables, of 256 addresses and of the rest: two of the transactions make them, twelve or so extend them.
  await pass(true);
  const made = await listTables(world.cluster, payer.address);
  assert.deepEqual(
    made.map(({ subject, state }) => [subject, state]),
    [
      [world.junior, "active"],
      [world.junior, "active"],
    ],
  );
  assert.equal(await pass(false), 7, "twenty-four in a transaction, with the tables that are there");

  assert.match(await terminal.ok(key, "tables", "list"), /active/);
  assert.match(await terminal.ok(key, "tables", "close"), /nothing to close/, "they are still of use");
  assert.match(await terminal.ok(key, "tables", "close", "--all"), /took 2 out of use; 2 cool down/);
  assert.match(await terminal.ok(key, "tables", "list"), /cooling, 51\d slots to go/);
  assert.equal(await pass(false), 14, "without tables again");
  assert.match(await terminal.ok(key, "tables", "close"), /2 cool down/);

  // A table has cooled down when as many slots are over, each with a transaction or without.
  for (let slots = 0; slots < 513; slots += 1) {
    await world.call("securities_warp", [{ slots: 1 }]);
  }
  const before = (await world.cluster.rpc.getBalance(payer.address).send()).value;
  assert.match(await terminal.ok(key, "tables", "close"), /closed 2 tables, 0\.0\d+ SOL of rent refunded/);
  const rent = made.reduce((sum, { lamports }) => sum + lamports, 0n);
  assert.equal((await world.cluster.rpc.getBalance(payer.address).send()).value, before + rent - 10_000n);
  assert.match(await terminal.ok(key, "tables", "list"), /no lookup tables/);
});

test("a dry run makes no tables", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const payer = await funded(world.cluster);
  await writeHolders(world.cluster, { tranche: world.junior, count: 30, shares: ONE });
  await world.pay(30n * ONE);
  const report = await crank(world.cluster, { payer, lookupTables: true, dryRun: true });
  assert.deepEqual([report.dryRun, report.paid, report.skipped], [true, 30, []]);
  assert.deepEqual(await listTables(world.cluster, payer.address), []);
});
