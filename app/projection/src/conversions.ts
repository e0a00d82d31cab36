import { type Conversion, getConversionDecoder, getConversionEncoder } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import type { Step, StepReport } from "./codec.js";
import type { ConversionData, Start } from "./start.js";

const DAY = 86_400n;
/** How an account says that a trigger has the class converted. */
const BY_TRIGGER = 2;

/** The conversions of a deal on the chain between its own tranches, which are given by rank. */
export function conversionsBetween(
  tranches: readonly Address[],
  conversions: readonly Account<Conversion>[],
): readonly ConversionData[] {
  return conversions.flatMap(({ data }) => {
    const [from, into] = [tranches.indexOf(data.tranche), tranches.indexOf(data.into)];
    return from < 0 || into < 0 ? [] : [{ from, into, data: getConversionEncoder().encode(data) }];
  });
}

/** A conversion by a trigger: its place, and the cure in days. */
type ByTrigger = Readonly<{ place: number; cureDays: number }>;

function byTriggers(start: Start): readonly ByTrigger[] {
  if (start.__kind === "Accounts") {
    return start.conversions.flatMap(({ data }, place) => {
      const { by, covenant } = getConversionDecoder().decode(data);
      return by === BY_TRIGGER ? [{ place, cureDays: covenant.cureDays }] : [];
    });
  }
  const { conversions, rules } = start.terms;
  return conversions.flatMap(({ terms: { by } }, place) =>
    by.__kind === "Trigger" ? [{ place, cureDays: rules.triggers[by.place]?.cureDays ?? 0 }] : [],
  );
}

/**
 * Steps with those of the conversions that triggers make, in order of time: somebody tests the triggers after each report and
 * loss, and converts as soon as a cure is over, before anything else that happens then. Until it is due, the program refuses it.
 */
export function withConversions(start: Start, steps: readonly Step[]): readonly Step[] {
  const conversions = byTriggers(start);
  if (conversions.length === 0) {
    return steps;
  }
  const tested = steps.flatMap((step): readonly Step[] => {
    const isNews = step.event.__kind === "Report" || step.event.__kind === "Lose";
    return isNews ? [step, { at: step.at, event: { __kind: "Look" } }] : [step];
  });
  const times = [...new Set(steps.map(({ at }) => at))];
  const last = times.reduce((latest, at) => (at > latest ? at : latest), 0n);
  const tries = conversions.flatMap(({ place, cureDays }) => {
    const after = times.map((at) => at + BigInt(cureDays) * DAY).filter((at) => at <= last);
    return [...new Set([...times, ...after])].map(
      (at): Step => ({ at, event: { __kind: "ConvertClass", conversion: place } }),
    );
  });
  return [...tries, ...tested].toSorted((one, other) => Number(one.at - other.at));
}

/** Whether a step is only tried, in case there is something to do. */
export const isTried = ({ event }: Step): boolean =>
  event.__kind === "PayFee" ||
  event.__kind === "ConvertClass" ||
  (event.__kind === "Pay" && event.amount === 0n);

/** A class, or a part of it, that became another in a projection. */
export type Turned = Readonly<{
  /** Unix time. */
  at: bigint;
  /** Ranks. */
  from: number;
  into: number;
  /** Share base units. */
  given: bigint;
  received: bigint;
  /** What ended with the shares, settlement base units. */
  principal: bigint;
  interest: bigint;
}>;

/** What became what, in order of time. */
export const turnedIn = (steps: readonly Step[], reports: readonly StepReport[]): readonly Turned[] =>
  reports.flatMap(({ became }, index) => {
    const step = steps[index];
    return step === undefined || became.__option === "None" ? [] : [{ at: step.at, ...became.value }];
  });
