import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { KeyPairSigner } from "@solana/kit";
import { applyDeal, type Deal, formatProblem, type Plan, PlanRefused, planDeal } from "../src/index.js";
import { dealFolder, type Edit, goodDeal } from "./support/deal-text.js";
import { BILL, DOLLAR, fullDeal, writeMints } from "./support/full-deal.js";
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
      ["roles: {", `roles: { reporter: ${SOMEBODY},`],
      `57:20: roles.reporter: on chain: $SPONSOR; in the file: ${SOMEBODY}. The security`,
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
    [
      "a rate",
      ['"8.25"', '"8"'],
      "16:11: tranches[0].rate: on chain: 8.25; in the file: 8.00. Another offer must stay open for 3d",
    ],
    [
      "a day count",
      ["act/365", "30e/360"],
      "17:16: tranches[0].day_count: on chain: act/365; in the file: 30e/360. Another offer must stay open for 3d",
    ],
    [
      "an amortisation",
      ["bullet", "sweep"],
      "18:19: tranches[0].amortisation: on chain: bullet; in the file: sweep. Another offer must stay open for 3d",
    ],
    [
      "compounding",
      ["compounding: true", "compounding: false"],
      "19:18: tranches[0].compounding: on chain: true; in the file: false. Another offer must stay open for 3d",
    ],
    [
      "a maturity",
      ["2030-06-30", "2030-07-31"],
      "20:15: tranches[0].maturity: on chain: 2030-06-30; in the file: 2030-07-31. Another offer must stay open for 3d",
    ],
    [
      "a par",
      ['par: "1.00"', 'par: "2"'],
      "21:10: tranches[0].par: on chain: 1.00; in the file: 2.00. Another offer must stay open for 3d",
    ],
    [
      "more shares than were authorised, where the file says so",
      ["    decimals: 6\n", '    decimals: 6\n    authorised: "1,001"\n'],
      "23:17: tranches[0].authorised: on chain: 1000.00; in the file: 1001.00. The tranche",
    ],
    [
      "more shares than were authorised, where its books need them",
      ['cap: "250"', 'cap: "252.5"'],
      "24:5: tranches[1].authorised: on chain: 100.00; in the file: 101.00 needed. There can never be more shares than were authorised",
    ],
    [
      "decimals of the test mint",
      ["create: { decimals: 6 }", "create: { decimals: 7 }"],
      "7:23: settlement_mint.create.decimals: the mint has 6 decimals, the file 7",
    ],
    [
      "a deadline given as a time",
      ["deadline: 2030-01-02T00:00:00Z", "deadline: 2030-01-03T00:00:00Z"],
      "53:15: books[1].deadline: on chain: 2030-01-02; in the file: 2030-01-03. The book",
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

  it("a manager that the tranche does not have", async () => {
    const deal = goodDeal(folder);
    const [senior, junior] = deal.tranches;
    assert.ok(senior !== undefined && junior !== undefined);
    const fixed = { ...deal, tranches: [senior, { ...junior, manager: "sponsor" as const }] };
    const [refusal = "", ...others] = refusals(await plan(fixed, sponsor));
    assert.deepEqual(others, []);
    assert.ok(
      refusal.startsWith(
        `deal.yaml:24:5: tranches[1].manager: on chain: none; in the file: ${sponsor.address}. The tranche`,
      ),
      refusal,
    );
  });

  it("a tranche too many and one too few", async () => {
    const deal = goodDeal(folder);
    const [senior, junior] = deal.tranches;
    assert.ok(senior !== undefined && junior !== undefined);
    const more = { ...deal, tranches: [senior, junior, { ...junior, name: "Third" }] };
    assert.deepEqual(refusals(await plan(more, sponsor)), [
      "deal.yaml:12:3: tranches[2]: a book is open or was locked, so no tranche can be added: take it out, or use another id",
    ]);
    const fewer = { ...deal, tranches: [senior], books: deal.books.slice(0, 1) };
    assert.deepEqual(refusals(await plan(fewer, sponsor)).slice(-1), [
      "deal.yaml:12:3: tranches: on chain: 2; in the file: 1. Tranches cannot be removed: put the file right, or use another id",
    ]);
  });

  it("and nothing is sent", async () => {
    const transactions = await node.transactionCount();
    await assert.rejects(apply(goodDeal(folder, ['"8.25"', '"8"']), sponsor), PlanRefused);
    assert.equal(await node.transactionCount(), transactions);
  });
});

/** A difference of {@link fullDeal} from what is on chain: its name, the changes that make it, and the refusals. */
type Conflict = readonly [name: string, edits: readonly Edit[], refusals: readonly string[]];

const BOOK_CONFLICTS: readonly Conflict[] = [
  [
    "a lower tip",
    [['tip: "0.001"', 'tip: "0.0009"']],
    ["69:10: books[0].tip: on chain: 0.001 SOL; in the file: 0.0009 SOL. The tip can only be raised"],
  ],
  [
    "an offer period",
    [["offer_period: 1d", "offer_period: 2d"]],
    ["46:19: books[0].offer_period: on chain: 1d; in the file: 2d. The book cannot be changed"],
  ],
  [
    "a part of votes",
    [['extension_vote: "65"', 'extension_vote: "50"']],
    ["49:21: books[0].extension_vote: on chain: 65.00; in the file: 50.00. The book cannot be changed"],
  ],
  [
    "no later deadline",
    [
      [`    extension_vote: "65"\n`, ""],
      [`    latest_deadline: +4d\n`, ""],
    ],
    [
      "36:5: books[0].extension_vote: on chain: 65.00; in the file: none. The book cannot be changed",
      "36:5: books[0].latest_deadline: on chain: 2025-01-05; in the file: none. The book cannot be changed",
    ],
  ],
  [
    "another lead",
    [["investor: sponsor", `investor: ${SOMEBODY}`]],
    [
      `50:23: books[0].lead.investor: on chain: $SPONSOR; in the file: ${SOMEBODY}. The book cannot be changed`,
    ],
  ],
  [
    "a lead's minimum",
    [['minimum: "50"', 'minimum: "60"']],
    ["50:41: books[0].lead.minimum: on chain: 50.00; in the file: 60.00. The book cannot be changed"],
  ],
  [
    "no lead",
    [[`    lead: { investor: sponsor, minimum: "50" }\n`, ""]],
    ["36:5: books[0].lead: on chain: $SPONSOR; in the file: none. The book cannot be changed"],
  ],
  [
    "freeze authorities",
    [[`    accepts_freeze_authority: true\n`, ""]],
    [
      "36:5: books[0].accepts_freeze_authority: on chain: true; in the file: false. The book cannot be changed",
    ],
  ],
  [
    "a price that is no longer reported",
    [
      [
        `    reported_price: { lowest: "1.01", highest: "3", max_age: 1h, daily_limit: "5" }\n`,
        `    price: "2"\n`,
      ],
    ],
    ["74:12: books[1].price: on chain: reported; in the file: fixed. The book cannot be changed"],
  ],
  [
    "the age of a reported price",
    [["max_age: 1h", "max_age: 2h"]],
    ["74:62: books[1].reported_price.max_age: on chain: 1h; in the file: 2h. The book cannot be changed"],
  ],
  [
    "a daily limit of a price",
    [['daily_limit: "5"', 'daily_limit: "6"']],
    [
      "74:79: books[1].reported_price.daily_limit: on chain: 5.00; in the file: 6.00. The rate cannot be changed",
    ],
  ],
  [
    "a daily limit of an asset",
    [['daily_limit: "0.5"', 'daily_limit: "0.6"']],
    ["66:108: books[0].assets[1].daily_limit: on chain: 0.50; in the file: 0.60. The rate cannot be changed"],
  ],
  [
    "the age of an asset's rate",
    [["max_age: 36h", "max_age: 1d"]],
    ["67:91: books[0].assets[2].max_age: on chain: 36h; in the file: 1d. The asset cannot be changed"],
  ],
  [
    "an adapter",
    [[`${BILL}, adapter: reported, max_age: 1d, daily_limit: "0.5"`, `${BILL}, adapter: one-to-one`]],
    [
      "66:72: books[0].assets[1].adapter: on chain: reported; in the file: one-to-one. The asset cannot be changed",
    ],
  ],
  [
    "an asset that is gone",
    [[`      - { mint: ${DOLLAR}, adapter: one-to-one }\n`, ""]],
    [
      `65:7: books[0].assets: on chain: ${DOLLAR}; in the file: none of them. An asset of an open book cannot be removed`,
    ],
  ],
  [
    "a reward that is gone",
    [
      [
        `      - pay: promote-points\n        tranche: Junior\n        curve: [{ money: "1,000", reward: "1,000" }]\n`,
        "",
      ],
    ],
    ["52:7: books[0].rewards: on chain: 3; in the file: 2. A reward of an open book cannot be removed"],
  ],
  [
    "another reward",
    [
      [
        `      - pay: bonus-shares\n        curve: [{ money: "250", reward: "5" }]\n      - pay: promote-points\n        tranche: Junior\n        curve: [{ money: "1,000", reward: "1,000" }]\n`,
        `      - pay: promote-points\n        tranche: Junior\n        curve: [{ money: "1,000", reward: "1,000" }]\n      - pay: bonus-shares\n        curve: [{ money: "250", reward: "5" }]\n`,
      ],
    ],
    [
      "59:14: books[0].rewards[1].pay: on chain: bonus-shares; in the file: promote-points. What a reward of an open book pays cannot be changed",
      "62:14: books[0].rewards[2].pay: on chain: promote-points; in the file: bonus-shares. What a reward of an open book pays cannot be changed",
    ],
  ],
  [
    "a strike",
    [['strike: "11.50"', 'strike: "12"']],
    ["54:17: books[0].rewards[0].strike: on chain: 11.50; in the file: 12.00. The series cannot be changed"],
  ],
  [
    "an expiry",
    [["expires: +365d", "expires: 2029-01-01T00:00Z"]],
    [
      "55:18: books[0].rewards[0].expires: on chain: 2026-01-01; in the file: 2029-01-01. The series cannot be changed",
    ],
  ],
];

describe("what an open book has otherwise and cannot change is refused", () => {
  let sponsor: KeyPairSigner;

  before(async () => {
    await writeMints(node);
    sponsor = await newSponsor();
    await apply(fullDeal(folder), sponsor);
  });

  for (const [name, edits, expected] of BOOK_CONFLICTS) {
    it(name, async () => {
      const found = refusals(await plan(fullDeal(folder, ...edits), sponsor));
      assert.deepEqual(
        found,
        expected.map(
          (line) =>
            `deal.yaml:${line.replace("$SPONSOR", sponsor.address)}: put the file right, or use another id`,
        ),
      );
    });
  }
});
