import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, readTranche, transferShares } from "@defi-ready/securities";
import { catchUp, type Database, eventCounters, type Health } from "@defi-ready/securities-indexer";
import { ONE, startSettledDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { contentOf, follower, newSqlite, opened } from "./deal.js";
import { Postgres } from "./postgres.js";

const { deal, investor } = await closeAfterTests(startSettledDeal());
const postgres = Postgres.start();
const cluster = connect(deal.url);
const buyer = await deal.investor();

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
await deal.pay(7n * ONE);

async function caughtUp(database: Database, batch: number): Promise<Health> {
  const follow = await follower({ url: deal.url, database, batch });
  return await catchUp(follow, { counters: () => eventCounters(cluster) });
}

test("a deal's events are all there, each numbered once, and what happened twice is written once", async () => {
  const database = await newSqlite();
  const health = await caughtUp(database, 7);
  assert.deepEqual(health.gaps, []);
  const { counters } = await eventCounters(cluster);
  const numbers = await database
    .selectFrom("events")
    .select("sequence")
    .where("stream", "=", deal.security)
    .orderBy("sequence")
    .execute();
  const counted = Number(counters.get(deal.security));
  assert.ok(counted > 10);
  assert.deepEqual(
    numbers.map(({ sequence }) => Number(sequence)),
    Array.from({ length: counted }, (_, at) => at + 1),
  );
  const before = await contentOf(database);
  await caughtUp(database, 100);
  assert.deepEqual(await contentOf(database), before);
});

test("shares that moved are read from the token program's call of the hook", async () => {
  const database = await newSqlite();
  await caughtUp(database, 250);
  const moves = await database.selectFrom("events").selectAll().where("name", "=", "SharesMoved").execute();
  assert.equal(moves.length, 1);
  assert.deepEqual(JSON.parse(moves[0]?.data ?? ""), {
    tranche: deal.senior,
    from: investor.address,
    to: buyer.address,
    amount: String(40n * ONE),
  });
  assert.equal(moves[0]?.sequence, null);
});

test("SQLite and PostgreSQL hold the same, row by row, however large the batches were", async () => {
  const first = await newSqlite();
  await caughtUp(first, 250);
  const content = await contentOf(first);
  assert.ok(Object.values(content).every((rows) => rows.length > 0) || content.payments?.length === 0);
  for (const [database, batch] of [
    [await newSqlite(), 1],
    [await opened(await postgres.database()), 250],
    [await opened(await postgres.database()), 3],
  ] as const) {
    await caughtUp(database, batch);
    assert.deepEqual(await contentOf(database), content);
  }
});

test("a history may begin later: numbers begin where it does", async () => {
  const whole = await newSqlite();
  await caughtUp(whole, 250);
  const { slot } = await whole
    .selectFrom("events")
    .select("slot")
    .where("name", "=", "Distributed")
    .orderBy("slot")
    .executeTakeFirstOrThrow();
  const database = await newSqlite();
  const follow = await follower({ url: deal.url, database, fromSlot: slot });
  const health = await catchUp(follow, { counters: () => eventCounters(cluster) });
  assert.deepEqual(health.gaps, []);
  const names = await database.selectFrom("events").select("name").orderBy("slot").execute();
  assert.deepEqual(
    names.map(({ name }) => name),
    ["Distributed", "HolderOpened", "SharesMoved", "Distributed"],
  );
  const quiet = await newSqlite();
  const later = await follower({ url: deal.url, database: quiet, fromSlot: 1n << 40n });
  const nothing = await catchUp(later, { counters: () => eventCounters(cluster) });
  assert.deepEqual([nothing.gaps, nothing.events], [[], 0n]);
  await assert.rejects(
    follower({ url: deal.url, database, fromSlot: slot + 1n }),
    /the database begins at slot/,
  );
  await assert.rejects(
    follower({ url: deal.url, database, commitment: "confirmed" }),
    /the database is kept at finalized, not confirmed/,
  );
});

test("two that follow into one database at once write what one writes", async () => {
  const alone = await newSqlite();
  await caughtUp(alone, 250);
  const content = await contentOf(alone);
  const url = await postgres.database();
  const [one, other] = [await opened(url), await opened(url)];
  await Promise.all([caughtUp(one, 2), caughtUp(other, 3)]);
  assert.deepEqual(await contentOf(one), content);
});
