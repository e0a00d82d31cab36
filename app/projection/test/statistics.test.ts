import assert from "node:assert/strict";
import { test } from "node:test";
import { type Flow, statisticsOf } from "../src/index.js";

const NOTHING = { invested: 0n, interest: 0n, principal: 0n, other: 0n, outstanding: 0n, loss: 0n };
const on = (day: string, flow: Partial<Flow>): Flow => ({
  ...NOTHING,
  at: BigInt(Date.parse(`${day}T00:00:00Z`)) / 1000n,
  ...flow,
});

test("a yield is that of the example in the documentation of Excel's XIRR: 37.3362535 %", () => {
  const flows = [
    on("2008-01-01", { invested: 10_000n }),
    on("2008-03-01", { other: 2_750n }),
    on("2008-10-30", { other: 4_250n }),
    on("2009-02-15", { other: 3_250n }),
    on("2009-04-01", { other: 2_750n }),
  ];
  assert.equal(statisticsOf(flows).yieldPpm, 373_363n);
});

test("a bond at par yields its coupon, and lasts as long as textbooks say", () => {
  // 1,000 at 8 % a year for three years: the present values 74.07, 68.59 and 857.34 of the payments, at one, two and
  // three years, weigh 2.7833 years.
  const flows = [
    on("2025-01-01", { invested: 1_000_000n, outstanding: 1_000_000n }),
    on("2026-01-01", { interest: 80_000n, outstanding: 1_000_000n }),
    on("2027-01-01", { interest: 80_000n, outstanding: 1_000_000n }),
    on("2028-01-01", { interest: 80_000n, principal: 1_000_000n }),
  ];
  const { yieldPpm, averageLifeDays, durationDays, interest, principal } = statisticsOf(flows);
  assert.deepEqual([yieldPpm, averageLifeDays, interest, principal], [80_000n, 1_095n, 240_000n, 1_000_000n]);
  assert.equal(durationDays, 1_016n);
});

test("the average life weighs principal alone", () => {
  const flows = [
    on("2025-01-01", { invested: 300n }),
    on("2025-01-11", { principal: 100n, interest: 50n }),
    on("2025-01-31", { principal: 200n }),
  ];
  // (100 * 10 + 200 * 30) / 300.
  assert.equal(statisticsOf(flows).averageLifeDays, 23n);
});

test("a loss makes a yield negative, and what is still outstanding leaves it open", () => {
  const lost = [on("2025-01-01", { invested: 1_000n }), on("2026-01-01", { principal: 900n, loss: 100n })];
  assert.deepEqual(
    [statisticsOf(lost).yieldPpm, statisticsOf(lost).loss, statisticsOf(lost).averageLifeDays],
    [-100_000n, 100n, 365n],
  );
  const open = [on("2025-01-01", { invested: 1_000n, outstanding: 1_000n })];
  assert.deepEqual([statisticsOf(open).yieldPpm, statisticsOf(open).durationDays], [null, null]);
  assert.deepEqual(statisticsOf([]).yieldPpm, null);
  const gone = [on("2025-01-01", { invested: 1_000n }), on("2025-06-01", { loss: 1_000n })];
  assert.deepEqual([statisticsOf(gone).yieldPpm, statisticsOf(gone).averageLifeDays], [null, null]);
});
