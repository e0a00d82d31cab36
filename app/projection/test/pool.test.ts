import assert from "node:assert/strict";
import { test } from "node:test";
import { type Assumptions, type Pool, poolMonths, stepsOfPool } from "../src/index.js";

const ONE = 1_000_000n;
const FIRST = BigInt(Date.parse("2025-01-31T00:00:00Z")) / 1000n;
const POOL: Pool = { balance: 100_000n * ONE, ratePpm: 45_000n, months: 60, repays: "level", firstAt: FIRST };
const NOTHING: Assumptions = {
  prepaymentPpm: 0n,
  defaultPpm: 0n,
  recoveryPpm: 0n,
  recoveryMonths: 1,
  reinvestedUntil: 0n,
};
const sum = (amounts: readonly bigint[]) => amounts.reduce((all, one) => all + one, 0n);

test("100,000 at 4.5 % is repaid in sixty months by 1,864.30 each", () => {
  const months = poolMonths(POOL, NOTHING);
  assert.equal(months.length, 60);
  for (const { interest, principal } of months) {
    const payment = interest + principal;
    assert.ok(payment >= 1_864_301_916n && payment <= 1_864_301_930n, String(payment));
  }
  assert.deepEqual(
    [months[0]?.interest, sum(months.map((one) => one.principal))],
    [375n * ONE, POOL.balance],
  );
  assert.equal(months.at(-1)?.balance, 0n);
});

test("months end on the same day or the last of a shorter month", () => {
  const days = poolMonths({ ...POOL, months: 4 }, NOTHING).map(({ at }) =>
    new Date(Number(at) * 1000).toISOString().slice(0, 10),
  );
  assert.deepEqual(days, ["2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30"]);
});

test("6 % a year of prepayments are 0.5143 % a month, as the market's convention says", () => {
  const bullet: Pool = { ...POOL, repays: "bullet", ratePpm: 0n, months: 13 };
  const months = poolMonths(bullet, { ...NOTHING, prepaymentPpm: 60_000n });
  assert.equal(months[0]?.principal, 514_301_283n);
  // After a year 94 % of the balance is left.
  const left = months[11]?.balance ?? 0n;
  assert.ok(left > 94_000n * ONE - 100n && left < 94_000n * ONE + 100n, String(left));
});

test("of what prepays or defaults at 100 % a year, nothing is left after a month", () => {
  const all = 1_000_000n;
  const [prepaid, ...rest] = poolMonths(
    { ...POOL, repays: "bullet", months: 2 },
    { ...NOTHING, prepaymentPpm: all },
  );
  assert.deepEqual([prepaid?.principal, prepaid?.balance], [POOL.balance, 0n]);
  assert.deepEqual(
    rest.map(({ principal, interest }) => [principal, interest]),
    [[0n, 0n]],
  );
  const [lost] = poolMonths(POOL, { ...NOTHING, defaultPpm: all });
  assert.deepEqual([lost?.defaulted, lost?.interest, lost?.balance], [POOL.balance, 0n, 0n]);
});

test("what defaults is lost, and comes back in part so many months later, even after the last loan is repaid", () => {
  const months = poolMonths(
    { ...POOL, months: 3, repays: "bullet", ratePpm: 0n },
    { ...NOTHING, defaultPpm: 120_000n, recoveryPpm: 500_000n, recoveryMonths: 2 },
  );
  assert.equal(months.length, 5);
  const [defaulted, recovered] = [months.map((one) => one.defaulted), months.map((one) => one.recovered)];
  assert.deepEqual(
    recovered,
    [0n, 0n, ...defaulted.slice(0, 3).map((one) => one / 2n)],
    "half of each default, two months later",
  );
  assert.equal(sum(months.map((one) => one.principal)) + sum(defaulted), POOL.balance);
});

test("what is repaid buys new loans until a day, and the last month repays everything", () => {
  const until = FIRST + 40n * 86_400n;
  const months = poolMonths({ ...POOL, months: 3, ratePpm: 0n }, { ...NOTHING, reinvestedUntil: until });
  const third = POOL.balance / 3n;
  assert.deepEqual(
    months.map(({ principal, reinvested, balance }) => [principal, reinvested, balance]),
    [
      [third, third, POOL.balance],
      [POOL.balance / 2n, POOL.balance / 2n, POOL.balance],
      [POOL.balance, 0n, 0n],
    ],
  );
  const [report, pay, draw] = stepsOfPool(months.slice(0, 1));
  assert.deepEqual(
    [report?.event, pay?.event, draw?.event],
    [
      { __kind: "Report", value: POOL.balance - third },
      { __kind: "Pay", amount: third, principal: third, recovery: false, clawback: null },
      { __kind: "Draw", amount: third, reinvestment: true },
    ],
  );
});
