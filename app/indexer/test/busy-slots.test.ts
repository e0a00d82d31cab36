import assert from "node:assert/strict";
import { test } from "node:test";
import type { TransactionOnChain } from "@defi-ready/securities";
import { Follower, type Listed, type Source } from "@defi-ready/securities-indexer";
import { newSqlite } from "./deal.js";

const NOTHING: TransactionOnChain = {
  transaction: { message: { accountKeys: [] } },
  meta: { err: null, innerInstructions: [] },
};

/** A node with some transactions, by the slot of each, the newest first. */
class Listing implements Source {
  readonly #listed: readonly Listed[];
  /** What the node answers with nothing, once. */
  emptyAt: string | undefined;

  constructor(slots: readonly bigint[]) {
    this.#listed = slots.map((slot, at) => {
      return { signature: `s${at}`, slot, place: undefined, time: slot, failed: false };
    });
  }

  genesis = () => Promise.resolve("genesis");
  finalSlot = () => Promise.resolve(1n << 40n);
  transaction = () => Promise.resolve(NOTHING);
  time = () => Promise.resolve(null);
  block = () => Promise.resolve(undefined);

  list({ before, limit }: Parameters<Source["list"]>[0]): Promise<readonly Listed[]> {
    if (before !== undefined && before === this.emptyAt) {
      this.emptyAt = undefined;
      return Promise.resolve([]);
    }
    const start =
      before === undefined ? 0 : this.#listed.findIndex(({ signature }) => signature === before) + 1;
    return Promise.resolve(this.#listed.slice(start, start + limit));
  }
}

async function countOf(source: Source, batch: number): Promise<number> {
  const database = await newSqlite();
  const follow = await Follower.open({ database, source, commitment: "finalized", batch });
  const { added } = await follow.pass();
  const rows = await database.selectFrom("transactions").select("signature").execute();
  assert.equal(added, rows.length);
  return rows.length;
}

test("a slot with more transactions than many batches does not stop what follows", async () => {
  const slots = [9n, ...Array.from({ length: 2_500 }, () => 8n), 7n, 6n];
  assert.equal(await countOf(new Listing(slots), 5), slots.length);
});

test("a list that a node ends too early, once, is not taken for the end of history", async () => {
  const source = new Listing([9n, 8n, 7n, 6n, 5n, 4n]);
  // Where a batch of two goes on from: whole slots only.
  source.emptyAt = "s1";
  assert.equal(await countOf(source, 3), 6);
});
