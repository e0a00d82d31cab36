import assert from "node:assert/strict";
import { test } from "node:test";
import {
  closeSeries,
  clusterTime,
  createSeries,
  earningsOf,
  exercise,
  fitsTransaction,
  fundTips,
  LOCK_GRACE,
  listSeries,
  listTables,
  listTickets,
  readHolder,
  readSecurityState,
  readSeries,
  reconcile,
  setCurve,
  settleTicket,
  shareAccountAddress,
  tokenBalance,
} from "@defi-ready/securities";
import { type Knot, RewardKind, type WarrantSeries } from "@defi-ready/securities/program";
import { crank } from "@defi-ready/securities-bot";
import { DAY, DEADLINE, funded, ONE, START, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Account, Address, KeyPairSigner } from "@solana/kit";

const EXPIRY = DEADLINE + 100n * DAY;
const TIP = 2_000_000n;

async function newSeries(
  world: TestDeal,
  tranche: Address,
  expiresAt = EXPIRY,
): Promise<Account<WarrantSeries>> {
  const { instructions, series } = await createSeries({
    sponsor: world.sponsor,
    tranche: await world.readTranche(tranche),
    // Not below what the book of the junior shares asks.
    terms: { strike: (3n * ONE) / 2n, expiresAt },
  });
  await world.send(instructions);
  return readSeries(world.cluster, series);
}

/** Promises a reward: so much for the first 1,000 in line. */
async function promise(
  world: TestDeal,
  book: Address,
  reward: bigint,
  what: Readonly<{ kind: RewardKind; tranche?: Address; series?: Address; knots?: Knot[] }>,
): Promise<void> {
  const knots = [{ money: 1_000n * ONE, reward }];
  const account = await world.readBook(book);
  await world.send(await setCurve({ sponsor: world.sponsor, book: account, knots, ...what }));
}

async function assertReconciles(world: TestDeal): Promise<void> {
  const checks = reconcile(await readSecurityState(world.cluster, world.security));
  assert.deepEqual(
    checks.filter(({ holds }) => !holds),
    [],
  );
}

test("the bot grants all rewards, takes its tips, refunds who is not accepted, and closes what has expired", async () => {
  const world = await closeAfterTests(
    TestDeal.start({ terms: { cap: 300n * ONE, minTicket: ONE, tip: TIP } }),
  );
  const { cluster, junior } = world;
  const bot = await funded(cluster);
  const series = await newSeries(world, junior);
  const book = world.seniorBook;
  await promise(world, book, 100n * ONE, { kind: RewardKind.BonusShares });
  await promise(world, book, 200n * ONE, {
    kind: RewardKind.Warrants,
    tranche: junior,
    series: series.address,
  });
  await promise(world, book, 50n * ONE, { kind: RewardKind.PromotePoints, tranche: junior });
  await world.send(
    await fundTips({ payer: world.sponsor, book: await world.readBook(book), lamports: 3n * TIP }),
  );

  const [alice, bob, carol, dave] = await Promise.all([1, 2, 3, 4].map(() => world.investor()));
  assert.ok(alice && bob && carol && dave);
  await world.deposit(alice, 200n * ONE, book);
  await world.deposit(bob, 150n * ONE, book);
  await world.deposit(carol, 70n * ONE, book);
  await world.deposit(dave, 30n * ONE, book, { consent: null });
  await assertReconciles(world);
  await world.moveTo(DEADLINE);
  const balance = async () => (await cluster.rpc.getBalance(bot.address).send()).value;
  const before = await balance();
  const report = await crank(cluster, { payer: bot });
  assert.deepEqual(report.skipped, []);
  assert.deepEqual([report.locked, report.settled, report.refunded], [1, 2, 2]);
  assert.equal((await world.readBook(book)).data.tipBudget, 0n);
  assert.ok((await balance()) > before - 30_000_000n, "rents of six accounts at most, and tips back");

  const shares = async (tranche: Address, { address }: KeyPairSigner) =>
    (await readHolder(cluster, { tranche, owner: address })).data.shares;
  const warrants = async ({ address }: KeyPairSigner) =>
    tokenBalance(cluster, await shareAccountAddress(address, series.data.mint));
  assert.deepEqual(
    [await shares(world.senior, alice), await warrants(alice), await shares(junior, alice)],
    [220n * ONE, 40n * ONE, 10n * ONE],
  );
  assert.deepEqual(
    [await shares(world.senior, bob), await warrants(bob), await shares(junior, bob)],
    [110n * ONE, 20n * ONE, 5n * ONE],
  );
  for (const { address } of [carol, dave]) {
    assert.equal(await tokenBalance(cluster, await world.wallet(address)), 1_000_000n * ONE);
  }
  await assertReconciles(world);

  const turn = await exercise({
    cluster,
    owner: alice,
    security: await world.readSecurity(),
    series,
    amount: 7n * ONE + 1n,
  });
  const wallet = await world.wallet(alice.address);
  const cash = await tokenBalance(cluster, wallet);
  await world.send(turn, alice);
  assert.equal(cash - (await tokenBalance(cluster, wallet)), (21n * ONE) / 2n + 2n, "rounded up");
  assert.equal(await shares(junior, alice), 17n * ONE + 1n);
  await assertReconciles(world);

  await assert.rejects(world.send(await closeSeries({ series })), /\d+, SeriesRunning/);
  await world.moveTo(EXPIRY);
  assert.equal((await crank(cluster, { payer: bot })).closed, 1);
  assert.deepEqual(await listSeries(cluster, junior), []);
  await assertReconciles(world);

  await world.pay(10n * ONE);
  const paid = await readHolder(cluster, { tranche: world.senior, owner: bob.address });
  assert.ok(
    earningsOf({
      holder: paid.data,
      tranche: (await world.readTranche()).data,
      now: await clusterTime(cluster),
    }).owed > 0n,
  );
});

test("tickets of a book with as many rewards as there can be are settled, each in a transaction without a lookup table", async () => {
  const world = await closeAfterTests(TestDeal.start({ equity: 4 }));
  const { cluster } = world;
  const bot = await funded(cluster);
  const book = await world.openBook({});
  const [, ...equities] = world.tranches;
  assert.equal(equities.length, 4);
  for (const tranche of equities) {
    await promise(world, book, 10n * ONE, { kind: RewardKind.PromotePoints, tranche });
  }
  const [alice, bob] = [await world.investor(), await world.investor()];
  await world.deposit(alice, 500n * ONE, book);
  await world.deposit(bob, 500n * ONE, book);
  await world.moveTo(DEADLINE);
  await world.lockBook(book);
  const [ticket] = await listTickets(cluster, { book });
  assert.ok(ticket);
  const settlement = await settleTicket({ cluster, payer: bot, book: await world.readBook(book), ticket });
  assert.equal(settlement.length, 9, "four records, four share accounts, the rest");
  assert.ok(fitsTransaction({ instructions: settlement.slice(-1), payer: bot }));

  const report = await crank(cluster, { payer: bot });
  assert.deepEqual(report.skipped, []);
  assert.equal(report.settled, 2);
  for (const tranche of equities) {
    assert.equal((await readHolder(cluster, { tranche, owner: bob.address })).data.shares, 5n * ONE);
  }
  assert.deepEqual(await listTables(cluster, bot.address), []);
  await assertReconciles(world);
});

test("a series that expires before its tickets are settled grants nothing, and holds up nobody", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const { cluster, junior } = world;
  const expiry = DEADLINE + LOCK_GRACE + 1n;
  const series = await newSeries(world, junior, expiry);
  const book = await world.openBook({});
  await promise(world, book, 10n * ONE, {
    kind: RewardKind.Warrants,
    tranche: junior,
    series: series.address,
  });
  const alice = await world.investor();
  await world.deposit(alice, 500n * ONE, book);
  await world.moveTo(START + 39n * DAY);
  await world.lockBook(book);
  await world.moveTo(expiry);
  await world.send(await closeSeries({ series }));
  await assertReconciles(world);
  const report = await crank(cluster, { payer: await funded(cluster) });
  assert.deepEqual([report.settled, report.skipped], [1, []]);
  assert.equal(
    (await readHolder(cluster, { tranche: world.senior, owner: alice.address })).data.shares,
    500n * ONE,
  );
  await assertReconciles(world);
});
