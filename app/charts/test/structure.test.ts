import assert from "node:assert/strict";
import { before, describe, it, test } from "node:test";
import { breachOf, triggersOf } from "@defi-ready/securities";
import {
  getSecurityDecoder,
  getTrancheDecoder,
  getWaterfallDecoder,
  type Security,
  type Tranche,
  TrancheKind,
  type Waterfall,
} from "@defi-ready/securities/program";
import { covenantsOf, stackLayout, structureOf } from "../src/index.js";
import { type Played, playedDeal } from "./support/played.js";

const empty = <T>(decoder: Readonly<{ fixedSize: number; decode: (bytes: Uint8Array) => T }>) =>
  decoder.decode(new Uint8Array(decoder.fixedSize));
const TRANCHE = empty(getTrancheDecoder());
const SECURITY = empty(getSecurityDecoder());
const WATERFALL = empty(getWaterfallDecoder());
const DAY = 86_400n;

const tranche = (
  rank: number,
  kind: TrancheKind,
  principal: bigint,
  more: Partial<Tranche> = {},
): Tranche => ({
  ...TRANCHE,
  ...{ rank, kind, par: 1n, principalIssued: principal, ...more },
});
const holding = (reserve: bigint, reinvestment: bigint): Security => ({
  ...SECURITY,
  vaults: SECURITY.vaults.map((vault, at) => (at === 0 ? { ...vault, reserve, reinvestment } : vault)),
});
/** Two pari passu debts, an equity with a capital, one without, and a cover. */
const TRANCHES = [
  tranche(0, TrancheKind.Debt, 500n, { principalRepaid: 100n }),
  tranche(1, TrancheKind.Debt, 200n, { pariPassu: 1 }),
  tranche(2, TrancheKind.Equity, 150n, { loss: 50n }),
  tranche(3, TrancheKind.Equity, 0n, { par: 0n, soldFor: 120n, invested: 100n }),
  tranche(4, TrancheKind.Cover, 80n, { unfunded: 30n }),
];
const CLASSES = TRANCHES.map(({ kind }, rank) => ({ name: `Class ${"ABCDE"[rank]}`, kind }));

test("a class knows what is repaid before it and what bears losses before it", () => {
  const structure = structureOf({ security: holding(7n, 0n), tranches: TRANCHES, classes: CLASSES });
  assert.deepEqual(
    structure.rows.map((row) => row.map(({ name, amount, ahead, behind }) => [name, amount, ahead, behind])),
    [
      [
        ["Class A", 400n, 0n, 250n],
        ["Class B", 200n, 0n, 250n],
      ],
      [["Class C", 100n, 600n, 150n]],
      [["Class D", 100n, 700n, 50n]],
    ],
  );
  assert.deepEqual(
    structure.covers.map(({ name, amount }) => [name, amount]),
    [["Class E", 50n]],
  );
  assert.deepEqual([structure.total, structure.reserve], [800n, 7n]);
});

test("the stack is to scale, pari passu classes side by side, and labels do not meet", () => {
  const yours = [100n, 0n, 0n, 0n, 0n];
  const structure = structureOf({ security: holding(8n, 0n), tranches: TRANCHES, classes: CLASSES, yours });
  for (const width of [328, 720]) {
    const { blocks, height } = stackLayout({ structure, width });
    const of = (key: string) => {
      const found = blocks.find((one) => one.key === key);
      assert.ok(found !== undefined);
      return found;
    };
    // 800 are 280 pixels.
    assert.deepEqual(
      ["class 0", "class 1", "class 2", "class 4", "reserve"].map(
        (key) => Math.round(of(key).height * 10) / 10,
      ),
      [210, 210, 35, 17.5, 2.8],
    );
    assert.ok(Math.abs(of("class 0").width - 2 * of("class 1").width) < 1e-9);
    assert.ok(Math.abs(of("class 0").yours - of("class 0").width / 4) < 1e-9, "a quarter is yours");
    for (const [at, { labelY }] of blocks.entries()) {
      const next = blocks[at + 1]?.labelY ?? height + 28;
      assert.ok(next - labelY >= 28, `${width}: ${labelY} and ${next}`);
    }
  }
});

test("covenants by hand: subordination, losses, overdue, collateral", () => {
  const [trigger] = WATERFALL.triggers;
  assert.ok(trigger !== undefined);
  const waterfall: Waterfall = {
    ...WATERFALL,
    ...{ poolValue: 640n, poolAt: 10n * DAY, triggerCount: 4 },
    triggers: [
      { ...trigger, kind: 1, rank: 1, bps: 2_000 },
      { ...trigger, kind: 2, bps: 500, failedSince: 9n, cureDays: 2, consequences: 1 },
      { ...trigger, kind: 3, rank: 0, days: 30 },
      { ...trigger, kind: 4, rank: 1, bps: 11_000, days: 35 },
    ],
  };
  const tranches = TRANCHES.map((one) =>
    one.rank === 0 ? { ...one, overdueSince: 80n, accruedTo: 92n } : one,
  );
  const facts = { security: holding(20n, 10n), waterfall, tranches, decimals: 0, classes: CLASSES };
  const [subordination, losses, overdue, collateral] = covenantsOf({ ...facts, now: 20n * DAY });
  // Below are the equity's 100 and the cover's 50: 150 of 750. At 2,000 basis points nothing may be lost.
  assert.deepEqual(
    [subordination?.value, subordination?.holds, subordination?.room?.amount],
    [2_000n, true, 0n],
  );
  assert.match(subordination?.words ?? "", /behind B and those senior/);
  // 50 of 850 are 588.2 basis points, rounded up; it accelerates two days after 9.
  assert.deepEqual(
    [losses?.value, losses?.holds, losses?.room, losses?.cureEnds],
    [589n, false, undefined, 9n + 2n * DAY],
  );
  assert.deepEqual([overdue?.value, overdue?.holds, overdue?.room], [12n, true, { amount: 18n, of: "days" }]);
  // 640 and 30 in cash over 600 are 111.66 %, and 660 are needed.
  assert.deepEqual(
    [collateral?.value, collateral?.holds, collateral?.room],
    [11_166n, true, { amount: 10n, of: "value" }],
  );
  const stale = covenantsOf({ ...facts, now: 46n * DAY })[3];
  assert.deepEqual([stale?.holds, stale?.why], [false, "the last report of the pool is too old"]);
});

test("covenants by hand: loan to value, reports, net worth, and what somebody declares", () => {
  const [trigger] = WATERFALL.triggers;
  assert.ok(trigger !== undefined);
  const waterfall: Waterfall = {
    ...WATERFALL,
    ...{ poolValue: 1_000n, poolAt: 10n * DAY, triggerCount: 5 },
    triggers: [
      { ...trigger, kind: 5, rank: 1, bps: 6_000, days: 35 },
      { ...trigger, kind: 6, days: 9, consequences: 3, failedSince: 19n * DAY, cureDays: 1 },
      { ...trigger, kind: 8, flags: 1, reportedAt: 12n * DAY, consequences: 4, breachedSince: 12n * DAY },
      { ...trigger, kind: 9, min: 500n, reported: 700n, reportedAt: 10n * DAY, days: 20 },
      { ...trigger, kind: 7, rank: 1, flags: 0 },
    ],
  };
  const security = { ...holding(20n, 10n), beganAt: 5n * DAY };
  const facts = { security, waterfall, tranches: TRANCHES, decimals: 0, classes: CLASSES };
  const [loan, report, event, worth, disclosure] = covenantsOf({ ...facts, now: 20n * DAY });
  // 600 less 30 in cash are 57 % of 1,000; 950 would be 60 %.
  assert.deepEqual([loan?.value, loan?.holds, loan?.room], [5_700n, true, { amount: 50n, of: "value" }]);
  assert.deepEqual(
    [report?.value, report?.holds, report?.consequences, report?.cureEnds, report?.isPastCure],
    [10n, false, ["accelerate", "trap"], 20n * DAY, true],
  );
  assert.deepEqual(
    [event?.threshold, event?.holds, event?.stepsAt, event?.step],
    [undefined, false, 12n * DAY, "due"],
  );
  assert.equal(event?.since, 12n * DAY, "since it was declared, whenever it was tested");
  assert.match(event?.why ?? "", /^the arbitrator declared it, /);
  assert.deepEqual([worth?.unit, worth?.room], ["money", { amount: 200n, of: "worth" }]);
  assert.deepEqual(
    [disclosure?.holds, disclosure?.why],
    [true, "nobody has had the program look at the calendar yet"],
  );

  const later = covenantsOf({ ...facts, now: 50n * DAY });
  assert.deepEqual(
    [later[0]?.why, later[3]?.why],
    ["the last report of the pool is too old", "the last report of the net worth is too old"],
  );
  // Once control has stepped because of it, or while it is not known to fail, it moves nothing.
  for (const flags of [1 | 2, 1 | 4]) {
    const triggers = waterfall.triggers.map((one) => (one.kind === 8 ? { ...one, flags } : one));
    const [, , stepped] = covenantsOf({ ...facts, waterfall: { ...waterfall, triggers }, now: 20n * DAY });
    assert.deepEqual([stepped?.stepsAt, stepped?.step], [undefined, flags === 3 ? "done" : "unproven"]);
  }
  const [waived] = covenantsOf({
    ...facts,
    waterfall: {
      ...waterfall,
      triggers: [{ ...trigger, kind: 8, flags: 1, waivedUntil: 21 }],
      triggerCount: 1,
    },
    now: 20n * DAY,
  });
  assert.deepEqual([waived?.holds, waived?.since], [true, undefined]);
  assert.match(waived?.why ?? "", /^a resolution has waived it until /);
});

for (const name of ["auto-loans", "private-credit"]) {
  describe(`the covenants of ${name} after its last payment`, () => {
    let played: Played;
    before(async () => {
      played = await playedDeal(name);
    });

    it("stand as the program has found them", () => {
      const now = played.distributions.at(-1)?.postedAt ?? 0n;
      const covenants = covenantsOf({ ...played, now }).filter(({ key }) => key.startsWith("trigger"));
      const found = triggersOf(played.waterfall).map((one) => breachOf(one) === undefined);
      assert.ok(found.length >= 2);
      assert.deepEqual(
        covenants.map(({ holds }) => holds),
        found,
      );
    });
  });
}
