import assert from "node:assert/strict";
import { test } from "node:test";
import { overpaidCarries, readWaterfall, TIER_KINDS } from "@defi-ready/securities";
import { TrancheKind } from "@defi-ready/securities/program";
import { TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";

test("what later buyers brought along is no part of a carry's hurdle", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const { data: security } = await world.readSecurity();
  const { data: waterfall } = await readWaterfall(world.cluster, world.security);
  const { data: tranche } = await world.readTranche();
  const [tier] = waterfall.tiers;
  assert.ok(tier);
  const carry = {
    ...tier,
    kind: TIER_KINDS.indexOf("carry") + 1,
    rank: 1,
    base: 0,
    bps: 2_000,
    catchUpBps: 10_000,
    multipleBps: 0,
    dealByDeal: 0,
    reached: 120n,
    taken: 25n,
    clawedBack: 0n,
    due: 0n,
  };
  const overpaid = (kind: TrancheKind, short: bigint) => {
    const earned = { interestPaid: 80n, interestDue: 150n, arrears: 0n };
    const base = { ...tranche, ...earned, kind, short, shares: 1n };
    const found = overpaidCarries({
      security,
      waterfall: { ...waterfall, tiers: [carry], tierCount: 1 },
      tranches: [base],
    });
    return found.map(({ amount }) => amount);
  };
  // Of a profit of 200, what is above 80 and 100 that the base has earned: 20, of which 25 were taken.
  assert.deepEqual(overpaid(TrancheKind.Equity, 50n), [5n]);
  assert.deepEqual(overpaid(TrancheKind.Debt, 50n), [5n]);
  assert.deepEqual(overpaid(TrancheKind.Equity, 0n), [25n]);
  // Of a cover it is something else.
  assert.deepEqual(overpaid(TrancheKind.Cover, 50n), [25n]);
});
