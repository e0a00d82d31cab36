import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Deal } from "../src/index.js";
import { dueDatesOf } from "../src/plan/due-dates.js";
import { trancheTermsOf } from "../src/plan/terms.js";
import { dealFolder, type Edit, edited, goodDeal, problemsOf } from "./support/deal-text.js";

const folder = dealFolder();
const at = (day: string) => BigInt(Date.parse(`${day}T00:00:00Z`)) / 1000n;
const day = (time: bigint) => new Date(Number(time) * 1000).toISOString().slice(0, 10);
/** Lines in place of the good deal's amortisation. */
const terms = (...lines: readonly string[]): Edit => ["amortisation: bullet", lines.join("\n    ")];
const maturity = (text: string): Edit => ["maturity: 2030-06-30", text];

function datesOf(deal: Deal, createdAt: string): readonly [string, string, boolean] {
  const [senior] = deal.tranches;
  assert.ok(senior);
  const { firstDue, firstInstalment, isCountedBack } = dueDatesOf(senior, at(createdAt) + 3_600n);
  return [day(firstDue), firstInstalment === 0n ? "none" : day(firstInstalment), isCountedBack];
}

describe("the due dates of a debt", () => {
  it("are those of the file", () => {
    const linear = terms("amortisation: linear", "period: quarterly", "first_due: 2027-03-31");
    assert.deepEqual(datesOf(goodDeal(folder, linear), "2027-01-01"), ["2027-03-31", "none", false]);
    const months = terms(
      "amortisation: level",
      "period: monthly",
      "first_due: 2",
      "first_instalment: 2027-09-05",
    );
    assert.deepEqual(datesOf(goodDeal(folder, months), "2027-01-05"), ["2027-03-05", "2027-09-05", false]);
  });

  it("are counted back from the maturity where the file names none", () => {
    const quarterly = goodDeal(folder, terms("amortisation: linear", "period: quarterly"));
    assert.deepEqual(datesOf(quarterly, "2027-01-01"), ["2027-03-30", "none", true]);
    assert.deepEqual(datesOf(quarterly, "2027-03-29"), ["2027-03-30", "none", true]);
    // The day of creation itself is no due date.
    assert.deepEqual(datesOf(quarterly, "2027-03-30"), ["2027-06-30", "none", true]);
    const term = goodDeal(
      folder,
      terms("amortisation: bullet", "period: annual"),
      maturity("term_months: 36"),
    );
    assert.deepEqual(datesOf(term, "2027-05-20"), ["2028-05-20", "none", true]);
  });

  it("are anchored at an earlier one where the first month is too short for their day", () => {
    const linear = goodDeal(
      folder,
      terms("amortisation: linear", "period: monthly"),
      maturity("maturity: 2030-12-31"),
    );
    // From 31 May on, of which only those after the lock count; the first instalment is that of June.
    assert.deepEqual(datesOf(linear, "2027-06-01"), ["2027-05-31", "2027-06-30", true]);
    const bullet = goodDeal(
      folder,
      terms("amortisation: bullet", "period: monthly"),
      maturity("maturity: 2030-12-31"),
    );
    assert.deepEqual(datesOf(bullet, "2027-06-01"), ["2027-05-31", "none", true]);
  });

  it("go to the program with its other terms", () => {
    const edit = terms(
      "amortisation: linear",
      "prepayments: pro_rata",
      "period: quarterly",
      "first_due: 2027-03-31",
      "first_instalment: 2027-06-30",
      'default_margin: "2.5"',
    );
    const [senior] = goodDeal(folder, edit, ["act/365", "act/act"]).tranches;
    assert.ok(senior);
    const { firstDue, firstInstalment, ...rest } = trancheTermsOf(senior, at("2027-01-01"));
    assert.deepEqual([firstDue, firstInstalment], [at("2027-03-31"), at("2027-06-30")]);
    const { amortisation, prepayments, periodMonths, defaultMarginPpm, dayCount } = rest;
    assert.deepEqual([amortisation, prepayments, periodMonths], [1, 1, 3]);
    assert.deepEqual([defaultMarginPpm, dayCount], [25_000, 4]);
  });
});

describe("due dates and margins that cannot be are refused", () => {
  const cases: readonly (readonly [name: string, edits: readonly Edit[], problems: readonly string[]])[] = [
    [
      "instalments without a period",
      [terms("amortisation: linear")],
      [
        "deal.yaml:12:5: tranches[0].period: is missing: linear debt is repaid at due dates, so say how often they come",
      ],
    ],
    [
      "a first due date without a period",
      [terms("amortisation: bullet", "first_due: 2027-03-31")],
      [
        "deal.yaml:19:16: tranches[0].first_due: needs a period, which says when the next due dates are: give one, or leave this out",
      ],
    ],
    [
      "instalments and prepayments of a bullet",
      [terms("amortisation: bullet", "first_instalment: 3", "prepayments: pro_rata")],
      [
        "deal.yaml:19:23: tranches[0].first_instalment: is of linear or level debt, and this is bullet: leave it out, or change the amortisation",
        "deal.yaml:20:18: tranches[0].prepayments: is of linear debt, and this is bullet: leave it out, or change the amortisation",
      ],
    ],
    [
      "a day that is none, and a margin of nothing",
      [terms("amortisation: level", "period: monthly", "first_due: 2027-02-30", 'default_margin: "0"')],
      [
        'deal.yaml:20:16: tranches[0].first_due: "2027-02-30" is not a day from 1970-01-01 to 2200-01-01: check year, month and day',
        "deal.yaml:21:21: tranches[0].default_margin: is 0: leave it out, and nothing is added while the tranche is overdue",
      ],
    ],
    [
      "a margin above all rates",
      [terms("amortisation: bullet", 'default_margin: "995"')],
      [
        "deal.yaml:19:21: tranches[0].default_margin: and the rate are together above 1000 % a year: use a lower one",
      ],
    ],
    [
      "a margin without due dates",
      [terms("amortisation: bullet", 'default_margin: "1"')],
      [
        "deal.yaml:19:21: tranches[0].default_margin: needs a period: without due dates any small payment makes the tranche overdue; give one, or leave this out",
      ],
    ],
    [
      "a margin on no rate",
      [terms("amortisation: bullet", 'default_margin: "1"'), ['rate: "8.25"', 'rate: "0"']],
      [
        "deal.yaml:19:21: tranches[0].default_margin: needs a rate that it comes on top of: give one, or leave this out",
        'deal.yaml:32:12: waterfall[0].pay: "Senior" bears no interest: leave the tier out, or give the tranche a rate',
        'deal.yaml:33:12: waterfall[1].pay: "Senior" bears no interest: leave the tier out, or give the tranche a rate',
      ],
    ],
    [
      "an overdue trigger on what can never be overdue",
      [["books:\n", "triggers:\n  - { test: overdue, tranche: Junior, days: 30 }\nbooks:\n"]],
      [
        'deal.yaml:36:31: triggers[0].tranche: "Junior" can never be overdue: name debt, or a tranche with a preferred_return',
      ],
    ],
    [
      "an overdue trigger on a cover that bears nothing",
      [
        ["    kind: equity\n", '    kind: cover\n    rate: "0"\n    par: "2.50"\n'],
        ["books:\n", "triggers:\n  - { test: overdue, tranche: Junior, days: 30 }\nbooks:\n"],
      ],
      [
        'deal.yaml:38:31: triggers[0].tranche: "Junior" can never be overdue: name debt, or a tranche with a rate',
      ],
    ],
  ];
  for (const [name, edits, problems] of cases) {
    it(name, () => {
      assert.deepEqual(problemsOf(folder, edited(...edits)), problems);
    });
  }
});
