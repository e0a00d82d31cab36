import assert from "node:assert/strict";
import { test } from "node:test";
import {
  LINE_HEADER_BYTES,
  LINE_NODE_BYTES,
  lineCapacityFor,
  lineSize,
  moneyAhead,
} from "../../src/client/index.js";

/** A small generator, so that a failure can be repeated. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state;
  }
}

/** Adds money at a place of a line's bytes, as the program does. */
function add(line: Uint8Array, capacity: number, place: number, live: bigint, committed: bigint): void {
  const view = new DataView(line.buffer);
  for (let at = place; at < capacity; at |= at + 1) {
    const offset = LINE_HEADER_BYTES + at * LINE_NODE_BYTES;
    view.setBigUint64(offset, view.getBigUint64(offset, true) + live, true);
    view.setBigUint64(offset + 8, view.getBigUint64(offset + 8, true) + committed, true);
  }
}

for (const capacity of [16, 64, 1_024]) {
  test(`the money ahead is the sum of the places before, in a line of ${capacity}`, () => {
    const line = new Uint8Array(Number(lineSize(capacity)));
    const places = Array.from({ length: capacity }, () => ({ live: 0n, committed: 0n }));
    const random = numbers(capacity);
    for (let round = 0; round < 500; round += 1) {
      const place = random.next().value % capacity;
      const live = BigInt(random.next().value);
      const committed = live / 3n;
      add(line, capacity, place, live, committed);
      const entry = places[place];
      assert.ok(entry);
      entry.live += live;
      entry.committed += committed;
    }
    let live = 0n;
    let committed = 0n;
    for (let place = 0; place <= capacity; place += 1) {
      assert.deepEqual(moneyAhead(line, place), { live, committed });
      live += places[place]?.live ?? 0n;
      committed += places[place]?.committed ?? 0n;
    }
  });
}

test("places and sizes that no line has are refused", () => {
  const line = new Uint8Array(Number(lineSize(16)));
  for (const place of [-1, 17, 1.5]) {
    assert.throws(() => moneyAhead(line, place), RangeError);
  }
  for (const capacity of [0, 8, 17, 100, 131_072, 16.5]) {
    assert.throws(() => lineSize(capacity), RangeError);
  }
  assert.equal(lineSize(65_536), 80n + 16n * 65_536n);
  assert.deepEqual([1, 16, 17, 1_000, 70_000].map(lineCapacityFor), [16, 16, 32, 1_024, 65_536]);
});
