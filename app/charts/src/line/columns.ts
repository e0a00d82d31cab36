import type { Track } from "./track.js";

/** A rectangle of the bar: from `x` over `width`, from `y` over `height`, where 0 is the top and 1 the bottom. */
type Block = Readonly<{
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
/** The width of these columns: what waits among many tickets shows as a band, not as noise. */
const COLUMN = 4;
/** Between tickets of at least this width there is a line. */
const EDGE_FROM = 5;
/** Columns of the same stack to this part of their height are one. */
const LEVELS = 64;

/**
 * The rectangles of a bar. Wide tickets have their own; narrow ones are summed up by columns, each of which
 * shows how much of what lies in it is accepted, behind the cap or waiting. So a bar of ten thousand tickets takes no
 * more rectangles than it has pixels.
 */
export function blocksOf(track: Track): Blocks {
  const { count, from, mid, to, share, committed, yours } = track;
  const blocks: Block[] = [];
  const edges: number[] = [];
  const stretches: { x: number; width: number; isGhost: boolean }[] = [];
  const columns = emptyColumns(to.reduce((most, one) => Math.max(most, one), 0));
  for (let at = 0; at < count; at += 1) {
    const [start, middle, last] = [from[at] as number, mid[at] as number, to[at] as number];
    const part = share[at] as number;
    const rest = committed[at] === 1 ? "beyond" : "waiting";
    const width = last - start;
    if (width <= 0) {
      continue;
    }
    if (width < NARROW) {
      spread(columns, "accepted", { from: start, to: middle, weight: part });
      spread(columns, rest, { from: start, to: middle, weight: 1 - part });
      spread(columns, rest, { from: middle, to: last, weight: 1 });
    } else {
      stack(blocks, { x: start, width: middle - start, part, rest });
      stack(blocks, { x: middle, width: last - middle, part: 0, rest });
      if (width >= EDGE_FROM) {
        edges.push(last);
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

/** What lies in each column, and from where to where it lies. */
type Columns = Readonly<
  Record<"accepted" | "beyond" | "waiting" | "from" | "to", Float32Array> & Readonly<{ count: number }>
>;

function emptyColumns(length: number): Columns {
  const count = Math.ceil(length / COLUMN);
  const column = () => new Float32Array(count);
  return {
    count,
    accepted: column(),
    beyond: column(),
    waiting: column(),
    from: column().fill(-1),
    to: column(),
  };
}

/** Adds a stretch to the columns that it lies in. */
function spread(
  columns: Columns,
  state: Block["state"],
  { from, to, weight }: Readonly<{ from: number; to: number; weight: number }>,
): void {
  if (to <= from || weight <= 0) {
    return;
  }
  const amounts = columns[state];
  for (let at = Math.floor(from / COLUMN); at * COLUMN < to; at += 1) {
    const [left, right] = [Math.max(from, at * COLUMN), Math.min(to, (at + 1) * COLUMN)];
    amounts[at] = (amounts[at] as number) + (right - left) * weight;
    if (columns.from[at] === -1) {
      columns.from[at] = left;
    }
    columns.to[at] = Math.max(columns.to[at] as number, right);
  }
}

/** A stack for each run of columns that show the same, rounded to whole levels. */
function columnBlocks(columns: Columns): Block[] {
  const blocks: Block[] = [];
  const level = (part: number, all: number) => (all > 0 ? Math.round((part / all) * LEVELS) : 0);
  let run = { from: 0, to: 0, accepted: 0, beyond: 0, waiting: 0 };
  const close = () => {
    let y = LEVELS;
    for (const state of ["accepted", "beyond", "waiting"] as const) {
      const height = run[state];
      y -= height;
      if (height > 0) {
        blocks.push({ x: run.from, width: run.to - run.from, y: y / LEVELS, height: height / LEVELS, state });
      }
    }
  };
  for (let at = 0; at < columns.count; at += 1) {
    const [a, b, w] = [columns.accepted[at] ?? 0, columns.beyond[at] ?? 0, columns.waiting[at] ?? 0];
    const all = a + b + w;
    const [from, to] = [columns.from[at] ?? 0, columns.to[at] ?? 0];
    const accepted = level(a, all);
    const beyond = Math.min(level(b, all), LEVELS - accepted);
    const waiting = all > 0 ? LEVELS - accepted - beyond : 0;
    const isSame = accepted === run.accepted && beyond === run.beyond && waiting === run.waiting;
    if (isSame && Math.abs(run.to - from) < 1e-3) {
      run.to = to;
    } else {
      close();
      run = { from, to, accepted, beyond, waiting };
    }
  }
  close();
  return blocks;
}
