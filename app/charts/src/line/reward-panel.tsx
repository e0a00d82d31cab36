import { useId } from "react";
import { labelAmount, shortAmount, ticksOf, toPixels } from "../parts/amounts.js";
import { NARROW_BELOW } from "../parts/browser.js";
import type { Line } from "./line.js";
import { type RewardPoint, rewardTrace } from "./rewards.js";
import type { Reward } from "./words.js";

const HEIGHT = 150;
const TOP = 22;
const TICKS = 3;
/** More slices than these are summed up, since their labels would cover each other. */
const LABELLED = 3;

/** Where the cap and the minimum lie, in pixels from the head of the line. */
export type Markers = readonly Readonly<{ name: string; x: number }>[];

/** A curve of rewards over the line, with what yours earn. */
export function RewardPanel({
  line,
  reward,
  width,
  markers,
}: Readonly<{ line: Line; reward: Reward; width: number; markers: Markers }>) {
  const id = useId();
  const trace = rewardTrace({ line, knots: reward.knots, samples: Math.min(240, Math.ceil(width / 3)) });
  const x = (money: bigint) => toPixels(money, { whole: line.end, length: width });
  const y = (amount: bigint) => HEIGHT - toPixels(amount, { whole: trace.most, length: HEIGHT - TOP - 14 });
  const path = (points: readonly RewardPoint[]) =>
    points
      .map(({ money, reward: amount }, at) => `${at === 0 ? "M" : "L"}${round(x(money))} ${round(y(amount))}`)
      .join("");
  const inLine = trace.points.filter(({ money }) => money <= line.live);
  const open = trace.points.filter(({ money }) => money >= line.live);
  const yours = trace.slices.reduce((sum, slice) => sum + slice.reward, 0n);
  const show = width < NARROW_BELOW ? shortAmount : labelAmount;
  const ticks = ticksOf(trace.most, TICKS).slice(1);
  return (
    <svg className="chart-plot" role="img" aria-labelledby={id} viewBox={`0 0 ${width} ${HEIGHT + 1}`}>
      <title id={id}>
        {`${reward.name} by place in line, rising to ${labelAmount(trace.most, reward.decimals)}` +
          (trace.slices.length > 0 ? `; your slice earns ${labelAmount(yours, reward.decimals)}` : "")}
      </title>
      {ticks.map((tick) => (
        <g key={String(tick)} className="chart-grid">
          <line x1={0} x2={width} y1={y(tick)} y2={y(tick)} />
          <text x={2} y={y(tick) - 4}>
            {show(tick, reward.decimals)}
          </text>
        </g>
      ))}
      <path className="chart-area" d={`${path(inLine)}L${round(x(line.live))} ${HEIGHT}L0 ${HEIGHT}Z`} />
      {trace.slices.map(({ key, from, to, before, points }) => (
        <path
          key={key}
          className="chart-slice"
          d={`${path(points)}L${round(x(to))} ${round(y(before))}L${round(x(from))} ${round(y(before))}Z`}
        />
      ))}
      <path className="chart-curve" d={path(inLine)} />
      <path className="chart-curve chart-promised" d={path(open)} />
      {trace.slices.map(({ key, to, before, reward: earned }) => {
        const [high, low] = [y(before + earned), y(before)];
        const end = x(to) < width * 0.75;
        return earned === 0n || trace.slices.length > LABELLED ? null : (
          <g key={key} className="chart-bracket">
            <line x1={x(to)} x2={x(to)} y1={high} y2={low} />
            <text
              x={x(to) + (end ? 7 : -7)}
              y={Math.min(HEIGHT - 4, (high + low) / 2 + 4)}
              textAnchor={end ? "start" : "end"}
            >
              {`+${show(earned, reward.decimals)}`}
            </text>
          </g>
        );
      })}
      {markers.map(({ name, x: at }) => (
        <line key={name} className="chart-marker" x1={at} x2={at} y1={0} y2={HEIGHT} />
      ))}
      <text className="chart-axis-name" x={2} y={12}>
        {trace.slices.length > LABELLED
          ? `${reward.name}, yours +${show(yours, reward.decimals)}`
          : reward.name}
      </text>
    </svg>
  );
}

function round(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}
