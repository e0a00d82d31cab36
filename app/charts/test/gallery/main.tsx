import { useState } from "react";
import { createRoot } from "react-dom/client";
import {
  CovenantGauges,
  covenantsOf,
  flowOf,
  LinePicture,
  lineOf,
  PaymentExplorer,
  paidOf,
  projectedOf,
  receiptsOf,
  StructurePicture,
  structureOf,
  WaterfallPicture,
} from "../../src/index.js";
import type { Played } from "../support/played.js";
import { addressOf, BONUS, bookWith, crowd, JOINED, UNIT, WARRANTS } from "../support/samples.js";

/** What shoot.ts played before it built the page. */
const DEALS = JSON.parse((globalThis as unknown as { PLAYED: string }).PLAYED, (_, value) =>
  typeof value === "string" && /^-?\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
) as Readonly<Record<string, Played>>;

/** A payment of a deal. */
function Payment({ deal, at, part }: Readonly<{ deal: string; at: number; part?: bigint }>) {
  const { distributions, waterfall, tranches, names, decimals } = DEALS[deal] as Played;
  const record = distributions[at] as Played["distributions"][number];
  const classes = tranches.map(({ kind }, rank) => ({ name: names[rank] ?? "", kind }));
  const all = receiptsOf({ record, waterfall, classes });
  const yours =
    part === undefined ? [] : all.map((one, rank) => (rank < 2 ? (one.interest + one.principal) / part : 0n));
  return (
    <WaterfallPicture
      title={`${deal}: payment ${record.number}`}
      flow={flowOf({ record, waterfall, classes, yours })}
      decimals={decimals}
      symbol="USDC"
    />
  );
}

/** All payments of a deal, beside what somebody expected: a tenth more interest, a month longer. */
function Payments({ deal, withProjection = false }: Readonly<{ deal: string; withProjection?: boolean }>) {
  const { distributions, waterfall, tranches, names, decimals } = DEALS[deal] as Played;
  const classes = tranches.map(({ kind }, rank) => ({ name: names[rank] ?? "", kind }));
  const flows = tranches.map((_, rank) =>
    paidOf({ distributions, waterfall, classes }).map(({ at, receipts }) => {
      const { interest, principal, other } = receipts[rank] ?? { interest: 0n, principal: 0n, other: 0n };
      return { at, interest: (interest * 11n) / 10n, principal, other: (other * 8n) / 10n };
    }),
  );
  return (
    <PaymentExplorer
      distributions={distributions}
      waterfall={waterfall}
      classes={classes}
      decimals={decimals}
      symbol="USDC"
      projected={withProjection ? projectedOf(flows) : []}
    />
  );
}

/** The structure and the covenants of a deal; where it is strict, each trigger asks for half as much again. */
function Capital({
  deal,
  yours = [],
  isStrict = false,
}: Readonly<{ deal: string; yours?: readonly bigint[]; isStrict?: boolean }>) {
  const { security, waterfall: agreed, tranches, names, decimals, distributions } = DEALS[deal] as Played;
  const classes = tranches.map(({ kind }, rank) => ({ name: names[rank] ?? "", kind }));
  const now = (distributions.at(-1)?.postedAt ?? 0n) + 86_400n;
  const triggers = agreed.triggers.map((one) => ({
    ...one,
    bps: (one.bps * 3) / 2,
    failedSince: now,
    cureDays: 30,
  }));
  const waterfall = isStrict ? { ...agreed, triggers } : agreed;
  return (
    <div className="pair">
      <StructurePicture
        structure={structureOf({ security, tranches, classes, yours })}
        decimals={decimals}
        symbol="USDC"
      />
      <CovenantGauges
        covenants={covenantsOf({ security, waterfall, tranches, now, decimals, classes })}
        decimals={decimals}
        symbol="USDC"
      />
    </div>
  );
}

const TERMS = { cap: 1_000_000n * UNIT, minimum: 400_000n * UNIT };
const REWARDS = [
  { name: "warrants", decimals: 6, knots: WARRANTS },
  { name: "bonus shares", decimals: 6, knots: BONUS },
];
const MANY = crowd(10_000);

/** A line that its reader changes: somebody leaves, and a slider says what to put in. */
function LiveLine() {
  const [left, setLeft] = useState(false);
  const [adding, setAdding] = useState(100_000n * UNIT);
  const samples = [
    ...JOINED.slice(left ? 1 : 0),
    { id: 5, owner: 5, value: 60_000n * UNIT, isCommitted: false },
  ];
  const line = lineOf({ ...bookWith(TERMS, samples), yours: addressOf(3), adding: { value: adding } });
  return (
    <section>
      <LinePicture line={line} decimals={6} symbol="USDC" rewards={REWARDS} />
      <p>
        <button type="button" id="leave" onClick={() => setLeft(!left)}>
          {left ? "Ana comes back" : "Ana leaves"}
        </button>
        <label>
          {" If I put in "}
          <input
            type="range"
            min={0}
            max={400_000}
            step={10_000}
            value={Number(adding / UNIT)}
            onChange={(event) => setAdding(BigInt(event.target.value) * UNIT)}
          />
        </label>
      </p>
    </section>
  );
}

function Gallery() {
  return (
    <main>
      <h1>Pictures</h1>
      <LiveLine />
      <Payment deal="private-credit" at={1} part={7n} />
      <Payments deal="private-credit" withProjection />
      <Payments deal="royalty" />
      <Capital deal="private-credit" yours={[60_000_000_000n, 0n, 2_000_000_000n]} isStrict />
      <Capital deal="infrastructure" />
      <Payment deal="infrastructure" at={2} />
      <LinePicture
        title="Ten thousand in line"
        line={lineOf({
          ...bookWith({ cap: 30_000_000n * UNIT, minimum: 9_000_000n * UNIT }, MANY),
          yours: addressOf(5),
        })}
        decimals={6}
        symbol="USDC"
        rewards={[
          {
            name: "warrants",
            decimals: 6,
            knots: [{ money: 30_000_000n * UNIT, reward: 900_000n * UNIT, bend: 700_000n * UNIT }],
          },
        ]}
      />
      <LinePicture
        title="Pro rata, for a statement"
        line={lineOf({ ...bookWith({ ...TERMS, allocation: 1, lot: UNIT }, JOINED), yours: addressOf(2) })}
        decimals={6}
        symbol="USDC"
        rewards={REWARDS}
        isStatic
      />
    </main>
  );
}

createRoot(document.getElementById("root") as HTMLElement).render(<Gallery />);
