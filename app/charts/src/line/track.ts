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
    // Most tickets are accepted whole or not at all.
    const part = accepted === 0n ? 0 : accepted === value ? 1 : Number(accepted) / Number(value);
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
  const { olds, news } = matched(before, after);
  const count = olds.length;
  const keys = Array.from({ length: count }, (_, at) =>
    keyOf(before, after, olds[at] as number, news[at] as number),
  );
  const track = emptyTrack(count, keys);
  // By ticket: from, mid, to and share, at the beginning and at the end.
  const [begin, end] = [emptyTrack(count, keys), emptyTrack(count, keys)];
  // Who joins comes from where the line ended before it; who leaves ends where the next of the others begins.
  let behind = 0;
  for (let at = 0; at < count; at += 1) {
    const [old, now] = [olds[at] as number, news[at] as number];
    const [source, index] = now >= 0 ? [after, now] : [before, old];
    track.committed[at] = source.committed[index] as number;
    track.yours[at] = source.yours[index] as number;
    if (old >= 0) {
      behind = Math.max(behind, before.to[old] as number);
      copy(begin, at, before, old);
    } else {
      collapse(begin, at, behind, after.share[now] as number);
    }
  }
  let next = after.to[after.count - 1] ?? 0;
  for (let at = count - 1; at >= 0; at -= 1) {
    const now = news[at] as number;
    if (now >= 0) {
      next = after.from[now] as number;
      copy(end, at, after, now);
    } else {
      collapse(end, at, next, begin.share[at] as number);
    }
  }
  return {
    at: (moment) => {
      for (const field of ["from", "mid", "to", "share"] as const) {
        const [from, to, drawn] = [begin[field], end[field], track[field]];
        for (let at = 0; at < count; at += 1) {
          const start = from[at] as number;
          drawn[at] = start + ((to[at] as number) - start) * moment;
        }
      }
      return track;
    },
  };
}

/** Which tickets of two tracks are the same, in an order that keeps both; -1 where a track has none. */
function matched(
  before: Track,
  after: Track,
): Readonly<{ olds: readonly number[]; news: readonly number[] }> {
  const [olds, news]: [number[], number[]] = [[], []];
  const pair = (old: number, now: number) => {
    olds.push(old);
    news.push(now);
  };
  let first = 0;
  while (first < before.count && first < after.count && before.keys[first] === after.keys[first]) {
    pair(first, first);
    first += 1;
  }
  let same = 0;
  const most = Math.min(before.count, after.count) - first;
  while (same < most && before.keys[before.count - 1 - same] === after.keys[after.count - 1 - same]) {
    same += 1;
  }
  const [oldEnd, newEnd] = [before.count - same, after.count - same];
  const places = new Map<string, number>();
  for (let now = first; now < newEnd; now += 1) {
    places.set(after.keys[now] as string, now);
  }
  let next = first;
  for (let old = first; old < oldEnd; old += 1) {
    const now = places.get(before.keys[old] as string);
    const following = old + 1 < oldEnd ? places.get(before.keys[old + 1] as string) : undefined;
    // Who has gone behind the next one has left its place, and joins anew.
    const hasFallenBack =
      following !== undefined && now !== undefined && following >= next && following < now;
    if (now === undefined || now < next || hasFallenBack) {
      pair(old, -1);
      continue;
    }
    for (; next < now; next += 1) {
      pair(-1, next);
    }
    pair(old, now);
    next = now + 1;
  }
  for (; next < newEnd; next += 1) {
    pair(-1, next);
  }
  for (let left = same; left > 0; left -= 1) {
    pair(before.count - left, after.count - left);
  }
  return { olds, news };
}

function keyOf(before: Track, after: Track, old: number, now: number): string {
  return (now >= 0 ? after.keys[now] : before.keys[old]) as string;
}

function copy(to: Track, at: number, from: Track, index: number): void {
  to.from[at] = from.from[index] as number;
  to.mid[at] = from.mid[index] as number;
  to.to[at] = from.to[index] as number;
  to.share[at] = from.share[index] as number;
}

function collapse(track: Track, at: number, place: number, share: number): void {
  track.from[at] = place;
  track.mid[at] = place;
  track.to[at] = place;
  track.share[at] = share;
}
