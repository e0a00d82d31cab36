import assert from "node:assert/strict";
import { test } from "node:test";
import {
  carryDue,
  curveBudget,
  firstCome,
  proRata,
  rewardBetween,
  rewardOf,
  sharesFor,
  unitsAt,
  valueAt,
} from "@defi-ready/securities";

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, one) => total + one, 0n);
/** Tickets in line: the money ahead of each, and its own. */
const line = (values: readonly bigint[]) =>
  values.map((value, index) => ({ ahead: sum(values.slice(0, index)), value }));

const KNOTS = [
  { money: 100n, reward: 50n },
  { money: 250n, reward: 80n },
];

test("a carry catches up above its hurdle, and a further step goes on above the next", () => {
  const first = { hurdle: 8_000n, carryBps: 2_000, catchUpBps: 10_000 };
  const marginal = { hurdle: 100_000n, carryBps: 3_000, catchUpBps: 3_000 };
  const whole = { ...marginal, catchUpBps: 10_000 };
  const due = (...steps: Parameters<typeof carryDue>[0]["steps"]) =>
    [0n, 8_000n, 9_000n, 10_000n, 100_000n, 110_000n, 200_000n].map((profit) => carryDue({ profit, steps }));
  assert.deepEqual(due(), [0n, 0n, 0n, 0n, 0n, 0n, 0n]);
  assert.deepEqual(due(first), [0n, 0n, 1_000n, 2_000n, 20_000n, 22_000n, 40_000n]);
  assert.deepEqual(due(first, marginal), [0n, 0n, 1_000n, 2_000n, 20_000n, 23_000n, 50_000n]);
  assert.deepEqual(due(first, whole), [0n, 0n, 1_000n, 2_000n, 20_000n, 30_000n, 60_000n]);
  assert.equal(
    carryDue({ profit: 150_000n, steps: [{ ...first, hurdle: 150_000n }, whole] }),
    0n,
    "the preferred return is first",
  );
});

test("a curve goes from knot to knot, is flat after the last, and its parts sum to the whole", () => {
  assert.deepEqual(
    [0n, 1n, 99n, 100n, 101n, 250n, 10_000n].map((money) => rewardOf(KNOTS, money)),
    [0n, 0n, 49n, 50n, 50n, 80n, 80n],
  );
  assert.deepEqual([rewardOf([], 5n), curveBudget([]), curveBudget(KNOTS)], [0n, 0n, 80n]);
  const parts = line([7n, 93n, 31n, 90n, 29n, 500n]).map(({ ahead, value }) =>
    rewardBetween({ knots: KNOTS, ahead, value }),
  );
  assert.equal(sum(parts), 80n);
});

test("on a piece whose rate falls linearly the head earns the most, and parts sum to the whole", () => {
  const knots = [{ money: 10_000n, reward: 5_000n, bend: 5_000n }];
  assert.deepEqual(
    line([2_000n, 3_000n]).map(({ ahead, value }) => rewardBetween({ knots, ahead, value })),
    [1_800n, 1_950n],
  );
  assert.deepEqual(
    [0n, 8_000n, 10_000n].map((ahead) =>
      rewardBetween({ knots, ahead, value: ahead === 0n ? 3_000n : 4_000n }),
    ),
    [2_550n, 200n, 0n],
  );
  const parts = line([7n, 93n, 31n, 900n, 29n, 50_000n]).map(({ ahead, value }) =>
    rewardBetween({ knots, ahead, value }),
  );
  assert.equal(sum(parts), 5_000n);
});

test("first come, first served cuts the ticket at the margin", () => {
  assert.deepEqual(
    line([60n, 60n, 60n]).map(({ ahead, value }) => firstCome({ ahead, value, cap: 100n })),
    [
      { ahead: 0n, accepted: 60n },
      { ahead: 60n, accepted: 40n },
      { ahead: 100n, accepted: 0n },
    ],
  );
});

test("pro rata cuts everybody alike to whole lots, and fills the cap exactly", () => {
  const values = [3n, 33n, 300n, 12n, 9_000n, 3n];
  const book = { committed: sum(values), cap: 1_500n, lot: 3n };
  const parts = line(values).map(({ ahead, value }) => proRata({ ahead, value, book }).accepted);
  assert.equal(sum(parts), book.cap);
  for (const [index, part] of parts.entries()) {
    const exact = ((values[index] ?? 0n) * book.cap) / book.committed;
    assert.ok(part % 3n === 0n && part >= exact - 3n && part <= exact + 3n, `${part} of ${exact}`);
  }
  assert.deepEqual(proRata({ ahead: 36n, value: 300n, book: { ...book, cap: book.committed } }), {
    ahead: 36n,
    accepted: 300n,
  });
});

test("shares sum to what all money buys, and rates are rounded so that nobody gains", () => {
  const parts = line([10n, 5n, 7n]).map(({ ahead, value }) =>
    sharesFor({ ahead, accepted: value, price: 3n, unit: 10n }),
  );
  assert.equal(sum(parts), 220n / 3n);
  const rate = { numerator: 4n, denominator: 3n };
  assert.deepEqual([valueAt(rate, 10n), unitsAt(rate, 13n), unitsAt(rate, 12n)], [13n, 10n, 9n]);
});
