import { lockedIn } from "@defi-ready/securities";
import type { Lock } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import type { ClassState, Snapshot } from "../chain/snapshot.js";
import { type Happening, isBefore, type Moment } from "./happenings.js";
import type { LockUp, Movement, Offerings } from "./movements.js";

const DAY = 86_400n;
/** Records keep the number of a day in 16 bits. */
const LAST_DAY = 65_535;
/** How many locks of different dates a record keeps. */
const SLOTS = 3;
const FREE: Lock = { shares: 0n, start: 0, cliff: 0, until: 0, padding: 0 };

/** No lock-up. */
const NONE: LockUp = { cliffDays: 0, vestingDays: 0 };

/** Shares that came to a record, with their lock. */
type Delivery = Readonly<{ time: bigint; lock: Lock }>;

/**
 * Every delivery of locked shares to an owner's record in a class, in order; `undefined` if a measure moved shares, or if
 * they were collected of a class that was converted: locks go with them, of which the history of this record tells no dates.
 */
export function deliveriesOf(
  inputs: Readonly<{
    state: ClassState;
    snapshot: Snapshot;
    own: readonly Happening[];
    movements: readonly Movement[];
    offerings: Offerings;
  }>,
): readonly Delivery[] | undefined {
  const { state, snapshot, own, movements, offerings } = inputs;
  const bringsLocks = (one: Movement) =>
    one.kind === "reassigned" || (one.kind === "converted" && one.shares > 0n && isBefore(one.since, one));
  if (movements.some(bringsLocks)) {
    return undefined;
  }
  const closed = own.findLast(({ name, data }) => name === "HolderClosed" && data.tranche === state.address);
  const starts = startOfClass(state.address, offerings);
  const insider = (shares: bigint, at: Moment, otherwise: bigint) => {
    const start = starts !== undefined && isBefore(starts, at) ? starts.time : otherwise;
    return lockFrom(start, shares, { cliffDays: state.data.rules.insiderLockDays, vestingDays: 0 });
  };
  const emptied = emptiedBy(movements);
  const deliveries: Delivery[] = [];
  for (const one of settled(movements)) {
    if (closed !== undefined && isBefore(one, closed)) {
      continue;
    }
    if (emptied !== undefined && isBefore(one, emptied)) {
      continue;
    }
    const { time, kind, shares } = one;
    if (kind === "bought" || kind === "bonus") {
      const lockUp = offerings.lockUps.get(one.other ?? "") ?? NONE;
      deliveries.push({ time, lock: lockFrom(one.since.time, shares, lockUp) });
    } else if (kind === "points") {
      deliveries.push({ time, lock: insider(shares, one, one.since.time) });
    } else if (kind === "manager") {
      deliveries.push({ time, lock: insider(shares, one, snapshot.data.beganAt) });
    }
  }
  return deliveries;
}

/** The last conversion that left a record without shares: the locks have gone with them. */
export function emptiedBy(movements: readonly Movement[]): Movement | undefined {
  let shares = 0n;
  let emptied: Movement | undefined;
  for (const one of movements) {
    shares += one.shares;
    if (one.kind === "converted" && one.shares < 0n && shares === 0n) {
      emptied = one;
    }
  }
  return emptied;
}

/** What a ticket bought, and its bonus shares, are delivered as one. */
function settled(movements: readonly Movement[]): Movement[] {
  const together: Movement[] = [];
  for (const one of movements) {
    const last = together.at(-1);
    const isSame = last?.signature === one.signature && last.ordinal === one.ordinal;
    if (last !== undefined && isSame && last.kind === "bought" && one.kind === "bonus") {
      together[together.length - 1] = { ...last, shares: last.shares + one.shares };
    } else {
      together.push(one);
    }
  }
  return together;
}

/** The lock of the first book of a class that was locked. */
function startOfClass(tranche: Address, { classes, locks }: Offerings): Happening | undefined {
  const own = [...locks].flatMap(([book, lock]) => (classes.get(book) === tranche ? [lock] : []));
  return own.sort((a, b) => (isBefore(a, b) ? -1 : 1))[0];
}

const dayOf = (time: bigint): number => Math.min(Number(time / DAY), LAST_DAY);

function lockFrom(time: bigint, shares: bigint, { cliffDays, vestingDays }: LockUp): Lock {
  const start = dayOf(time);
  const cliff = Math.min(start + cliffDays, LAST_DAY);
  return { shares, start, cliff, until: Math.min(cliff + vestingDays, LAST_DAY), padding: 0 };
}

const isOver = ({ shares, until }: Lock, day: number): boolean => shares === 0n || until <= day;

/** The locks of a record after deliveries before a time, by the program's rules for its slots. */
export function locksBefore(deliveries: readonly Delivery[], time: bigint): readonly Lock[] {
  const slots: Lock[] = Array.from({ length: SLOTS }, () => FREE);
  for (const delivery of deliveries.filter((one) => one.time < time)) {
    put(slots, delivery);
  }
  return slots;
}

function put(slots: Lock[], { time, lock }: Delivery): void {
  const day = dayOf(time);
  if (isOver(lock, day)) {
    return;
  }
  const same = slots.findIndex(
    (one) => !isOver(one, day) && one.cliff === lock.cliff && one.until === lock.until,
  );
  const free = slots.findIndex((one) => isOver(one, day));
  const at = same >= 0 ? same : free >= 0 ? free : nearestLater(slots, lock);
  const slot = slots[at] ?? FREE;
  slots[at] =
    same >= 0
      ? { ...slot, shares: slot.shares + lock.shares, start: Math.max(slot.start, lock.start) }
      : free >= 0
        ? lock
        : joined(slot, lock, time);
}

/** The slot whose lock has the nearest later end, or the latest one if none ends later. */
function nearestLater(slots: readonly Lock[], { until }: Lock): number {
  const key = (one: Lock) => [one.until < until ? 1 : 0, Math.abs(one.until - until)] as const;
  return slots.reduce((best, one, at) => {
    const [[isEarlier, apart], [leastEarlier, least]] = [key(one), key(slots[best] ?? one)];
    return isEarlier < leastEarlier || (isEarlier === leastEarlier && apart < least) ? at : best;
  }, 0);
}

/** What two locks still lock, up to the later of their dates. */
function joined(one: Lock, other: Lock, time: bigint): Lock {
  return {
    shares: lockedIn(one, time) + lockedIn(other, time),
    start: Math.max(one.start, other.start),
    cliff: Math.max(one.cliff, other.cliff, dayOf(time)),
    until: Math.max(one.until, other.until),
    padding: 0,
  };
}
