import assert from "node:assert/strict";
import { test } from "node:test";
import {
  clusterTime,
  isFixed,
  issueCredential,
  NOBODY,
  pointsDue,
  readHolder,
  readSecurityState,
  reconcile,
  setCurve,
  takePoints,
  tokenBalance,
} from "@defi-ready/securities";
import { RewardKind } from "@defi-ready/securities/program";
import { crank } from "@defi-ready/securities-bot";
import {
  DAY,
  DEADLINE,
  funded,
  JUNIOR,
  ONE,
  SOL,
  type Structure,
  TestDeal,
  type TestDealOptions,
} from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { type Address, generateKeyPairSigner, lamports } from "@solana/kit";
import { Terminal } from "./command-line.js";

/** Two classes of equity, and a thousand points that have a fifth of all income. */
const structureOf = (manager: Address): Structure => ({
  tranches: [
    { ...JUNIOR, rank: 0, share: { ...JUNIOR.share, name: "Fund", symbol: "FND" } },
    JUNIOR,
    {
      ...JUNIOR,
      rank: 2,
      decimals: 0,
      authorised: 1_000n,
      manager,
      share: { ...JUNIOR.share, name: "Points", symbol: "PTS" },
    },
  ],
  waterfall: {
    tiers: [
      { __kind: "Split", rank: 2, bps: 2_000 },
      { __kind: "Split", rank: 1, bps: 1 },
      { __kind: "Residual", rank: 0 },
    ],
  },
});

/** A world whose first book grants 300 of the points for a full thousand, half of which alice puts in. */
async function half(options: TestDealOptions = {}) {
  const manager = await generateKeyPairSigner();
  const world = await closeAfterTests(
    TestDeal.start({ structure: structureOf(manager.address), ...options }),
  );
  const points = world.tranches[2] as Address;
  await world.send(
    await setCurve({
      sponsor: world.sponsor,
      book: await world.readBook(),
      kind: RewardKind.PromotePoints,
      tranche: points,
      knots: [{ money: 1_000n * ONE, reward: 300n }],
    }),
  );
  const alice = await world.investor();
  await world.deposit(alice, 500n * ONE);
  const due = async () => {
    const [security, tranche] = [await world.readSecurity(), await world.readTranche(points)];
    return pointsDue({
      security: security.data,
      tranche: tranche.data,
      now: await clusterTime(world.cluster),
    });
  };
  return { world, manager: manager.address, points, alice, due };
}

async function assertReconciles(world: TestDeal): Promise<void> {
  const checks = reconcile(await readSecurityState(world.cluster, world.security));
  assert.deepEqual(
    checks.filter(({ holds }) => !holds),
    [],
  );
}

test("the bot gives the manager the points that a half full book does not grant, with their earnings since the lock", async () => {
  const { world, manager, points, alice, due } = await half();
  const { cluster, security } = world;
  const bot = await funded(cluster);
  const read = async () => ({
    payer: world.sponsor,
    security: await world.readSecurity(),
    tranche: await world.readTranche(points),
  });
  assert.deepEqual(await due(), { shares: 0n, earned: [0n] }, "before the lock nothing is there");
  await assert.rejects(world.send(await takePoints({ cluster, ...(await read()) })), /\d+, NoPoints/);
  const junior = await world.readTranche(world.junior);
  assert.ok(!isFixed(junior.data));
  await assert.rejects(takePoints({ cluster, ...(await read()), tranche: junior }), /names no manager/);

  await world.moveTo(DEADLINE);
  await world.lockBook(world.seniorBook);
  // A fifth of it is of the points: 150 of them are alice's.
  await world.pay(50n * ONE);
  const expected = { shares: 850n, earned: [(17n * ONE) / 2n] };
  assert.deepEqual(await due(), expected);
  await assertReconciles(world);

  const shy = await crank(cluster, { payer: bot });
  assert.deepEqual([shy.settled, shy.points, shy.skipped], [1, 0, []]);
  assert.match(shy.waiting[0]?.reason ?? "", /the manager has no record .* cost rent/);
  await world.give(manager, 0n);
  const options = { payer: bot, securities: [security] };
  assert.equal((await crank(cluster, { ...options, dryRun: true })).points, 1);
  assert.deepEqual(await due(), expected, "a dry run does nothing");
  const report = await crank(cluster, options);
  assert.deepEqual([report.points, report.skipped, report.waiting], [1, [], []]);
  const shares = async (owner: Address) =>
    (await readHolder(cluster, { tranche: points, owner })).data.shares;
  assert.deepEqual([await shares(manager), await shares(alice.address)], [850n, 150n]);
  const wallet = await world.wallet(manager);
  assert.equal(await tokenBalance(cluster, wallet), (17n * ONE) / 2n, "and paid");
  await assertReconciles(world);

  await world.pay(50n * ONE);
  assert.deepEqual(await due(), { shares: 0n, earned: [0n] }, "its record earns by itself");
  assert.equal((await crank(cluster, options)).points, 0);
  assert.equal(await tokenBalance(cluster, wallet), 17n * ONE);
  await assertReconciles(world);
});

test("a manager without a credential waits and earns, and then anyone hands it its points by a command", async () => {
  const qualifier = await generateKeyPairSigner();
  const { world, manager, points, alice } = await half({ qualifiers: [qualifier.address] });
  const { cluster, security } = world;
  await cluster.rpc.requestAirdrop(qualifier.address, lamports(SOL)).send();
  const admit = async (subject: Address) => {
    const terms = { category: 2, jurisdiction: 756, expiresAt: DEADLINE + 300n * DAY, person: NOBODY };
    await world.send(await issueCredential({ qualifier, subject, terms }), qualifier);
  };
  const options = { payer: await funded(cluster), securities: [security] };
  await admit(alice.address);
  assert.equal((await crank(cluster, options)).marked, 1);
  await world.moveTo(DEADLINE);
  const locked = await crank(cluster, options);
  assert.deepEqual([locked.locked, locked.settled, locked.points, locked.skipped], [1, 1, 0, []]);
  assert.match(locked.waiting[0]?.reason ?? "", /the manager has no valid credential/);
  await world.pay(50n * ONE);
  await assertReconciles(world);

  const terminal = new Terminal(world);
  const [other = ""] = await terminal.investor("other");
  const shown = await terminal.ok(other, "show", security);
  assert.match(shown, new RegExp(`2 +${manager} +850 +850 +8\\.50\\n`));
  assert.match(
    shown,
    new RegExp(`There are 1,000 shares of class 2 \\(equity\\), never more .* are ${manager}'s`),
  );
  await admit(manager);
  assert.match(
    await terminal.ok(other, "holder", "take-points", points),
    /gave .* 850 points, and their earnings of 8\.50/,
  );
  const { data } = await readHolder(cluster, { tranche: points, owner: manager });
  assert.deepEqual([data.shares, data.earnings[0]?.owed], [850n, (17n * ONE) / 2n]);
  await assertReconciles(world);
});
