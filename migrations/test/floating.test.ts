import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  createReference,
  floatingOf,
  readTranches,
  referenceAddress,
  referenceName,
  send,
} from "@defi-ready/securities";
import { knownKey } from "@defi-ready/securities-testing";
import type { Address } from "@solana/kit";
import { formatProblem, planDeal } from "../src/index.js";
import { ARBITRATOR, dealFolder, type Edit, edited, goodDeal, problemsOf } from "./support/deal-text.js";
import { SOL, type TestNode } from "./support/node.js";
import { Play } from "./support/play.js";

const NAME = "SOFR 3M";
const reporter = await knownKey("securities demo reporter");
const reference = await referenceAddress(reporter.address, referenceName(NAME));
const folder = dealFolder();

/** The good deal's senior class by the month, 5.3 % in the first period, and lines of its floating rate. */
const floats = (...lines: readonly string[]): readonly Edit[] => [
  ['rate: "8.25"\n', `rate: "5.4"\n    floating:\n${lines.map((line) => `      ${line}\n`).join("")}`],
  ["day_count: act/365", "day_count: 30e/360\n    period: monthly\n    first_due: 2025-03-01"],
];
const OVER = `over: ${reference}`;

describe("a floating rate in a deal file", () => {
  it("is read with its margin, floor, cap and fixing days", () => {
    const terms = (...lines: string[]) =>
      goodDeal(folder, ...floats(OVER, ...lines)).tranches[0]?.debt?.floating;
    assert.deepEqual(terms('margin: "3.5"', 'floor: "4"', 'cap: "9"', "fixing_days: 31"), {
      reference,
      marginPpm: 35_000,
      floorPpm: 40_000,
      capPpm: 90_000,
      fixingDays: 31,
    });
    assert.deepEqual(terms('margin: "0"'), {
      reference,
      marginPpm: 0,
      floorPpm: 0,
      capPpm: 0,
      fixingDays: 5,
    });
    assert.equal(goodDeal(folder).tranches[0]?.debt?.floating, null);
  });

  it("is refused in words where it cannot be", () => {
    const cases: [readonly Edit[], RegExp][] = [
      [floats(OVER), /floating.*margin/],
      [floats('margin: "3"'), /floating.*over/],
      [floats(`over: ${"1".repeat(31)}`, 'margin: "3"'), /floating\.over/],
      [floats(OVER, 'margin: "1001"'), /floating\.margin.*1000/],
      [floats(OVER, 'margin: "3"', 'cap: "0"'), /floating\.cap.*is 0: leave it out, and the rate has no cap/],
      [floats(OVER, 'margin: "3"', 'floor: "9.5"', 'cap: "9"'), /floating\.floor.*is above the cap/],
      [floats(OVER, 'margin: "9.5"', 'cap: "9"'), /floating\.margin.*is above the cap/],
      [floats(OVER, 'margin: "3"', "fixing_days: 0"), /floating\.fixing_days/],
      [floats(OVER, 'margin: "3"', "fixing_days: 32"), /floating\.fixing_days/],
      [
        [
          ...floats(OVER, 'margin: "3"', 'cap: "999"'),
          ['par: "1.00"', 'default_margin: "2"\n    par: "1.00"'],
        ],
        /floating\.cap.*and the default margin are together above 1000 %/,
      ],
      [
        [...floats(OVER, 'margin: "999"'), ['par: "1.00"', 'default_margin: "2"\n    par: "1.00"']],
        /floating\.margin.*above what the default margin leaves/,
      ],
      [
        [...floats(OVER, 'margin: "3"'), ['rate: "5.4"', 'rate: "0"']],
        /floating.*needs a rate, which is that of the first/,
      ],
      [
        [...floats(OVER, 'margin: "3"'), ["    period: monthly\n    first_due: 2025-03-01", ""]],
        /floating.*needs a period: rates change with due dates/,
      ],
      [
        [...floats(OVER, 'margin: "3"'), ["amortisation: bullet", "amortisation: level"]],
        /floating.*does not go with level payments/,
      ],
    ];
    for (const [edits, expected] of cases) {
      const of = (problem: string) => problem.includes("tranches[0].floating");
      const problems = problemsOf(folder, edited(...edits)).filter(of);
      assert.equal(problems.length, 1, problems.join("\n"));
      assert.match(problems[0] ?? "", expected);
    }
  });

  it("rises by step-ups, as a fixed rate does", () => {
    const rises = (...lines: string[]): Edit => [
      'par: "1.00"',
      `step_ups:\n${lines.map((line) => `      - ${line}\n`).join("")}    par: "1.00"`,
    ];
    const quarterly: Edit = ["day_count: act/365", "day_count: act/365\n    period: quarterly"];
    const two = ['{ from: 2028-01-01, add: "0.5" }', '{ from: 2028-07-01, add: "0.0001" }'];
    const expected = [
      { from: 1_830_297_600n, addPpm: 5_000 },
      { from: 1_846_022_400n, addPpm: 1 },
    ];
    const fixed = goodDeal(folder, quarterly, rises(...two)).tranches[0]?.debt;
    assert.deepEqual([fixed?.floating, fixed?.stepUps], [null, expected]);
    const margin = goodDeal(folder, ...floats(OVER, 'margin: "3.5"'), rises(...two)).tranches[0]?.debt;
    assert.deepEqual([margin?.floating?.marginPpm, margin?.stepUps], [35_000, expected]);
    const cases: [readonly Edit[], RegExp][] = [
      [[quarterly, rises()], /step_ups/],
      [[quarterly, rises(...two.toReversed())], /step_ups\[1\]\.from.*is not after the one before/],
      [[quarterly, rises('{ from: 2028-02-30, add: "1" }')], /step_ups\[0\]\.from.*is not a day/],
      [[quarterly, rises('{ from: 2028-02-01, add: "0" }')], /step_ups\[0\]\.add.*is 0: leave it out/],
      [[quarterly, rises('{ from: 2028-02-01, add: "992" }')], /step_ups.*above 1000 % a year/],
      [[rises(...two)], /step_ups.*needs a period: rates change with due dates/],
      [
        [...floats(OVER, 'margin: "3.5"', 'cap: "3.9"'), rises(...two)],
        /step_ups.*raise the margin above the cap/,
      ],
    ];
    for (const [edits, message] of cases) {
      const of = (problem: string) => problem.includes("step_ups");
      const problems = problemsOf(folder, edited(...edits)).filter(of);
      assert.equal(problems.length, 1, problems.join("\n"));
      assert.match(problems[0] ?? "", message);
    }
  });

  it("is not applied before its reference rate exists; a change of it is one of the structure", async () => {
    const roles = [
      `roles: { arbitrator: ${ARBITRATOR} }`,
      `roles: { servicer: oGE1dgPTXyTRv23YaPrPix85aZZeNAKGSj966EZzSb9, arbitrator: ${ARBITRATOR} }`,
    ] as const;
    const deal = (...lines: string[]) => goodDeal(folder, roles, ...floats(OVER, 'margin: "3.5"', ...lines));
    const options = (node: TestNode, sponsor: Address, which = deal('cap: "9"')) => ({
      rpc: node.rpc,
      deal: which,
      sponsor,
      createSettlementMint: true,
    });
    const play = await Play.of(deal('cap: "9"'), async (node) => {
      const sponsor = (await node.sponsor(1)).address;
      const { refusals } = await planDeal(options(node, sponsor));
      assert.match(
        refusals.map(formatProblem).join("\n"),
        /tranches\[0\]\.floating\.over: \w+ is not a reference rate on this cluster: have its reporter create it first/,
      );
      await node.fund(reporter.address, SOL);
      const terms = { name: NAME, ratePpm: 19_000, dailyPpm: 1_000, maxAgeDays: 7 };
      const { instructions } = await createReference({ reporter, terms });
      await send(node.cluster, { instructions, payer: reporter });
    });
    const [senior] = await readTranches(play.cluster, await play.security());
    assert.deepEqual(senior === undefined ? undefined : floatingOf(senior.data), {
      reference,
      marginPpm: 35_000,
      floorPpm: 0,
      capPpm: 90_000,
      fixingDays: 5,
    });
    const fixed = goodDeal(
      folder,
      roles,
      ['rate: "8.25"', 'rate: "5.4"'],
      ["day_count: act/365", "day_count: 30e/360\n    period: monthly\n    first_due: 2025-03-01"],
    );
    for (const [other, inFile] of [
      [deal('cap: "8"'), `then 3.50 % over ${reference}, at most 8.00 %, fixed in the 5 days before`],
      [fixed, "no"],
    ] as const) {
      const { items } = await planDeal(options(play.node, play.sponsor.address, other));
      const changes = items.flatMap(({ differences }) => differences);
      assert.deepEqual(
        changes.map(({ field, onChain, inFile: wanted }) => [field, onChain, wanted]),
        [
          [
            "tranches[0].floating",
            `then 3.50 % over ${reference}, at most 9.00 %, fixed in the 5 days before`,
            inFile,
          ],
        ],
      );
    }
  });
});
