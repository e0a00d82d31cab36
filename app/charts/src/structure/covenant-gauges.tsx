import { type Consequence, formatGroupedAmount } from "@defi-ready/securities";
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
        columns: [
          "Covenant",
          "Stands at",
          "Limit",
          "State",
          "Holds",
          "Fails since",
          "Its cure ends",
          "What follows",
        ],
        rows: covenants.map((one) => ({
          key: one.key,
          cells: [
            one.words,
            one.value === undefined ? "-" : inUnit(one.value, one, words),
            limitOf(one, words) ?? "-",
            one.holds ? "holds" : "fails",
            one.room === undefined ? "" : roomWords(one.room, words, formatGroupedAmount),
            one.since === undefined ? "" : dayOf(one.since),
            one.cureEnds === undefined ? "" : dayOf(one.cureEnds),
            followsOf(one.consequences),
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
                  {one.value === undefined ? "" : inUnit(one.value, one, words)}
                  <span className="chart-muted">{` ${limitOf(one, words) ?? ""}`}</span>
                </span>
              </div>
              {one.value === undefined || one.threshold === undefined ? null : (
                <Gauge covenant={one} value={one.value} threshold={one.threshold} width={width} />
              )}
              <p>{distanceOf(one, words)}</p>
              <p className="chart-muted chart-terms">{one.words}</p>
            </li>
          ))}
        </ul>
      </div>
    </Frame>
  );
}

function Gauge({
  covenant: { name, holds, holdsWhen },
  value,
  threshold,
  width,
}: Readonly<{ covenant: Covenant; value: bigint; threshold: bigint; width: number }>) {
  const id = useId();
  const most = scaleEnd(name, value > threshold ? value : threshold);
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

/** Where a gauge ends: a third above the most that it has to show, and 100 % where that cannot be exceeded. */
function scaleEnd(name: Covenant["name"], most: bigint): bigint {
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

type Words = Readonly<{ decimals: number; symbol: string }>;

function inUnit(value: bigint, { unit }: Pick<Covenant, "unit">, words: Words): string {
  switch (unit) {
    case "bps":
      return percent(value);
    case "days":
      return value === 1n ? "1 day" : `${value} days`;
    case "money":
      return moneyIn(value, words, formatGroupedAmount);
  }
}

const moneyIn = (
  amount: bigint,
  { decimals, symbol }: Words,
  show: (amount: bigint, decimals: number) => string,
): string => `${show(amount, decimals)} ${symbol}`.trim();

const limitOf = (one: Covenant, words: Words): string | undefined =>
  one.threshold === undefined ? undefined : `${one.holdsWhen} ${inUnit(one.threshold, one, words)}`;

const FOLLOWS: Readonly<Record<Consequence, string>> = {
  accelerate: "all cash repays the debts, the most senior first",
  trap: "what would be paid behind the debts is kept",
  step: "anyone can move control on",
};

/** What follows, in a clause; empty if nothing does. */
function followsOf(consequences: readonly Consequence[]): string {
  const all = consequences.map((one) => FOLLOWS[one]);
  const last = all.at(-1) ?? "";
  return all.length < 2 ? last : `${all.slice(0, -1).join(", ")}, and ${last}`;
}

function roomWords(
  { amount, of }: NonNullable<Covenant["room"]>,
  words: Words,
  show: (amount: bigint, decimals: number) => string,
): string {
  const money = moneyIn(amount, words, show);
  switch (of) {
    case "loss":
      return `up to a loss of ${money}`;
    case "value":
      return `up to a fall in value of ${money}`;
    case "worth":
      return `up to a fall of ${money}`;
    case "days":
      return amount === 1n ? "for 1 further day" : `for ${amount} further days`;
  }
}

function distanceOf(covenant: Covenant, words: Words): string {
  const { room, why, holds, holdsWhen } = covenant;
  if (holds) {
    return room === undefined
      ? `${why === undefined ? "It holds" : capital(why)}.`
      : `It holds ${roomWords(room, words, labelAmount)}.`;
  }
  const fails =
    why === undefined ? `It is ${holdsWhen === "at least" ? "below" : "above"} its limit` : capital(why);
  return [`${fails}.`, ...thenOf(covenant)].join(" ");
}

/** Since when it fails, and what follows from when on, in sentences. */
function thenOf({ consequences, since, cureEnds, isPastCure, step, stepsAt }: Covenant): readonly string[] {
  const follows = followsOf(consequences.filter((one) => one !== "step"));
  const after =
    follows === "" || cureEnds === undefined
      ? []
      : isPastCure === true
        ? [`Its cure ended on ${dayOf(cureEnds)}: ${follows}.`]
        : [`If it still fails on ${dayOf(cureEnds)}, ${follows}.`];
  const control = step === undefined ? [] : [STEPS[step](stepsAt)];
  return [...(since === undefined ? [] : [`It has failed since ${dayOf(since)}.`]), ...after, ...control];
}

/** Whether it moves control on, in a sentence. */
const STEPS: Readonly<Record<NonNullable<Covenant["step"]>, (at: bigint | undefined) => string>> = {
  due: () => "Anyone can move control on.",
  coming: (at = 0n) => `If it still fails on ${dayOf(at)}, anyone can move control on.`,
  done: () => "Control has moved on because of it.",
  unproven: () => "It does not move control on while a report is missing or too old.",
};

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
