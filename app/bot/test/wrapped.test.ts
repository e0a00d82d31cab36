import assert from "node:assert/strict";
import { test } from "node:test";
import { holderAddress, readHolder, wrapperAddress, wrapShares } from "@defi-ready/securities";
import { type BotEvent, crank, Memory } from "@defi-ready/securities-bot";
import { DAY, DEADLINE, funded, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";

test("what a wrapper is owed stays owed: the bot passes over its record without a word", async () => {
  const deal = await closeAfterTests(TestDeal.start({ wrapped: [0] }));
  const { cluster, senior: tranche, security } = deal;
  const investor = await deal.investor(500n * ONE);
  await deal.deposit(investor, 300n * ONE);
  await deal.deposit(investor, 100n * ONE, deal.juniorBook);
  await deal.lock();
  await deal.settle();
  await deal.send(
    await wrapShares({
      cluster,
      owner: investor,
      security: await deal.readSecurity(),
      tranche: await deal.readTranche(),
      amount: 100n * ONE,
    }),
    investor,
  );
  await deal.moveTo(DEADLINE + 10n * DAY);
  await deal.pay(75n * ONE);
  const owner = await wrapperAddress(tranche);
  const events: BotEvent[] = [];
  const memory = new Memory();
  const pass = async () =>
    crank(cluster, {
      payer: await funded(cluster),
      securities: [security],
      memory,
      onEvent: (event) => events.push(event),
    });
  const { paid, amounts } = await pass();
  assert.deepEqual([paid, amounts.get(security)], [1, 50n * ONE]);
  await pass();
  const record = await holderAddress(tranche, owner);
  assert.deepEqual(
    events.filter(({ subject, level }) => subject === record || level !== "info"),
    [],
  );
  const { shares, earnings } = (await readHolder(cluster, { tranche, owner })).data;
  assert.deepEqual([shares, earnings[0]?.paid], [100n * ONE, 0n]);
});
