import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { creditedOf, payoutOf } from "@defi-ready/securities";
import { getWaterfallDecoder, TrancheKind, type Waterfall } from "@defi-ready/securities/program";
import {
  type ClassLabel,
  type Flow,
  flowLayout,
  flowOf,
  type PaymentRecord,
  receiptsOf,
} from "../src/index.js";
import { type Played, playedDeal } from "./support/played.js";

const [DEBT, EQUITY, COVER] = [TrancheKind.Debt, TrancheKind.Equity, TrancheKind.Cover];
const CLASSES: readonly ClassLabel[] = [
  { name: "Senior", kind: DEBT },
  { name: "Junior", kind: EQUITY },
  { name: "Cover", kind: COVER },
];
const EMPTY = getWaterfallDecoder().decode(new Uint8Array(getWaterfallDecoder().fixedSize));
const NOTHING = {
  ...{ gross: 0n, principal: 0n, reserve: 0n, reinvestment: 0n, reinvestmentAfter: 0n, undistributed: 0n },
  ...{ tiers: [], ofPrincipal: [], repaid: [], madeGood: [], returned: [], clawedBack: [] },
} satisfies PaymentRecord;
const KINDS = [
  "interest",
  "arrears",
  "principal",
  "residual",
  "sweep",
  "fee",
  "annual fee",
  "reserve",
  "cover",
];

/** A waterfall of tiers, each a kind and a rank. */
function waterfallOf(...tiers: readonly (readonly [kind: string, rank?: number])[]): Waterfall {
  const [empty] = EMPTY.tiers;
  assert.ok(empty !== undefined);
  const numbers = new Map([
    ...KINDS.map((kind, at) => [kind, at + 1] as const),
    ["carry", 10],
    ["service", 16],
  ]);
  return {
    ...EMPTY,
    tierCount: tiers.length,
    tiers: tiers.map(([kind, rank = 0]) => ({ ...empty, kind: numbers.get(kind) ?? 0, rank, base: 0 })),
  };
}

const shown = ({ links }: Flow) =>
  links.map(({ from, to, amount, sort }) => `${from} > ${to}: ${amount} ${sort}`);

/** What comes into a flow comes out of it: at every node, and over all. */
function assertConserves({ nodes, links }: Flow, before: bigint): void {
  const sum = (end: "from" | "to", id: string) =>
    links.filter((link) => link[end] === id).reduce((total, { amount }) => total + amount, 0n);
  const all = (column: number) =>
    nodes.filter((node) => node.column === column).reduce((total, { amount }) => total + amount, 0n);
  assert.deepEqual([all(0), all(1), all(2)], [before, before, before]);
  for (const { id, column, amount, name } of nodes) {
    assert.equal(column === 0 ? sum("from", id) : sum("to", id), amount, name);
    if (column === 1) {
      assert.equal(sum("from", id), amount, name);
    }
    if (column === 2) {
      assert.ok(sum("from", id) <= amount, `${name}: no more is yours than it received`);
    }
  }
  assert.ok(links.every(({ amount }) => amount > 0n));
}

test("income pays before reserves, principal repays, and what stays in a reserve was there before", () => {
  const flow = flowOf({
    record: {
      ...NOTHING,
      ...{ gross: 100n, principal: 60n, reserve: 30n },
      tiers: [5n, 50n, 60n, 15n, 0n],
      ofPrincipal: [0n, 0n, 60n],
      repaid: [60n],
    },
    waterfall: waterfallOf(["fee"], ["interest"], ["principal"], ["reserve"], ["residual", 1]),
    classes: CLASSES,
  });
  assert.deepEqual(
    shown(flow).filter((link) => !link.includes("payee")),
    [
      "income > tier 0: 5 income",
      "income > tier 1: 35 income",
      "reserve > tier 1: 15 reserve",
      "tier 1 > class 0: 50 interest",
      "principal > tier 2: 60 principal",
      "tier 2 > class 0: 60 principal",
      "reserve > tier 3: 15 reserve",
      "tier 3 > reserve all: 15 kept",
    ],
  );
  assertConserves(flow, 130n);
});

test("a service tier's principal is what no other tier repaid, the rest is interest", () => {
  const options = {
    record: {
      ...NOTHING,
      gross: 100n,
      principal: 40n,
      tiers: [70n, 20n, 10n],
      ofPrincipal: [20n, 20n],
      repaid: [65n],
    },
    waterfall: waterfallOf(["service"], ["sweep"], ["residual", 1]),
    classes: CLASSES,
  };
  assert.deepEqual(receiptsOf(options), [
    { interest: 25n, principal: 65n, other: 0n },
    { interest: 0n, principal: 0n, other: 10n },
    { interest: 0n, principal: 0n, other: 0n },
  ]);
});

test("what makes losses good repays a debt and refills a cover, clawed back carry goes to its base", () => {
  const record = {
    ...NOTHING,
    ...{ gross: 50n, principal: 30n, reinvestment: 5n, reinvestmentAfter: 5n, undistributed: 2n },
    ...{ madeGood: [10n, 0n, 20n], clawedBack: [0n, 7n], tiers: [3n, 8n] },
  };
  const waterfall = waterfallOf(["cover", 2], ["carry", 1]);
  const flow = flowOf({ record, waterfall, classes: CLASSES, yours: [4n] });
  const into = (id: string) => flow.nodes.find((node) => node.id === id)?.amount;
  assert.deepEqual(["class 0", "class 1", "cover 2", "reinvestment account", "treasury", "you"].map(into), [
    17n,
    8n,
    23n,
    5n,
    2n,
    4n,
  ]);
  assertConserves(flow, 55n);
});

test("a record that is not of the waterfall is refused", () => {
  const record = { ...NOTHING, gross: 10n, tiers: [4n] };
  const options = { waterfall: waterfallOf(["interest"]), classes: CLASSES };
  assert.throws(() => flowOf({ record, ...options }), /not what went out/);
  assert.throws(() => flowOf({ record: { ...record, tiers: [11n] }, ...options }), /not what went out/);
});

test("bands are to scale, labels have room, and nodes of a column do not meet", () => {
  const record = { ...NOTHING, gross: 1_000n, tiers: [1n, 1n, 998n] };
  const waterfall = waterfallOf(["fee"], ["interest"], ["residual", 1]);
  for (const width of [360, 720, 1_440]) {
    const { nodes, height } = flowLayout({ flow: flowOf({ record, waterfall, classes: CLASSES }), width });
    const of = (id: string) => nodes.find(({ node }) => node.id === id);
    assert.ok(Math.abs((of("tier 2")?.height ?? 0) / (of("income")?.height ?? 1) - 0.998) < 1e-9);
    for (const column of [0, 1, 2]) {
      const inside = nodes.filter(({ node }) => node.column === column);
      for (const [at, one] of inside.entries()) {
        const next = inside[at + 1];
        assert.ok(one.y + one.height <= (next?.y ?? height) + 1e-9, one.node.name);
        assert.ok((next?.label.y ?? Number.POSITIVE_INFINITY) - one.label.y >= 20, one.node.name);
      }
    }
    assert.ok(nodes.every(({ x, width: wide }) => x >= 0 && x + wide <= width));
  }
});

const DEALS = ["auto-loans", "fund-deal-by-deal", "infrastructure", "mortgages", "private-credit", "royalty"];

for (const name of DEALS) {
  describe(`the payments of ${name}, as the program recorded them`, async () => {
    const played: Played = await playedDeal(name);
    const classes = played.tranches.map(({ kind }, rank) => ({ name: played.names[rank] ?? "", kind }));
    const flows = played.distributions.map((record) =>
      flowOf({ record, waterfall: played.waterfall, classes }),
    );

    it("conserves every unit, from the sources through the tiers to whoever received it", () => {
      assert.ok(flows.length >= 2);
      for (const [at, flow] of flows.entries()) {
        const { gross, reserve, reinvestment } = played.distributions[at] as PaymentRecord;
        assertConserves(flow, gross + reserve + reinvestment);
      }
    });

    it("comes to see carry that was clawed back where the deal plays one", () => {
      const clawed = played.distributions.some(({ clawedBack }) => clawedBack.some((amount) => amount > 0n));
      assert.equal(clawed, name === "fund-deal-by-deal");
    });

    it("gives each class what its account says that it was paid", () => {
      const totals = classes.map(() => ({ interest: 0n, principal: 0n, all: 0n }));
      for (const record of played.distributions) {
        const receipts = receiptsOf({ record, waterfall: played.waterfall, classes });
        for (const [rank, { interest, principal, other }] of receipts.entries()) {
          const total = totals[rank];
          assert.ok(total !== undefined);
          total.interest += interest;
          total.principal += principal;
          total.all += interest + principal + other;
        }
      }
      for (const [rank, tranche] of played.tranches.entries()) {
        assert.equal(totals[rank]?.all, creditedOf(payoutOf(tranche)), `class ${rank}: all that it was paid`);
        assert.equal(totals[rank]?.interest, tranche.interestPaid, `class ${rank}: interest`);
        assert.equal(totals[rank]?.principal, tranche.principalRepaid, `class ${rank}: principal`);
      }
    });
  });
}
