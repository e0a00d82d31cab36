import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compare, type Seen } from "./support/structures/compare.js";

/** How many structures are drawn; more by hand: `STRUCTURES=100000`. */
const COUNT = Number(process.env.STRUCTURES ?? 2_000);

/** Kinds of tiers of which there are structures that both take. */
const TIERS = [
  ...["Fee", "AnnualFee", "Expense", "Interest", "Arrears", "Principal", "Service", "Sweep", "Capital"],
  ...[
    "Deficiency",
    "Cover",
    "Reserve",
    "Carry",
    "Split",
    "Participation",
    "CollateralTest",
    "InterestTest",
    "Residual",
  ],
];
/** Measures of deals that both take. */
const MEASURES = ["block", "pause", "recovery", "court order", "correction"];
/** Refusals of structures that both refuse. */
const REFUSALS = [
  ...[
    "BadStructure",
    "BadPariPassu",
    "BadTrigger",
    "BadSchedule",
    "BadCustom",
    "BadStepUp",
    "BadFloating",
    "BadPik",
  ],
  ...["BadLossTerms", "BadBusinessDays", "BadSmoothing", "BadFirstDue", "BadFirstInstalment"],
  ...["BadFrozenForm", "BadMeasures"],
  ...["RateOutOfRange", "MaturityOutOfRange", "BadAuthorised", "InstalmentWhileRevolving"],
];

describe("the check of a deal file and the program", () => {
  const seen: Seen = new Map();

  it(`agree on each of ${COUNT} structures`, () => {
    const differences = new Map<string, string>();
    for (let seed = 1; seed <= COUNT; seed += 1) {
      const found = compare(seed, seen);
      if (found !== undefined && !differences.has(found.kind)) {
        differences.set(found.kind, `structure ${seed}: ${found.words}`);
      }
    }
    assert.equal(differences.size, 0, [...differences.values()].join("\n\n"));
  });

  it("have been asked about every kind of tier, and about what each rule refuses", () => {
    assert.ok((seen.get("taken") ?? 0) > COUNT / 4, `${seen.get("taken")} are taken`);
    const missing = [...TIERS, "frozen form", ...MEASURES, ...REFUSALS].filter((what) => !seen.has(what));
    assert.deepEqual(missing, []);
  });
});
