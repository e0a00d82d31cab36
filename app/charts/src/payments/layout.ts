import { dayOf, largest, ticksOf, toPixels } from "../parts/amounts.js";
import { type Paid, totalOf } from "./paid.js";

/** A place on the axis of time: a payment, what was projected for its month, or both. */
export type Slot = Readonly<{
  key: string;
  /** Unix time. */
  at: bigint;
  happened: Paid | undefined;
  projected: Paid | undefined;
}>;

/** A part of a bar, in pixels. */
export type Piece = Readonly<{
  x: number;
  y: number;
  width: number;
  height: number;
  rank: number;
  sort: "interest" | "principal" | "other";
  isProjected: boolean;
}>;

/** Bars over time as they are drawn, in pixels. */
export type TimelineLayout = Readonly<{
  /** As wide as there is room, or wider where there are many payments. */
  width: number;
  height: number;
  slots: readonly Readonly<{
    slot: Slot;
    x: number;
    width: number;
    pieces: readonly Piece[];
    label: string | undefined;
  }>[];
  ticks: readonly Readonly<{ amount: bigint; y: number }>[];
}>;

/** The height of the bars. */
export const BARS_HEIGHT = 180;
const TOP = 18;
const AXIS = 24;
const LEAST_SLOT = 18;
const WIDEST_BAR = 44;
const LABEL_EVERY = 98;
/** Left of the bars, for the amounts of the axis: they would cover the first bar. */
const GUTTER = 38;
const TICKS = 4;

/**
 * Payments and what was projected, side by side: what falls into the same month (UTC) shares a place, the first payment of
 * it with the projection.
 */
export function slotsOf({
  happened,
  projected,
}: Readonly<{ happened: readonly Paid[]; projected: readonly Paid[] }>): readonly Slot[] {
  const month = ({ at }: Paid) => dayOf(at).slice(0, 7);
  const left = [...projected];
  const slots: Slot[] = happened.map((paid, index) => {
    const at = left.findIndex((one) => month(one) === month(paid));
    const [match] = at < 0 ? [] : left.splice(at, 1);
    return { key: `paid ${index}`, at: paid.at, happened: paid, projected: match };
  });
  const rest = left.map((paid, index) => ({
    key: `projected ${index}`,
    at: paid.at,
    happened: undefined,
    projected: paid,
  }));
  return [...slots, ...rest].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** Where the bars are drawn: classes from the most senior at the bottom, in each interest, principal and the rest. */
export function timelineLayout({
  slots,
  width,
  isFitted = false,
}: Readonly<{
  slots: readonly Slot[];
  width: number;
  /** Whether all payments are within the width, however many there are. */
  isFitted?: boolean;
}>): TimelineLayout {
  const all = slots.flatMap(({ happened, projected }) =>
    [happened, projected].filter((one) => one !== undefined),
  );
  const most = largest(all.map(({ receipts }) => totalOf(receipts)));
  const scale = { whole: most, length: BARS_HEIGHT - TOP };
  const least = isFitted ? 0 : LEAST_SLOT;
  const room = width - GUTTER;
  const slotWidth = slots.length === 0 ? room : Math.max(least, room / slots.length);
  const isPaired = slots.some(({ happened }) => happened) && slots.some(({ projected }) => projected);
  const barWidth = Math.min(WIDEST_BAR, (slotWidth * 0.78) / (isPaired ? 2 : 1));
  const thick = Math.max(barWidth - 1, barWidth / 2);
  const every = Math.max(1, Math.ceil(LABEL_EVERY / slotWidth));
  const placed = slots.map((slot, index) => {
    const x = GUTTER + index * slotWidth;
    const middle = x + slotWidth / 2;
    const left = isPaired ? middle - barWidth : middle - barWidth / 2;
    return {
      slot,
      x,
      width: slotWidth,
      pieces: [
        ...piecesOf(slot.happened, { x: left, width: thick, isProjected: false }),
        ...piecesOf(slot.projected, { x: isPaired ? middle : left, width: thick, isProjected: true }),
      ],
      label: index % every === 0 ? dayOf(slot.at) : undefined,
    };
  });
  function piecesOf(
    paid: Paid | undefined,
    bar: Readonly<{ x: number; width: number; isProjected: boolean }>,
  ): readonly Piece[] {
    let below = 0n;
    return (paid?.receipts ?? []).flatMap((receipts, rank) =>
      (["interest", "principal", "other"] as const).flatMap((sort) => {
        const amount = receipts[sort];
        if (amount <= 0n) {
          return [];
        }
        below += amount;
        const y = BARS_HEIGHT - toPixels(below, scale);
        return [{ ...bar, y, height: toPixels(amount, scale), rank, sort }];
      }),
    );
  }
  return {
    width: GUTTER + slotWidth * Math.max(1, slots.length),
    height: BARS_HEIGHT + AXIS,
    slots: placed,
    ticks: ticksOf(most, TICKS)
      .slice(1)
      .map((amount) => ({ amount, y: BARS_HEIGHT - toPixels(amount, scale) })),
  };
}
