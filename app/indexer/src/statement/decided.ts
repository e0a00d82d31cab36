import { consentOf } from "@defi-ready/securities";
import type { ProposalArgs } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import { addressIn, amountIn, compareMoments, type Happening } from "./happenings.js";
import { type Period, within } from "./period.js";

/** What happened to a resolution, or how the owner of a statement voted on it. */
export type DecidedLine = Readonly<{
  time: bigint;
  what: "proposed" | "voted for" | "voted against" | "vote withdrawn" | "executed" | "stopped";
  /** The resolution's number. */
  number: number;
  /** What it would do, as the table of consents calls it; `null` of a vote. */
  of: string | null;
  /** Who proposed it; otherwise `null`. */
  by: Address | null;
  /** The rank of the class that voted; otherwise `null`. */
  rank: number | null;
  /** The shares that voted, base units; otherwise `null`. */
  shares: bigint | null;
  /** SHA-256 of its document, in hexadecimal, where it was proposed; otherwise `null`. */
  sha256: string | null;
  signature: string;
}>;

const NOTHING = { of: null, by: null, rank: null, shares: null, sha256: null } as const;

/** The resolutions of a security in a period, and how an owner voted on them, in order. */
export function decidedOf(
  history: readonly Happening[],
  own: readonly Happening[],
  period: Period,
): readonly DecidedLine[] {
  const votes = own.filter(({ name }) => name === "BallotCast" || name === "BallotWithdrawn");
  return [...history, ...votes]
    .filter(({ time }) => within(time, period))
    .sort(compareMoments)
    .flatMap(lineOf);
}

function lineOf({ name, data, time, signature }: Happening): DecidedLine[] {
  const common = { ...NOTHING, time, number: Number(data.number), signature };
  switch (name) {
    case "ResolutionProposed": {
      const by = addressIn(data, "proposer");
      return [{ ...common, what: "proposed", of: kindIn(data), by, sha256: String(data.documentSha256) }];
    }
    case "ResolutionExecuted":
      return [{ ...common, what: "executed", of: kindIn(data) }];
    case "ResolutionStopped":
      return [{ ...common, what: "stopped" }];
    case "BallotCast": {
      const what = data.inFavour === true ? "voted for" : "voted against";
      return [{ ...common, what, rank: Number(data.rank), shares: amountIn(data, "weight") }];
    }
    case "BallotWithdrawn":
      return [
        { ...common, what: "vote withdrawn", rank: Number(data.rank), shares: amountIn(data, "weight") },
      ];
    default:
      return [];
  }
}

const kindIn = (data: Readonly<Record<string, unknown>>): string =>
  consentOf(data.proposal as ProposalArgs).of;
