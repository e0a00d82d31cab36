import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { decidedSection, decidedWords, votesOf } from "../src/render/decided.js";
import { decidedOf } from "../src/statement/decided.js";
import type { Happening } from "../src/statement/happenings.js";

const PROPOSER = "7Np41oeYqPefeNQEHSv1UDhYrehxin3NStELsSKCT4K2";

const happening = (time: bigint, name: Happening["name"], data: Happening["data"]): Happening => ({
  time,
  slot: time,
  place: 0n,
  ordinal: 0n,
  name,
  signature: `transaction ${time}`,
  data: { number: 4, ...data },
});

const proposal = { __kind: "Acceleration", declare: true };
const HISTORY = [
  happening(10n, "ResolutionProposed", { proposal, proposer: PROPOSER, documentSha256: "ab" }),
  happening(15n, "Distributed", {}),
  happening(40n, "ResolutionExecuted", { proposal }),
  happening(41n, "ResolutionStopped", { number: 5 }),
];
const OWN = [
  happening(20n, "BallotCast", { rank: 1, inFavour: true, weight: "1500" }),
  happening(21n, "SharesMoved", { rank: 1 }),
  happening(22n, "BallotWithdrawn", { rank: 1, weight: "1500" }),
  happening(23n, "BallotCast", { rank: 1, inFavour: false, weight: "1700" }),
];
const CLASSES = [{ rank: 1, name: "Junior", decimals: 2 }];

describe("what a statement says of resolutions", () => {
  const lines = decidedOf(HISTORY, OWN, { from: 0n, to: 100n });

  test("is when each was proposed and executed or stopped, and how the owner voted, in order", () => {
    assert.deepEqual(
      lines.map((one) => [one.time, decidedWords(one), votesOf(one, CLASSES).shares]),
      [
        [10n, "resolution 4 proposed: acceleration", ""],
        [20n, "voted for resolution 4", "15.00"],
        [22n, "vote withdrawn from resolution 4", "15.00"],
        [23n, "voted against resolution 4", "17.00"],
        [40n, "resolution 4 executed: acceleration", ""],
        [41n, "resolution 5 stopped", ""],
      ],
    );
    assert.deepEqual([lines[0]?.by, lines[0]?.sha256, lines[1]?.by], [PROPOSER, "ab", null]);
  });

  test("is of its period alone, without the owner's votes in the security's", () => {
    const of = (own: readonly Happening[], from: bigint, to: bigint) =>
      decidedOf(HISTORY, own, { from, to }).map(({ time }) => time);
    assert.deepEqual(of(OWN, 20n, 40n), [20n, 22n, 23n]);
    assert.deepEqual(of([], 0n, 100n), [10n, 40n, 41n]);
  });

  test("is a table of its own, and none where nothing was decided", () => {
    const text = decidedSection(lines, CLASSES).text;
    assert.match(text, /<h2>Resolutions<\/h2>/);
    assert.match(text, /voted against resolution 4<\/td><td[^>]*><\/td><td[^>]*>Junior<\/td>/);
    assert.doesNotMatch(decidedSection([], CLASSES).text, /Resolutions/);
    // A class that the statement does not have is named by its rank.
    assert.equal(votesOf(lines[1] as (typeof lines)[number], []).name, "class 1");
  });
});
