import assert from "node:assert/strict";
import { test } from "node:test";
import { emptiedBy, locksBefore } from "../src/statement/locks.js";
import type { Movement } from "../src/statement/movements.js";

const DAY = 86_400n;
/** A delivery on a day, whose shares are all locked up to the cliff, and none from the end on. */
const delivery = (day: number, shares: bigint, cliff: number, until: number) => ({
  time: BigInt(day) * DAY,
  lock: { shares, start: day, cliff, until, padding: 0 },
});
const slots = (...deliveries: readonly ReturnType<typeof delivery>[]) =>
  locksBefore(deliveries, 1_000n * DAY)
    .map(({ shares, cliff, until }) => [Number(shares), cliff, until])
    .filter(([shares]) => shares !== 0);

test("locks of the same dates share a slot, and one that is over is free", () => {
  assert.deepEqual(slots(delivery(10, 100n, 50, 50), delivery(20, 30n, 50, 50)), [[130, 50, 50]]);
  assert.deepEqual(slots(delivery(10, 100n, 50, 50), delivery(50, 30n, 90, 90)), [[30, 90, 90]]);
  assert.deepEqual(slots(delivery(10, 100n, 10, 10)), [], "what is not locked takes no slot");
  assert.deepEqual(slots(), []);
});

test("a fourth lock joins the one with the nearest later end, or the latest if none ends later", () => {
  const three = [delivery(10, 100n, 100, 100), delivery(11, 200n, 50, 250), delivery(12, 300n, 300, 300)];
  assert.deepEqual(slots(...three), [
    [100, 100, 100],
    [200, 50, 250],
    [300, 300, 300],
  ]);
  // On day 150 half of the second has vested: 100 are locked still, and nothing of what is has vested.
  assert.deepEqual(slots(delivery(10, 100n, 200, 200), ...three.slice(1), delivery(150, 7n, 160, 220)), [
    [100, 200, 200],
    [107, 160, 250],
    [300, 300, 300],
  ]);
  assert.deepEqual(slots(...three, delivery(20, 5n, 400, 400)), [
    [100, 100, 100],
    [200, 50, 250],
    [305, 400, 400],
  ]);
});

test("what comes at a time or later is not there before it", () => {
  const deliveries = [delivery(10, 100n, 50, 50), delivery(20, 30n, 60, 60)];
  const shares = (time: bigint) => locksBefore(deliveries, time).reduce((sum, one) => sum + one.shares, 0n);
  assert.deepEqual([10n * DAY, 10n * DAY + 1n, 20n * DAY + 1n].map(shares), [0n, 100n, 130n]);
});

test("a conversion of all shares takes their locks along, and one of a part leaves them", () => {
  const movement = (slot: bigint, kind: Movement["kind"], shares: bigint): Movement => {
    const at = { time: slot, slot, place: 0n, ordinal: 0n };
    return {
      ...at,
      ...{ since: at, signature: `transaction ${slot}`, kind, shares },
      ...{ tranche: "class" as Movement["tranche"], cost: undefined, other: undefined, earned: [] },
    };
  };
  const part = [movement(1n, "bought", 100n), movement(2n, "converted", -40n)];
  assert.equal(emptiedBy(part), undefined);
  const rest = movement(3n, "converted", -60n);
  const later = movement(4n, "bought", 10n);
  assert.equal(emptiedBy([...part, rest, later]), rest);
  assert.equal(emptiedBy([movement(1n, "bought", 100n), movement(2n, "sent", -100n)]), undefined);
  assert.equal(emptiedBy([]), undefined);
});
