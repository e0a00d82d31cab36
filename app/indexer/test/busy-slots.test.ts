import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { TransactionOnChain } from "@defi-ready/securities";
import { SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import { Follower, fillGaps, type Listed, type Source } from "@defi-ready/securities-indexer";
import { getAddressDecoder, getBase58Decoder } from "@solana/kit";
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

/** A node of a book that had so many events, whose list of the program lacks each second. */
class Tips implements Source {
  readonly #book = getAddressDecoder().decode(Buffer.alloc(32, 7));
  readonly #start = Buffer.from(
    (
      JSON.parse(readFileSync(new URL("../../../app/idl/securities.json", import.meta.url), "utf8")) as {
        events: { name: string; discriminator: number[] }[];
      }
    ).events.find(({ name }) => name === "TipRaised")?.discriminator ?? [],
  );

  constructor(readonly count: number) {}

  genesis = () => Promise.resolve("genesis");
  finalSlot = () => Promise.resolve(1n << 40n);
  time = () => Promise.resolve(null);
  block = () => Promise.resolve(undefined);

  list({ address, before, limit }: Parameters<Source["list"]>[0]): Promise<readonly Listed[]> {
    const newest = before === undefined ? this.count : Number(before) - 1;
    const all = Array.from({ length: newest }, (_, index) => newest - index).filter(
      (number) => address === this.#book || number % 2 === 1,
    );
    return Promise.resolve(
      all.slice(0, limit).map((number) => {
        const slot = BigInt(number);
        return { signature: String(number), slot, place: 0n, time: slot, failed: false };
      }),
    );
  }

  transaction(signature: string): Promise<TransactionOnChain> {
    const [sequence, tip] = [Buffer.alloc(8), Buffer.alloc(8)];
    sequence.writeBigUInt64LE(BigInt(signature));
    const tag = Buffer.from("e445a52e51cb9a1d", "hex");
    const parts = [tag, this.#start, Buffer.alloc(32, 7), sequence, Buffer.alloc(32, 8), tip];
    const data = getBase58Decoder().decode(Buffer.concat(parts));
    return Promise.resolve({
      transaction: { message: { accountKeys: [SECURITIES_PROGRAM_ADDRESS] } },
      meta: {
        err: null,
        innerInstructions: [{ instructions: [{ programIdIndex: 0, accounts: [0], data }] }],
      },
    });
  }
}

test("more gaps than are told at once are filled, all of them", async () => {
  const database = await newSqlite();
  const source = new Tips(2_403);
  const follow = await Follower.open({ database, source, commitment: "finalized" });
  await follow.pass();
  const told: boolean[] = [];
  assert.deepEqual(await fillGaps(follow, { onGap: (_, isFilled) => told.push(isFilled) }), []);
  assert.deepEqual([told.length, told.every(Boolean)], [1_201, true]);
  const { count } = await database
    .selectFrom("events")
    .select(({ fn }) => fn.countAll().as("count"))
    .executeTakeFirstOrThrow();
  assert.equal(Number(count), 2_403);
});
