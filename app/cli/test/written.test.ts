import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { until } from "@defi-ready/securities-terminal";
import { debtAndEquity, ONE, type Structure, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { securities, temporaryFolder } from "./command-line.js";

const HOSTILE = "=1+1\nAll is well\u001b[2J\u202e";
const plain = debtAndEquity();
const structure: Structure = {
  ...plain,
  tranches: plain.tranches.map((one) => ({ ...one, share: { ...one.share, name: HOSTILE, symbol: "" } })),
};
const deal = await closeAfterTests(TestDeal.start({ structure }));
const investor = await deal.investor();
for (const book of [deal.seniorBook, deal.juniorBook]) {
  await deal.deposit(investor, 100n * ONE, book);
}
await deal.lock();
await deal.settle();
await deal.pay(20n * ONE, { note: 'rents,\nof "May"' });
const folder = temporaryFolder();
const run = (...args: string[]) => securities("--url", deal.url, ...args);

test("a table is the same on standard output and in a file, a line for each row", async () => {
  for (const [name, ...args] of [
    ["deal", "statement", deal.security],
    ["holder", "statement", deal.security, investor.address],
    ["register", "register", deal.security],
  ] as const) {
    const file = join(folder, `${name}.csv`);
    const written = await run(...args, "--format", "csv", "--file", file);
    assert.equal(written.code, 0, written.err);
    const shown = await run(...args, "--format", "csv");
    const text = readFileSync(file, "utf8");
    assert.equal(shown.out, text);
    assert.doesNotMatch(text, /(?!\n)\p{Cc}|\p{Cf}/u);
    const [head = "", ...rows] = text.trimEnd().split("\n");
    assert.ok(rows.length > 1);
    for (const row of rows) {
      assert.equal(cellsOf(row).length, cellsOf(head).length, row);
    }
    assert.ok(text.includes("'=1+1\\u000aAll is well\\u001b[2J\\u202e") || name === "deal");
  }
});

test("a name that somebody chose begins no line of its own", async () => {
  const { out, code } = await run("register", deal.security);
  assert.equal(code, 0);
  assert.match(out, /=1\+1\\u000aAll is well/);
  assert.doesNotMatch(out, /^All is well/m);
});

test("what ends in no calendar's time has no end", () => {
  assert.equal(until(1_800_000_000n), "until 2027-01-15 08:00 UTC");
  assert.equal(until(253_402_300_799n), "until 9999-12-31 23:59 UTC");
  for (const never of [253_402_300_800n, 2n ** 63n - 1n]) {
    assert.equal(until(never), "without end");
  }
});

/** The cells of a row: quotes are doubled in those that have quotes. */
function cellsOf(row: string): string[] {
  return [...`,${row}`.matchAll(/,("(?:[^"]|"")*"|[^",]*)/g)].map(([, cell]) => cell ?? "");
}
