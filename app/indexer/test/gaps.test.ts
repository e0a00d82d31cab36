import assert from "node:assert/strict";
import { test } from "node:test";
import {
  claim,
  closeBook,
  connect,
  createReference,
  readHolder,
  reportReference,
} from "@defi-ready/securities";
import {
  catchUp,
  type Database,
  dealStatement,
  eventCounters,
  Follower,
  type Gap,
  HistoryBehind,
  nodeSource,
  type Source,
} from "@defi-ready/securities-indexer";
import { ONE, startSettledDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { Crowded } from "./crowded.js";
import { contentOf, follower, newSqlite, opened } from "./deal.js";
import { Postgres } from "./postgres.js";

const { deal, investor } = await closeAfterTests(startSettledDeal());
const cluster = connect(deal.url);
await deal.pay(20n * ONE);
const holder = await readHolder(cluster, { tranche: deal.senior, owner: investor.address });
await deal.send(await claim({ owner: investor, security: await deal.readSecurity(), holder }), investor);
const rate = { name: "SOFR 3M", ratePpm: 43_000, dailyPpm: 0, maxAgeDays: 30 };
const { instructions, reference } = await createReference({ reporter: deal.sponsor, terms: rate });
await deal.send(instructions);
await deal.send(await reportReference({ reporter: deal.sponsor, reference, ratePpm: 43_000 }));
const counters = () => eventCounters(cluster);

/** Comes up to date; tells what was found and filled. */
async function caughtUp(follow: Follower) {
  const filled: Gap[] = [];
  const health = await catchUp(follow, { counters, onGap: (gap, isFilled) => isFilled && filled.push(gap) });
  return { filled, gaps: health.gaps, untimed: health.untimed };
}

const of = (source: Source, database: Database) =>
  Follower.open({ database, source, commitment: "finalized", batch: 5 });

const postgres = Postgres.start();

/** The databases, each of which does what the other does. */
const KINDS: Readonly<Record<string, () => Promise<Database>>> = {
  SQLite: newSqlite,
  PostgreSQL: async () => await opened(await postgres.database()),
};

/** A database of everything. */
async function whole(source: Source = nodeSource(cluster, "finalized"), create = newSqlite) {
  const database = await create();
  const follow = await of(source, database);
  await follow.pass();
  return { database, follow, content: await contentOf(database) };
}

for (const [kind, create] of Object.entries(KINDS)) {
  test(`what is missing is seen by the chain's own count, also where nothing of it is known (${kind})`, async () => {
    const { database, follow, content } = await whole(undefined, create);
    const streams = [deal.security, deal.juniorBook, reference];
    const counted = (await counters()).counters;
    for (const stream of streams) {
      await database.deleteFrom("events").where("stream", "=", stream).execute();
      const { filled, gaps } = await caughtUp(follow);
      assert.deepEqual(
        filled.map((gap) => [gap.stream, gap.from, gap.to]),
        [[stream, 1n, counted.get(stream)]],
      );
      assert.deepEqual(gaps, []);
      assert.deepEqual(await contentOf(database), content);
    }
  });
}

test("a statement is refused of a history that has no event, or not the first, of one of the books", async () => {
  const { database } = await whole();
  const common = { cluster, database, security: deal.security };
  assert.ok((await dealStatement(common)).reconciles);
  const book = database.deleteFrom("events").where("stream", "=", deal.juniorBook);
  await book.where("sequence", "=", 1n).execute();
  await assert.rejects(dealStatement(common), /lacks event 1 of .*index check/);
  await book.execute();
  await assert.rejects(dealStatement(common), (error) => error instanceof HistoryBehind);
});

test("a history that begins later misses the first events of a book that it saw opened, and of no other", async () => {
  const all = await whole();
  const opened = await all.database
    .selectFrom("events")
    .select(["slot", "data"])
    .where("name", "=", "BookOpened")
    .orderBy("slot", "desc")
    .executeTakeFirstOrThrow();
  const { book } = JSON.parse(opened.data) as { book: string };
  const database = await newSqlite();
  const follow = await follower({ url: deal.url, database, fromSlot: opened.slot });
  assert.deepEqual((await caughtUp(follow)).gaps, []);
  const content = await contentOf(database);
  for (const lost of [1n, undefined]) {
    const own = database.deleteFrom("events").where("stream", "=", book);
    await (lost === undefined ? own : own.where("sequence", "=", lost)).execute();
    const { filled, gaps } = await caughtUp(follow);
    assert.deepEqual([filled.length, gaps], [1, []]);
    assert.deepEqual(await contentOf(database), content);
  }
});

for (const [kind, create] of Object.entries(KINDS)) {
  test(`what fills a gap is in the place that it has in a history made anew, and so is what was there (${kind})`, async () => {
    const source = await Crowded.from(nodeSource(cluster, "finalized"), deal.seniorBook);
    const { content } = await whole(source, create);
    const numbered = source.kept.flatMap(({ listed: { signature } }) => {
      const own = (content.events as { signature: string; sequence: string | null }[]).filter(
        (one) => one.signature === signature,
      );
      return own.some(({ sequence }) => sequence !== null) ? [signature] : [];
    });
    for (const rest of [0, 1, 2, 3]) {
      source.forgotten.clear();
      for (const [index, signature] of numbered.entries()) {
        // Not the last: a list that lacks what was read before is refused.
        if (index % 4 === rest && index < numbered.length - 4) {
          source.forgotten.add(signature);
        }
      }
      const { database, follow } = await whole(source, create);
      assert.notDeepEqual(await contentOf(database), content);
      source.hasBlocks = false;
      const without = await caughtUp(follow);
      assert.ok(without.gaps.length > 0, "where in its slot it was, nobody tells");
      source.hasBlocks = true;
      const { gaps } = await caughtUp(follow);
      assert.deepEqual(gaps, []);
      assert.deepEqual(await contentOf(database), content);
    }
  });
}

for (const [kind, create] of Object.entries(KINDS)) {
  test(`a time that a list does not tell is asked of the block, and what no node told later (${kind})`, async () => {
    const source = await Crowded.from(nodeSource(cluster, "finalized"), deal.seniorBook);
    const { content } = await whole(source, create);
    source.tellsTimes = false;
    assert.deepEqual((await whole(source, create)).content, content);
    source.hasBlocks = false;
    const { database, follow } = await whole(source, create);
    assert.notDeepEqual(await contentOf(database), content);
    const count = BigInt(content.transactions?.length ?? 0);
    assert.equal((await caughtUp(follow)).untimed, count);
    const common = { cluster, database, security: deal.security };
    await assert.rejects(dealStatement(common), /no node has told the time of .* yet: .*index check/);
    source.hasBlocks = true;
    assert.equal((await caughtUp(follow)).untimed, 0n);
    assert.deepEqual(await contentOf(database), content);
  });
}

test("a payment whose time nobody told is left out of no statement silently", async () => {
  const { database } = await whole();
  const paid = database.selectFrom("payments").select("signature");
  const common = { cluster, database, security: deal.security };
  assert.ok((await dealStatement(common)).reconciles);
  await database.updateTable("transactions").set({ time: null }).where("signature", "in", paid).execute();
  await assert.rejects(dealStatement(common), /no node has told the time/);
});

test("the end of a book that is closed, and counts no more, is looked for in its own list", async () => {
  await deal.release();
  for (const address of [deal.seniorBook, deal.juniorBook]) {
    await deal.send(await closeBook({ cluster, book: await deal.readBook(address) }));
  }
  const { database, follow, content } = await whole();
  const own = database.deleteFrom("events").where("stream", "=", deal.juniorBook);
  const last = await database
    .selectFrom("events")
    .select(({ fn }) => fn.max("sequence").as("sequence"))
    .where("stream", "=", deal.juniorBook)
    .executeTakeFirstOrThrow();
  const end = BigInt(last.sequence ?? 0n);
  for (const from of [end, 1n]) {
    await own.where("sequence", ">=", from).execute();
    const { filled, gaps } = await caughtUp(follow);
    assert.deepEqual(
      filled.map((gap) => [gap.stream, gap.from, gap.to]),
      [[deal.juniorBook, from, end]],
    );
    assert.deepEqual(gaps, []);
    assert.deepEqual(await contentOf(database), content);
  }
});
