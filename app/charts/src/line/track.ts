import { AllocationRule } from "@defi-ready/securities/program";
import type { Line, LineTicket } from "./line.js";

/**
 * Where the tickets of a line are drawn: numbers for the painter, one entry a ticket. A ticket is accepted from `from` to
 * `mid`, to its `share`, and not from `mid` to `to`.
 */
export type Track = Readonly<{
  count: number;
  keys: readonly string[];
  from: Float64Array;
  mid: Float64Array;
  to: Float64Array;
  /** The part of what lies between `from` and `mid` that is accepted: less than 1 where all are cut alike. */
  share: Float32Array;
  /** 1: what is not accepted is committed all the same, behind the cap; 0: it waits. */
  committed: Uint8Array;
  /** 1: yours. 2: only thought of. */
  yours: Uint8Array;
}>;

function emptyTrack(count: number, keys: readonly string[]): Track {
  return {
    count,
    keys,
    from: new Float64Array(count),
    mid: new Float64Array(count),
    to: new Float64Array(count),
    share: new Float32Array(count),
    committed: new Uint8Array(count),
    yours: new Uint8Array(count),
  };
}

/** The track of a line, from 0 at its head to `length` at the end of the picture. */
export function trackOf(line: Line, length: number): Track {
  const { tickets, allocation } = line;
  const track = emptyTrack(
    tickets.length,
    tickets.map(({ key }) => key),
  );
  const scale = line.end > 0n ? length / Number(line.end) : 0;
  const cutsEach = allocation !== AllocationRule.FirstCome;
  for (let at = 0; at < tickets.length; at += 1) {
    const { from, value, accepted, counted, isYours, id } = tickets[at] as LineTicket;
    const start = Number(from) * scale;
    const width = Number(value) * scale;
    const part = value === 0n ? 0 : Number(accepted) / Number(value);
    track.from[at] = start;
    track.to[at] = start + width;
    track.mid[at] = start + (cutsEach ? (counted > 0n ? width : 0) : width * part);
    track.share[at] = cutsEach ? part : 1;
    track.committed[at] = counted > 0n ? 1 : 0;
    track.yours[at] = isYours ? (id < 0 ? 2 : 1) : 0;
  }
  return track;
}

/** Two tracks of a line, before and after something happened, to be drawn in between. */
export type Motion = Readonly<{
  /** The track at a moment, from 0, before, to 1, after. It is the same object each time, written anew. */
  at: (moment: number) => Track;
}>;

/**
 * The way from one line to the next: who stays moves to its new place, who leaves shrinks where it stood and closes the gap,
 * who joins grows at its place.
 */
export function motionOf(before: Track, after: Track): Motion {
  const places = new Map(after.keys.map((key, at) => [key, at]));
  const order: (readonly [before: number, after: number])[] = [];
  let next = 0;
  for (let old = 0; old < before.count; old += 1) {
    const now = places.get(before.keys[old] as string);
    if (now === undefined) {
      order.push([old, -next - 1]);
      continue;
    }
    for (; next < now; next += 1) {
      order.push([-1, next]);
    }
    order.push([old, now]);
    next = Math.max(next, now + 1);
  }
  for (; next < after.count; next += 1) {
    order.push([-1, next]);
  }
  const track = emptyTrack(
    order.length,
    order.map(([old, now]) => (old >= 0 ? before.keys[old] : after.keys[now]) as string),
  );
  for (let at = 0; at < order.length; at += 1) {
    const [old, now] = order[at] as readonly [number, number];
    const [from, index] = now >= 0 ? [after, now] : [before, old];
    track.committed[at] = from.committed[index] as number;
    track.yours[at] = from.yours[index] as number;
  }
  // Who joins comes from where the line ended before it.
  const origins = new Float64Array(order.length);
  let behind = 0;
  for (let at = 0; at < order.length; at += 1) {
    const [old] = order[at] as readonly [number, number];
    behind = old >= 0 ? Math.max(behind, before.to[old] as number) : behind;
    origins[at] = behind;
  }
  const startOf = (now: number) =>
    (now < after.count ? after.from[now] : (after.to[after.count - 1] ?? 0)) as number;
  return {
    at: (moment) => {
      for (let at = 0; at < order.length; at += 1) {
        const [old, now] = order[at] as readonly [number, number];
        for (const field of ["from", "mid", "to"] as const) {
          const end = now >= 0 ? (after[field][now] as number) : startOf(-now - 1);
          const begin = old >= 0 ? (before[field][old] as number) : (origins[at] as number);
          track[field][at] = begin + (end - begin) * moment;
        }
        const share = now >= 0 ? (after.share[now] as number) : (before.share[old] as number);
        const earlier = old >= 0 ? (before.share[old] as number) : share;
        track.share[at] = earlier + (share - earlier) * moment;
      }
      return track;
    },
  };
}
