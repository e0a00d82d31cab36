import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { toHex } from "../src/deal/values.js";
import { DealError, loadDeal } from "../src/index.js";
import {
  dealFolder,
  type Edit,
  edited,
  GOOD_DEAL,
  goodDeal,
  PAPER_SHA256,
  problemsOf,
} from "./support/deal-text.js";

const folder = dealFolder();
const DEALS = fileURLToPath(new URL("../deals/", import.meta.url));
const ADDRESS = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";

/** Each kind of mistake, with all that is said about it. */
const MISTAKES: readonly (readonly [name: string, edits: readonly Edit[], problems: readonly string[]])[] = [
  [
    "a float",
    [['rate: "8.25"', "rate: 8.25"]],
    [
      'deal.yaml:16:11: tranches[0].rate: 8.25 is a floating-point number in YAML: write it in quotes, "8.25", so that it is read exactly',
    ],
  ],
  [
    "a float written with an exponent",
    [['cap: "1000"', "cap: 1e3"]],
    [
      'deal.yaml:38:10: books[0].cap: 1e3 is a floating-point number in YAML: write it in quotes, "1e3", so that it is read exactly',
    ],
  ],
  [
    "a misspelt field",
    [["min_ticket", "min_tickets"]],
    [
      "deal.yaml:35:5: books[0].min_ticket: is missing: add it. Expected: the smallest ticket, a positive amount in quotes, in whole lots",
      "deal.yaml:39:5: books[0].min_tickets: is not a field here. Did you mean min_ticket? The fields are tranche, price, minimum, cap, min_ticket, opens_at, offer_ends, deadline, line_places, terms",
    ],
  ],
  [
    "an unknown field",
    [["version: 1", "version: 1\nowner: me"]],
    [
      "deal.yaml:2:1: owner: is not a field here. The fields are version, id, sponsor, document, roles, settlement_mint, destinations, min_distribution, tranches, waterfall, books, payments",
    ],
  ],
  [
    "another version of the format",
    [["version: 1", "version: 2"]],
    ["deal.yaml:1:10: version: found 2; expected: the version of this format: 1"],
  ],
  [
    "an id over 64 bits",
    [["id: 7", "id: 18446744073709551616"]],
    ["deal.yaml:2:5: id: 18446744073709551616 is too large: the most is 18446744073709551615"],
  ],
  [
    "a document that is not there",
    [["file: paper.txt\nsettlement", "file: papers.txt\nsettlement"]],
    [
      "deal.yaml:5:9: document.file: cannot read the file papers.txt: there is none (paths start from the folder of the deal file)",
    ],
  ],
  [
    "a document by file and by hash",
    [["  file: paper.txt\nsettlement", `  file: paper.txt\n  sha256: "${"0".repeat(64)}"\nsettlement`]],
    [
      "deal.yaml:4:3: document: has more than one of them; expected: the offering document: a uri, with a file to hash or a sha256",
    ],
  ],
  [
    "a hash that is too short",
    [["000102", "0102"]],
    [
      'deal.yaml:55:15: books[1].terms.sha256: found "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"; expected: a SHA-256 in quotes, 64 hexadecimal digits',
    ],
  ],
  [
    "an address with a wrong letter",
    [["owner: sponsor", "owner: 0PjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"]],
    [
      'deal.yaml:9:12: destinations[0].owner: found "0PjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"; expected: whose associated token account is taken, an address or the word sponsor',
    ],
  ],
  [
    "an address of too few bytes",
    [["owner: sponsor", `owner: ${"1".repeat(33)}`]],
    [
      `deal.yaml:9:12: destinations[0].owner: "${"1".repeat(33)}" is not a Solana address: it does not decode to 32 bytes`,
    ],
  ],
  [
    "a destination named twice",
    [["  - owner: sponsor", "  - owner: sponsor\n  - owner: sponsor"]],
    ["deal.yaml:10:5: destinations[1]: repeats destinations[0]: name each destination once"],
  ],
  [
    "no destination",
    [["destinations:\n  - owner: sponsor", "destinations: []"]],
    [
      "deal.yaml:8:15: destinations: found an empty list; expected: one to four accounts that proceeds may be drawn to",
    ],
  ],
  [
    "a mint both given and created",
    [["{ decimals: 6 }", `{ decimals: 6 }\n  address: ${ADDRESS}`]],
    ["deal.yaml:8:3: settlement_mint.address: does not go with create: leave one of the two out"],
  ],
  [
    "a smallest distribution of nothing",
    [['min_distribution: "10"', 'min_distribution: "0.00"']],
    ["deal.yaml:10:19: min_distribution: is 0: give at least 0.000001"],
  ],
  [
    "a name too long in bytes",
    [
      ["name: Senior", "name: Ääääääääääääääääää"],
      ...["interest", "principal"].map(renameTier),
      renameBook(),
    ],
    [
      "deal.yaml:12:11: tranches[0].name: has 36 bytes: use at most 32; letters outside ASCII take two to four",
    ],
  ],
  [
    "a symbol too long",
    [["symbol: SEN", "symbol: SENIORSENIOR"]],
    [
      'deal.yaml:13:13: tranches[0].symbol: found "SENIORSENIOR"; expected: the symbol of the share mint, 1 to 10 bytes',
    ],
  ],
  [
    "a symbol used twice",
    [["symbol: JUN", "symbol: SEN"]],
    ['deal.yaml:25:13: tranches[1].symbol: "SEN" is taken by tranches[0].symbol: give each tranche its own'],
  ],
  [
    "a rate with three places",
    [['"8.25"', '"8.255"']],
    [
      'deal.yaml:16:11: tranches[0].rate: found "8.255"; expected: interest in percent a year, from "0" to "1000" with at most two places, in quotes, like "8.25"',
    ],
  ],
  [
    "a rate above the highest",
    [['"8.25"', '"1000.01"']],
    ["deal.yaml:16:11: tranches[0].rate: 1000.01 % a year is too high: the most is 1000"],
  ],
  [
    "debt without par and day count",
    [
      ['    par: "1.00"\n', ""],
      ["    day_count: act/365\n", ""],
    ],
    [
      "deal.yaml:12:5: tranches[0].day_count: is missing: add it. Expected: how interest days are counted: act/365, act/360 or 30e/360",
      'deal.yaml:12:5: tranches[0].par: is missing: add it. Expected: the principal of one whole share, a positive amount in settlement units in quotes, like "1.00"',
    ],
  ],
  [
    "debt without maturity",
    [["    maturity: 2030-06-30\n", ""]],
    ["deal.yaml:12:5: tranches[0]: expected: of a debt tranche either maturity or term_months"],
  ],
  [
    "a maturity that is no day",
    [["2030-06-30", "2030-06-31"]],
    [
      'deal.yaml:20:15: tranches[0].maturity: "2030-06-31" is no day from 1970-01-01 to 2200-01-01: check year, month and day',
    ],
  ],
  [
    "a maturity beyond the program's calendar",
    [["2030-06-30", "2200-01-02"]],
    [
      'deal.yaml:20:15: tranches[0].maturity: "2200-01-02" is no day from 1970-01-01 to 2200-01-01: check year, month and day',
    ],
  ],
  [
    "equity with a rate",
    [["kind: equity", 'kind: equity\n    rate: "1"']],
    ["deal.yaml:28:5: tranches[1].rate: belongs to a debt tranche only: leave it out, or make the kind debt"],
  ],
  [
    "a tier for a tranche that is not there",
    [["interest, tranche: Senior", "interest, tranche: Seniar"]],
    [
      'deal.yaml:31:31: waterfall[0].tranche: no tranche is named "Seniar": the tranches are "Senior", "Junior"',
    ],
  ],
  [
    "a tier twice",
    [["pay: principal", "pay: interest"]],
    ["deal.yaml:32:5: waterfall[1]: repeats waterfall[0]: leave one of them out"],
  ],
  [
    "a residual in the middle",
    [["pay: principal", "pay: residual"]],
    [
      "deal.yaml:32:5: waterfall[1]: the residual takes all that is left, so nothing reaches the tiers after it: have one, and put it last",
    ],
  ],
  [
    "no residual",
    [["  - { pay: residual, tranche: Junior }\n", ""]],
    [
      'deal.yaml:31:3: waterfall: pays nothing to "Junior": add a tier for each tranche',
      "deal.yaml:32:12: waterfall[1].pay: the last tier must pay the residual, or some money would have nowhere to go",
    ],
  ],
  [
    "interest for equity",
    [["interest, tranche: Senior", "interest, tranche: Junior"]],
    [
      "deal.yaml:31:12: waterfall[0].pay: an equity tranche has no interest: it can only be paid the residual",
    ],
  ],
  [
    "a kind of tier that does not exist",
    [["pay: interest", "pay: intrest"]],
    [
      'deal.yaml:31:12: waterfall[0].pay: found "intrest"; expected: what the tier pays: interest, arrears, principal or residual',
    ],
  ],
  [
    "an amount finer than the mint",
    [['cap: "1000"', 'cap: "1000.0000001"']],
    [
      'deal.yaml:38:10: books[0].cap: "1000.0000001" is too fine: this mint has at most 6 digits after the point',
    ],
  ],
  [
    "an amount with a sign",
    [['cap: "1000"', 'cap: "-1000"']],
    [
      'deal.yaml:38:10: books[0].cap: found "-1000"; expected: the most that is accepted, a positive amount in quotes, in whole lots',
    ],
  ],
  [
    "an amount over 64 bits",
    [['cap: "1000"', 'cap: "18446744073709.551616"']],
    [
      'deal.yaml:38:10: books[0].cap: "18446744073709.551616" is too large: the most is 18446744073709.551615',
    ],
  ],
  [
    "a minimum above the cap",
    [['minimum: "100"', 'minimum: "1000.5"']],
    ["deal.yaml:37:14: books[0].minimum: 1000.50 is above the cap: use at most 1000.00"],
  ],
  [
    "a smallest ticket above the cap",
    [['min_ticket: "10"', 'min_ticket: "1001"']],
    ["deal.yaml:39:17: books[0].min_ticket: 1001.00 is above the cap: use at most 1000.00"],
  ],
  [
    "amounts that are not in whole lots",
    [['price: "2.50"', 'price: "3"']],
    [
      "deal.yaml:47:14: books[1].minimum: 25.00 is not in whole lots: at this price a lot is 0.03, so use 24.99 or 25.02",
      "deal.yaml:48:10: books[1].cap: 250.00 is not in whole lots: at this price a lot is 0.03, so use 249.99 or 250.02",
      "deal.yaml:49:17: books[1].min_ticket: 2.50 is not in whole lots: at this price a lot is 0.03, so use 2.49 or 2.52",
    ],
  ],
  [
    "more shares than can be counted",
    [
      ['price: "1.00"', 'price: "0.000001"'],
      ['cap: "1000"', 'cap: "18446744073709"'],
    ],
    [
      "deal.yaml:38:10: books[0].cap: at this price a full book issues more shares than the program can count: use at most 18446744.073709",
    ],
  ],
  [
    "an offer that ends before it begins",
    [["opens_at: +0s", "opens_at: +36h"]],
    ["deal.yaml:41:17: books[0].offer_ends: lies before opens_at: use the same time or a later one"],
  ],
  [
    "a deadline before the offer's end",
    [["deadline: 2030-01-02T00:00:00Z", "deadline: 2029-12-31T23:59:59Z"]],
    ["deal.yaml:52:15: books[1].deadline: lies before offer_ends: use the same time or a later one"],
  ],
  [
    "a deadline at once",
    [
      ["offer_ends: +1d", "offer_ends: +0s"],
      ["deadline: +2d", "deadline: +0s"],
    ],
    ["deal.yaml:42:15: books[0].deadline: leaves no time for deposits: use an offset above 0, such as +14d"],
  ],
  [
    "a time that does not exist",
    [["deadline: 2030-01-02T00:00:00Z", "deadline: 2030-02-29T00:00:00Z"]],
    [
      'deal.yaml:52:15: books[1].deadline: "2030-02-29T00:00:00Z" is no time that exists: check day, month, hour and minute',
    ],
  ],
  [
    "a time without a zone",
    [["deadline: 2030-01-02T00:00:00Z", "deadline: 2030-01-02T00:00:00"]],
    [
      'deal.yaml:52:15: books[1].deadline: found "2030-01-02T00:00:00"; expected: when the offering ends by itself: a time such as 2027-01-31T17:00:00Z, or one counted from when the book opens, such as +21d (s, m, h, d or w)',
    ],
  ],
  [
    "a line of another size",
    [["line_places: 16", "line_places: 17"]],
    [
      "deal.yaml:43:18: books[0].line_places: found 17; expected: how many tickets the line has room for, a power of two from 16 to 65536",
    ],
  ],
  [
    "terms by nothing",
    [["terms: { file: paper.txt }", "terms: {}"]],
    ["deal.yaml:44:12: books[0].terms: expected: the terms offered: either a file to hash or a sha256"],
  ],
  [
    "a file of payments that is not there",
    [["books:", "payments: none.csv\nbooks:"]],
    [
      "deal.yaml:34:11: payments: cannot read the file none.csv: there is none (paths start from the folder of the deal file)",
    ],
  ],
  ["a field twice", [["id: 7", "id: 7\nid: 8"]], ["deal.yaml:3:1: Map keys must be unique"]],
  [
    "an alias",
    [["id: 7", "id: &number 7\nsponsor: *number"]],
    ["deal.yaml:3:10: sponsor: the alias *number is not taken here: write the value out"],
  ],
];

function renameTier(kind: string): Edit {
  return [`pay: ${kind}, tranche: Senior`, `pay: ${kind}, tranche: Ääääääääääääääääää`];
}

function renameBook(): Edit {
  return ["- tranche: Senior", "- tranche: Ääääääääääääääääää"];
}

describe("a bad deal file is refused with line, column and field", () => {
  for (const [name, edits, problems] of MISTAKES) {
    it(name, () => {
      assert.deepEqual(problemsOf(folder, edited(...edits)), problems);
    });
  }

  it("all mistakes at once, in the order of the file", () => {
    const text = edited(["id: 7", "id: x"], ['"8.25"', "8.25"], ["cap: ", "cup: "], ["+2d", "+2y"]);
    const fields = problemsOf(folder, text).map((line) => line.split(": ", 2).join(": "));
    assert.deepEqual(fields, [
      "deal.yaml:2:5: id",
      "deal.yaml:16:11: tranches[0].rate",
      "deal.yaml:35:5: books[0].cap",
      "deal.yaml:38:5: books[0].cup",
      "deal.yaml:42:15: books[0].deadline",
    ]);
  });

  it("text that is not YAML", () => {
    assert.match(problemsOf(folder, "version: [1\nid: 2").join("\n"), /^deal\.yaml:2:1: Flow sequence/);
  });

  it("an empty file", () => {
    assert.deepEqual(problemsOf(folder, ""), [
      "deal.yaml:1:1: found nothing; expected: one security: its document, roles, tranches, waterfall and books. Amounts are texts in quotes or whole numbers, in settlement units; never floats.",
    ]);
  });

  it("a file that is not there", () => {
    assert.throws(() => loadDeal(join(folder, "none.yaml")), {
      name: DealError.name,
      message: `${join(folder, "none.yaml")}: cannot read the deal file: there is none`,
    });
  });
});

describe("a good deal file is read exactly", () => {
  const deal = goodDeal(folder);

  it("amounts in base units", () => {
    assert.equal(deal.minDistribution, 10_000_000n);
    assert.equal(deal.tranches[0]?.minShares, 1_000_000n);
    assert.equal(deal.tranches[1]?.minShares, 100n);
    assert.equal(deal.books[1]?.minTicket, 2_500_000n);
    assert.equal(goodDeal(folder, ['"1000"', '"1,000.000000"']).books[0]?.cap, 1_000_000_000n);
    assert.equal(goodDeal(folder, ['"1000"', "1000"]).books[0]?.cap, 1_000_000_000n);
    assert.equal(goodDeal(folder, ["id: 7", "id: 18446744073709551615"]).id, 18_446_744_073_709_551_615n);
  });

  it("terms, times and hashes", () => {
    assert.equal(toHex(deal.document.sha256), PAPER_SHA256);
    assert.deepEqual(deal.tranches[0]?.debt, {
      rateBps: 825,
      dayCount: "act/365",
      amortisation: "linear",
      compounding: true,
      maturity: { kind: "at", time: 1_909_008_000n },
      par: 1_000_000n,
    });
    assert.equal(deal.tranches[1]?.debt, null);
    assert.deepEqual(deal.books[0]?.deadline, { kind: "after", seconds: 172_800n });
    assert.deepEqual(deal.books[1]?.offerEnds, { kind: "at", time: 1_893_456_000n });
    assert.deepEqual(deal.waterfall.at(-1), { kind: "residual", rank: 1 });
  });

  it("books of one tranche are numbered in their order", () => {
    const again = GOOD_DEAL.slice(GOOD_DEAL.indexOf("  - tranche: Senior\n    price"));
    const numbers = goodDeal(folder, ["books:\n", `books:\n${again}`]).books.map(({ rank, number }) => [
      rank,
      number,
    ]);
    assert.deepEqual(numbers, [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ]);
  });

  it("a mint and parties by address", () => {
    const other = goodDeal(
      folder,
      ["  create: { decimals: 6 }", `  address: ${ADDRESS}\n  decimals: 6`],
      ["destinations:", `roles: { servicer: ${ADDRESS} }\nsponsor: ${ADDRESS}\ndestinations:`],
      ["- owner: sponsor", `- token_account: ${ADDRESS}`],
    );
    assert.deepEqual(other.settlementMint, { kind: "existing", address: ADDRESS, decimals: 6 });
    assert.deepEqual(other.roles, { servicer: ADDRESS, reporter: "sponsor", arbitrator: "sponsor" });
    assert.deepEqual(other.destinations, [{ kind: "account", address: ADDRESS }]);
    assert.equal(other.sponsor, ADDRESS);
  });

  for (const name of ["credit-syndicate", "royalty"]) {
    it(`the demonstration deal ${name}`, () => {
      const demo = loadDeal(join(DEALS, name, "deal.yaml"));
      assert.equal(demo.payments.length, 12);
      assert.equal(demo.tranches.length, 2);
    });
  }
});
