import assert from "node:assert/strict";
import { test } from "node:test";
import { claim, clusterTime, connect, readHolder, repayReinvestment } from "@defi-ready/securities";
import { dealStatement, holderStatement } from "@defi-ready/securities-indexer";
import { DAY, ONE, startSettledDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { follower, newSqlite } from "./deal.js";

test("what a payment of nothing pays reaches holders over a day, on the statement too", async () => {
  const { deal, investor } = await closeAfterTests(startSettledDeal());
  const cluster = connect(deal.url);
  const { security } = deal;
  const database = await newSqlite();
  const follow = await follower({ url: deal.url, database });
  const paid = async () => {
    const holder = await readHolder(cluster, { tranche: deal.junior, owner: investor.address });
    await deal.send(await claim({ owner: investor, security: await deal.readSecurity(), holder }), investor);
    return (await readHolder(cluster, { tranche: deal.junior, owner: investor.address })).data.earnings[0]
      ?.paid;
  };
  const agrees = async () => {
    await follow.pass();
    const statement = await holderStatement({ cluster, database, security, owner: investor.address });
    assert.deepEqual(
      statement.checks.filter(({ holds }) => !holds),
      [],
    );
    assert.ok((await dealStatement({ cluster, database, security })).reconciles);
  };
  await deal.pay(10n * ONE);
  await deal.pay(110n * ONE, { principal: 100n * ONE });
  const before = (await paid()) ?? 0n;
  await agrees();
  // The reserve protects nothing any more, and its 5 are the junior's.
  const repaid = await repayReinvestment({
    caller: deal.sponsor,
    security: await deal.readSecurity(),
    now: await clusterTime(cluster),
  });
  await deal.send(repaid.instructions);
  await agrees();
  await deal.pass(DAY / 4n);
  await agrees();
  await deal.pass(DAY / 4n);
  assert.equal((await paid()) ?? 0n, before + (5n * ONE) / 2n);
  await agrees();
  await deal.pass(DAY);
  assert.equal((await paid()) ?? 0n, before + 5n * ONE);
  await agrees();
});
