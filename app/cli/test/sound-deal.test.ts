import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type Deal, loadDeal, shippedDeals } from "@defi-ready/securities-migrations";
import { readEngine } from "@defi-ready/securities-projection/node";
import { problemsOf } from "../src/sound-deal.js";
import { securities, temporaryFolder } from "./command-line.js";
import { DEALS, refused } from "./projected.js";

const DAY = 86_400n;
const engine = readEngine();
const file = join(DEALS, "private-credit/deal.yaml");
const today = BigInt(Math.floor(Date.now() / 1000));

test("the program takes every shipped deal, today and long after the days that it names", () => {
  const deals = shippedDeals();
  assert.ok(deals.length > 5);
  for (const shipped of deals) {
    for (const day of [today, today + 36_500n * DAY]) {
      assert.deepEqual(problemsOf(engine, loadDeal(shipped.file), day), [], shipped.file);
    }
  }
});

test("what the reader of a deal file lets pass is refused with the program's number and words, and a place", () => {
  const deal = loadDeal(file);
  const [problem, ...others] = problemsOf(
    engine,
    { ...deal, waterfall: deal.waterfall.toReversed() } satisfies Deal,
    today,
  );
  assert.deepEqual(others, []);
  assert.equal(problem?.field, "waterfall");
  assert.ok((problem.line ?? 0) > 1 && problem.column !== undefined);
  assert.match(problem.message, /^the program refuses this structure: .+ \(error 7600, BadStructure\)$/);

  const [first, ...rest] = deal.tranches;
  assert.ok(first);
  const [other] = problemsOf(
    engine,
    { ...deal, tranches: [{ ...first, smoothingDays: 400 }, ...rest] },
    today,
  );
  assert.equal(other?.field, "tranches");
  assert.match(other.message, /\(error \d+, BadSmoothing\)$/);
});

test("a deal that revolves past its first instalment is refused by the check, the plan and the projection alike", async () => {
  const changed = join(temporaryFolder(), "deal.yaml");
  const text = readFileSync(file, "utf8");
  const linear = text
    .replace("amortisation: bullet", "amortisation: linear")
    .replaceAll("file: memorandum.txt", `file: ${join(DEALS, "private-credit/memorandum.txt")}`)
    .replace(/^payments:.*$/m, "");
  assert.notEqual(linear, text);
  writeFileSync(changed, linear);
  const said =
    /deal\.yaml:\d+:\d+: revolving_until: is .*, and the first instalment of "Alpine Lending I Senior" falls due before/;
  assert.match(await refused("deal", "check", changed), said);
  assert.match(await refused("deal", "plan", changed), said);
  assert.match(await refused("deal", "project", changed), /\(error 7616, InstalmentWhileRevolving\)/);

  writeFileSync(changed, linear.replace("revolving_until: +140d", "revolving_until: +30d"));
  const { code, err } = await securities("deal", "check", changed);
  assert.deepEqual([code, err], [0, ""]);
});

test("a deal whose days have passed is good: who applies it is told by the plan", async () => {
  const old = join(temporaryFolder(), "deal.yaml");
  const text = readFileSync(file, "utf8")
    .replaceAll("file: memorandum.txt", `file: ${join(DEALS, "private-credit/memorandum.txt")}`)
    .replaceAll("term_months: 25", "maturity: 2020-06-30")
    .replaceAll("first_due: 2\n", "first_due: 2019-06-30\n")
    .replace(/^payments:.*$/m, "");
  assert.match(text, /maturity: 2020-06-30/);
  writeFileSync(old, text);
  const { code, err } = await securities("deal", "check", old);
  assert.deepEqual([code, err], [0, ""]);
});
