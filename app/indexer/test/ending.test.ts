import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { endingSection, endingWords } from "../src/render/ending.js";
import { endingOf } from "../src/statement/ending.js";
import type { Happening } from "../src/statement/happenings.js";

const DAY = 86_400n;
const WHOLE = { from: 0n, to: 100n * DAY };

const happening = (time: bigint, name: Happening["name"], data: Happening["data"]): Happening => ({
  ...{ time, slot: time, place: 0n, ordinal: 0n },
  ...{ name, signature: `transaction ${time}`, data },
});

describe("what a statement says of a wind-down", () => {
  const resolved = [
    happening(9n * DAY, "ResolutionExecuted", {
      number: 3,
      proposal: { __kind: "Acceleration", declare: true },
    }),
    happening(10n * DAY, "ResolutionExecuted", { number: 4, proposal: { __kind: "WindDown" } }),
    happening(11n * DAY, "Distributed", {}),
    happening(45n * DAY, "SecurityEnded", { left: ["0"] }),
  ];

  test("is when the classes resolved on it, from when it could end, and when it did", () => {
    assert.deepEqual(
      endingOf(resolved, WHOLE).map((one) => [one.time / DAY, endingWords(one)]),
      [
        [10n, "wind-down began, could end from 1970-02-10"],
        [45n, "the deal ended: its shares are worth nothing"],
      ],
    );
  });

  test("is when whoever is in control began it, as its event says", () => {
    const began = [happening(10n * DAY, "WindDownBegan", { endsFrom: String(10n * DAY) })];
    assert.deepEqual(endingOf(began, WHOLE), [
      {
        ...{ time: 10n * DAY, what: "wind-down began", endsFrom: 10n * DAY },
        signature: `transaction ${10n * DAY}`,
      },
    ]);
  });

  test("is of its period alone, and a table of its own, or none", () => {
    const after = endingOf(resolved, { from: 11n * DAY, to: 46n * DAY });
    assert.deepEqual(
      after.map(({ what }) => what),
      ["ended"],
    );
    assert.match(endingSection(after).text, /<h2>Wind-down<\/h2>/);
    assert.match(endingSection(after).text, /the deal ended: its shares are worth nothing/);
    assert.equal(endingSection([]).text, "");
    assert.deepEqual(endingOf(resolved, { from: 0n, to: 10n * DAY }), [], "its end is not included");
  });
});
