import { toPixels } from "../parts/amounts.js";
import { NARROW_BELOW } from "../parts/browser.js";
import type { StackedClass, Structure } from "./structure.js";

/** A block of the stack, in pixels, and where its label stands. */
export type StackBlock = Readonly<{
  key: string;
  name: string;
  ink: string;
  amount: bigint;
  x: number;
  y: number;
  width: number;
  height: number;
  /** The width of what is yours of it; 0: nothing. */
  yours: number;
  labelY: number;
  /** The class; `undefined` of reserves and the reinvestment account. */
  of: StackedClass | undefined;
}>;

/** A stack as it is drawn, in pixels. */
export type StackLayout = Readonly<{
  blocks: readonly StackBlock[];
  width: number;
  height: number;
  /** Where labels begin. */
  labelX: number;
}>;

const STACK_HEIGHT = 280;
const LABEL_HEIGHT = 38;
const LINE_HEIGHT = 14;
const APART = 14;
const LEADER = 26;
const TOP = 2;
const LEAST_YOURS = 3;

/**
 * The stack to scale: the most senior at the top, pari passu classes beside each other, and apart from it what stands
 * behind all of them, covers, reserves and the reinvestment account, to the same scale. Labels move down where blocks are
 * too low for them.
 */
export function stackLayout({
  structure,
  width,
}: Readonly<{ structure: Structure; width: number }>): StackLayout {
  const stackWidth = Math.round(Math.min(260, width * 0.3));
  const scale = { whole: structure.total, length: STACK_HEIGHT };
  const blocks: Omit<StackBlock, "labelY">[] = [];
  let y = TOP;
  const part = (one: StackedClass, wide: number) =>
    one.amount > 0n && one.yours > 0n
      ? Math.max(LEAST_YOURS, toPixels(one.yours, { whole: one.amount, length: wide }))
      : 0;
  for (const row of structure.rows) {
    const all = row.reduce((sum, { amount }) => sum + amount, 0n);
    const height = Math.max(1.5, toPixels(all, scale));
    let x = 0;
    for (const one of row) {
      const wide =
        all > 0n ? toPixels(one.amount, { whole: all, length: stackWidth }) : stackWidth / row.length;
      const { rank, name, amount } = one;
      blocks.push({
        ...{ key: `class ${rank}`, name, ink: `class-${rank}`, amount, x, y, width: wide, height },
        ...{ yours: part(one, wide), of: one },
      });
      x += wide;
    }
    y += height;
  }
  const behind = [
    ...structure.covers.map((one) => ({
      ...{ key: `class ${one.rank}`, name: one.name, ink: `class-${one.rank}`, amount: one.amount, of: one },
    })),
    { key: "reserve", name: "Reserves", ink: "reserve", amount: structure.reserve, of: undefined },
    {
      key: "reinvestment",
      name: "Reinvestment account",
      ink: "reinvestment",
      amount: structure.reinvestment,
      of: undefined,
    },
  ].filter(({ amount }) => amount > 0n);
  for (const one of behind) {
    y += APART;
    const height = Math.max(1.5, toPixels(one.amount, scale));
    const yours = one.of === undefined ? 0 : part(one.of, stackWidth);
    blocks.push({ ...one, x: 0, y, width: stackWidth, height, yours });
    y += height;
  }
  const isNarrow = width < NARROW_BELOW;
  let free = 0;
  const placed = blocks.map((block) => {
    const { of, height } = block;
    // In a narrow picture every fact has a line of its own, and the label hangs from its first.
    const lines = of === undefined || (of.ahead === 0n && of.behind === 0n) ? 1 : 2;
    const above = isNarrow ? LINE_HEIGHT : LABEL_HEIGHT / 2;
    const labelY = Math.max(free + above, block.y + Math.min(height / 2, above));
    free =
      labelY + (isNarrow ? (lines + (of !== undefined && of.yours > 0n ? 1 : 0)) * LINE_HEIGHT + 8 : above);
    return { ...block, labelY };
  });
  const height = Math.max(y, free) + 4;
  return { blocks: placed, width, height, labelX: stackWidth + LEADER };
}
