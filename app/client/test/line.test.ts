import assert from "node:assert/strict";
import { test } from "node:test";
import {
  LINE_HEADER_BYTES,
  LINE_NODE_BYTES,
  lineCapacity,
  lineCapacityFor,
  lineSize,
  moneyAhead,
  placeAfter,
} from "@defi-ready/securities";

/** A small generator, so that a failure can be repeated. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state;
  }
}

/** Adds money at a place of a line's bytes, as the program does: under another version commitments start from zero. */
function add(line: Uint8Array, version: number, place: number, live: bigint, committed: bigint): void {
  const view = new DataView(line.buffer);
  for (let at = place; at < lineCapacity(line); at |= at + 1) {
    const offset = LINE_HEADER_BYTES + at * LINE_NODE_BYTES;
    const before = view.getUint32(offset + 16, true) === version ? view.getBigUint64(offset + 8, true) : 0n;
    view.setBigUint64(offset, view.getBigUint64(offset, true) + live, true);
    view.setBigUint64(offset + 8, before + committed, true);
    view.setUint32(offset + 16, version, true);
  }
}

for (const capacity of [16, 37, 1_024]) {
  test(`the money ahead is the sum of the places before, in a line of ${capacity}`, () => {
    const line = new Uint8Array(Number(lineSize(capacity)));
    const places = Array.from({ length: capacity }, () => ({ live: 0n, committed: 0n }));
    const random = numbers(capacity);
    for (let round = 0; round < 500; round += 1) {
      // After half of the rounds there is a new offer, and nobody is committed to it.
      const version = round < 250 ? 1 : 2;
      const place = random.next().value % capacity;
      const live = BigInt(random.next().value);
      const committed = live / 3n;
      add(line, version, place, live, committed);
      const entry = places[place];
      assert.ok(entry);
      entry.live += live;
      entry.committed += version === 2 ? committed : 0n;
    }
    let live = 0n;
    let committed = 0n;
    for (let place = 0; place <= capacity; place += 1) {
      assert.deepEqual(moneyAhead({ line, version: 2, place }), { live, committed });
      assert.equal(moneyAhead({ line, version: 3, place }).committed, 0n);
      const entry = places[place];
      if (entry !== undefined && entry.live > 0n) {
        assert.equal(placeAfter(line, live + 1n), place + 1);
        assert.equal(placeAfter(line, live + entry.live), place + 1);
      }
      live += entry?.live ?? 0n;
      committed += entry?.committed ?? 0n;
    }
    assert.equal(placeAfter(line, 0n), 0);
    assert.throws(() => placeAfter(line, live + 1n), RangeError);
  });
}

test("places and sizes that no line has are refused", () => {
  const line = new Uint8Array(Number(lineSize(16)));
  for (const place of [-1, 17, 1.5]) {
    assert.throws(() => moneyAhead({ line, version: 1, place }), RangeError);
  }
  for (const capacity of [0, 8, 15, 65_537, 131_072, 16.5]) {
    assert.throws(() => lineSize(capacity), RangeError);
  }
  assert.equal(lineSize(65_536), 48n + 24n * 65_536n);
  assert.deepEqual([1, 16, 17, 1_000, 70_000].map(lineCapacityFor), [16, 16, 17, 1_000, 65_536]);
});
