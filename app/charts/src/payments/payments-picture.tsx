import { formatGroupedAmount } from "@defi-ready/securities";
import { type KeyboardEvent, useId, useRef } from "react";
import type { ClassLabel } from "../flow/names.js";
import { dayOf, shortAmount, sumOf } from "../parts/amounts.js";
import { useWidth } from "../parts/browser.js";
import { Frame, type Key, type Numbers } from "../parts/frame.js";
import { BARS_HEIGHT, type Slot, slotsOf, timelineLayout } from "./layout.js";
import { type Paid, totalOf } from "./paid.js";

/** All payments over time, by class, with interest and principal told apart, and what was projected beside them. */
export function PaymentsPicture({
  happened,
  projected = [],
  classes,
  decimals,
  symbol = "",
  title = "Payments",
  receivers = "all classes",
  selected,
  onSelect,
  width: given,
  isStatic = false,
}: Readonly<{
  happened: readonly Paid[];
  projected?: readonly Paid[];
  /** By rank. */
  classes: readonly ClassLabel[];
  decimals: number;
  symbol?: string;
  title?: string;
  /** Who received what is drawn, in words. */
  receivers?: string;
  /** The number of the payment that is selected. */
  selected?: number | undefined;
  /** Makes payments selectable, by pointer and by arrow keys. */
  onSelect?: ((number: number) => void) | undefined;
  /** In pixels; as wide as there is room if left out, and 720 where nothing measures. */
  width?: number;
  /** For paper: nothing to scroll, however many payments there are. */
  isStatic?: boolean;
}>) {
  const stage = useRef<HTMLDivElement>(null);
  const width = useWidth(stage, given);
  const id = useId();
  const slots = slotsOf({ happened, projected });
  const layout = timelineLayout({ slots, width, isFitted: isStatic });
  const words = { classes, decimals, symbol };
  const choose = (event: KeyboardEvent, from: Slot) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) {
      return;
    }
    event.preventDefault();
    const choices = slots.filter((slot) => slot.happened?.number !== undefined);
    const next = choices[(choices.indexOf(from) + step + choices.length) % choices.length];
    if (next?.happened?.number !== undefined) {
      onSelect?.(next.happened.number);
      const radio = event.currentTarget.parentElement?.querySelector<SVGGElement>(
        `[data-slot="${next.key}"]`,
      );
      radio?.focus();
    }
  };
  const first = slots.find(({ happened: paid }) => paid?.number !== undefined);
  const isChosen = selected !== undefined && slots.some(({ happened: paid }) => paid?.number === selected);
  const choice = (slot: Slot) => {
    const { happened: paid } = slot;
    if (onSelect === undefined || paid?.number === undefined) {
      return {};
    }
    const { number } = paid;
    const isSelected = number === selected;
    return {
      role: "radio",
      "aria-checked": isSelected,
      "aria-label": slotWords(slot, words),
      "data-slot": slot.key,
      tabIndex: isSelected || (!isChosen && slot === first) ? 0 : -1,
      onClick: () => onSelect(number),
      onKeyDown: (event: KeyboardEvent) => choose(event, slot),
    };
  };
  return (
    <Frame
      kind="payments"
      title={title}
      summary={summaryOf(happened, projected, { ...words, receivers })}
      legend={legendOf(slots, classes)}
      numbers={numbersOf(slots, words)}
    >
      <div className={isStatic ? "chart-stage" : "chart-stage chart-scroll-x"} ref={stage}>
        <svg
          className="chart-plot"
          {...(onSelect === undefined ? { role: "img" } : { role: "radiogroup" })}
          aria-label={onSelect === undefined ? `${title}: bars by class over time` : "Choose a payment"}
          viewBox={`0 0 ${layout.width} ${layout.height}`}
          width={layout.width}
          height={layout.height}
        >
          <Patterns id={id} />
          {layout.ticks.map(({ amount, y }) => (
            <g key={String(amount)} className="chart-grid">
              <line x1={0} x2={layout.width} y1={y} y2={y} />
            </g>
          ))}
          <line className="chart-base" x1={0} x2={layout.width} y1={BARS_HEIGHT} y2={BARS_HEIGHT} />
          {layout.slots.map(({ slot, x, width: wide, pieces, label }) => (
            <g
              key={slot.key}
              className={
                selected !== undefined && slot.happened?.number === selected
                  ? "chart-slot chart-selected"
                  : "chart-slot"
              }
              {...choice(slot)}
            >
              {isStatic ? null : (
                <rect
                  className="chart-target"
                  x={x + 0.5}
                  y={1}
                  width={wide - 1}
                  height={layout.height - 2}
                  rx={3}
                />
              )}
              {pieces.map((piece) => (
                <g
                  key={`${piece.isProjected} ${piece.rank} ${piece.sort}`}
                  className={`ink-class-${piece.rank}`}
                >
                  <rect
                    className={piece.isProjected ? "chart-piece chart-projected" : "chart-piece"}
                    x={piece.x}
                    y={piece.y}
                    width={piece.width}
                    height={piece.height}
                  />
                  {piece.sort === "interest" ? null : (
                    <rect
                      fill={`url(#${id}-${piece.sort})`}
                      x={piece.x}
                      y={piece.y}
                      width={piece.width}
                      height={piece.height}
                    />
                  )}
                </g>
              ))}
              {label === undefined ? null : (
                <text
                  className="chart-note"
                  x={Math.max(x + wide / 2, 34)}
                  y={BARS_HEIGHT + 17}
                  textAnchor="middle"
                >
                  {label}
                </text>
              )}
            </g>
          ))}
          {layout.ticks.map(({ amount, y }) => (
            <text key={String(amount)} className="chart-note" x={2} y={y - 4}>
              {shortAmount(amount, decimals)}
            </text>
          ))}
        </svg>
      </div>
    </Frame>
  );
}

function Patterns({ id }: Readonly<{ id: string }>) {
  return (
    <defs>
      <pattern
        id={`${id}-principal`}
        width={6}
        height={6}
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect className="fill-surface" width={2} height={6} />
      </pattern>
      <pattern id={`${id}-other`} width={5} height={5} patternUnits="userSpaceOnUse">
        <circle className="fill-surface" cx={2.5} cy={2.5} r={1.1} />
      </pattern>
    </defs>
  );
}

type Words = Readonly<{ classes: readonly ClassLabel[]; decimals: number; symbol: string }>;

function summaryOf(
  happened: readonly Paid[],
  projected: readonly Paid[],
  { decimals, symbol, receivers }: Words & Readonly<{ receivers: string }>,
): string {
  const money = (list: readonly Paid[]) =>
    `${formatGroupedAmount(sumOf(list.map(({ receipts }) => totalOf(receipts))), decimals)} ${symbol}`.trim();
  const numbered = happened.filter(({ number }) => number !== undefined).length;
  const others = happened.length - numbered;
  const counted = [
    ...(numbered === 0 ? [] : [numbered === 1 ? "1 payment" : `${numbered} payments`]),
    ...(others === 0 ? [] : [others === 1 ? "1 other receipt" : `${others} other receipts`]),
  ].join(" and ");
  const paid =
    happened.length === 0 ? "Nothing has been paid yet" : `${counted}, ${money(happened)} to ${receivers}`;
  return projected.length === 0 ? `${paid}.` : `${paid}; ${money(projected)} were projected.`;
}

function legendOf(slots: readonly Slot[], classes: readonly ClassLabel[]): Key[] {
  const all = slots.flatMap(({ happened, projected }) =>
    [happened, projected].filter((one) => one !== undefined),
  );
  const has = (sort: "interest" | "principal" | "other") =>
    all.some(({ receipts }) => receipts.some((one) => one[sort] > 0n));
  const ranks = classes.map((one, rank) => ({ one, rank }));
  const paid = ranks.filter(({ rank }) =>
    all.some(({ receipts }) => totalOf(receipts.slice(rank, rank + 1)) > 0n),
  );
  return [
    ...paid.map(({ one, rank }) => ({ ink: `class-${rank}`, name: one.name })),
    ...(has("interest") ? [{ ink: "text", name: "interest" }] : []),
    ...(has("principal") ? [{ ink: "text", name: "principal", pattern: "hatch" as const }] : []),
    ...(has("other") ? [{ ink: "text", name: "carry, splits, the rest", pattern: "dots" as const }] : []),
    ...(slots.some(({ projected }) => projected)
      ? [{ ink: "text", name: "projected", pattern: "hollow" as const }]
      : []),
  ];
}

/** What classes received, in a sentence. */
function slotWords({ at, happened, projected }: Slot, { classes, decimals, symbol }: Words): string {
  const money = (amount: bigint) => `${formatGroupedAmount(amount, decimals)} ${symbol}`.trim();
  const parts = (paid: Paid) =>
    paid.receipts
      .map((one, rank) => ({ name: classes[rank]?.name ?? `class ${rank}`, amount: totalOf([one]) }))
      .filter(({ amount }) => amount > 0n)
      .map(({ name, amount }) => `${name} ${money(amount)}`);
  const said =
    happened === undefined
      ? []
      : [`payment ${happened.number}: ${parts(happened).join(", ") || "nothing to a class"}`];
  const expected = projected === undefined ? [] : [`projected: ${parts(projected).join(", ")}`];
  return [dayOf(at), ...said, ...expected].join("; ");
}

function numbersOf(slots: readonly Slot[], { classes, decimals }: Words): Numbers {
  const money = (amount: bigint) => formatGroupedAmount(amount, decimals);
  const rowsOf = (slot: Slot, paid: Paid | undefined, what: string) =>
    (paid?.receipts ?? []).flatMap((one, rank) =>
      totalOf([one]) === 0n
        ? []
        : [
            {
              key: `${slot.key} ${what} ${rank}`,
              cells: [
                ...[dayOf(paid?.at ?? slot.at), what, classes[rank]?.name ?? `class ${rank}`],
                ...[one.interest, one.principal, one.other].map(money),
              ],
            },
          ],
    );
  return {
    columns: ["Day", "Payment", "Class", "Interest", "Principal", "Other"],
    rows: slots.flatMap((slot) => [
      ...rowsOf(slot, slot.happened, slot.happened?.name ?? String(slot.happened?.number)),
      ...rowsOf(slot, slot.projected, "projected"),
    ]),
  };
}
