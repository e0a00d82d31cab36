import { ClientError } from "../errors.js";
import type { Holder, Measure, MeasureKind, Tranche } from "../generated/index.js";

const ANNOUNCED = 0;
const TAKEN = 1;

/**
 * Where a measure stands: `waiting` until its notice is over, `takeable` for 30 days, then `expired`; `in force` while
 * a block or a pause lasts and `over` afterwards; `done` once shares moved; `cancelled`.
 */
export type MeasurePhase = "waiting" | "takeable" | "expired" | "in force" | "over" | "done" | "cancelled";

/** What a measure is about. */
export function measureOf({ kind, shares, until, days, to }: Measure): MeasureKind {
  switch (kind) {
    case 1:
      return { __kind: "Block", shares, until };
    case 2:
      return { __kind: "Pause", days };
    case 4:
      return { __kind: "Recovery", to };
    case 8:
      return { __kind: "CourtOrder", to, shares };
    default:
      throw new ClientError(`this version does not know measures of kind ${kind}`);
  }
}

/** Whether a measure moves shares to another record. */
export const movesShares = ({ kind }: Pick<Measure, "kind">): boolean => kind >= 4;

/** Where a measure stands at a time, in Unix seconds. */
export function measurePhase(measure: Measure, now: bigint): MeasurePhase {
  const { status, takeableFrom, takeableUntil, until } = measure;
  if (status === ANNOUNCED) {
    if (now < takeableFrom) {
      return "waiting";
    }
    return now < takeableUntil ? "takeable" : "expired";
  }
  if (status !== TAKEN) {
    return "cancelled";
  }
  if (movesShares(measure)) {
    return "done";
  }
  return now < until ? "in force" : "over";
}

/** Whether anyone can close a measure's account for its rent: nothing of it can happen any more. */
export const isMeasureOver = (measure: Measure, now: bigint): boolean =>
  !["waiting", "takeable", "in force"].includes(measurePhase(measure, now));

/** The blocks of a record that bind at a time. */
export const blocksOf = ({ blocks }: Pick<Holder, "blocks">, now: bigint): Holder["blocks"] =>
  blocks.filter(({ shares, until }) => shares > 0n && now < BigInt(until));

/**
 * The shares of a record that measures block at a time, base units: those that are to leave, which are other ones for each measure, and
 * the most of any other block; at most what it has.
 */
export function blockedShares(holder: Pick<Holder, "blocks" | "shares">, now: bigint): bigint {
  const blocks = blocksOf(holder, now);
  const most = blocks.reduce((max, { shares, leaves }) => (leaves === 0 && shares > max ? shares : max), 0n);
  const all = blocks.reduce((sum, { shares, leaves }) => (leaves === 0 ? sum : sum + shares), most);
  return all < holder.shares ? all : holder.shares;
}

/** How long a measure can be taken, in seconds. */
const TAKING = 30n * 86_400n;

/** The shares of a record that measures which wait can move before a time, base units; at most what it has. */
export function leavingShares(
  holder: Pick<Holder, "blocks" | "shares">,
  before: bigint,
  now: bigint,
): bigint {
  const all = blocksOf(holder, now)
    .filter(({ until, leaves }) => leaves !== 0 && BigInt(until) - TAKING < before)
    .reduce((sum, { shares }) => sum + shares, 0n);
  return all < holder.shares ? all : holder.shares;
}

/** Whether the transfers of a class are paused at a time. */
export const isPaused = ({ pause }: Pick<Tranche, "pause">, now: bigint): boolean => now < pause.until;
