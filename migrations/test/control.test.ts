import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ALL_POWERS, disclosuresOf, readFacts, readSecurityState, triggersOf } from "@defi-ready/securities";
import { applyDeal, factsOfDeal, planDeal } from "../src/index.js";
import { dealFolder, type Edit, edited, GOOD_DEAL, goodDeal, problemsOf } from "./support/deal-text.js";
import { TestNode } from "./support/node.js";

const folder = dealFolder();
const INVESTORS = "D5xSez1PrzNxEihBphLRDDcgZ9Pzy85TSZZcwa5fsEyb";
const LENDERS = "HcLqRNu9DDRekBn3t5rMykZtvFfdnLCrvEQM6AkWZPnt";
const GOVERNED = 'governance: { notice: 7d, voting: 14d, timelock: 7d, consent: "66.67", proposal: "10" }\n';
const control = (...lines: readonly string[]): Edit => [
  "id: 7\n",
  `id: 7\n${GOVERNED}control:\n${lines.map((line) => `  ${line}\n`).join("")}`,
];
const triggers = (...lines: readonly string[]): Edit => [
  "waterfall:\n",
  `triggers:\n${lines.map((line) => `  - ${line}\n`).join("")}waterfall:\n`,
];
const OWN = [
  `agents: { investors: ${INVESTORS}, lenders: ${LENDERS} }`,
  "powers: { sponsor: [expenses, notices], lenders: [] }",
  "notice: 7d",
];
const NO_BOOKS: readonly Edit[] = [
  [/books:\n[\s\S]*?(?=roles:)/.exec(GOOD_DEAL)?.[0] ?? "", "books: []\n"],
  ["    decimals: 6\n", '    decimals: 6\n    authorised: "1000"\n'],
  ["    decimals: 2\n", '    decimals: 2\n    authorised: "500"\n'],
];
const lines = (...edits: readonly Edit[]) => problemsOf(folder, edited(...edits));

describe("who is in control, in a deal file", async () => {
  const node = await TestNode.start();

  it("is read, with all powers for a stage that says nothing", () => {
    assert.equal(goodDeal(folder).control, null);
    const read = goodDeal(folder, control(...OWN)).control;
    assert.deepEqual(read?.agents, { investors: INVESTORS, lenders: LENDERS });
    assert.deepEqual(
      [read?.powers.sponsor, read?.powers.investors.length, read?.powers.lenders],
      [["expenses", "notices"], 15, []],
    );
    assert.equal(read?.actDays, 7);
    assert.equal(goodDeal(folder, control("notice: 1d")).control?.agents.lenders, null);
  });

  it("is refused where the program would refuse it", () => {
    const refused: readonly (readonly [readonly Edit[], RegExp])[] = [
      [[control("notice: 31d")], /control\.notice: is 31d: give 1d to 30d/],
      [
        [control(`agents: { investors: ${INVESTORS}, lenders: ${INVESTORS} }`)],
        /control\.agents\.lenders: acts for the investors too/,
      ],
      [[control("powers: { sponsor: [draws, draws] }")], /powers\.sponsor\[1\]/],
      [[control("powers: { sponsor: [everything] }")], /powers\.sponsor\[0\]/],
      [
        [triggers("{ test: event, cure: 5d, consequences: [step] }")],
        /triggers\[0\]\.consequences: has a step of control, and nobody acts/,
      ],
      [
        [control(...OWN), triggers("{ test: event, consequences: [step] }")],
        /consequences: steps control without a cure: give a cure of at least 1d/,
      ],
      [
        [triggers("{ test: disclosure overdue, disclosure: 3 }")],
        /triggers\[0\]\.disclosure: is no kind of a disclosure of this deal/,
      ],
      [[triggers("{ test: event, consequences: [trap, trap] }")], /consequences\[1\]/],
    ];
    for (const [edits, message] of refused) {
      assert.match(lines(...edits).join("\n"), message);
    }
    const [before, after] = control(...OWN);
    assert.match(
      lines([before, String(after).replace(GOVERNED, "")]).join("\n"),
      /control\.agents: act once control has stepped, and without a governance it never comes back/,
    );
  });

  it("is planned, set once with its covenants, and stands then", async () => {
    const sponsor = await node.sponsor(1);
    const covenants = triggers(
      '{ test: net worth, amount: "5.00", max_age: 30d, cure: 5d, consequences: [step] }',
      "{ test: event, cure: 3d, consequences: [] }",
      "{ test: report overdue, days: 40 }",
    );
    const deal = goodDeal(folder, ...NO_BOOKS, control(...OWN), covenants);
    const options = { rpc: node.rpc, signer: sponsor, deal, createSettlementMint: true };
    const { addresses } = await applyDeal(options);
    assert.equal((await applyDeal(options)).signatures.length, 0, "a second run has nothing to do");
    const state = await readSecurityState(node.cluster, addresses.security);
    const found = state.security.data.control;
    assert.deepEqual(
      [found.agents, found.powers, found.actDays],
      [[INVESTORS, LENDERS], [258, ALL_POWERS, 0], 7],
    );
    assert.deepEqual(
      triggersOf(state.waterfall.data).map(({ kind, cureDays, consequences, days }) => [
        kind,
        cureDays,
        consequences,
        days,
      ]),
      [
        [9, 5, 4, 30],
        [8, 3, 0, 0],
        [6, 0, 1, 40],
      ],
    );
    const without = await planDeal({
      rpc: node.rpc,
      sponsor: sponsor.address,
      deal: goodDeal(folder, ...NO_BOOKS),
      createSettlementMint: true,
    });
    assert.deepEqual(
      without.items.flatMap(({ part, action }) => (part === "control" ? [action] : [])),
      ["conflict"],
    );
    // What investors are told is the same from the file and from the chain.
    const about = (facts: Parameters<typeof disclosuresOf>[0]) =>
      disclosuresOf(facts).flatMap(({ text }) => (/control|may not|may do/.test(text) ? [text] : []));
    const told = about(await readFacts(node.cluster, state));
    assert.deepEqual(about(factsOfDeal(deal, { sponsor: sponsor.address })), told);
    assert.match(
      told.join("\n"),
      /anyone can move control from the sponsor to the investors, then to the lenders/,
    );
    assert.match(told.join("\n"), /The agent of the lenders may do nothing/);
  });
});
