import assert from "node:assert/strict";
import { test } from "node:test";
import {
  earningsOf,
  listHolders,
  lookupTablesFor,
  payoutOf,
  readHolder,
  readSecurityState,
  reconcile,
  reconciles,
  tokenBalance,
} from "@defi-ready/securities";
import { type CrankReport, crank, type Progress } from "@defi-ready/securities-bot";
import { DAY, DEADLINE, funded, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { KeyPairSigner } from "@solana/kit";
import { getCloseAccountInstruction, getTransferInstruction } from "@solana-program/token";

const QUIET = {
  dryRun: false,
  stopped: false,
  locked: 0,
  givenUp: 0,
  credentials: 0,
  marked: 0,
  moved: 0,
  settled: 0,
  refunded: 0,
  released: 0,
  closed: 0,
  executed: 0,
  converted: 0,
  reclaimed: 0,
  points: 0,
  fixed: 0,
  frozen: 0,
  windows: 0,
  losses: 0,
  collected: 0,
  repaid: 0,
  checked: 0,
  stepped: 0,
  swept: 0,
  returned: 0,
  fees: 0,
  paid: 0,
  opened: 0,
  escheated: 0,
  waiting: [],
  skipped: [],
  unlisted: 0,
};

async function pass(world: TestDeal, bot: KeyPairSigner, progress?: Progress[]): Promise<CrankReport> {
  return await crank(world.cluster, { payer: bot, onProgress: (step) => progress?.push(step) });
}

function outcome({ securities, amounts, inKind, owing, ...report }: CrankReport) {
  assert.ok(securities >= 1);
  assert.deepEqual(inKind, []);
  assert.ok([...amounts.values()].every((amount) => amount > 0n));
  return report;
}

test("the bot does what is due, and a second pass changes nothing", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const bot = await funded(world.cluster);
  const investors = await Promise.all(Array.from({ length: 5 }, () => world.investor()));
  for (const investor of investors) {
    await world.deposit(investor, 30n * ONE);
    await world.deposit(investor, 25n * ONE, world.juniorBook);
  }
  assert.deepEqual(outcome(await pass(world, bot)), QUIET, "nothing is due in the offering");

  await world.moveTo(DEADLINE);
  const progress: Progress[] = [];
  const settled = await pass(world, bot, progress);
  assert.deepEqual(outcome(settled), { ...QUIET, locked: 2, settled: 10 });
  assert.deepEqual(
    progress.filter(({ task }) => task === "settle").map(({ done, total }) => [done, total]),
    [1, 2, 3, 4, 5, 1, 2, 3, 4, 5].map((done) => [done, 5]),
  );

  await world.moveTo(DEADLINE + 31n * DAY);
  await world.pay(20n * ONE);
  await world.pay(10n * ONE);
  const paid = await pass(world, bot);
  assert.equal(paid.paid, 5);
  const before = await readSecurityState(world.cluster, world.security);
  assert.equal(paid.amounts.get(world.security), before.security.data.vaults[0]?.paid);

  assert.deepEqual(outcome(await pass(world, bot)), QUIET);
  const after = await readSecurityState(world.cluster, world.security);
  assert.deepEqual(after.security, before.security);
  assert.deepEqual(after.tranches, before.tranches);
  assert.ok(reconciles(reconcile(after)));
});

test("two bots at once do the work once, and neither complains", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const bots = [await funded(world.cluster), await funded(world.cluster)];
  const investors = await Promise.all(Array.from({ length: 6 }, () => world.investor()));
  for (const investor of investors) {
    await world.deposit(investor, 20n * ONE);
  }
  await world.moveTo(DEADLINE);
  const reports = await Promise.all(bots.map((bot) => pass(world, bot)));
  const total = (count: (report: CrankReport) => number) =>
    reports.map(count).reduce((sum, one) => sum + one, 0);
  assert.deepEqual(
    reports.flatMap(({ skipped }) => skipped),
    [],
  );
  assert.deepEqual([total(({ locked }) => locked), total(({ settled }) => settled)], [1, 6]);
  assert.ok(reconciles(reconcile(await readSecurityState(world.cluster, world.security))));
});

test("a book below its minimum goes back to its investors", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const bot = await funded(world.cluster);
  const investor = await world.investor(50n * ONE);
  await world.deposit(investor, 20n * ONE);
  await world.deposit(investor, 30n * ONE);
  await world.moveTo(DEADLINE);
  assert.deepEqual(outcome(await pass(world, bot)), { ...QUIET, refunded: 2 });
  assert.equal(await tokenBalance(world.cluster, await world.wallet(investor.address)), 50n * ONE);
  assert.deepEqual(outcome(await pass(world, bot)), QUIET);
});

test("who cannot be paid waits, is told of, and is paid later", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const bot = await funded(world.cluster);
  const [gone, here] = [await world.investor(40n * ONE), await world.investor(60n * ONE)];
  await world.deposit(gone, 40n * ONE);
  await world.deposit(here, 60n * ONE);
  await world.moveTo(DEADLINE);
  await pass(world, bot);
  const account = await world.wallet(gone.address);
  await world.send([getCloseAccountInstruction({ account, destination: gone.address, owner: gone })], gone);
  await world.pay(10n * ONE);

  const report = await pass(world, bot);
  assert.equal(report.paid, 1);
  assert.match(report.waiting[0]?.reason ?? "", /its payout account does not exist: the money stays owed/);
  assert.equal(await tokenBalance(world.cluster, await world.wallet(here.address)), 6n * ONE - 1n);

  await world.give(gone.address, 0n);
  assert.deepEqual(outcome(await pass(world, bot)), { ...QUIET, paid: 1 });
  const holder = await readHolder(world.cluster, { tranche: world.senior, owner: gone.address });
  assert.equal(
    earningsOf({ holder: holder.data, tranche: (await world.readTranche()).data, now: DEADLINE }).owed,
    0n,
  );
});

test("a ticket whose refund account is gone does not hold up the others", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const bot = await funded(world.cluster);
  const [gone, here] = [await world.investor(20n * ONE), await world.investor(20n * ONE)];
  await world.deposit(gone, 20n * ONE);
  await world.deposit(here, 20n * ONE);
  const account = await world.wallet(gone.address);
  await world.send([getCloseAccountInstruction({ account, destination: gone.address, owner: gone })], gone);
  await world.moveTo(DEADLINE);
  const report = await pass(world, bot);
  assert.equal(report.refunded, 1);
  assert.equal(report.skipped.length, 1);
  await world.give(gone.address, 0n);
  assert.deepEqual(outcome(await pass(world, bot)), { ...QUIET, refunded: 1 });
});

test("a surplus whose refund account is gone waits, while the shares and their payments do not", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const bot = await funded(world.cluster);
  const [first, last] = [await world.investor(9_990n * ONE), await world.investor(20n * ONE)];
  await world.deposit(first, 9_990n * ONE);
  await world.deposit(last, 20n * ONE);
  const account = await world.wallet(last.address);
  await world.send([getCloseAccountInstruction({ account, destination: last.address, owner: last })], last);
  await world.moveTo(DEADLINE);
  assert.deepEqual(outcome(await pass(world, bot)), { ...QUIET, locked: 1, settled: 2 });
  const holder = await readHolder(world.cluster, { tranche: world.senior, owner: last.address });
  assert.equal(holder.data.shares, 10n * ONE);

  const { waiting, ...rest } = outcome(await pass(world, bot));
  assert.deepEqual({ ...rest, waiting: waiting.map(({ task }) => task) }, { ...QUIET, waiting: ["refund"] });
  assert.match(
    waiting[0]?.reason ?? "",
    /neither its refund account nor its owner's associated account can be paid: the refund waits, in the book until 2026-/,
  );
  const state = await readSecurityState(world.cluster, world.security);
  assert.ok(reconciles(reconcile(state)));

  await world.give(last.address, 0n);
  assert.deepEqual(outcome(await pass(world, bot)), { ...QUIET, refunded: 1 });
  assert.equal(await tokenBalance(world.cluster, account), 10n * ONE);
  assert.deepEqual(outcome(await pass(world, bot)), QUIET);
});

test("twenty-five holders are paid in two transactions with a lookup table, which the next payment uses again", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const bot = await funded(world.cluster);
  const investors = await Promise.all(Array.from({ length: 25 }, () => world.investor(10n * ONE)));
  for (const investor of investors) {
    await world.deposit(investor, 10n * ONE);
  }
  await world.moveTo(DEADLINE);
  assert.equal((await pass(world, bot)).settled, 25);

  await world.pay(60n * ONE);
  const transactions = async () =>
    (await world.cluster.rpc.getSignaturesForAddress(world.senior, { limit: 1_000 }).send()).length;
  const before = await transactions();
  const first = await crank(world.cluster, { payer: bot, lookupTables: true });
  assert.equal(first.paid, 25);
  // One makes the table that names the tranche, two pay.
  const used = (await transactions()) - before;
  assert.ok(used <= 3, `${used} transactions`);

  await world.pay(30n * ONE);
  const again = await transactions();
  assert.equal((await pass(world, bot)).paid, 25);
  assert.equal((await transactions()) - again, 2);
  const tables = await lookupTablesFor(world.cluster, {
    authority: bot,
    label: [world.security, world.senior],
    wanted: [],
  });
  assert.equal(Object.keys(tables).length, 1);
  const { payable } = payoutOf((await world.readTranche()).data);
  assert.ok(payable <= 25n, "less than a unit a holder, and what the accumulator could not divide");
  assert.equal((await listHolders(world.cluster, world.senior)).length, 25);
});

test("what somebody donates to a vault changes nothing for the bot", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const bot = await funded(world.cluster);
  const investor = await world.investor(200n * ONE);
  await world.deposit(investor, 100n * ONE);
  const [asset] = (await world.readBook()).data.assets;
  assert.ok(asset);
  const source = await world.wallet(investor.address);
  const donate = getTransferInstruction({
    source,
    destination: asset.escrow,
    authority: investor,
    amount: 7n,
  });
  await world.send([donate], investor);
  await world.moveTo(DEADLINE);
  assert.deepEqual(outcome(await pass(world, bot)), { ...QUIET, locked: 1, settled: 1 });
  assert.ok(reconciles(reconcile(await readSecurityState(world.cluster, world.security))));
});

test("a book that cannot be read does not hold up the others, nor the payments", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const bot = await funded(world.cluster);
  const broken = await world.openBook({ minimum: 10n * ONE });
  const investor = await world.investor();
  for (const book of [broken, world.juniorBook, world.seniorBook]) {
    await world.deposit(investor, 100n * ONE, book);
  }
  await world.moveTo(DEADLINE);
  await world.lockBook(broken);
  const { line } = (await world.readBook(broken)).data;
  await world.call("securities_setAccount", [line, { lamports: 0, owner: line, data: "" }]);
  const report = await pass(world, bot);
  assert.deepEqual([report.locked, report.settled], [2, 2]);
  assert.deepEqual(
    report.skipped.map(({ task, subject }) => [task, subject]),
    [["read", broken]],
  );
  assert.match(report.skipped[0]?.reason ?? "", /there is no line at/);
});
