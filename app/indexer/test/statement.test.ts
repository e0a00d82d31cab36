import assert from "node:assert/strict";
import { test } from "node:test";
import { claim, connect, readHolder, readTranche, transferShares } from "@defi-ready/securities";
import { holderStatement } from "@defi-ready/securities-indexer";
import { DAY, ONE, startSettledDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { follower, newSqlite } from "./deal.js";

const { deal, investor } = await closeAfterTests(startSettledDeal());
const cluster = connect(deal.url);
const buyer = await deal.investor();

await deal.pass(30n * DAY);
await deal.pay(20n * ONE);
await deal.send(
  await transferShares({
    cluster,
    owner: investor,
    tranche: await readTranche(cluster, deal.senior),
    security: await deal.readSecurity(),
    to: buyer.address,
    amount: 40n * ONE,
  }),
  investor,
);
await deal.pass(30n * DAY);
await deal.pay(7n * ONE);
const holder = await readHolder(cluster, { tranche: deal.senior, owner: investor.address });
await deal.send(await claim({ owner: investor, security: await deal.readSecurity(), holder }), investor);
await deal.pay(3_333_333n);

test("a statement", async () => {
  const database = await newSqlite();
  await (await follower({ url: deal.url, database })).pass();
  const statement = await holderStatement({
    cluster,
    database,
    security: deal.security,
    owner: investor.address,
  });
  console.log(JSON.stringify(statement, (_, v) => (typeof v === "bigint" ? String(v) : v), 1));
  assert.ok(statement.reconciles);
});
