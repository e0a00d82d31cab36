import assert from "node:assert/strict";
import { test } from "node:test";
import { projectedOf, slotsOf, timelineLayout } from "../src/index.js";

const day = (text: string) => BigInt(Date.parse(`${text}T00:00:00Z`) / 1_000);
const NOTHING = { interest: 0n, principal: 0n, other: 0n };
const paid = (text: string, number: number, ...receipts: readonly (readonly [bigint, bigint])[]) => ({
  at: day(text),
  number,
  receipts: receipts.map(([interest, principal]) => ({ interest, principal, other: 0n })),
});

test("flows of a projection come together by time, and days without money are left out", () => {
  const flow = (text: string, interest: bigint) => ({ at: day(text), ...NOTHING, interest });
  const projected = projectedOf([
    [flow("2026-01-01", 0n), flow("2026-02-01", 5n)],
    [flow("2026-02-01", 7n), flow("2026-03-01", 9n)],
  ]);
  assert.deepEqual(
    projected.map(({ at, receipts }) => [at, receipts.map(({ interest }) => interest)]),
    [
      [day("2026-02-01"), [5n, 7n]],
      [day("2026-03-01"), [0n, 9n]],
    ],
  );
});

test("what was projected for a month stands beside its first payment", () => {
  const slots = slotsOf({
    happened: [
      paid("2026-01-31", 0, [1n, 0n]),
      paid("2026-02-03", 1, [2n, 0n]),
      paid("2026-02-20", 2, [3n, 0n]),
    ],
    projected: [paid("2026-02-28", 9, [4n, 0n]), paid("2026-03-31", 9, [5n, 0n])],
  });
  assert.deepEqual(
    slots.map(({ happened, projected }) => [happened?.number, projected?.at]),
    [
      [0, undefined],
      [1, day("2026-02-28")],
      [2, undefined],
      [undefined, day("2026-03-31")],
    ],
  );
});

test("bars are to scale from the most senior at the bottom, interest below principal", () => {
  const slots = slotsOf({
    happened: [paid("2026-01-31", 0, [10n, 30n], [60n, 0n]), paid("2026-02-28", 1, [50n, 0n])],
    projected: [],
  });
  const { slots: placed, ticks } = timelineLayout({ slots, width: 400 });
  const [first, second] = placed.map(({ pieces }) =>
    pieces.map(({ rank, sort, y, height }) => [
      rank,
      sort,
      Math.round(y * 10) / 10,
      Math.round(height * 10) / 10,
    ]),
  );
  // 100 is the whole of 162 pixels above the base line at 180.
  assert.deepEqual(first, [
    [0, "interest", 163.8, 16.2],
    [0, "principal", 115.2, 48.6],
    [1, "interest", 18, 97.2],
  ]);
  assert.deepEqual(second, [[0, "interest", 99, 81]]);
  assert.deepEqual(
    ticks.map(({ amount }) => amount),
    [50n, 100n],
  );
});

test("many payments are drawn wider than the screen rather than too narrow to hit", () => {
  const happened = Array.from({ length: 60 }, (_, at) => paid("2026-01-31", at, [1n, 0n]));
  const { width, slots } = timelineLayout({ slots: slotsOf({ happened, projected: [] }), width: 328 });
  assert.ok(width > 328);
  assert.ok(slots.every((slot) => slot.width >= 18));
});

test("on paper many payments fit the width, and what is below nothing is not drawn", () => {
  const happened = Array.from({ length: 900 }, (_, at) => paid("2026-01-31", at, [1n, 0n]));
  const slots = slotsOf({ happened, projected: [] });
  const layout = timelineLayout({ slots, width: 328, isFitted: true });
  assert.ok(Math.abs(layout.width - 328) < 0.001);
  assert.ok(layout.slots.every(({ pieces }) => pieces.every(({ width, height }) => width > 0 && height > 0)));
  const [less] = timelineLayout({
    slots: slotsOf({ happened: [paid("2026-01-31", 0, [-1n, 5n])], projected: [] }),
    width: 328,
  }).slots;
  assert.deepEqual(
    less?.pieces.map(({ sort }) => sort),
    ["principal"],
  );
});
