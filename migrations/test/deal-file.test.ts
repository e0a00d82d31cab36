import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import schema from "../schema/deal.schema.json" with { type: "json" };
import { toHex } from "../src/deal/values.js";
import { DealError, loadDeal } from "../src/index.js";
import { ASSET_MISTAKES } from "./mistakes/assets.js";
import { BOOK_MISTAKES } from "./mistakes/books.js";
import { COVERAGE_MISTAKES } from "./mistakes/coverage.js";
import { FORM_MISTAKES } from "./mistakes/form.js";
import { GOVERNANCE_MISTAKES } from "./mistakes/governance.js";
import { GROUP_MISTAKES } from "./mistakes/groups.js";
import { LATER_MISTAKES } from "./mistakes/later.js";
import { OFFER_MISTAKES } from "./mistakes/offers.js";
import { OWNER_MISTAKES } from "./mistakes/owners.js";
import { PARI_PASSU_MISTAKES } from "./mistakes/pari-passu.js";
import { REWARD_MISTAKES } from "./mistakes/rewards.js";
import { ROLE_MISTAKES } from "./mistakes/roles.js";
import { RULE_MISTAKES } from "./mistakes/rules.js";
import { STRUCTURE_MISTAKES } from "./mistakes/structure.js";
import { TRANSFER_MISTAKES } from "./mistakes/transfers.js";
import {
  ADDRESS,
  ARBITRATOR,
  dealFolder,
  type Edit,
  edited,
  GOOD_DEAL,
  goodDeal,
  PAPER_SHA256,
  PERSON,
  problemsOf,
  write,
} from "./support/deal-text.js";
import { fullDeal } from "./support/full-deal.js";
import { later } from "./support/later-books.js";

// inputs: docs/deal-file-fields.md docs/deal-files.md

const folder = dealFolder();
const ACCOUNT = "9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin";
const DEALS = fileURLToPath(new URL("../deals/", import.meta.url));

describe("a bad deal file is refused with line, column and field", () => {
  for (const [name, edits, problems] of [
    ...FORM_MISTAKES,
    ...OWNER_MISTAKES,
    ...STRUCTURE_MISTAKES,
    ...ROLE_MISTAKES,
    ...COVERAGE_MISTAKES,
    ...PARI_PASSU_MISTAKES,
    ...RULE_MISTAKES,
    ...BOOK_MISTAKES,
    ...OFFER_MISTAKES,
    ...LATER_MISTAKES,
    ...GROUP_MISTAKES,
    ...REWARD_MISTAKES,
    ...ASSET_MISTAKES,
    ...TRANSFER_MISTAKES,
    ...GOVERNANCE_MISTAKES,
  ]) {
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
      "deal.yaml:36:5: books[0].cap",
      "deal.yaml:39:5: books[0].cup",
      "deal.yaml:43:15: books[0].deadline",
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
    // As many shares as the books sell, where the file does not say.
    assert.deepEqual(
      deal.tranches.map(({ authorised, saysAuthorised }) => [authorised, saysAuthorised]),
      [
        [1_000_000_000n, false],
        [10_000n, false],
      ],
    );
    assert.equal(deal.books[1]?.minTicket, 2_500_000n);
    assert.equal(goodDeal(folder, ['"1000"', '"1,000.000000"']).books[0]?.cap, 1_000_000_000n);
    assert.equal(goodDeal(folder, ['"1000"', "1000"]).books[0]?.cap, 1_000_000_000n);
    assert.equal(goodDeal(folder, ["id: 7", "id: 18446744073709551615"]).id, 18_446_744_073_709_551_615n);
  });

  it("a rate with up to four places of a percent", () => {
    const rateOf = (rate: string) =>
      goodDeal(folder, ['rate: "8.25"', `rate: ${rate}`]).tranches[0]?.debt?.ratePpm;
    assert.deepEqual(
      ['"6.875"', '"6.8755"', '"0.0001"', '"1000"', "12", '"7.1000"'].map(rateOf),
      [68_750, 68_755, 1, 10_000_000, 120_000, 71_000],
    );
  });

  it("a later book of a debt or a cover at what a share may stand for by then, which the chain knows", () => {
    assert.equal(goodDeal(folder, later("Senior", "0.75")).books[2]?.price, 750_000n);
    const cover: readonly Edit[] = [
      [
        "  - { pay: residual, tranche: Junior }\n",
        "  - { pay: cover, tranche: Junior }\n  - { pay: residual, tranche: Rest }\n",
      ],
      ["    kind: equity\n    decimals: 2\n", '    kind: cover\n    par: "2.50"\n    decimals: 2\n'],
      [
        "waterfall:\n",
        `  - name: Rest
    symbol: RST
    uri: https://example.com/rest.json
    kind: equity
    decimals: 2
    authorised: "1"
waterfall:
`,
      ],
    ];
    assert.equal(goodDeal(folder, ...cover, later("Junior", "1.25")).books[2]?.price, 1_250_000n);
    const part: Edit = [
      "    kind: cover\n",
      '    kind: cover\n    loss_percent: "87.5"\n    covers_equity: true\n',
    ];
    const [, plain] = goodDeal(folder, ...cover).tranches;
    const [, partial] = goodDeal(folder, ...cover, part).tranches;
    assert.deepEqual(
      [plain, partial].map((one) => [one?.lossBps, one?.coversEquity]),
      [
        [0, false],
        [8_750, true],
      ],
    );
  });

  it("terms, times and hashes", () => {
    assert.equal(toHex(deal.document.sha256), PAPER_SHA256);
    assert.deepEqual(deal.tranches[0]?.debt, {
      ratePpm: 82_500,
      floating: null,
      stepUps: [],
      defaultMarginPpm: 0,
      dayCount: "act/365",
      amortisation: "bullet",
      compounding: true,
      firstInstalment: null,
      instalments: [],
      prepayments: "in_order",
      pik: { periods: 0, noticeDays: 0, marginPpm: 0 },
      maturity: { kind: "at", time: 1_909_008_000n },
      par: 1_000_000n,
    });
    assert.equal(deal.tranches[1]?.debt, null);
    assert.deepEqual(deal.books[0]?.deadline, { kind: "after", seconds: 172_800n });
    assert.deepEqual(deal.books[1]?.offerEnds, { kind: "at", time: 1_893_456_000n });
    assert.deepEqual(deal.waterfall.at(-1), { kind: "residual", rank: 1 });
  });

  it("books of one tranche are numbered in their order", () => {
    const again = GOOD_DEAL.slice(
      GOOD_DEAL.indexOf("  - tranche: Senior\n    price"),
      GOOD_DEAL.indexOf("roles:"),
    );
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
      ["destinations:", `sponsor: ${PERSON}\ndestinations:`],
      ["roles: {", `roles: { servicer: ${PERSON},`],
      ["- owner: sponsor", `- token_account: ${ACCOUNT}`],
    );
    assert.deepEqual(other.settlementMint, { kind: "existing", address: ADDRESS, decimals: 6 });
    assert.deepEqual(other.roles, { servicer: PERSON, reporter: "sponsor", arbitrator: ARBITRATOR });
    assert.deepEqual(other.destinations, [{ kind: "account", address: ACCOUNT, mint: null }]);
    assert.equal(other.sponsor, PERSON);
  });

  for (const name of ["credit-syndicate", "royalty"]) {
    it(`the demonstration deal ${name}, whose books have nothing but what they need`, () => {
      const demo = loadDeal(join(DEALS, name, "deal.yaml"));
      assert.equal(demo.payments.length, 12);
      assert.equal(demo.tranches.length, 2);
      for (const { allocation, price, priceMin, offerPeriod, latestDeadline, lead, tip } of demo.books) {
        assert.deepEqual(
          [allocation, priceMin, offerPeriod, latestDeadline, lead, tip],
          ["first-come", price, 259_200n, null, null, 0n],
        );
      }
    });
  }

  it("a book with everything", () => {
    const [book, other] = fullDeal(folder).books;
    assert.deepEqual(
      [book?.allocation, book?.maxTicket, book?.ownerLimit, book?.offerPeriod, book?.extensionBps],
      ["pro-rata", 500_000_000n, 600_000_000n, 86_400n, 6_500],
    );
    assert.deepEqual(book?.lead, { investor: "sponsor", minimum: 50_000_000n });
    assert.deepEqual([book?.tip, book?.tipBudget, book?.acceptsFreeze], [1_000_000n, 20_000_000n, true]);
    assert.deepEqual(
      book?.rewards.map(({ kind, rank, series }) => [kind, rank, series]),
      [
        ["warrants", 1, { strike: 11_500_000n, expires: { kind: "after", seconds: 31_536_000n } }],
        ["bonus-shares", 0, null],
        ["promote-points", 1, null],
      ],
    );
    assert.deepEqual(
      book?.assets.map(({ adapter, maxAge, dailyBps, source }) => [adapter, maxAge, dailyBps, source]),
      [
        ["one-to-one", 0n, 0, null],
        ["reported", 86_400n, 50, null],
        ["reported", 129_600n, 100, null],
      ],
    );
    assert.deepEqual(
      [other?.price, other?.priceMin, other?.priceMaxAge, other?.priceDailyBps, other?.offerEnds],
      [3_000_000n, 1_010_000n, 3_600n, 500, null],
    );
  });

  describe("the documentation", () => {
    const read = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8");
    const fields = read("deal-file-fields.md");
    const blocks = (page: string) => [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = ""]) => text);
    const [example = ""] = blocks(read("deal-files.md"));
    const blockOf = (name: string) =>
      blocks(fields).find((text) => text.trimStart().startsWith(`${name}:`)) ?? "";
    const book = blockOf("books");
    write(folder, "memorandum.txt", "The memorandum.");
    write(folder, "payments.csv", "period_start,period_end,amount,note\n");

    it("has an example that is right", () => {
      assert.deepEqual(problemsOf(folder, example), []);
    });

    it("has a book with everything that a book can have", () => {
      const before = example.slice(0, example.indexOf("\nbooks:"));
      const whole = `${before}\nqualifiers: [${PERSON}]\n${book}`;
      assert.deepEqual(problemsOf(folder, whole), []);
      // Other ways to say what the example says: a fixed price, an offer at once, holders instead of a lead first,
      // other books to close with instead of a vote on the deadline.
      const { price, offer_ends, rights_until, group, requires_tests, ...others } =
        schema.$defs.book.properties;
      const missing = Object.keys(others).filter(
        (key) => !book.includes(`    ${key}:`) && !book.includes(`  - ${key}:`),
      );
      assert.deepEqual(missing, []);
    });

    it("has rules of transfers with everything that they can have, after what it has published", () => {
      const rules = blockOf("transfers");
      const whole = example
        .replace("\nwaterfall:", `${rules}\nwaterfall:`)
        .replace("\ntranches:", `\nqualifiers: [${PERSON}]\n${blockOf("disclosures")}\ntranches:`);
      assert.deepEqual(problemsOf(folder, whole), []);
      const { properties } = schema.$defs.transfers;
      assert.deepEqual(
        Object.keys(properties).filter((key) => !rules.includes(`  ${key}:`)),
        [],
      );
    });

    it("names every field", () => {
      const { book: all, reportedPrice, reward, asset, tranche, tier, trigger, source } = schema.$defs;
      const { transfers, disclosure, governance, classVotes } = schema.$defs;
      const { properties: top } = schema;
      const groups = [
        ...[
          schema,
          all,
          reportedPrice,
          reward,
          asset,
          tranche,
          tier,
          trigger,
          source,
          transfers,
          disclosure,
          governance,
          classVotes,
        ].map(({ properties }) => ({
          properties,
          inside: "",
        })),
        ...(["payment_tip", "escheat", "draw", "principal"] as const).map((inside) => ({
          ...top[inside],
          inside,
        })),
      ];
      for (const { properties, inside } of groups) {
        for (const key of Object.keys(properties)) {
          const named =
            inside === ""
              ? [`\`${key}\``, `\`${key}.`, `\`.${key}\``, ` ${key}: `, `\`${key}\`: `]
              : [`\`${inside}.${key}\``, `\`.${key}\``];
          assert.ok(
            named.some((one) => fields.includes(one)),
            key,
          );
        }
      }
    });
  });

  it("the syndicate's bad month does not cover the interest of its senior tranche", () => {
    const { payments, tranches, books } = loadDeal(join(DEALS, "credit-syndicate", "deal.yaml"));
    const issued = books[0]?.cap ?? 0n;
    const rate = BigInt(tranches[0]?.debt?.ratePpm ?? 0);
    const short = payments.filter(({ amount }, months) => {
      const outstanding = issued - (issued * BigInt(months)) / 24n;
      return amount < (outstanding * rate) / 1_000_000n / 12n;
    });
    assert.deepEqual(
      short.map(({ note }) => note),
      ["Collections of July 2025: two lessees in default"],
    );
  });
});
