import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type BusinessDays,
  holidayOf,
  holidayTime,
  isUnbounded,
  movedTime,
  moveOf,
  NO_BUSINESS_DAYS,
  SATURDAY_AND_SUNDAY,
} from "@defi-ready/securities";
import { BusinessDayRule } from "@defi-ready/securities/program";

const at = (day: string) => BigInt(Date.parse(`${day}T00:00:00Z`)) / 1000n;
const day = (time: bigint) => new Date(Number(time) * 1000).toISOString().slice(0, 10);

/** The closing days of TARGET of 2026 and 2027 (European Central Bank). */
const TARGET = [
  "2026-01-01",
  "2026-04-03",
  "2026-04-06",
  "2026-05-01",
  "2026-12-25",
  "2026-12-26",
  "2027-01-01",
  "2027-03-26",
  "2027-03-29",
];

const target = (rule: BusinessDayRule): BusinessDays => ({
  rule,
  weekend: SATURDAY_AND_SUNDAY,
  holidays: TARGET.map((one) => holidayOf(at(one))),
});

test("dates move as the program moves them, and keep their time of the day", () => {
  const cases: readonly (readonly [from: string, following: string, modified: string, preceding: string])[] =
    [
      ["2026-04-02", "2026-04-02", "2026-04-02", "2026-04-02"],
      ["2026-04-03", "2026-04-07", "2026-04-07", "2026-04-02"],
      ["2026-12-25", "2026-12-28", "2026-12-28", "2026-12-24"],
      ["2027-01-01", "2027-01-04", "2027-01-04", "2026-12-31"],
      ["2026-01-31", "2026-02-02", "2026-01-30", "2026-01-30"],
      ["2026-05-31", "2026-06-01", "2026-05-29", "2026-05-29"],
    ];
  for (const [from, ...to] of cases) {
    const rules = [BusinessDayRule.Following, BusinessDayRule.ModifiedFollowing, BusinessDayRule.Preceding];
    assert.deepEqual(
      rules.map((rule) => day(movedTime(target(rule), at(from)))),
      to,
      from,
    );
    assert.equal(movedTime(NO_BUSINESS_DAYS, at(from)), at(from));
  }
  const noon = at("2026-04-03") + 43_200n;
  assert.equal(movedTime(target(BusinessDayRule.Following), noon), at("2026-04-07") + 43_200n);
});

test("a date says which holidays it met on its way, or out of its month", () => {
  const met = (rule: BusinessDayRule, from: string) =>
    moveOf(target(rule), at(from)).met.map((holiday) => day(holidayTime(holiday)));
  assert.deepEqual(met(BusinessDayRule.Following, "2026-04-03"), ["2026-04-03", "2026-04-06"]);
  assert.deepEqual(met(BusinessDayRule.Preceding, "2026-04-06"), ["2026-04-06", "2026-04-03"]);
  assert.deepEqual(met(BusinessDayRule.ModifiedFollowing, "2026-12-26"), []);
  assert.deepEqual(met(BusinessDayRule.Following, "2026-04-07"), []);
});

test("a date that has no business day within ten days stays, and such a calendar is unbounded", () => {
  const days = (count: number) => Array.from({ length: count }, (_, n) => holidayOf(at("2026-06-01")) + n);
  const terms = { rule: BusinessDayRule.Following, weekend: 0 };
  assert.equal(isUnbounded({ ...terms, holidays: days(10) }), false);
  assert.equal(isUnbounded({ ...terms, holidays: days(11) }), true);
  assert.equal(isUnbounded({ ...terms, weekend: 0b111_1111, holidays: [] }), true);
  assert.equal(day(movedTime({ ...terms, holidays: days(10) }, at("2026-06-01"))), "2026-06-11");
  assert.equal(day(movedTime({ ...terms, holidays: days(11) }, at("2026-06-01"))), "2026-06-01");
});
