import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkJson } from "../src/index.js";
import { dealFolder, type Edit, goodDeal } from "./support/deal-text.js";

const folder = dealFolder();

/** The first of both reports is due on 2025-02-14 and on 2025-04-30. */
const REPORTS: Edit = [
  "id: 7\n",
  "id: 7\ndisclosures:\n  - { name: quarterly report, kind: 0, every: 3, from: 2024-12-31, due: 45d }\n" +
    "  - { name: accounts, kind: 1, every: 12, from: 2024-12-31, due: 120d }\n",
];
const windows = (text: string): Edit => [
  "    decimals: 2\n    # Nothing else is said of the class.\n",
  `    decimals: 2\n    transfers: { windows: ${text} }\n`,
];

function warnings(...edits: readonly Edit[]): readonly (readonly [string, string])[] {
  const { warnings: all } = checkJson(goodDeal(folder, ...edits)) as {
    warnings: readonly { field: string; message: string }[];
  };
  return all
    .filter(({ field }) => field.endsWith(".windows.after"))
    .map(({ field, message }) => [field, message]);
}

describe("the check of a deal warns of a first window that waits for nothing", () => {
  const waits = (first: string, after: string) =>
    warnings(REPORTS, windows(`{ every: 3, from: ${first}, open: 10d, after: [${after}] }`));

  it("with the report that is not due by then, and when it is", () => {
    assert.deepEqual(waits("2025-02-13", "quarterly report"), [
      [
        "tranches[1].transfers.windows.after",
        "the first window, from 2025-02-13, waits for no quarterly report: the first is due on 2025-02-14. Let the windows begin later, or the disclosures earlier",
      ],
    ]);
    assert.equal(waits("2025-02-14", "quarterly report, accounts").length, 1);
  });

  it("and not of one that waits for a report, which may be due on its first day, nor of windows that need none", () => {
    assert.deepEqual(waits("2025-02-14", "quarterly report"), []);
    assert.deepEqual(warnings(REPORTS, windows("{ every: 3, from: 2025-02-13, open: 10d }")), []);
    assert.deepEqual(warnings(REPORTS, windows("always")), []);
  });

  it("of windows on days of their own, too", () => {
    const own = (from: string) =>
      warnings(REPORTS, windows(`{ ranges: [{ from: ${from}, until: 2025-05-05 }], after: [accounts] }`))
        .length;
    assert.deepEqual([own("2025-04-29"), own("2025-04-30")], [1, 0]);
  });
});
