import assert from "node:assert/strict";
import { test } from "node:test";
import { announceLoss, connect, recordLoss } from "@defi-ready/securities";
import { TrancheKind } from "@defi-ready/securities/program";
import { dealStatement, holderStatement } from "@defi-ready/securities-indexer";
import { DAY, JUNIOR, ONE, SENIOR, type Structure, startSettledDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { follower, newSqlite } from "./deal.js";

/** A debt, an equity and a cover, without fees, reserves and triggers. */
const UNTAXED: Structure = {
  tranches: [
    SENIOR,
    { ...JUNIOR, par: ONE },
    { ...JUNIOR, rank: 2, kind: TrancheKind.Cover, par: ONE, lossCap: 12n * ONE },
  ],
  waterfall: {
    tiers: [
      { __kind: "Interest", rank: 0 },
      { __kind: "Arrears", rank: 0 },
      { __kind: "Cover", rank: 2 },
      { __kind: "Principal", rank: 0 },
      { __kind: "Principal", rank: 1 },
      { __kind: "Residual", rank: 1 },
    ],
  },
};

test("what covers pay for losses, and their capital that goes home, is in statements, and reconciles", async () => {
  const { deal, investor } = await closeAfterTests(startSettledDeal());
  const cluster = connect(deal.url);
  const { security, sponsor, arbitrator } = deal;
  const database = await newSqlite();
  const follow = await follower({ url: deal.url, database });
  const statement = async () => {
    await follow.pass();
    const common = { cluster, database, security };
    const [own, whole] = [
      await holderStatement({ ...common, owner: investor.address }),
      await dealStatement(common),
    ];
    assert.deepEqual(
      [...own.checks, ...whole.checks].filter(({ holds }) => !holds),
      [],
    );
    return { own, whole };
  };
  await deal.pass(10n * DAY);
  await deal.pay(20n * ONE);
  await statement();
  const reportSha256 = new Uint8Array(32).fill(9);
  const { instructions, loss } = await announceLoss({
    servicer: sponsor,
    security: await deal.readSecurity(),
    amount: 30n * ONE,
    reportSha256,
  });
  await deal.send(instructions);
  await deal.send(await recordLoss({ security: await deal.readSecurity(), loss, arbitrator }));
  // Half of it after half a day.
  await deal.pass(DAY / 2n);
  const half = await statement();
  const coveredOf = (one: typeof half.own) =>
    one.classes[0]?.money[0]?.earned.find(({ distribution }) => distribution === undefined);
  assert.equal(coveredOf(half.own)?.principal, 6n * ONE);
  await deal.pass(DAY / 2n);
  const { own, whole } = await statement();
  // The cover pays 12 of 30, which repay the debt; the equity bears 18.
  const covered = coveredOf(own);
  assert.deepEqual([covered?.principal, covered?.source], [12n * ONE, "paid by covers for a loss"]);
  assert.deepEqual(
    whole.classes.map(({ losses }) => losses),
    [0n, 18n * ONE, 12n * ONE],
  );
  await deal.pass(20n * DAY);
  // Enough for all that is outstanding, and for what the cover paid: its capital goes home.
  await deal.pay(300n * ONE);
  await deal.pass(DAY);
  const end = await statement();
  const home = end.own.classes[2]?.money[0];
  assert.equal(home?.principal, 30n * ONE);
  // The cover has its 12 back; what the equity lost stays lost.
  assert.deepEqual(
    end.whole.classes.map(({ losses }) => losses),
    [0n, 18n * ONE, 0n],
  );
  assert.ok((end.own.classes[1]?.money[0]?.income ?? 0n) > 0n);
});

test("losses are net of what is made good, also by a cover that had run dry", async () => {
  const { deal, investor } = await closeAfterTests(startSettledDeal({ structure: UNTAXED }));
  const cluster = connect(deal.url);
  const { security, sponsor, arbitrator } = deal;
  const database = await newSqlite();
  const follow = await follower({ url: deal.url, database });
  const losses = async (of: Readonly<{ from?: bigint }> = {}) => {
    await follow.pass();
    const { checks, classes } = await dealStatement({ cluster, database, security, ...of });
    assert.deepEqual(
      checks.filter(({ holds }) => !holds),
      [],
    );
    return classes.map((one) => one.losses);
  };
  const lose = async (amount: bigint, report: number) => {
    const reportSha256 = new Uint8Array(32).fill(report);
    const announced = { servicer: sponsor, security: await deal.readSecurity(), amount, reportSha256 };
    const { instructions, loss } = await announceLoss(announced);
    await deal.send(instructions);
    await deal.send(await recordLoss({ security: await deal.readSecurity(), loss, arbitrator }));
  };
  // The cover has 30, and pays 12 of a loss at most: 12, 12 and 6 of 12. The equity's 100 are lost, and 30 of the debt.
  await lose(60n * ONE, 1);
  await lose(60n * ONE, 2);
  await lose(40n * ONE, 3);
  assert.deepEqual(await losses(), [30n * ONE, 100n * ONE, 30n * ONE]);
  // A recovery writes the debt up.
  await deal.pay(10n * ONE, { recovery: true });
  assert.deepEqual(await losses(), [20n * ONE, 100n * ONE, 30n * ONE]);
  // After the debt's end: 1,000 days of interest on 40, which is 8,767,123, and then the cover is filled again.
  await deal.pass(1_000n * DAY);
  await deal.pay(8_767_123n + 30n * ONE);
  assert.deepEqual(await losses(), [20n * ONE, 100n * ONE, 0n]);
  // All 40 that are outstanding, and 1 of what is written off. The cover pays the 6 that it was short of for the third
  // loss, and goes home with 24.
  const { time } = await dealStatement({ cluster, database, security });
  await deal.pass(2n);
  await deal.pay(41n * ONE);
  assert.deepEqual(await losses(), [13n * ONE, 100n * ONE, 6n * ONE]);
  assert.deepEqual(await losses({ from: time + 1n }), [-7n * ONE, 0n, 6n * ONE]);
  // What income repays of what is written off is no loss any more, nor what the cover has back.
  await deal.pay(13n * ONE);
  assert.deepEqual(await losses(), [0n, 100n * ONE, 6n * ONE]);
  await deal.pay(6n * ONE);
  assert.deepEqual(await losses(), [0n, 100n * ONE, 0n]);
  const early = await holderStatement({ cluster, database, security, owner: investor.address });
  assert.deepEqual(
    early.checks.filter(({ holds }) => !holds),
    [],
  );
  // What the cover paid late, and its capital, take a day.
  await deal.pass(DAY);
  const own = await holderStatement({ cluster, database, security, owner: investor.address });
  assert.deepEqual(
    own.checks.filter(({ holds }) => !holds),
    [],
  );
  // All principal came back, but for a fraction of a unit that is counted with the interest.
  const [debt, equity, cover] = own.classes.map(({ money: [line] }) => line?.principal ?? 0n);
  assert.ok(debt !== undefined && 100n * ONE - debt <= 1n, `${debt}`);
  assert.deepEqual([equity, cover], [0n, 30n * ONE]);
});
