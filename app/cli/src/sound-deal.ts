import { programErrorName } from "@defi-ready/securities/error-texts";
import {
  creationDays,
  type Deal,
  DealError,
  loadDeal,
  type Problem,
  positionOf,
  problemsAt,
  structureOf,
} from "@defi-ready/securities-migrations";
import { type Engine, refusalOf } from "@defi-ready/securities-projection";
import { readEngine } from "@defi-ready/securities-projection/node";
import { ANYBODY } from "./anybody.js";

/** What the program refuses of a waterfall; all else is of the tranches. */
const OF_WATERFALL: readonly (string | undefined)[] = [
  "BadStructure",
  "BadTrigger",
  "BadPariPassu",
  "NeverOverdue",
  "InstalmentWhileRevolving",
  "KeyRefused",
];

/**
 * Reads a deal file as `loadDeal` does, and then asks the program's own code, so that nothing passes that it refuses.
 *
 * @throws {DealError} If the file is wrong, or if there is no day on which the program would take it.
 */
export function loadSoundDeal(file: string): Deal {
  const deal = loadDeal(file);
  const problems = problemsOf(readEngine(), deal, BigInt(Math.floor(Date.now() / 1000)));
  if (problems.length > 0) {
    throw new DealError(problems);
  }
  return deal;
}

/** Why the program refuses a deal that is created on a day or on one of those before its dates; none if it takes it then. */
export function problemsOf(engine: Engine, deal: Deal, today: bigint): readonly Problem[] {
  const problems = creationDays(deal, today).map((day) => problemsOn(engine, deal, day));
  return problems.some((found) => found.length === 0) ? [] : (problems[0] ?? []);
}

function problemsOn(engine: Engine, deal: Deal, createdAt: bigint): readonly Problem[] {
  const dates = problemsAt(deal, createdAt);
  if (dates.length > 0) {
    return dates;
  }
  const terms = { createdAt, ...structureOf(deal, { sponsor: deal.sponsor ?? ANYBODY, createdAt }) };
  const refused = refusalOf(engine, { __kind: "Terms", terms });
  if (refused === undefined) {
    return [];
  }
  const field = OF_WATERFALL.includes(programErrorName(refused.code)) ? "waterfall" : "tranches";
  return [{ file: deal.file, ...positionOf(deal.positions, field), field, message: refused.message }];
}
