import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pikTermsOf, readTranches } from "@defi-ready/securities";
import { planDeal } from "../src/index.js";
import { ARBITRATOR, dealFolder, type Edit, edited, goodDeal, problemsOf } from "./support/deal-text.js";
import { Play } from "./support/play.js";

const folder = dealFolder();
const terms = (...lines: readonly string[]): Edit => ["amortisation: bullet", lines.join("\n    ")];

describe("interest in kind in a deal file", () => {
  it("is read with its notice and margin, and reaches the chain", async () => {
    const roles: Edit = [
      `roles: { arbitrator: ${ARBITRATOR} }`,
      `roles: { servicer: oGE1dgPTXyTRv23YaPrPix85aZZeNAKGSj966EZzSb9, arbitrator: ${ARBITRATOR} }`,
    ];
    const deal = (pik: string) =>
      goodDeal(folder, roles, terms("amortisation: bullet", "period: quarterly", `pik: { ${pik} }`));
    assert.deepEqual(deal("periods: 3").tranches[0]?.debt?.pik, {
      periods: 3,
      noticeDays: 10,
      marginPpm: 0,
    });
    const first = deal('periods: 4, notice_days: 5, margin: "0.75"');
    const play = await Play.of(first);
    const [senior] = await readTranches(play.cluster, await play.security());
    assert.ok(senior);
    assert.deepEqual(pikTermsOf(senior.data), { periods: 4, noticeDays: 5, marginPpm: 7_500 });
    const differences = async (other: typeof first) => {
      const options = { rpc: play.node.rpc, sponsor: play.sponsor.address, createSettlementMint: true };
      const { items } = await planDeal({ ...options, deal: other });
      return items.flatMap((item) => item.differences.map(({ field, inFile }) => [field, inFile]));
    };
    assert.deepEqual(await differences(first), []);
    assert.deepEqual(await differences(deal("periods: 1")), [
      ["tranches[0].pik", "interest of 1 period in kind at 0.00 % more, elected 10 days before"],
    ]);
  });

  const cases: readonly (readonly [name: string, edits: readonly Edit[], problem: RegExp])[] = [
    [
      "without periods",
      [terms("amortisation: bullet", "period: monthly", "pik: { notice_days: 5 }")],
      /pik\.periods/,
    ],
    ["without due dates", [terms("amortisation: bullet", "pik: { periods: 1 }")], /pik: needs a period/],
    [
      "of linear debt",
      [terms("amortisation: linear", "period: monthly", "pik: { periods: 1 }")],
      /pik: is of bullet or swept debt, and this is linear/,
    ],
    [
      "without a rate",
      [
        terms("amortisation: bullet", "period: monthly", "pik: { periods: 1 }"),
        ['rate: "8.25"', 'rate: "0"'],
      ],
      /pik: needs a rate/,
    ],
    [
      "above all rates",
      [terms("amortisation: bullet", "period: monthly", 'pik: { periods: 1, margin: "992" }')],
      /pik\.margin: with the highest rate .* is above 1000 %/,
    ],
    [
      "of equity",
      [["kind: equity", "kind: equity\n    pik: { periods: 1 }"]],
      /pik: belongs to a debt tranche only/,
    ],
  ];
  for (const [name, edits, problem] of cases) {
    it(`is refused ${name}`, () => {
      const problems = problemsOf(folder, edited(...edits));
      assert.ok(
        problems.some((one) => problem.test(one)),
        problems.join("\n"),
      );
    });
  }
});
