import assert from "node:assert/strict";
import { test } from "node:test";
import type { Address } from "@solana/kit";
import { accrue } from "../src/statement/accrual.js";
import type { Credit } from "../src/statement/credits.js";
import { startOf } from "../src/statement/happenings.js";
import type { Movement } from "../src/statement/movements.js";

const DIGIT = 64n;
const SHARES = 1_000_003n;
const TRANCHE = "11111111111111111111111111111111" as Address;

/** Whole numbers below a limit, the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

const at = (time: number) => ({ time: BigInt(time), slot: BigInt(time), place: 0n, ordinal: 0n });

/** Payments and movements of one holder at random, some of them of shares that were bought long before. */
function history(seed: number, count: number) {
  const random = numbers(seed);
  const reads = { movements: 0, credits: 0 };
  const credits = Array.from({ length: count }, (_, index): Credit => {
    const amount = BigInt(1 + random(1_000_000_000));
    return {
      ...at(1 + 2 * index),
      rank: 0,
      vault: 0,
      get amount() {
        reads.credits += 1;
        return amount;
      },
      interest: amount,
      principal: 0n,
      seconds: 0n,
      letGo: 0n,
      redeems: undefined,
      distribution: undefined,
      signature: `payment ${index}`,
    };
  });
  let held = 0n;
  const movements = Array.from({ length: count }, (_, index): Movement => {
    // At even times, between two payments; those of a book earn since its lock, which is before.
    const now = at(2 * random(count));
    const since = random(3) === 0 ? at(2 * random(Number(now.time) / 2 + 1)) : now;
    const shares = BigInt(random(100));
    return {
      ...now,
      since,
      kind: "bought",
      tranche: TRANCHE,
      get shares() {
        reads.movements += 1;
        return shares;
      },
      cost: 0n,
      earned: [random(20) === 0 ? BigInt(random(1_000)) : 0n],
      other: undefined,
      signature: `movement ${index}`,
    };
  }).sort((a, b) => Number(a.time - b.time));
  for (const { shares } of movements) {
    held += shares;
  }
  assert.ok(held > 0n);
  Object.assign(reads, { movements: 0, credits: 0 });
  return { credits, movements, reads };
}

/** What each payment gives, each movement reckoned by itself: units times 2^64, by payment; of pots by none. */
function naive(
  { credits, movements }: Pick<ReturnType<typeof history>, "credits" | "movements">,
  to: bigint,
) {
  const gains = new Map<Credit | undefined, bigint>();
  const add = (credit: Credit | undefined, gain: bigint) =>
    gains.set(credit, (gains.get(credit) ?? 0n) + gain);
  let remainder = 0n;
  for (const credit of credits) {
    const numerator = (credit.amount << DIGIT) + remainder;
    remainder = numerator % SHARES;
    for (const { time, since, shares } of movements) {
      const gained = credit.time > time ? credit.time : time;
      if (since.time < credit.time && gained < to) {
        add(credit, shares * (numerator / SHARES));
      }
    }
  }
  for (const { time, earned } of movements) {
    if (time < to && (earned[0] ?? 0n) > 0n) {
      add(undefined, (earned[0] ?? 0n) << DIGIT);
    }
  }
  return gains;
}

test("many movements among many payments earn what each movement earns by itself, and are gone through once", () => {
  for (const [seed, count] of [
    [1, 3],
    [2, 40],
    [3, 400],
    [4, 2_000],
  ] as const) {
    const { credits, movements, reads } = history(seed, count);
    const mark = BigInt(count);
    const end = BigInt(2 * count + 1);
    const played = accrue({
      credits,
      movements,
      changes: [],
      shares: SHARES,
      smoothing: 0n,
      vault: 0,
      marks: [startOf(mark), startOf(end)],
    });
    // Each is looked at some times, and not once for each of the others.
    assert.ok(reads.movements <= 4 * count && reads.credits <= 4 * count, JSON.stringify(reads));
    if (count > 400) {
      continue;
    }
    for (const to of [mark, end]) {
      const gains = naive({ credits, movements }, to);
      const all = [...gains.values()].reduce((sum, gain) => sum + gain, 0n);
      const earned = played.earned.filter(({ time }) => time < to);
      assert.equal(
        earned.reduce((sum, { amount }) => sum + amount, 0n),
        all >> DIGIT,
        `${seed}: up to ${to}`,
      );
      // A fraction of a unit is carried from line to line: each line is right to within a unit of each of its entries.
      for (const [credit, gain] of gains) {
        const own = earned.filter((one) => one.credit === credit);
        const apart = own.reduce((sum, { amount }) => sum + amount, 0n) - (gain >> DIGIT);
        assert.ok(apart >= -BigInt(own.length) && apart <= BigInt(own.length), `${seed}: ${apart}`);
      }
    }
    const times = played.earned.map(({ time }) => time);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => Number(a - b)),
    );
  }
});
