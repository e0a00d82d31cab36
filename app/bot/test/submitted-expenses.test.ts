import assert from "node:assert/strict";
import { test } from "node:test";
import {
  clusterTime,
  feesOf,
  listDistributions,
  readWaterfall,
  repayReinvestment,
  settlementVault,
  submitExpense,
} from "@defi-ready/securities";
import { ReservePurpose } from "@defi-ready/securities/program";
import { crank, Memory } from "@defi-ready/securities-bot";
import { DAY, DEADLINE, debtAndEquity, funded, ONE, TestDeal } from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { generateKeyPairSigner } from "@solana/kit";

test("expenses may be submitted again and again within the year's cap, and a bot pays for one record a day", async () => {
  const { address: payee } = await generateKeyPairSigner();
  const plain = debtAndEquity();
  const [interest, arrears, principal, residual] = plain.waterfall.tiers;
  assert.ok(interest && arrears && principal && residual);
  const reserve = {
    __kind: "Reserve" as const,
    purpose: ReservePurpose.Expenses,
    amount: 20n * ONE,
    bps: 0,
  };
  const expense = { __kind: "Expense" as const, cap: 30n * ONE, payee, fromTreasury: false };
  const structure = {
    ...plain,
    waterfall: { ...plain.waterfall, tiers: [expense, interest, arrears, reserve, principal, residual] },
  };
  const world = await closeAfterTests(TestDeal.start({ structure }));
  const { cluster, sponsor, security } = world;
  const investor = await world.investor(500n * ONE);
  await world.deposit(investor, 300n * ONE);
  await world.deposit(investor, 200n * ONE, world.juniorBook);
  await world.lock();
  await world.settle();
  await world.moveTo(DEADLINE + 10n * DAY);
  await world.pay(100n * ONE);
  assert.equal(settlementVault((await world.readSecurity()).data).reserve, 20n * ONE);

  const submit = async (amount: bigint) => {
    const instructions = await submitExpense({
      sponsor,
      security: await world.readSecurity(),
      waterfall: await readWaterfall(cluster, security),
      tier: 0,
      amount,
      documentSha256: new Uint8Array(32).fill(5),
      note: "the same invoice",
      now: await clusterTime(cluster),
    });
    await world.send(instructions);
  };
  const options = { payer: await funded(cluster), securities: [security], memory: new Memory() };
  const count = async () => (await listDistributions(cluster, security)).length;
  const paid = async () => feesOf((await readWaterfall(cluster, security)).data)[0]?.paid;

  await submit(ONE);
  assert.equal((await crank(cluster, options)).repaid, 1);
  assert.deepEqual([await count(), await paid()], [2, ONE]);

  // The program takes the same document again, and each submission would make a payment of nothing acceptable.
  await submit(ONE);
  await submit(ONE);
  for (let passes = 0; passes < 2; passes += 1) {
    const report = await crank(cluster, options);
    assert.deepEqual([report.repaid, report.skipped], [0, []]);
    assert.match(report.waiting.map(({ reason }) => reason).join(), /a bot pays one a day for a security/);
  }
  assert.equal(await count(), 2);
  const { instructions } = await repayReinvestment({
    caller: sponsor,
    security: await world.readSecurity(),
    now: await clusterTime(cluster),
  });
  await world.send(instructions);
  assert.equal(await count(), 3, "whoever posts it himself pays for its record");

  await submit(2n * ONE);
  await submit(3n * ONE);
  await world.moveTo(DEADLINE + 11n * DAY);
  const next = await crank(cluster, options);
  assert.deepEqual([next.repaid, await count()], [1, 4], "one record pays all that was submitted by then");
  await crank(cluster, options);
  assert.equal(await paid(), 8n * ONE);
  await assert.rejects(submit(23n * ONE), /23\.00 is above the 22\.00 that is left of this year's cap/);
  await assertReconciles(world);
});
