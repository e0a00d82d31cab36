import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkJson, renderCheck } from "../src/index.js";
import { dealFolder, type Edit, goodDeal } from "./support/deal-text.js";

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
      warnings(...JUNIOR, trigger("20")).map(({ field, message }) => [field, message]),
      [
        [
          "triggers[0]",
          "fails from the first day if 1000.00 of what it protects is sold, and 230.00 behind it, of which the books need no more: that is 18.69 % of all capital, and it requires 20.00 %. Let the minimums behind it come to 250.00, or the caps ahead of it to 920.00",
        ],
      ],
    );
    assert.match(
      renderCheck(goodDeal(folder, ...JUNIOR, trigger("20"))),
      /warning: deal\.yaml:\d+:\d+: triggers\[0\]: fails from the first day|warning: .*deal\.yaml:\d+:\d+: triggers\[0\]: fails/,
    );
  });

  it("and not of those that keep what the trigger requires", () => {
    assert.deepEqual(warnings(...JUNIOR, trigger("18.69")), []);
    assert.deepEqual(warnings(...JUNIOR, ['cap: "1000"', 'cap: "920"'], trigger("20")), []);
  });

  it("and says where no filling would keep it", () => {
    const [warning] = warnings(...JUNIOR, trigger("80"));
    assert.match(warning?.message ?? "", /if the books are filled in any way, such as/);
  });
});
