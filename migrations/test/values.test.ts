import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addMonths } from "@defi-ready/securities";
import { curveFault, mostReward } from "../src/deal/curve.js";
import { isFine, leastFineTicket, lotOf } from "../src/deal/shares.js";
import {
  formatDuration,
  formatRate,
  formatTime,
  formatYearlyRate,
  parseDay,
  parseDuration,
  parseMoment,
  parseRate,
  parseYearlyRate,
  secondsBetween,
} from "../src/deal/values.js";

const day = (text: string) => parseDay(text) ?? -1n;

describe("days and months", () => {
  it("a month that lacks the day ends on its last", () => {
    assert.equal(formatTime(addMonths(day("2025-01-31"), 1)), "2025-02-28");
    assert.equal(formatTime(addMonths(day("2027-01-31"), 13)), "2028-02-29");
    assert.equal(formatTime(addMonths(day("2025-12-15"), 25)), "2028-01-15");
  });

  it("only days that exist and that the program accepts", () => {
    assert.equal(parseDay("2000-02-29"), 951_782_400n);
    for (const text of [
      "2100-02-29",
      "1969-12-31",
      "2200-01-02",
      "2025-13-01",
      "2025-00-10",
      "25-01-01",
      "",
    ]) {
      assert.equal(parseDay(text), undefined, text);
    }
    assert.equal(formatTime(day("2200-01-01")), "2200-01-01");
  });
});

describe("moments", () => {
  it("offsets", () => {
    const seconds = ["+0s", "+90m", "+36h", "+14d", "+2w"].map((text) => {
      const moment = parseMoment(text);
      return moment?.kind === "after" ? moment.seconds : undefined;
    });
    assert.deepEqual(seconds, [0n, 5_400n, 129_600n, 1_209_600n, 1_209_600n]);
  });

  it("times in any zone", () => {
    const noon = { kind: "at", time: day("2027-01-31") + 43_200n };
    assert.deepEqual(parseMoment("2027-01-31T12:00:00Z"), noon);
    assert.deepEqual(parseMoment("2027-01-31T12:00Z"), noon);
    assert.deepEqual(parseMoment("2027-01-31T17:30:00+05:30"), noon);
    assert.deepEqual(parseMoment("2027-01-31T04:00:00-08:00"), noon);
    for (const text of ["2027-01-31T24:00:00Z", "2027-01-31T12:60:00Z", "2027-02-29T12:00:00Z"]) {
      assert.equal(parseMoment(text), undefined, text);
    }
  });
});

describe("lengths of time", () => {
  it("are written in the largest unit that fits, and read back", () => {
    for (const text of ["0s", "45s", "90m", "36h", "20d"]) {
      assert.equal(formatDuration(parseDuration(text)), text);
    }
    assert.equal(formatDuration(parseDuration("2w")), "14d");
  });

  it("lie between moments of one kind only", () => {
    const [early, late] = [parseMoment("+1d"), parseMoment("+36h")];
    assert.equal(secondsBetween(early, late), 43_200n);
    assert.equal(secondsBetween(late, parseMoment("2027-01-31T12:00Z")), undefined);
    assert.equal(secondsBetween(null, late), undefined);
  });
});

/** Points of a curve: money, reward and bend. */
const curve = (...points: readonly (readonly [number, number, number?])[]) =>
  points.map(([money, reward, bend = 0]) => ({
    money: BigInt(money),
    reward: BigInt(reward),
    bend: BigInt(bend),
  }));

describe("curves, as in the program", () => {
  it("rise and get no steeper", () => {
    assert.equal(curveFault(curve([10, 10], [20, 20], [40, 30], [50, 30])), undefined);
    assert.deepEqual(curveFault(curve([10, 10], [10, 20])), { at: 1, what: "money" });
    assert.deepEqual(curveFault(curve([10, 10], [20, 15], [30, 14])), { at: 2, what: "reward" });
    assert.deepEqual(curveFault(curve([10, 10], [20, 21])), { at: 1, what: "steeper" });
    assert.equal(mostReward(curve([10, 10], [20, 21]), 1), 20n);
    assert.equal(mostReward(curve([10, 10], [20, 15], [40, 90]), 2), 25n);
    // From 3 to 1, then at 1; or from 1 to nothing.
    assert.equal(curveFault(curve([10, 20, 10], [20, 30])), undefined);
    assert.equal(curveFault(curve([10, 20, 10], [20, 25, 5])), undefined);
    assert.deepEqual(curveFault(curve([10, 20, 10], [20, 31])), { at: 1, what: "steeper" });
    assert.deepEqual(curveFault(curve([10, 20, 10], [20, 29, 2])), { at: 1, what: "steeper" });
    assert.equal(mostReward(curve([10, 20, 10], [20, 29, 2]), 1), 28n);
  });
});

describe("rates and lots", () => {
  it("a rate a year is read and written exactly, to a part per million", () => {
    for (const [text, ppm, written] of [
      ["0", 0, "0.00"],
      ["0.0001", 1, "0.0001"],
      ["6.875", 68_750, "6.875"],
      ["6.8755", 68_755, "6.8755"],
      ["8.25", 82_500, "8.25"],
      ["12.5", 125_000, "12.50"],
      ["1000", 10_000_000, "1000.00"],
    ] as const) {
      assert.equal(parseYearlyRate(text), ppm);
      assert.equal(formatYearlyRate(ppm), written);
      assert.equal(parseYearlyRate(written), ppm);
    }
  });

  it("a part is read and written exactly", () => {
    assert.deepEqual(
      ["0", "8", "8.2", "8.25", "0.01", "1000"].map(parseRate),
      [0, 800, 820, 825, 1, 100_000],
    );
    assert.deepEqual([0, 1, 820, 100_000].map(formatRate), ["0.00", "0.01", "8.20", "1000.00"]);
  });

  it("a lot is the price over its common divisor with the unit, as in the program", () => {
    assert.equal(lotOf(3_000_000n, 100n), 30_000n);
    assert.equal(lotOf(1_000_000n, 1_000_000n), 1n);
    assert.equal(lotOf(7n, 10n), 7n);
    assert.equal(lotOf(2_500_000n, 1n), 2_500_000n);
  });

  it("a price is fine up to a ten-thousandth of a ticket for a share base unit", () => {
    assert.equal(leastFineTicket(3_000_000n, 100n), 300_000_000n);
    assert.ok(isFine(3_000_000n, 100n, 300_000_000n));
    assert.ok(!isFine(3_000_000n, 100n, 299_999_999n));
  });
});
