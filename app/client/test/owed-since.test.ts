import assert from "node:assert/strict";
import { test } from "node:test";
import { owedSince } from "@defi-ready/securities";
import type { Distribution } from "@defi-ready/securities/program";

/** What tier 1 took of a payment; of another mint where the second figure is not 0. */
type Taken = readonly [amount: bigint, vault?: number];
const paid = (taken: readonly Taken[]) =>
  taken.map(([amount, vault = 0], at) => ({
    data: { vault, tiers: [7n, amount], postedAt: BigInt(at) } as unknown as Distribution,
  }));
const since = (owed: bigint, ...taken: readonly Taken[]) =>
  owedSince({ fee: { tier: 1, owed }, distributions: paid(taken) });

test("a fee is owed since the first of the last payments that took what is owed of it", () => {
  assert.equal(since(3n, [5n], [1n], [0n], [2n]), 1n);
  assert.equal(since(2n, [5n], [1n], [0n], [2n]), 3n);
  assert.equal(since(8n, [5n], [1n], [0n], [2n]), 0n);
});

test("money of another mint is no fee, and nothing owed is owed since never", () => {
  assert.equal(since(3n, [3n], [9n, 1]), 0n);
  assert.equal(since(0n, [3n], [0n]), undefined);
  assert.equal(since(9n, [3n]), undefined);
});
