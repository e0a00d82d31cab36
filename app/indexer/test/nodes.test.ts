import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, lockBook } from "@defi-ready/securities";
import {
  catchUp,
  type Database,
  eventCounters,
  Follower,
  fillGaps,
  type Gap,
  gapsOf,
  type Listed,
  nodeSource,
  type Source,
} from "@defi-ready/securities-indexer";
import {
  answerWith,
  errorsInBody,
  faults,
  forgetfulNode,
  type Guard,
  gate,
  laggingHistory,
  lateTransactions,
  limitingNode,
  ONE,
  repeatingHistory,
  startSettledDeal,
} from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Address } from "@solana/kit";
import { contentOf, follower, landFailing, newSqlite } from "./deal.js";

const { deal } = await closeAfterTests(startSettledDeal());
await deal.pay(20n * ONE);
await deal.pay(5n * ONE);
const cluster = connect(deal.url);
const counters = () => eventCounters(cluster);

/** What an honest node gives. */
const honest = await newSqlite();
await (await follower({ url: deal.url, database: honest })).pass();
const content = await contentOf(honest);

async function signaturesOf(name: string): Promise<string[]> {
  const rows = await honest
    .selectFrom("events")
    .select("signature")
    .where("name", "=", name)
    .orderBy("slot")
    .execute();
  return rows.map(({ signature }) => signature);
}

/** Follows through a node that has its ways. */
async function through(guard: Guard, database: Database, batch = 4): Promise<Follower> {
  const { url } = await closeAfterTests(gate(deal.url, guard));
  return await follower({ url, database, batch });
}

test("a node that limits, that answers errors, and that has transactions late is waited for", async () => {
  for (const guard of [
    limitingNode(2, "0"),
    errorsInBody(2, { code: -32005, message: "Node is behind by 42 slots" }),
    lateTransactions(1),
  ]) {
    const database = await newSqlite();
    await (await through(guard, database)).pass();
    assert.deepEqual(await contentOf(database), content);
  }
});

test("a transaction that a node lists and never has stops what follows, and nothing is left out", async () => {
  const database = await newSqlite();
  const [distributed = ""] = await signaturesOf("Distributed");
  const never: Guard = ({ method, params }) =>
    method === "getTransaction" && params[0] === distributed
      ? JSON.stringify({ jsonrpc: "2.0", id: 0, result: null })
      : undefined;
  const follow = await through(never, database);
  await assert.rejects(follow.pass(), /lists transaction .* and does not have it/);
  await (await follower({ url: deal.url, database })).pass();
  assert.deepEqual(await contentOf(database), content);
});

test("a node that repeats its first page is refused", async () => {
  const follow = await through(repeatingHistory(), await newSqlite());
  await assert.rejects(follow.pass(), /in no order/);
});

test("a node that falls behind what was read is refused, and what was read stays", async () => {
  const database = await newSqlite();
  await (await follower({ url: deal.url, database })).pass();
  const { mark_slot: mark } = await (await follower({ url: deal.url, database })).progress();
  const follow = await through(laggingHistory(mark - 3n), database);
  await assert.rejects(follow.pass(), /has been read before: ask a node that is up to date/);
  assert.deepEqual(await contentOf(database), content);
});

test("a gap is found and filled from the list of what numbers it", async () => {
  const lost = [
    ...(await signaturesOf("TrancheCreated")).slice(0, 2),
    ...(await signaturesOf("Distributed")),
  ];
  const database = await newSqlite();
  const program = "sEcr52nVp8uW1GWfAAnAtNCQrmauWVTGimJwUPVU9bQ";
  const guarded = faults(forgetfulNode(lost, program));
  const follow = await through(guarded.guard, database);
  await follow.pass();
  const inside = await gapsOf(database);
  assert.deepEqual(
    inside.map(({ stream, from, to }) => [stream, from, to]),
    [[deal.security, 2n, 3n]],
  );
  const told: [Gap, boolean][] = [];
  const health = await catchUp(follow, { counters, onGap: (gap, isFilled) => told.push([gap, isFilled]) });
  assert.deepEqual(health.gaps, []);
  // The last numbers, which no later one shows, are missed by the chain's own count.
  assert.deepEqual(
    told.map(([{ from, to }, isFilled]) => [to - from + 1n, isFilled]),
    [
      [2n, true],
      [2n, true],
    ],
  );
  assert.deepEqual(await contentOf(database), content);
});

test("a gap that the node cannot fill is told, and another node fills it", async () => {
  const lost = (await signaturesOf("StructureSet")).slice(0, 1);
  const database = await newSqlite();
  const follow = await through(forgetfulNode(lost), database);
  const health = await catchUp(follow, { counters });
  assert.deepEqual(
    health.gaps.map(({ from, to }) => [from, to]),
    [[5n, 5n]],
  );
  const better = await catchUp(await follower({ url: deal.url, database }), { counters });
  assert.deepEqual(better.gaps, []);
  assert.deepEqual(await contentOf(database), content);
});

test("a node whose lists tell no times and no places is asked for its blocks", async () => {
  const program = "sEcr52nVp8uW1GWfAAnAtNCQrmauWVTGimJwUPVU9bQ";
  const [lost = ""] = await signaturesOf("StructureSet");
  const { slot } = await honest
    .selectFrom("transactions")
    .select("slot")
    .where("signature", "=", lost)
    .executeTakeFirstOrThrow();
  const silent = answerWith(["getSignaturesForAddress"], (result: object[], { params }) =>
    result
      .map((one) => ({ ...one, blockTime: null, transactionIndex: undefined }))
      .filter((one) => params[0] !== program || (one as { signature?: string }).signature !== lost),
  );
  const account = (pubkey: string) => ({ pubkey, signer: false, source: "transaction", writable: false });
  const transaction = { accountKeys: [program].map(account), signatures: [lost] };
  const vote = { accountKeys: [account(deal.security)], signatures: ["vote"] };
  const blocks: Guard = ({ method, params }) =>
    method === "getBlock" && params[0] === Number(slot)
      ? JSON.stringify({
          jsonrpc: "2.0",
          id: 0,
          result: { transactions: [vote, transaction].map((one) => ({ meta: null, transaction: one })) },
        })
      : undefined;
  const database = await newSqlite();
  // The validator here has no blocks: where the transaction was in its slot, nobody tells.
  const without = await catchUp(await through(silent, database), { counters });
  assert.deepEqual(
    without.gaps.map(({ from, to }) => [from, to]),
    [[5n, 5n]],
  );
  const { guard } = faults(blocks, silent);
  const better = await catchUp(await through(guard, database), { counters });
  assert.deepEqual([better.gaps, better.untimed], [[], 0n]);
  assert.deepEqual(await contentOf(database), content);
});

test("a transaction that failed, and a program that copies our events, count for nothing", async () => {
  const before = await contentOf(honest);
  // Locked already: the program refuses it, and with the simulation left out it lands as a failure.
  const book = await deal.readBook();
  const failed = await landFailing(cluster, await lockBook({ caller: deal.sponsor, book }), deal.sponsor);
  const copied: Guard = async (call) => {
    if (call.method !== "getTransaction") {
      return undefined;
    }
    const answer = await call.forward();
    return answer.replaceAll(
      "sEcr52nVp8uW1GWfAAnAtNCQrmauWVTGimJwUPVU9bQ",
      "Vote111111111111111111111111111111111111111",
    );
  };
  const database = await newSqlite();
  await (await follower({ url: deal.url, database })).pass();
  assert.ok(!(before.transactions ?? []).some((row) => JSON.stringify(row).includes(failed)));
  assert.deepEqual(await contentOf(database), before);
  const forged = await newSqlite();
  await (await through(copied, forged)).pass();
  assert.deepEqual(await forged.selectFrom("events").selectAll().execute(), []);
});

/** A chain that forks: a source whose lists a test can change. */
class Forking implements Source {
  final = 0n;
  change: (listed: readonly Listed[]) => readonly Listed[] = (listed) => listed;

  constructor(readonly of: Source) {}

  genesis = () => this.of.genesis();
  finalSlot = () => Promise.resolve(this.final);
  transaction = (signature: string) => this.of.transaction(signature);
  time = (slot: bigint) => this.of.time(slot);
  block = (slot: bigint, address: Address) => this.of.block(slot, address);

  async list(list: Parameters<Source["list"]>[0]): Promise<readonly Listed[]> {
    const all = this.change(await this.of.list({ ...list, before: undefined, limit: 1_000 }));
    const start =
      list.before === undefined ? 0 : all.findIndex(({ signature }) => signature === list.before) + 1;
    return all.slice(start, start + list.limit);
  }
}

test("what a fork drops or moves is taken back, and nothing that was final is touched", async () => {
  const source = new Forking(nodeSource(cluster, "confirmed"));
  const listed = await source.of.list({
    address: "sEcr52nVp8uW1GWfAAnAtNCQrmauWVTGimJwUPVU9bQ" as never,
    before: undefined,
    limit: 1_000,
    minSlot: 0n,
  });
  const [newest, dropped, moved] = listed.filter(({ failed }) => !failed);
  assert.ok(newest !== undefined && dropped !== undefined && moved !== undefined);
  const database = await newSqlite();
  const open = () => Follower.open({ database, source, commitment: "confirmed", batch: 2 });
  source.final = moved.slot - 2n;
  const follow = await open();
  await follow.pass();
  assert.equal((await contentOf(database)).events?.length, content.events?.length);
  assert.equal((await follow.progress()).mark_slot, source.final);

  // The newest lands elsewhere, the next never does, and the one before it lands a slot later.
  source.change = (all) =>
    all
      .filter(({ signature }) => signature !== dropped.signature)
      .map((one) => {
        const later = one.signature === moved.signature || one.signature === newest.signature;
        return later ? { ...one, slot: one.slot + 1n } : one;
      });
  // Stopped in the middle, and begun anew.
  await follow.step();
  await (await open()).pass();
  await (await open()).pass();
  const clean = await newSqlite();
  await (await Follower.open({ database: clean, source, commitment: "confirmed", batch: 250 })).pass();
  assert.deepEqual(await contentOf(database), await contentOf(clean));
  assert.ok(!JSON.stringify(await contentOf(database)).includes(dropped.signature));

  source.final = newest.slot + 10n;
  await follow.pass();
  const open2 = await database.selectFrom("transactions").select("slot").where("is_final", "=", 0n).execute();
  assert.deepEqual(open2, []);
});

test("of nodes behind one address, one that is behind is asked for no more than it has reached", async () => {
  const newest = (await honest.selectFrom("events").select("slot").orderBy("slot", "desc").executeTakeFirst())
    ?.slot;
  assert.ok(newest !== undefined);
  const behind = laggingHistory(newest - 1n);
  const several: Guard = (call) => {
    const [, options] = call.params as [unknown, { minContextSlot?: number } | undefined];
    return BigInt(options?.minContextSlot ?? 0) >= newest ? undefined : behind(call);
  };
  const database = await newSqlite();
  const health = await catchUp(await through(several, database), { counters });
  assert.deepEqual(health.gaps, []);
  assert.deepEqual(await contentOf(database), await contentOf(honest));
});

test("what is taken back is looked for again, since a list may lack what another has", async () => {
  const database = await newSqlite();
  const follow = await follower({ url: deal.url, database, commitment: "confirmed" });
  await follow.pass();
  const [lost = ""] = await signaturesOf("StructureSet");
  // As what fills a gap is, while it is not final: the list that lacks it takes it back.
  await database
    .updateTable("transactions")
    .set({ is_final: 0n, seen: 0n })
    .where("signature", "=", lost)
    .execute();
  assert.deepEqual((await follow.pass()).streams, [deal.security]);
  assert.deepEqual((await fillGaps(follow, { streams: [deal.security] })).length, 0);
  assert.deepEqual(await contentOf(database), await contentOf(honest));
});
