import { formatGroupedAmount } from "@defi-ready/securities";
import { useId, useRef } from "react";
import { dayOf, labelAmount, percent } from "../parts/amounts.js";
import { useWidth } from "../parts/browser.js";
import { Frame } from "../parts/frame.js";
import type { Covenant } from "./covenants.js";

const HEIGHT = 30;
const BAR_Y = 8;
const BAR_HEIGHT = 12;

/** What must hold, each as a gauge: how it stands, where it breaks, and how far that is. */
export function CovenantGauges({
  covenants,
  decimals,
  symbol = "",
  title = "Covenants",
  width: given,
}: Readonly<{
  covenants: readonly Covenant[];
  /** Of the settlement mint. */
  decimals: number;
  symbol?: string;
  title?: string;
  /** In pixels; as wide as there is room if left out, and 720 where nothing measures. */
  width?: number;
}>) {
  const stage = useRef<HTMLDivElement>(null);
  const width = useWidth(stage, given);
  const failing = covenants.filter(({ holds }) => !holds).length;
  const words = { decimals, symbol };
  return (
    <Frame
      kind="covenants"
      title={title}
      summary={summaryOf(covenants.length, failing)}
      numbers={{
        columns: ["Covenant", "Stands at", "Limit", "State", "Holds"],
        rows: covenants.map((one) => ({
          key: one.key,
          cells: [
            one.words,
            one.value === undefined ? "-" : inUnit(one.value, one),
            `${one.holdsWhen} ${inUnit(one.threshold, one)}`,
            one.holds ? "holds" : "fails",
            one.room === undefined ? "" : roomWords(one.room, words, formatGroupedAmount),
          ],
        })),
      }}
    >
      <div className="chart-stage" ref={stage}>
        <ul className="chart-gauges">
          {covenants.map((one) => (
            <li key={one.key}>
              <div className="chart-gauge-head">
                <span className={one.holds ? "chart-state ink-holds" : "chart-state ink-breach"}>
                  {one.holds ? "✓ holds" : "✕ fails"}
                </span>
                <strong>{one.name}</strong>
                <span className="chart-gauge-value">
                  {one.value === undefined ? "" : inUnit(one.value, one)}
                  <span className="chart-muted">{` ${one.holdsWhen} ${inUnit(one.threshold, one)}`}</span>
                </span>
              </div>
              {one.value === undefined ? null : <Gauge covenant={one} value={one.value} width={width} />}
              <p>{distanceOf(one, words)}</p>
              <p className="chart-muted chart-terms">{one.words}</p>
            </li>
          ))}
        </ul>
      </div>
    </Frame>
  );
}

function Gauge({ covenant, value, width }: Readonly<{ covenant: Covenant; value: bigint; width: number }>) {
  const { threshold, holds, holdsWhen } = covenant;
  const id = useId();
  const most = scaleEnd(covenant, value);
  const x = (amount: bigint) => Math.min(width, (Number(amount) / Number(most)) * width);
  const limit = x(threshold);
  const [breachFrom, breachTo] = holdsWhen === "at least" ? [0, limit] : [limit, width];
  return (
    <svg className="chart-plot" aria-hidden="true" viewBox={`0 0 ${width} ${HEIGHT}`}>
      <defs>
        <pattern id={id} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect className="chart-breach" width={1.6} height={6} />
        </pattern>
      </defs>
      <rect className="chart-track" x={0} y={BAR_Y} width={width} height={BAR_HEIGHT} />
      <rect fill={`url(#${id})`} x={breachFrom} y={BAR_Y} width={breachTo - breachFrom} height={BAR_HEIGHT} />
      <rect
        className={holds ? "chart-level ink-holds" : "chart-level ink-breach"}
        x={0}
        y={BAR_Y + 3}
        width={Math.max(2, x(value))}
        height={BAR_HEIGHT - 6}
      />
      <path className="chart-needle" d={`M${limit} ${BAR_Y - 5}V${BAR_Y + BAR_HEIGHT + 5}`} />
      <circle
        className={holds ? "chart-level ink-holds" : "chart-level ink-breach"}
        cx={Math.max(6, Math.min(width - 6, x(value)))}
        cy={BAR_Y + BAR_HEIGHT / 2}
        r={6}
      />
    </svg>
  );
}

/** Where a gauge ends: a third above what it has to show, and 100 % where that cannot be exceeded. */
function scaleEnd({ name, threshold }: Covenant, value: bigint): bigint {
  const most = value > threshold ? value : threshold;
  const end = (most * 4n) / 3n;
  const whole = 10_000n;
  return (name === "subordination" || name === "losses") && end > whole ? whole : end > 0n ? end : 1n;
}

function summaryOf(count: number, failing: number): string {
  if (count === 0) {
    return "This security has no triggers and no tests of coverage.";
  }
  const all = count === 1 ? "1 covenant" : `${count} covenants`;
  return failing === 0
    ? `${all}, all of which hold.`
    : `${all}, of which ${failing} ${failing === 1 ? "fails" : "fail"}.`;
}

function inUnit(value: bigint, { unit }: Pick<Covenant, "unit">): string {
  return unit === "bps" ? percent(value) : value === 1n ? "1 day" : `${value} days`;
}

type Words = Readonly<{ decimals: number; symbol: string }>;

function roomWords(
  { amount, of }: NonNullable<Covenant["room"]>,
  { decimals, symbol }: Words,
  show: (amount: bigint, decimals: number) => string,
): string {
  const money = `${show(amount, decimals)} ${symbol}`.trim();
  switch (of) {
    case "loss":
      return `up to a loss of ${money}`;
    case "value":
      return `up to a fall in value of ${money}`;
    case "days":
      return amount === 1n ? "for 1 further day" : `for ${amount} further days`;
  }
}

function distanceOf(covenant: Covenant, words: Words): string {
  const { room, why, acceleratesAt, holds, holdsWhen } = covenant;
  if (!holds) {
    const then =
      acceleratesAt === undefined
        ? ""
        : `; the debts are accelerated from ${dayOf(acceleratesAt)} if that does not change`;
    return `${why === undefined ? (holdsWhen === "at least" ? "It is below its limit" : "It is above its limit") : capital(why)}${then}.`;
  }
  return room === undefined
    ? `${why === undefined ? "It holds" : capital(why)}.`
    : `It holds ${roomWords(room, words, labelAmount)}.`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
