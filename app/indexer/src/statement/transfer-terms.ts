import { limitsHolders, lockedShares, retainedShares } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import { type LockLine, lockLines } from "../chain/transfer-state.js";
import { type Check, check } from "./complete.js";
import { amountIn, type Happening } from "./happenings.js";
import { deliveriesOf, locksBefore } from "./locks.js";
import type { Inputs } from "./money.js";
import type { MovementKind } from "./movements.js";

/** Shares that come with a lock, if there is one. */
const LOCKING: readonly MovementKind[] = ["bought", "bonus", "points", "manager", "reassigned", "converted"];

/** An allotment that an owner set for its record. */
export type AllotmentLine = Readonly<{
  time: bigint;
  /** Share base units; 0: none any more. */
  allotted: bigint;
  signature: string;
}>;

/** What the rules of transfers said of an owner's shares of a class at the end of a period. Share base units. */
export type TransferTerms = Readonly<{
  /** By the day on which they end; `null` if a measure moved some of the shares, and more came later. */
  locks: readonly LockLine[] | null;
  /** What they locked together. */
  locked: bigint | null;
  /** What the owner kept until no debt of the deal is outstanding. */
  retained: bigint;
  /** Up to how many shares it might have when it received some; `null` where the class limits no holders. */
  allotted: bigint | null;
  /** The person that its record is counted for now; `null` where the class limits no holders, or without a record. */
  person: Address | null;
  /** Allotments that it set in the period. */
  allotments: readonly AllotmentLine[];
}>;

/** What an account of a class is made of, with what the rules of transfers need beside. */
export type TransferInputs = Inputs & Readonly<{ history: readonly Happening[] }>;

/** The same of a class, with what of it is compared with the chain. */
export function transferTermsOf(
  inputs: TransferInputs,
): Readonly<{ terms: TransferTerms; checks: readonly Check[] }> {
  const { state, snapshot, period, own, owner } = inputs;
  const { holder } = state;
  const isLimited = limitsHolders(state.data.rules);
  const set = own
    .filter(
      // It names the person too, who may be another.
      ({ name, data }) => name === "SharesAllotted" && data.tranche === state.address && data.owner === owner,
    )
    .map(({ time, data, signature }) => ({ time, allotted: amountIn(data, "allotted"), signature }));
  const deliveries = deliveriesOf(inputs);
  const locks = locksAt(inputs, deliveries);
  return {
    terms: {
      ...(locks === undefined ? { locks: null, locked: null } : lockLines(locks, period.to - 1n)),
      retained: retainedBefore(inputs),
      allotted: isLimited ? (set.findLast(({ time }) => time < period.to)?.allotted ?? 0n) : null,
      person: isLimited ? (holder?.person ?? null) : null,
      allotments: set.filter(({ time }) => time >= period.from && time < period.to),
    },
    checks: [
      ...(deliveries === undefined
        ? []
        : [
            check(
              "shares that are locked by what was delivered, and in the holder's record",
              lockedShares({ locks: [...locksBefore(deliveries, snapshot.time + 1n)] }, snapshot.time),
              holder === undefined ? 0n : lockedShares(holder, snapshot.time),
            ),
          ]),
      ...(isLimited
        ? [
            check(
              "the allotment by the history, and in the holder's record",
              set.at(-1)?.allotted ?? 0n,
              holder?.allotted ?? 0n,
            ),
          ]
        : []),
    ],
  };
}

/** The locks at the end of a period; those of the record now, if nothing came later, where the history does not tell. */
function locksAt(
  { state: { holder }, period, movements }: TransferInputs,
  deliveries: ReturnType<typeof deliveriesOf>,
) {
  if (deliveries !== undefined) {
    return locksBefore(deliveries, period.to);
  }
  const isLast = movements.every(({ time, kind }) => time < period.to || !LOCKING.includes(kind));
  return isLast ? (holder?.locks ?? []) : undefined;
}

/** What the owner had to keep at the end of a period: the rule stands from before the first lock until it is released. */
function retainedBefore({ rank, state, history, period, owner }: TransferInputs): bigint {
  const released = history.find(
    ({ name, data, time }) =>
      name === "RetentionReleased" && Number(data.rank) === rank && data.owner === owner && time >= period.to,
  );
  return released === undefined ? retainedShares(state.data, owner) : amountIn(released.data, "shares");
}
