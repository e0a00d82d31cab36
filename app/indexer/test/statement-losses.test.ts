import assert from "node:assert/strict";
import { test } from "node:test";
import { announceLoss, connect, recordLoss } from "@defi-ready/securities";
import { dealStatement, holderStatement } from "@defi-ready/securities-indexer";
import { DAY, ONE, startSettledDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { follower, newSqlite } from "./deal.js";

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
    [0n, 18n * ONE, 0n],
  );
  await deal.pass(20n * DAY);
  // Enough for all that is outstanding, and for what the cover paid: its capital goes home.
  await deal.pay(300n * ONE);
  await deal.pass(DAY);
  const end = await statement();
  const home = end.own.classes[2]?.money[0];
  assert.equal(home?.principal, 30n * ONE);
  assert.ok((end.own.classes[1]?.money[0]?.income ?? 0n) > 0n);
});
