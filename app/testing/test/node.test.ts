import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { clusterTime, connect, readSecurity, tokenBalance } from "@defi-ready/securities";
import {
  Clock,
  DAY,
  debtAndEquity,
  fund,
  gate,
  knownKey,
  MethodError,
  ONE,
  SOL,
  START,
  startProgram,
  startSettledDeal,
  TestDeal,
  TestNode,
} from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";

test("time stands at the start, and moves when told", async () => {
  const node = new TestNode(await closeAfterTests(startProgram()));
  assert.equal(await clusterTime(node.cluster), START);
  await node.pass(DAY);
  await node.moveTo(START + 3n * DAY);
  assert.equal(await clusterTime(node.cluster), START + 3n * DAY);
  const clock = await Clock.of(node.cluster);
  assert.ok(clock.moves);
  await clock.reach(START + 5n * DAY, "the deadline");
  await clock.moveTo(START);
  assert.equal(await clock.now(), START + 5n * DAY, "never back");
});

test("on a cluster whose clock runs by itself, a far time is refused", async () => {
  const node = new TestNode(await closeAfterTests(startProgram()));
  const { url } = await closeAfterTests(
    gate(node.url, async ({ method, forward }) =>
      method === "securities_warp"
        ? JSON.stringify({ jsonrpc: "2.0", id: 1, error: { code: -32_601, message: "Method not found" } })
        : await forward(),
    ),
  );
  const clock = await Clock.of(connect(url));
  assert.ok(!clock.moves);
  await clock.reach(START, "the start");
  await assert.rejects(clock.reach(START + 2n * DAY, "the deadline"), /the deadline is 2 days away/);
});

test("what a node refuses is thrown with its number", async () => {
  const node = new TestNode(await closeAfterTests(startProgram()));
  await assert.rejects(
    node.call("securities_nothing", []),
    (error) => error instanceof MethodError && error.code === -32_601,
  );
});

test("lamports and known keys", async () => {
  const node = new TestNode(await closeAfterTests(startProgram()));
  const { address } = await knownKey("somebody");
  assert.equal((await knownKey("somebody")).address, address);
  assert.notEqual((await knownKey("somebody else")).address, address);
  await fund(node.cluster, [[address, 3n * SOL]]);
  assert.equal((await node.cluster.rpc.getBalance(address).send()).value, 3n * SOL);
});

test("a deal of one's own terms", async () => {
  const deal = await closeAfterTests(TestDeal.start({ equity: 2, terms: { cap: 500n * ONE } }));
  assert.equal(deal.tranches.length, 3);
  assert.equal((await deal.readBook()).data.cap, 500n * ONE);
  const investor = await deal.investor(70n * ONE);
  assert.equal(await tokenBalance(deal.cluster, await deal.wallet(investor.address)), 70n * ONE);
});

test("a settled deal reconciles, and its holders are paid from", async () => {
  const { deal, close } = await closeAfterTests(startSettledDeal());
  await deal.pay(10n * ONE);
  await assertReconciles(deal);
  assert.equal((await readSecurity(deal.cluster, deal.security)).data.id, 7n);
  await close();
  await assert.rejects(readSecurity(deal.cluster, deal.security));
});

test("a deal that cannot be set up is refused, and leaves no validator behind", async () => {
  const servers = () => process.getActiveResourcesInfo().filter((one) => one === "TCPServerWrap").length;
  const before = servers();
  const structure = { ...debtAndEquity(), tranches: [] };
  await assert.rejects(TestDeal.start({ structure }), /BadStructure/);
  for (let waits = 0; servers() > before && waits < 50; waits += 1) {
    await setTimeout(100);
  }
  assert.equal(servers(), before);
});
