import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkJson, renderCheck } from "../src/index.js";
import { dealFolder, type Edit, first, goodDeal, second } from "./support/deal-text.js";

const folder = dealFolder();
/** Senior takes 100 to 1,000; Junior, at par 2.50, takes 230 to 250. */
const JUNIOR: readonly Edit[] = [
  [
    "    kind: equity\n",
    '    kind: equity\n    par: "2.50"\n    preferred_return: "8"\n    day_count: act/365\n',
  ],
  [
    "  - { pay: residual, tranche: Junior }\n",
    "  - { pay: interest, tranche: Junior }\n  - { pay: arrears, tranche: Junior }\n  - { pay: capital, tranche: Junior }\n  - { pay: residual, tranche: Junior }\n",
  ],
  ['minimum: "25"', 'minimum: "230"'],
];
/** Both books close together. */
const TOGETHER: readonly Edit[] = [
  first("group: 1"),
  second("group: 1"),
  ["opens_at: 2025-01-01T00:00:00Z", "opens_at: +0s"],
  ["offer_ends: 2030-01-01T01:30:00+01:30", "offer_ends: +1d"],
  ["deadline: 2030-01-02T00:00:00Z", "deadline: +2d"],
];
const trigger = (least: string): Edit => [
  "books:\n",
  `triggers:\n  - { test: subordination, protects: Senior, least: "${least}" }\nbooks:\n`,
];

function warnings(...edits: readonly Edit[]): readonly { field: string; message: string }[] {
  const { warnings: all } = checkJson(goodDeal(folder, ...edits)) as {
    warnings: readonly { field: string; message: string }[];
  };
  return all.filter(({ field }) => field.startsWith("triggers"));
}

describe("the check of a deal warns of fillings at which it is in breach from its first day", () => {
  it("with the figures, and those that would be right", () => {
    assert.deepEqual(
      warnings(...JUNIOR, ...TOGETHER, trigger("20")).map(({ field, message }) => [field, message]),
      [
        [
          "triggers[0]",
          "fails from the first day if 1000.00 of what it protects is sold, and 230.00 behind it, of which the books need no more: that is 18.69 % of all capital, and it requires 20.00 %. Let the minimums behind it come to 250.00, or the caps ahead of it to 920.00",
        ],
      ],
    );
    assert.match(
      renderCheck(goodDeal(folder, ...JUNIOR, ...TOGETHER, trigger("20"))),
      /warning: deal\.yaml:\d+:\d+: triggers\[0\]: fails from the first day|warning: .*deal\.yaml:\d+:\d+: triggers\[0\]: fails/,
    );
  });

  it("and not of those that keep what the trigger requires", () => {
    assert.deepEqual(warnings(...JUNIOR, ...TOGETHER, trigger("18.69")), []);
    assert.deepEqual(warnings(...JUNIOR, ...TOGETHER, ['cap: "1000"', 'cap: "920"'], trigger("20")), []);
  });

  it("and of books that close without those behind them, until they close together", () => {
    const alone =
      "fails from the first day if the book of Senior is locked and that of Junior is not: 1000.00 of what it protects is sold then, and 0.00 behind it, 0.00 % of all capital, and it requires 18.69 %. Let these books close together, with one group";
    assert.deepEqual(
      warnings(...JUNIOR, trigger("18.69")).map(({ message }) => message),
      [alone],
    );
    // Each filling is told of, since mending one leaves the other.
    const both = warnings(...JUNIOR, trigger("20")).map(({ message }) => message);
    assert.equal(both.length, 2);
    assert.match(
      both[0] ?? "",
      /^fails from the first day if the book of Senior is locked and that of Junior is not/,
    );
    assert.match(
      both[1] ?? "",
      /^fails from the first day if 1000\.00 of what it protects is sold, and 230\.00 behind/,
    );
  });

  it("and says where no filling would keep it", () => {
    const [warning] = warnings(...JUNIOR, ...TOGETHER, trigger("80"));
    assert.match(warning?.message ?? "", /if the books are filled in any way, such as/);
  });

  it("and where a group requires the tests, says what keeps it from being locked", () => {
    const tested: readonly Edit[] = [
      ...JUNIOR,
      ...TOGETHER.slice(2),
      first("group: 1\n    requires_tests: true"),
      second("group: 1\n    requires_tests: true"),
    ];
    assert.deepEqual(
      warnings(...tested, trigger("20")).map(({ message }) => message),
      [
        "keeps the group from being locked if 1000.00 of what it protects is sold, and 230.00 behind it, of which the books need no more: that is 18.69 % of all capital, and it requires 20.00 %. Let the minimums behind it come to 250.00, or the caps ahead of it to 920.00",
      ],
    );
    assert.deepEqual(warnings(...tested, trigger("18.69")), []);
  });
});
