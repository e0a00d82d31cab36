import type { Track } from "./track.js";

/** A rectangle of the bar: from `x` over `width`, from `y` over `height`, where 0 is the top and 1 the bottom. */
export type Block = Readonly<{
  x: number;
  width: number;
  y: number;
  height: number;
  state: "accepted" | "beyond" | "waiting";
}>;

/** What a bar is drawn from. */
export type Blocks = Readonly<{
  blocks: readonly Block[];
  /** Where tickets meet that are wide enough to be told apart. */
  edges: readonly number[];
  /** Yours, as stretches of the bar that do not overlap; `isGhost` for what is only thought of. */
  yours: readonly Readonly<{ x: number; width: number; isGhost: boolean }>[];
}>;

/** Tickets that are narrower than this, in units of the track, are drawn as columns of what lies in them. */
const NARROW = 2;
/** Between tickets of at least this width there is a line. */
const EDGE_FROM = 5;
/** Columns of the same stack to this part of their height are one. */
const LEVELS = 64;

/**
 * The rectangles of a bar. Wide tickets have their own; narrow ones are summed up by columns of one unit, each of which
 * shows how much of what lies in it is accepted, behind the cap or waiting. So a bar of ten thousand tickets takes no
 * more rectangles than it has pixels.
 */
export function blocksOf(track: Track): Blocks {
  const { count, from, mid, to, share, committed, yours } = track;
  const blocks: Block[] = [];
  const edges: number[] = [];
  const stretches: { x: number; width: number; isGhost: boolean }[] = [];
  const size = Math.ceil(to.reduce((most, one) => Math.max(most, one), 0)) + 1;
  const columns = {
    accepted: new Float32Array(size),
    beyond: new Float32Array(size),
    waiting: new Float32Array(size),
  };
  for (let at = 0; at < count; at += 1) {
    const [start, middle, end] = [from[at] as number, mid[at] as number, to[at] as number];
    const part = share[at] as number;
    const rest = committed[at] === 1 ? "beyond" : "waiting";
    const width = end - start;
    if (width <= 0) {
      continue;
    }
    if (width < NARROW) {
      spread(columns.accepted, start, middle, part);
      spread(columns[rest], start, middle, 1 - part);
      spread(columns[rest], middle, end, 1);
    } else {
      stack(blocks, { x: start, width: middle - start, part, rest });
      stack(blocks, { x: middle, width: end - middle, part: 0, rest });
      if (width >= EDGE_FROM) {
        edges.push(end);
      }
    }
    const owner = yours[at] as number;
    if (owner > 0) {
      const last = stretches.at(-1);
      if (
        last !== undefined &&
        last.isGhost === (owner === 2) &&
        Math.abs(last.x + last.width - start) < 1e-6
      ) {
        last.width += width;
      } else {
        stretches.push({ x: start, width, isGhost: owner === 2 });
      }
    }
  }
  return { blocks: [...columnBlocks(columns), ...blocks], edges, yours: stretches };
}

function stack(
  blocks: Block[],
  { x, width, part, rest }: Readonly<{ x: number; width: number; part: number; rest: "beyond" | "waiting" }>,
): void {
  if (width <= 0) {
    return;
  }
  if (part > 0) {
    blocks.push({ x, width, y: 1 - part, height: part, state: "accepted" });
  }
  if (part < 1) {
    blocks.push({ x, width, y: 0, height: 1 - part, state: rest });
  }
}

/** Adds a stretch to the columns that it lies in. */
function spread(columns: Float32Array, from: number, to: number, weight: number): void {
  if (to <= from || weight <= 0) {
    return;
  }
  for (let column = Math.floor(from); column < to; column += 1) {
    const inside = Math.min(to, column + 1) - Math.max(from, column);
    columns[column] = (columns[column] as number) + inside * weight;
  }
}

function columnBlocks(
  columns: Readonly<{ accepted: Float32Array; beyond: Float32Array; waiting: Float32Array }>,
): Block[] {
  const blocks: Block[] = [];
  const level = (part: number, all: number) => (all > 0 ? Math.round((part / all) * LEVELS) : 0);
  let run = { x: 0, accepted: 0, beyond: 0, waiting: 0 };
  const close = (end: number) => {
    let y = LEVELS;
    for (const state of ["accepted", "beyond", "waiting"] as const) {
      const height = run[state];
      y -= height;
      if (height > 0) {
        blocks.push({ x: run.x, width: end - run.x, y: y / LEVELS, height: height / LEVELS, state });
      }
    }
  };
  for (let x = 0; x < columns.accepted.length; x += 1) {
    const [a, b, w] = [columns.accepted[x] ?? 0, columns.beyond[x] ?? 0, columns.waiting[x] ?? 0];
    const all = a + b + w;
    const accepted = level(a, all);
    const beyond = Math.min(level(b, all), LEVELS - accepted);
    const waiting = all > 0 ? LEVELS - accepted - beyond : 0;
    if (accepted !== run.accepted || beyond !== run.beyond || waiting !== run.waiting) {
      close(x);
      run = { x, accepted, beyond, waiting };
    }
  }
  close(columns.accepted.length);
  return blocks;
}
