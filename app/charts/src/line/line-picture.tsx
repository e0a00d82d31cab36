import { rewardBetween } from "@defi-ready/securities";
import { useRef, useState } from "react";
import { labelAmount, shortAmount, ticksOf, toPixels } from "../parts/amounts.js";
import { NARROW_BELOW, useWidth } from "../parts/browser.js";
import { Frame, type Key } from "../parts/frame.js";
import { CanvasBar, StaticBar } from "./bar.js";
import { followed, type Line, type Mark, markOf, moneyFor } from "./line.js";
import { type Markers, RewardPanel } from "./reward-panel.js";
import { lineNumbers, lineWords, type Reward, ticketWords, yourWords } from "./words.js";

/** About this many pixels of an axis for each of its numbers. */
const TICK_EVERY = 110;
const AXIS_HEIGHT = 26;
const MARKER_ROW = 17;

const STATES: readonly Key[] = [
  { ink: "accepted", name: "accepted" },
  { ink: "beyond", name: "committed, not accepted", pattern: "hatch" },
  { ink: "waiting", name: "waiting", pattern: "dots" },
];
const AS_IF: readonly Key[] = [
  { ink: "accepted", name: "accepted if all commit" },
  { ink: "beyond", name: "not accepted even then", pattern: "hatch" },
];

/**
 * The line of money of a book as one bar, with yours in it, the minimum and the cap, and above it what each place earns.
 * When the line changes, the bar moves there.
 */
export function LinePicture({
  line,
  decimals,
  symbol = "",
  rewards = [],
  title = "The line",
  width: given,
  isStatic = false,
  onTicket,
}: Readonly<{
  line: Line;
  /** Of the settlement mint. */
  decimals: number;
  /** Of the settlement mint, such as "USDC". */
  symbol?: string;
  rewards?: readonly Reward[];
  title?: string;
  /** In pixels; as wide as there is room if left out, and 720 where nothing measures. */
  width?: number;
  /** Whether it is drawn once, for a statement. */
  isStatic?: boolean;
  /** The ticket that is looked at, by its index. */
  onTicket?: (at: number | undefined) => void;
}>) {
  const stage = useRef<HTMLDivElement>(null);
  const width = useWidth(stage, given);
  const [mark, setMark] = useState<Mark>();
  const seen = followed(line, mark);
  const [chosen, setChosen] = useState(0);
  const words = { decimals, symbol };
  const yours = yourWords(line, words, rewards);
  const x = (money: bigint) => toPixels(money, { whole: line.end, length: width });
  const place = (counted: bigint) => {
    const money = moneyFor(line, counted);
    return counted > 0n && money <= line.end ? x(money) : undefined;
  };
  const [cap, minimum] = [place(line.cap), place(line.minimum)];
  const markers = [
    ...(minimum === undefined
      ? []
      : [{ name: `minimum ${shortAmount(line.minimum, decimals)}`, x: minimum }]),
    ...(cap === undefined ? [] : [{ name: `cap ${shortAmount(line.cap, decimals)}`, x: cap }]),
  ];
  const drawn = isStatic ? rewards : rewards.slice(chosen, chosen + 1);
  const look = (at: number | undefined) => {
    setMark(markOf(line, at));
    onTicket?.(at);
  };
  const rewardsAt = (at: number) =>
    rewards.map(({ knots, decimals: places }) => {
      const ticket = line.tickets[at];
      const earned =
        ticket === undefined
          ? 0n
          : rewardBetween({ knots, ahead: ticket.acceptedAhead, value: ticket.accepted });
      return labelAmount(earned, places);
    });
  return (
    <Frame
      kind="line"
      title={title}
      summary={lineWords(line, words)}
      legend={[
        ...(line.isAsIf ? AS_IF : STATES),
        { ink: "you", name: "yours" },
        ...(line.tickets.at(-1)?.id === -1
          ? [{ ink: "you", name: "yours, if you put it in", pattern: "hollow" as const }]
          : []),
      ]}
      numbers={lineNumbers(
        line,
        decimals,
        rewardsAt,
        rewards.map(({ name }) => name),
      )}
    >
      {rewards.length > 1 && !isStatic ? (
        <div className="chart-choice">
          {rewards.map(({ name }, at) => (
            <button key={name} type="button" aria-pressed={at === chosen} onClick={() => setChosen(at)}>
              {name}
            </button>
          ))}
        </div>
      ) : null}
      {yours === undefined ? null : <p className="chart-yours">{yours}</p>}
      <div className="chart-stage" ref={stage}>
        <span className="chart-swatch-hidden ink-surface" data-ink="surface" aria-hidden="true" />
        <MarkerRow markers={markers} width={width} />
        {drawn.map((reward) => (
          <RewardPanel key={reward.name} line={line} reward={reward} width={width} markers={markers} />
        ))}
        {isStatic ? (
          <StaticBar line={line} width={width} marks={{ cap, minimum }} />
        ) : (
          <CanvasBar
            line={line}
            width={width}
            marks={{ cap, minimum }}
            describe={(at) => ticketWords(line, at, words)}
            onTicket={look}
          />
        )}
        <Axis line={line} width={width} decimals={decimals} seen={seen} />
      </div>
      {isStatic ? null : (
        <p className="chart-readout" aria-hidden="true">
          {seen === undefined
            ? "Point at the line, or move through it with the arrow keys."
            : ticketWords(line, seen, words)}
          {seen === undefined || rewards.length === 0
            ? ""
            : `; ${rewardsAt(seen)
                .map((earned, at) => `${earned} ${rewards[at]?.name ?? ""}`)
                .join(", ")}`}
        </p>
      )}
    </Frame>
  );
}

/** The names of the minimum and the cap, each above its line, in rows so that they do not cover each other. */
function MarkerRow({ markers, width }: Readonly<{ markers: Markers; width: number }>) {
  const height = MARKER_ROW * markers.length;
  return markers.length === 0 ? null : (
    <svg className="chart-plot" aria-hidden="true" viewBox={`0 0 ${width} ${height}`}>
      {markers.map(({ name, x }, row) => {
        const isLeft = x < width / 2;
        return (
          <g key={name} className="chart-marker">
            <line x1={x} x2={x} y1={row * MARKER_ROW + 3} y2={height} />
            <text x={x + (isLeft ? 5 : -5)} y={row * MARKER_ROW + 12} textAnchor={isLeft ? "start" : "end"}>
              {name}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** Money from the head of the line, and the ticket that is looked at. */
function Axis({
  line,
  width,
  decimals,
  seen,
}: Readonly<{ line: Line; width: number; decimals: number; seen: number | undefined }>) {
  const x = (money: bigint) => toPixels(money, { whole: line.end, length: width });
  const every = width < NARROW_BELOW ? TICK_EVERY * 0.75 : TICK_EVERY;
  const ticks = ticksOf(line.end, Math.floor(width / every));
  const ticket = seen === undefined ? undefined : line.tickets[seen];
  const from = ticket === undefined ? 0 : x(ticket.from);
  const to = ticket === undefined ? 0 : Math.max(from + 2, x(ticket.from + ticket.value));
  return (
    <svg className="chart-plot chart-axis" aria-hidden="true" viewBox={`0 0 ${width} ${AXIS_HEIGHT}`}>
      {ticks.map((tick) => {
        const at = x(tick);
        const anchor = at < 24 ? "start" : at > width - 24 ? "end" : "middle";
        return (
          <g key={String(tick)}>
            <line x1={at} x2={at} y1={2} y2={7} />
            <text x={at} y={20} textAnchor={anchor}>
              {shortAmount(tick, decimals)}
            </text>
          </g>
        );
      })}
      {ticket === undefined ? null : (
        <path className="chart-seen" d={`M${from} 1H${to}M${(from + to) / 2} 1v7`} />
      )}
    </svg>
  );
}
