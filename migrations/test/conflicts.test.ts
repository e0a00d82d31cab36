import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { KeyPairSigner } from "@solana/kit";
import { applyDeal, type Deal, formatProblem, type Plan, PlanRefused, planDeal } from "../src/index.js";
import { dealFolder, type Edit, goodDeal } from "./support/deal-text.js";
import { SOMEBODY, TestNode } from "./support/node.js";

const folder = dealFolder();
const node = await TestNode.start();
let keys = 0;

function newSponsor(amount?: bigint): Promise<KeyPairSigner> {
  keys += 1;
  return node.sponsor(keys, amount);
}

function plan(deal: Deal, sponsor: KeyPairSigner, createSettlementMint = true): Promise<Plan> {
  return planDeal({ rpc: node.rpc, deal, sponsor: sponsor.address, createSettlementMint });
}

function apply(deal: Deal, signer: KeyPairSigner) {
  return applyDeal({ rpc: node.rpc, deal, signer, createSettlementMint: true });
}

const refusals = (planned: Plan) =>
  planned.refusals.map((problem) => formatProblem(problem).replaceAll(`${folder}/`, ""));

describe("what the chain has otherwise is refused with the fields that differ", () => {
  let sponsor: KeyPairSigner;

  before(async () => {
    sponsor = await newSponsor();
    await apply(goodDeal(folder), sponsor);
  });

  const conflicts: readonly (readonly [name: string, edit: Edit, refusal: string])[] = [
    [
      "the document's address",
      ["paper.txt\n  file", "new.txt\n  file"],
      "4:8: document.uri: on chain: https://example.com/paper.txt; in the file: https://example.com/new.txt. The security",
    ],
    [
      "a role",
      ["destinations:", `roles: { reporter: ${SOMEBODY} }\ndestinations:`],
      `8:20: roles.reporter: on chain: $SPONSOR; in the file: ${SOMEBODY}. The security`,
    ],
    [
      "the smallest distribution",
      ['min_distribution: "10"', 'min_distribution: "11"'],
      "10:19: min_distribution: on chain: 10.00; in the file: 11.00. The security",
    ],
    [
      "a name",
      ["uri: https://example.com/junior.json", "uri: https://example.com/j.json"],
      "26:10: tranches[1].uri: on chain: https://example.com/junior.json; in the file: https://example.com/j.json. The tranche",
    ],
    ["a rate", ['"8.25"', '"8"'], "16:11: tranches[0].rate: on chain: 8.25; in the file: 8.00. The tranche"],
    [
      "a day count",
      ["act/365", "30e/360"],
      "17:16: tranches[0].day_count: on chain: act/365; in the file: 30e/360. The tranche",
    ],
    [
      "an amortisation",
      ["linear", "sweep"],
      "18:19: tranches[0].amortisation: on chain: linear; in the file: sweep. The tranche",
    ],
    [
      "compounding",
      ["compounding: true", "compounding: false"],
      "19:18: tranches[0].compounding: on chain: true; in the file: false. The tranche",
    ],
    [
      "a maturity",
      ["2030-06-30", "2030-07-31"],
      "20:15: tranches[0].maturity: on chain: 2030-06-30; in the file: 2030-07-31. The tranche",
    ],
    [
      "a par",
      ['par: "1.00"', 'par: "2"'],
      "21:10: tranches[0].par: on chain: 1.00; in the file: 2.00. The tranche",
    ],
    [
      "decimals of the test mint",
      ["create: { decimals: 6 }", "create: { decimals: 7 }"],
      "7:23: settlement_mint.create.decimals: the mint has 6 decimals, the file 7",
    ],
    [
      "a price",
      ['price: "2.50"', 'price: "5"'],
      "46:12: books[1].price: on chain: 2.50; in the file: 5.00. The book",
    ],
    [
      "a cap",
      ['cap: "1000"', 'cap: "1500"'],
      "38:10: books[0].cap: on chain: 1000.00; in the file: 1500.00. The book",
    ],
    [
      "a deadline given as a time",
      ["deadline: 2030-01-02T00:00:00Z", "deadline: 2030-01-03T00:00:00Z"],
      "52:15: books[1].deadline: on chain: 2030-01-02; in the file: 2030-01-03. The book",
    ],
    [
      "the size of a line",
      ["line_places: 32", "line_places: 64"],
      "53:18: books[1].line_places: on chain: 32; in the file: 64. The book",
    ],
  ];
  for (const [name, edit, refusal] of conflicts) {
    it(name, async () => {
      const expected = `deal.yaml:${refusal.replace("$SPONSOR", sponsor.address)}`;
      const found = refusals(await plan(goodDeal(folder, edit), sponsor)).filter((line) =>
        line.startsWith(expected),
      );
      assert.equal(found.length, 1, refusals(await plan(goodDeal(folder, edit), sponsor)).join("\n"));
    });
  }

  it("an offset of an open book is not compared: the chain has the time", async () => {
    assert.deepEqual(refusals(await plan(goodDeal(folder, ["+2d", "+3d"]), sponsor)), []);
  });

  it("a tranche too many and one too few", async () => {
    const deal = goodDeal(folder);
    const [senior, junior] = deal.tranches;
    assert.ok(senior !== undefined && junior !== undefined);
    const more = { ...deal, tranches: [senior, junior, { ...junior, name: "Third" }] };
    assert.deepEqual(refusals(await plan(more, sponsor)), [
      "deal.yaml:12:3: tranches[2]: a book has been opened, so no tranche can be added: take it out, or use another id",
    ]);
    const fewer = { ...deal, tranches: [senior], books: deal.books.slice(0, 1) };
    assert.deepEqual(refusals(await plan(fewer, sponsor)).slice(-1), [
      "deal.yaml:12:3: tranches: on chain: 2; in the file: 1. Tranches cannot be taken away: put the file right, or use another id",
    ]);
  });

  it("and nothing is sent", async () => {
    const transactions = await node.transactionCount();
    await assert.rejects(apply(goodDeal(folder, ['"8.25"', '"8"']), sponsor), PlanRefused);
    assert.equal(await node.transactionCount(), transactions);
  });
});
