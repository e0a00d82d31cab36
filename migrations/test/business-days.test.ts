import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { businessDaysOf, holidayTime, readTranches } from "@defi-ready/securities";
import { BusinessDayRule } from "@defi-ready/securities/program";
import { type Deal, formatProblem, planDeal } from "../src/index.js";
import { businessDaysFor } from "../src/plan/business-days.js";
import { trancheTermsOf } from "../src/plan/terms.js";
import { ARBITRATOR, dealFolder, type Edit, edited, goodDeal, problemsOf } from "./support/deal-text.js";
import { TestNode } from "./support/node.js";
import { Play } from "./support/play.js";

const folder = dealFolder();
const at = (day: string) => BigInt(Date.parse(`${day}T00:00:00Z`)) / 1000n;
const day = (time: bigint | number) => new Date(Number(time) * 1000).toISOString().slice(0, 10);
const terms = (...lines: readonly string[]): Edit => ["amortisation: bullet", lines.join("\n    ")];
const maturity = (text: string): Edit => ["maturity: 2030-06-30", text];
/** A calendar of the deal. */
const calendar = (...lines: readonly string[]): Edit => [
  "tranches:\n",
  `calendar:\n${lines.map((line) => `  ${line}\n`).join("")}tranches:\n`,
];
/** The closing days of TARGET from 2025 to 2027 (European Central Bank), and 31 May 2027, a bank holiday in London. */
const HOLIDAYS = [
  "2025-01-01",
  "2025-04-18",
  "2025-04-21",
  "2025-05-01",
  "2025-12-25",
  "2025-12-26",
  "2026-01-01",
  "2026-04-03",
  "2026-04-06",
  "2026-05-01",
  "2026-12-25",
  "2026-12-26",
  "2027-01-01",
  "2027-03-26",
  "2027-03-29",
  "2027-05-01",
  "2027-05-31",
  "2027-12-25",
  "2027-12-26",
];
const TARGET = calendar(`holidays: [${HOLIDAYS.join(", ")}]`);
const CREATED = at("2026-01-15");

function senior(deal: Deal) {
  const [first] = deal.tranches;
  assert.ok(first);
  return first;
}

/** The last day of a month from 2026 on. */
const monthEnd = (month: number) => BigInt(Date.UTC(2026, month + 1, 0)) / 1000n;

const metBy = (deal: Deal) =>
  businessDaysFor(senior(deal), CREATED).holidays.map((one) => day(holidayTime(one)));

describe("business days of a deal file", () => {
  it("are of the calendar that all tranches share, and moves are of each", () => {
    const deal = goodDeal(
      folder,
      TARGET,
      terms("amortisation: bullet", "period: monthly", "first_due: 2026-04-03", "business_days: following"),
    );
    const { rule, weekend, holidays } = senior(deal).businessDays;
    assert.equal(rule, BusinessDayRule.Following);
    assert.equal(weekend, 0b110_0000);
    assert.deepEqual(
      holidays.map((one) => day(holidayTime(one))),
      HOLIDAYS,
    );
    assert.equal(deal.tranches[1]?.businessDays.rule, BusinessDayRule.None);
    // Good Friday, and Easter Monday after the weekend; nothing else is met by the third days of months.
    assert.deepEqual(metBy(deal), ["2026-04-03", "2026-04-06"]);
  });

  it("take the holidays that keep a date in its month from both of its ends", () => {
    const ends = (rule: string) =>
      goodDeal(
        folder,
        TARGET,
        terms("amortisation: bullet", "period: monthly", "first_due: 2026-01-31", `business_days: ${rule}`),
      );
    // 31 May 2027 is a Monday: it goes back to Friday, as 1 June would be in another month.
    assert.deepEqual(metBy(ends("modified_following")), ["2027-05-31"]);
    assert.deepEqual(metBy(ends("following")), ["2027-05-31"]);
    // 31 March 2027 is a Wednesday.
    assert.deepEqual(metBy(ends("preceding")), ["2027-05-31"]);
  });

  it("move the maturity and custom parts, but neither the grid nor step-ups", () => {
    const deal = goodDeal(
      folder,
      TARGET,
      terms(
        "amortisation: custom",
        "period: quarterly",
        "business_days: modified_following",
        "instalments: [{ on: 2026-05-01, part: 10 }, { on: 2027-05-30, part: 10 }]",
        "step_ups: [{ from: 2026-10-30, add: 1 }]",
      ),
      maturity("maturity: 2027-10-31"),
    );
    const program = trancheTermsOf(senior(deal), CREATED);
    // 31 October 2027 is a Sunday, and so is 31 January 2027, two due dates before it.
    assert.equal(day(BigInt(program.maturity)), "2027-10-29");
    assert.equal(day(BigInt(program.firstDue)), "2026-01-31");
    assert.deepEqual(
      program.custom.map(({ on }) => day(BigInt(on))),
      ["2026-05-04", "2027-05-28"],
    );
    assert.deepEqual(
      program.stepUps.map(({ from }) => day(BigInt(from))),
      ["2026-10-30"],
    );
    assert.equal(program.businessDays.rule, BusinessDayRule.ModifiedFollowing);
  });

  it("may be of any week, and of no holiday", () => {
    const deal = goodDeal(
      folder,
      calendar("weekend: [friday, saturday]"),
      terms("amortisation: bullet", "period: annual", "business_days: preceding"),
    );
    assert.deepEqual(businessDaysFor(senior(deal), CREATED), {
      rule: BusinessDayRule.Preceding,
      weekend: 0b011_0000,
      holidays: [],
    });
    // 30 June 2030 is a Sunday, a business day there.
    assert.equal(day(BigInt(trancheTermsOf(senior(deal), CREATED).maturity)), "2030-06-30");
    const without = goodDeal(folder, terms("amortisation: bullet", "business_days: following"));
    assert.equal(day(BigInt(trancheTermsOf(senior(without), CREATED).maturity)), "2030-07-01");
  });
});

describe("business days of a deal on the chain", () => {
  it("are those of its file, and a change of the calendar is one of the structure", async () => {
    const deal = (holidays: string, rule = "modified_following") =>
      goodDeal(
        folder,
        [
          `roles: { arbitrator: ${ARBITRATOR} }`,
          `roles: { servicer: oGE1dgPTXyTRv23YaPrPix85aZZeNAKGSj966EZzSb9, arbitrator: ${ARBITRATOR} }`,
        ],
        calendar(`holidays: [${holidays}]`),
        terms("amortisation: linear", "period: quarterly", `business_days: ${rule}`),
      );
    const easter = "2029-03-30, 2029-04-02, 2029-05-01";
    const play = await Play.of(deal(easter));
    const [own] = await readTranches(play.cluster, await play.security());
    assert.ok(own);
    // Due on the thirtieth days of March and so on; of Easter 2029 only Good Friday is one, and 30 June 2030 is a Sunday.
    assert.deepEqual(
      [day(own.data.maturity), businessDaysOf(own.data).holidays.map((one) => day(holidayTime(one)))],
      ["2030-06-28", ["2029-03-30", "2029-04-02"]],
    );
    const differences = async (other: Deal) => {
      const options = { rpc: play.node.rpc, sponsor: play.sponsor.address, createSettlementMint: true };
      const { items } = await planDeal({ ...options, deal: other });
      return items.flatMap((item) => item.differences.map(({ field, inFile }) => [field, inFile]));
    };
    assert.deepEqual(await differences(deal(easter)), []);
    assert.deepEqual(await differences(deal("2029-05-01")), [
      ["tranches[0].business_days", "modified following, but for saturday, sunday"],
    ]);
  });

  it("are refused by the plan where a tranche has no room for what its due dates meet", async () => {
    const days = Array.from({ length: 40 }, (_, n) => day(monthEnd(n)));
    const deal = goodDeal(
      folder,
      calendar("weekend: []", `holidays: [${days.join(", ")}]`),
      terms("amortisation: bullet", "period: monthly", "first_due: 2026-01-31", "business_days: following"),
    );
    const node = await TestNode.start();
    const sponsor = (await node.sponsor(1)).address;
    const { refusals } = await planDeal({ rpc: node.rpc, deal, sponsor, createSettlementMint: true });
    assert.match(
      refusals.map(formatProblem).join("\n"),
      /tranches\[0\]\.business_days: due dates meet 40 holidays, and a tranche has room for 32/,
    );
  });
});

describe("business days that cannot be are refused", () => {
  const moves = terms("amortisation: bullet", "period: monthly", "business_days: following");
  const crowded = Array.from({ length: 65 }, (_, n) => day(at("2027-01-01") + BigInt(n * 4) * 86_400n));
  const cases: readonly (readonly [name: string, edits: readonly Edit[], problem: RegExp])[] = [
    ["a calendar that moves nothing", [TARGET], /calendar: moves nothing: give a tranche business_days/],
    [
      "a day that is none",
      [calendar("holidays: [2027-02-30]"), moves],
      /holidays\[0\].*is not a day from 2021/,
    ],
    [
      "a day before 2021",
      [calendar("holidays: [2020-12-31]"), moves],
      /holidays\[0\].*is not a day from 2021/,
    ],
    [
      "days in no order",
      [calendar("holidays: [2027-12-25, 2027-01-01]"), moves],
      /holidays\[1\].*is not after the one before/,
    ],
    [
      "too many in a year",
      [calendar(`holidays: [${crowded.join(", ")}]`), moves],
      /holidays\[64\].*is one more than 64 of 2027/,
    ],
    [
      "two weeks of holidays",
      [
        calendar(
          "holidays: [2027-02-01, 2027-02-02, 2027-02-03, 2027-02-04, 2027-02-05, 2027-02-08, 2027-02-09]",
        ),
        moves,
      ],
      /holidays: leave more than ten days in a row without a business day/,
    ],
    [
      "a week of seven",
      [calendar("weekend: [sonntag]"), moves],
      /weekend\[0\]: found "sonntag"; expected: a day of the week/,
    ],
    [
      "an unknown rule",
      [terms("amortisation: bullet", "business_days: nearest")],
      /business_days: found "nearest"/,
    ],
    [
      "of equity without a capital",
      [["kind: equity", "kind: equity\n    business_days: following"]],
      /business_days: needs capital to be calculated on/,
    ],
    [
      "of equity with a capital that bears nothing",
      [
        [
          "kind: equity",
          'kind: equity\n    par: "1"\n    period: annual\n    first_due: 2027-01-31\n    business_days: following',
        ],
      ],
      /tranches\[1\]\.business_days: needs a preferred_return: without one nothing falls due/,
    ],
    [
      "a step-up on no business day, whichever due date it is meant for",
      [
        terms(
          "amortisation: bullet",
          "period: monthly",
          "business_days: following",
          "step_ups: [{ from: 2027-05-28, add: 1 }, { from: 2027-05-30, add: 1 }]",
        ),
      ],
      /step_ups\[1\]\.from: is no business day: name the day that the due date moves to, such as 2027-05-31/,
    ],
  ];
  for (const [name, edits, problem] of cases) {
    it(name, () => {
      const problems = problemsOf(folder, edited(...edits));
      assert.ok(
        problems.some((one) => problem.test(one)),
        problems.join("\n"),
      );
    });
  }
});
