import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { customPartsOf, dueDateAt, readTranches, trancheTerms } from "@defi-ready/securities";
import { formatProblem, planDeal } from "../src/index.js";
import { ARBITRATOR, dealFolder, type Edit, edited, goodDeal, problemsOf } from "./support/deal-text.js";
import { Play } from "./support/play.js";

const folder = dealFolder();
const ROLES: Edit = [
  `roles: { arbitrator: ${ARBITRATOR} }`,
  `roles: { servicer: oGE1dgPTXyTRv23YaPrPix85aZZeNAKGSj966EZzSb9, arbitrator: ${ARBITRATOR} }`,
];

/** The good deal's senior class by the quarter, repaid in parts. */
const inParts = (...parts: readonly string[]): readonly Edit[] => [
  [
    "amortisation: bullet\n",
    `amortisation: custom\n    period: quarterly\n    instalments:\n${parts.map((part) => `      - ${part}\n`).join("")}`,
  ],
];
const TWO = ['{ on: 2027-03-31, part: "12.5" }', '{ on: 2028-01-15, part: "40" }'];
const [MARCH, JANUARY] = [1_806_451_200n, 1_831_507_200n];

describe("a custom schedule in a deal file", () => {
  it("is read by days or by months", () => {
    const parts = (...lines: string[]) =>
      goodDeal(folder, ...inParts(...lines)).tranches[0]?.debt?.instalments;
    assert.deepEqual(parts(...TWO), [
      { on: { kind: "at", time: MARCH }, bps: 1_250 },
      { on: { kind: "at", time: JANUARY }, bps: 4_000 },
    ]);
    assert.deepEqual(parts('{ on: 6, part: "60" }', '{ on: 7, part: "40" }'), [
      { on: { kind: "term", months: 6 }, bps: 6_000 },
      { on: { kind: "term", months: 7 }, bps: 4_000 },
    ]);
    assert.deepEqual(goodDeal(folder).tranches[0]?.debt?.instalments, []);
  });

  it("is refused in words where it cannot be", () => {
    const cases: [readonly Edit[], RegExp][] = [
      [
        [["amortisation: bullet", "amortisation: custom\n    period: quarterly"]],
        /instalments: is missing: custom debt/,
      ],
      [inParts(), /instalments/],
      [inParts(...TWO.toReversed()), /instalments\[1\]\.on.*is not after the one before/],
      [inParts(TWO[0] ?? "", '{ on: 60, part: "1" }'), /instalments\[1\]\.on.*write all alike/],
      [
        inParts(TWO[0] ?? "", '{ on: 2028-01-15, part: "87.51" }'),
        /instalments: are together more than 100 %/,
      ],
      [inParts('{ on: 2027-02-30, part: "1" }'), /instalments\[0\]\.on.*is not a day/],
      [inParts('{ on: 2027-02-01, part: "0" }'), /instalments\[0\]\.part.*is 0/],
      [
        [...inParts(...TWO), ["    period: quarterly\n", ""]],
        /period: is missing: custom debt is repaid at due dates/,
      ],
      [
        [...inParts(...TWO), ["amortisation: custom", "amortisation: linear"]],
        /instalments: are of custom debt, and this is linear/,
      ],
    ];
    for (const [edits, message] of cases) {
      const of = (problem: string) => /instalments|period/.test(problem);
      const problems = problemsOf(folder, edited(...edits)).filter(of);
      assert.equal(problems.length, 1, problems.join("\n"));
      assert.match(problems[0] ?? "", message);
    }
  });

  it("is applied, compared and refused after the maturity", async () => {
    const deal = (...parts: string[]) => goodDeal(folder, ROLES, ...inParts(...parts));
    const play = await Play.of(deal(...TWO));
    const [senior] = await readTranches(play.cluster, await play.security());
    assert.ok(senior !== undefined);
    const parts = [
      { on: MARCH, bps: 1_250 },
      { on: JANUARY, bps: 4_000 },
    ];
    assert.deepEqual(customPartsOf(senior.data), parts);
    assert.deepEqual(
      [trancheTerms(senior.data).custom, trancheTerms(senior.data).firstInstalment],
      [parts, 0n],
    );
    const planned = (...lines: string[]) =>
      planDeal({
        rpc: play.node.rpc,
        deal: deal(...lines),
        sponsor: play.sponsor.address,
        createSettlementMint: true,
      });
    const { items } = await planned(TWO[0] ?? "", '{ on: 2028-01-15, part: "41" }');
    assert.deepEqual(
      items
        .flatMap(({ differences }) => differences)
        .map(({ field, onChain, inFile }) => [field, onChain, inFile]),
      [
        [
          "tranches[0].instalments",
          "12.50 % on 2027-03-31, 40.00 % on 2028-01-15",
          "12.50 % on 2027-03-31, 41.00 % on 2028-01-15",
        ],
      ],
    );
    // The days are due dates beside those of the quarters, which nobody has brought it up to.
    const DAY = 86_400n;
    const started = { ...senior.data, startsAt: MARCH - 30n * DAY, nextDue: 1n };
    const due = (now: bigint) => dueDateAt(started, now);
    assert.deepEqual([due(JANUARY - DAY), due(JANUARY)], [JANUARY / DAY, JANUARY / DAY]);
    // The 30th of March 2028: the maturity is a 30th.
    assert.equal(due(JANUARY + DAY), JANUARY / DAY + 75n);
  });

  it("is not planned with a part at the maturity or after it", async () => {
    const play = await Play.of(goodDeal(folder, ROLES));
    const late = goodDeal(folder, ROLES, ["id: 7", "id: 8"], ...inParts('{ on: 2030-06-30, part: "5" }'));
    const options = {
      rpc: play.node.rpc,
      deal: late,
      sponsor: play.sponsor.address,
      createSettlementMint: true,
    };
    const { refusals } = await planDeal(options);
    assert.match(
      refusals.map(formatProblem).join("\n"),
      /tranches\[0\]\.instalments\[0\]\.on: is not before the maturity, 2030-06-30.*, when the rest falls due/,
    );
  });
});
