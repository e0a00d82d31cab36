import assert from "node:assert/strict";
import { test } from "node:test";
import {
  listDistributions,
  principalOf,
  registerSource,
  setMode,
  settlementVault,
} from "@defi-ready/securities";
import { ModeChange, ReservePurpose } from "@defi-ready/securities/program";
import { crank, Memory } from "@defi-ready/securities-bot";
import {
  DAY,
  DEADLINE,
  debtAndEquity,
  funded,
  ONE,
  startSettledDeal,
  TestDeal,
} from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { getTransferInstruction } from "@solana-program/token";

const UNTIL = DEADLINE + 100n * DAY;

test("what waits for new assets repays the debt once the deal does not revolve any more, and no sooner, and once", async () => {
  const plain = debtAndEquity();
  const structure = { ...plain, waterfall: { ...plain.waterfall, revolvingUntil: UNTIL } };
  const world = await closeAfterTests(TestDeal.start({ structure }));
  const { cluster, security } = world;
  const investor = await world.investor(500n * ONE);
  await world.deposit(investor, 300n * ONE);
  await world.deposit(investor, 200n * ONE, world.juniorBook);
  await world.lock();
  await world.settle();
  const payer = await funded(cluster);
  const pass = (more: Partial<Parameters<typeof crank>[1]> = {}) =>
    crank(cluster, { payer, securities: [security], ...more });
  const count = async () => (await listDistributions(cluster, security)).length;

  await world.pay(110n * ONE, { principal: 100n * ONE });
  assert.equal((await pass()).repaid, 0, "it revolves");
  await world.moveTo(UNTIL);
  // The record's rent is not refunded: a stranger's bot does not pay it for just any security.
  const everywhere = await crank(cluster, { payer });
  assert.equal(everywhere.repaid, 0);
  assert.match(everywhere.waiting.map(({ reason }) => reason).join(), /costs rent that is not refunded/);
  assert.equal((await pass({ dryRun: true })).repaid, 1);
  assert.equal(await count(), 1, "a dry run changes nothing");

  const bots = [payer, await funded(cluster)];
  const reports = await Promise.all(bots.map((bot) => pass({ payer: bot })));
  assert.deepEqual(
    [reports.map(({ repaid }) => repaid).sort(), reports.flatMap(({ skipped }) => skipped)],
    [[0, 1], []],
    "two bots do it once, and neither complains",
  );
  assert.equal(await count(), 2);
  assert.equal(principalOf((await world.readTranche()).data), 200n * ONE);
  assert.equal(settlementVault((await world.readSecurity()).data).reinvestment, 0n);
  const again = await pass();
  assert.deepEqual([again.repaid, await count()], [0, 2]);
  await assertReconciles(world);
});

test("an acceleration ends the waiting: the bot repays the debt at once", async () => {
  const plain = debtAndEquity();
  const structure = { ...plain, waterfall: { ...plain.waterfall, revolvingUntil: UNTIL } };
  const world = await closeAfterTests(TestDeal.start({ structure }));
  const { cluster, sponsor } = world;
  const investor = await world.investor(500n * ONE);
  await world.deposit(investor, 300n * ONE);
  await world.deposit(investor, 200n * ONE, world.juniorBook);
  await world.lock();
  await world.settle();
  await world.pay(110n * ONE, { principal: 100n * ONE });
  const accelerate = {
    authority: sponsor,
    security: await world.readSecurity(),
    change: ModeChange.Accelerate,
  };
  await world.send(await setMode(accelerate));
  const report = await crank(cluster, { payer: await funded(cluster), securities: [world.security] });
  assert.deepEqual([report.repaid, report.skipped], [1, []]);
  assert.equal(principalOf((await world.readTranche()).data), 200n * ONE);
  await assertReconciles(world);
});

test("a source that is paid before the first lock waits for it, and its principal repays the debt then", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const { cluster, sponsor, security } = world;
  const made = await registerSource({
    sponsor,
    security: await world.readSecurity(),
    note: "repayments",
    isPrincipal: true,
  });
  await world.send(made.instructions);
  await world.give(sponsor.address, 20n * ONE);
  const pay = getTransferInstruction({
    source: await world.wallet(sponsor.address),
    destination: made.account,
    authority: sponsor,
    amount: 20n * ONE,
  });
  await world.send([pay]);
  const payer = await funded(cluster);
  const pass = () => crank(cluster, { payer, securities: [security] });
  const early = await pass();
  assert.deepEqual([early.collected, early.skipped], [0, []]);
  assert.match(early.waiting.map(({ reason }) => reason).join(), /possible after the first lock.*NotBegun/);

  const investor = await world.investor(500n * ONE);
  await world.deposit(investor, 300n * ONE);
  await world.deposit(investor, 200n * ONE, world.juniorBook);
  await world.lock();
  await world.settle();
  const report = await pass();
  assert.deepEqual([report.collected, report.waiting, report.skipped], [1, [], []]);
  const [record] = await listDistributions(cluster, security);
  assert.deepEqual([record?.data.gross, record?.data.principal], [20n * ONE, 20n * ONE]);
  assert.equal(principalOf((await world.readTranche()).data), 280n * ONE);
  await assertReconciles(world);
});

test("a reserve that protects nothing any more goes home, and no sooner", async () => {
  const { deal: world } = await closeAfterTests(startSettledDeal());
  const { cluster, security } = world;
  const payer = await funded(cluster);
  const reserve = async () => settlementVault((await world.readSecurity()).data).reserve;
  const pass = () => crank(cluster, { payer, securities: [security] });
  await world.pay(10n * ONE);
  assert.deepEqual([(await pass()).repaid, await reserve()], [0, 5n * ONE], "it protects the debt");
  await world.pay(110n * ONE, { principal: 100n * ONE });
  const report = await pass();
  assert.deepEqual([report.repaid, report.skipped, await reserve()], [1, [], 0n]);
  assert.equal((await pass()).repaid, 0);
  await assertReconciles(world);
});

/** A settled deal whose reserve can pay the interest of its first due date. */
async function reserveDeal() {
  const plain = debtAndEquity();
  const [senior, junior] = plain.tranches;
  assert.ok(senior && junior);
  const [interest, arrears, principal, residual] = plain.waterfall.tiers;
  assert.ok(interest && arrears && principal && residual);
  const reserve = {
    __kind: "Reserve" as const,
    purpose: ReservePurpose.Interest,
    amount: 50n * ONE,
    bps: 0,
  };
  const structure = {
    tranches: [{ ...senior, periodMonths: 3 }, junior],
    waterfall: { ...plain.waterfall, tiers: [interest, arrears, reserve, principal, residual] },
  };
  const world = await closeAfterTests(TestDeal.start({ structure }));
  const { cluster, security } = world;
  const investor = await world.investor(500n * ONE);
  await world.deposit(investor, 300n * ONE);
  await world.deposit(investor, 200n * ONE, world.juniorBook);
  await world.lock();
  await world.settle();
  const payer = await funded(cluster);
  const memory = new Memory();
  const pass = (more: Partial<Parameters<typeof crank>[1]> = {}) =>
    crank(cluster, { payer, securities: [security], ...more });
  await world.pay(60n * ONE);
  const before = (await world.readTranche()).data;
  const due = before.nextDue * DAY;
  return { world, cluster, security, payer, memory, pass, before, due };
}

test("a reserve keeps a due date on which nobody pays in: once, and in the evening by a bot that keeps running", async () => {
  const { world, cluster, security, payer, memory, pass, before, due } = await reserveDeal();
  await world.moveTo(due - 1n);
  assert.equal((await pass()).repaid, 0, "interest has not fallen due");
  await world.moveTo(due + 3_600n);
  const waits = await pass({ memory, every: 30_000 });
  assert.equal(waits.repaid, 0, "who pays in has the day");
  assert.match(waits.waiting.map(({ reason }) => reason).join(), /it is a due date/);
  const rare = await pass({ memory, every: 24 * 3_600_000, dryRun: true });
  assert.equal(rare.repaid, 1, "the next pass would be too late");
  assert.equal((await pass({ dryRun: true })).repaid, 1);
  await world.moveTo(due + 18n * 3_600n);
  const bots = [payer, await funded(cluster)];
  const reports = await Promise.all(bots.map((bot) => pass({ payer: bot, memory })));
  assert.deepEqual(
    [reports.map(({ repaid }) => repaid).sort(), reports.flatMap(({ skipped }) => skipped)],
    [[0, 1], []],
  );
  assert.equal((await pass()).repaid, 0, "once");
  await world.moveTo(due + DAY);
  assert.equal((await pass()).repaid, 0);
  const [, run] = await listDistributions(cluster, security);
  assert.ok(run);
  const { data: after } = await world.readTranche();
  assert.deepEqual([run.data.gross, after.arrears, after.overdueSince], [0n, 0n, 0n]);
  assert.equal(after.interestPaid - before.interestPaid, run.data.tiers[0]);
  const held = settlementVault((await world.readSecurity()).data).reserve;
  assert.equal(held, 50n * ONE - (run.data.tiers[0] ?? 0n));
  await assertReconciles(world);
});

test("a due date that is over is kept at once by a reserve, and a running bot pays for one record a day", async () => {
  const { world, due, pass } = await reserveDeal();
  const memory = new Memory();
  await world.moveTo(due + DAY + 3_600n);
  const late = await pass({ memory, every: 30_000 });
  assert.equal(late.repaid, 1, "the morning after");
  assert.equal(memory.hasRun(world.security, due / DAY + 1n), true);
});

test("a running bot whose record of the day is spent waits, and one that works everywhere pays for none", async () => {
  const { world, due, pass } = await reserveDeal();
  await world.moveTo(due + DAY + 3_600n);
  const memory = new Memory();
  memory.run(world.security, due / DAY + 1n);
  const spent = await pass({ memory, every: 30_000 });
  assert.equal(spent.repaid, 0);
  assert.match(spent.waiting.map(({ reason }) => reason).join(), /a bot pays one a day/);
  const everywhere = await pass({ securities: undefined, rents: true });
  assert.equal(everywhere.repaid, 0);
  assert.match(everywhere.waiting.map(({ reason }) => reason).join(), /name the security/);
  await world.moveTo(due + 2n * DAY);
  assert.equal((await pass({ memory, every: 30_000 })).repaid, 1);
});
