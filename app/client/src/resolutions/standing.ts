import type { Governance, Resolution } from "../generated/index.js";
import type { Majority } from "./consent.js";

const BPS = 10_000n;
const PROPOSED = 0;
const EXECUTED = 1;

/**
 * Where a resolution stands: `announced` before its vote opens, `voting`, `timelock` after a close with consent, `executable` until its
 * time is over, then `expired`; or `failed`, `executed`, `stopped`.
 */
export type ResolutionPhase =
  | "announced"
  | "voting"
  | "timelock"
  | "executable"
  | "expired"
  | "failed"
  | "executed"
  | "stopped";

/** How a class that is asked votes; shares in base units. */
export type ClassTally = Readonly<{
  rank: number;
  inFavour: bigint;
  against: bigint;
  /** Shares that count. */
  shares: bigint;
  /** The fewest that must be in favour or, where most votes decide, that must vote. */
  needed: bigint;
  consents: boolean;
}>;

/** Where a resolution stands. */
export type ResolutionStanding = Readonly<{
  phase: ResolutionPhase;
  majority: Majority;
  /** The classes that are asked, by rank. */
  classes: readonly ClassTally[];
  /** Whether every class that is asked has consented by now. */
  isConsented: boolean;
}>;

/** Where a resolution stands at a time, in Unix seconds. */
export function resolutionStanding(
  options: Readonly<{ resolution: Resolution; governance: Governance; now: bigint }>,
): ResolutionStanding {
  const { resolution, governance, now } = options;
  const majority: Majority = resolution.majority === 0 ? "votes" : "shares";
  const classes = resolution.tallies.flatMap(({ inFavour, against, shares }, rank) => {
    const terms = governance.classes[rank];
    if (((resolution.asked >> rank) & 1) === 0 || terms === undefined) {
      return [];
    }
    const part = majority === "shares" ? terms.consentBps : terms.quorumBps;
    const needed = atLeastOne((shares * BigInt(part) + BPS - 1n) / BPS);
    const consents =
      majority === "shares" ? inFavour >= needed : inFavour + against >= needed && inFavour > against;
    return [{ rank, inFavour, against, shares, needed, consents }];
  });
  const isConsented = classes.every(({ consents }) => consents);
  return { phase: phaseOf(resolution, { isConsented, now }), majority, classes, isConsented };
}

const atLeastOne = (shares: bigint): bigint => (shares > 0n ? shares : 1n);

function phaseOf(
  resolution: Resolution,
  { isConsented, now }: Readonly<{ isConsented: boolean; now: bigint }>,
): ResolutionPhase {
  if (resolution.status !== PROPOSED) {
    return resolution.status === EXECUTED ? "executed" : "stopped";
  }
  if (now < resolution.opensAt) {
    return "announced";
  }
  if (now < resolution.closesAt) {
    return "voting";
  }
  if (!isConsented) {
    return "failed";
  }
  if (now < resolution.executableFrom) {
    return "timelock";
  }
  return now < resolution.executableUntil ? "executable" : "expired";
}
