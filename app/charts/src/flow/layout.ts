import { NARROW_BELOW } from "../parts/browser.js";
import type { Flow, FlowLink, FlowNode } from "./flow.js";

/** A node as it is drawn, in pixels. */
export type PlacedNode = Readonly<{
  node: FlowNode;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Where its label stands: `y` is its middle, `room` its width. */
  label: Readonly<{ x: number; y: number; anchor: "start" | "end"; room: number }>;
}>;

/** A link as it is drawn. */
export type PlacedLink = Readonly<{ link: FlowLink; from: FlowNode; to: FlowNode; path: string }>;

/** A flow as it is drawn, in pixels. */
export type FlowLayout = Readonly<{
  nodes: readonly PlacedNode[];
  links: readonly PlacedLink[];
  width: number;
  height: number;
  isNarrow: boolean;
}>;

const NODE_WIDTH = 12;
/** Room for a node's label where its bar is lower. */
const LABEL_HEIGHT = { wide: 21, narrow: 34 };
const LABEL_LINE = 14;
/** Where there are few nodes, the height of all money for each of the fullest column's. */
const MONEY_EACH = 84;
/** The height of all money in the fullest column. */
const MONEY_HEIGHT = { wide: 250, narrow: 220 };
/** The part of a narrow picture that the sources have. */
const SOURCES_PART = 0.3;
const GAP = 6;
const TOP = 4;
/** Links are seen at this width at least. */
const LEAST_LINK = 0.8;

/**
 * Where everything is drawn: columns from the left, nodes in the order of the waterfall from the top, heights to scale of
 * the money. Labels have room of their own, so the columns are higher than their money. On narrow screens what is yours has
 * no column.
 */
export function flowLayout({ flow, width }: Readonly<{ flow: Flow; width: number }>): FlowLayout {
  const isNarrow = width < NARROW_BELOW;
  const shown = flow.nodes.filter(({ column }) => !isNarrow || column < 3);
  const columns = [0, 1, 2, 3]
    .map((column) => shown.filter((node) => node.column === column))
    .filter((nodes) => nodes.length > 0);
  const moneyOf = (nodes: readonly FlowNode[]) => nodes.reduce((sum, { amount }) => sum + Number(amount), 0);
  const most = Math.max(1, ...columns.map(moneyOf));
  const size = isNarrow ? "narrow" : "wide";
  const nodesInColumn = Math.max(1, ...columns.map(({ length }) => length));
  const scale = Math.min(MONEY_HEIGHT[size], nodesInColumn * MONEY_EACH) / most;
  const yours = new Set(isNarrow ? flow.links.filter(({ to }) => to === "you").map(({ from }) => from) : []);
  const labelOf = ({ id }: FlowNode) => LABEL_HEIGHT[size] + (yours.has(id) ? LABEL_LINE : 0);
  const slot = (node: FlowNode) => Math.max(Number(node.amount) * scale, labelOf(node)) + GAP;
  const heights = columns.map((nodes) => nodes.reduce((sum, node) => sum + slot(node), 0));
  const height = Math.max(...heights, 0) + TOP;
  const lastColumn = columns.length - 1;
  const step = lastColumn > 0 ? (width - NODE_WIDTH) / lastColumn : 0;
  // On narrow screens the gap with labels from both sides is the wider one.
  const left = isNarrow && lastColumn === 2 ? [0, width * SOURCES_PART, width - NODE_WIDTH] : [];
  const nodes = columns.flatMap((column, index) => {
    // What a column has to spare is shared out between its nodes.
    const spare = (height - TOP - (heights[index] ?? 0)) / column.length;
    let top = TOP;
    return column.map((node) => {
      const barHeight = Math.max(1, Number(node.amount) * scale);
      const y = top + spare / 2 + (slot(node) - GAP - barHeight) / 2;
      top += slot(node) + spare;
      const x = left[index] ?? index * step;
      const isLast = index > 0 && index === lastColumn;
      const gap = isLast ? x - (left[index - 1] ?? x - step) : (left[index + 1] ?? x + step) - x;
      const room =
        (gap - NODE_WIDTH - 10) * partOfGap(node, { isLast, isBeforeLast: index === lastColumn - 1 });
      const middle = y + barHeight / 2;
      const label = isLast
        ? { x: x - 5, y: middle, anchor: "end" as const, room }
        : { x: x + NODE_WIDTH + 5, y: middle, anchor: "start" as const, room };
      return { node, x, y, width: NODE_WIDTH, height: barHeight, label };
    });
  });
  return { nodes, links: linksOf(flow, nodes, scale), width, height, isNarrow };
}

/** The part of the gap beside it that a node's label may fill: where labels come from both sides, they share it. */
function partOfGap(
  { column, id }: FlowNode,
  { isLast, isBeforeLast }: Readonly<{ isLast: boolean; isBeforeLast: boolean }>,
): number {
  if (column === 2 && !isLast) {
    return 0.7;
  }
  return (isLast && id !== "you") || isBeforeLast ? 0.49 : 1;
}

function linksOf(flow: Flow, nodes: readonly PlacedNode[], scale: number): PlacedLink[] {
  const placed = new Map(nodes.map((one) => [one.node.id, one]));
  const order = new Map(nodes.map((one, at) => [one.node.id, at]));
  const left = new Map(nodes.map((one) => [one.node.id, one.y]));
  const right = new Map(left);
  const by = (a: FlowLink, b: FlowLink, end: "from" | "to") =>
    (order.get(a[end]) ?? 0) - (order.get(b[end]) ?? 0);
  const drawn = flow.links.filter(({ from, to }) => placed.has(from) && placed.has(to));
  const starts = new Map<FlowLink, number>();
  for (const link of [...drawn].sort((a, b) => by(a, b, "from") || by(a, b, "to"))) {
    const y = left.get(link.from) ?? 0;
    starts.set(link, y);
    left.set(link.from, y + Number(link.amount) * scale);
  }
  return [...drawn]
    .sort((a, b) => by(a, b, "to") || by(a, b, "from"))
    .map((link) => {
      const [from, to] = [placed.get(link.from) as PlacedNode, placed.get(link.to) as PlacedNode];
      const end = right.get(link.to) ?? 0;
      const height = Math.max(LEAST_LINK, Number(link.amount) * scale);
      right.set(link.to, end + Number(link.amount) * scale);
      const path = ribbon({ x: from.x + NODE_WIDTH, y: starts.get(link) ?? 0 }, { x: to.x, y: end }, height);
      return { link, from: from.node, to: to.node, path };
    });
}

/** A band of even height from one place to another. */
function ribbon(
  from: Readonly<{ x: number; y: number }>,
  to: Readonly<{ x: number; y: number }>,
  height: number,
): string {
  const middle = (from.x + to.x) / 2;
  const points = [
    `M${p(from.x)} ${p(from.y)}C${p(middle)} ${p(from.y)} ${p(middle)} ${p(to.y)} ${p(to.x)} ${p(to.y)}`,
    `L${p(to.x)} ${p(to.y + height)}`,
    `C${p(middle)} ${p(to.y + height)} ${p(middle)} ${p(from.y + height)} ${p(from.x)} ${p(from.y + height)}Z`,
  ];
  return points.join("");
}

function p(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}
