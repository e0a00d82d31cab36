import type {
  MeasureTermsArgs,
  TierTermsArgs,
  TrancheTermsArgs,
  TriggerTermsArgs,
} from "@defi-ready/securities/program";
import {
  addMonths,
  BusinessDayRule,
  FREE_TRANSFERS,
  holidayOf,
  movedTime,
  NO_BUSINESS_DAYS,
} from "../../../src/client.js";
import type { TrancheKind } from "../../../src/deal/model.js";
import { DAY } from "../../../src/deal/values.js";
import type { Structure } from "../../../src/index.js";

/** When the deal of a draft is created: 2025-01-01, Unix time. */
export const NOW = 1_735_689_600n;

/** A tier as the program takes it. */
export type DraftTier = TierTermsArgs;

/** What a class pays: in the program's form, but with plain values. */
export type DraftTerms = Omit<
  TrancheTermsArgs,
  "floating" | "firstDue" | "firstInstalment" | "custom" | "stepUps" | "maturity" | "par" | "lossCap"
> & {
  floating: {
    reference: string;
    marginPpm: number;
    floorPpm: number;
    capPpm: number;
    fixingDays: number;
  } | null;
  stepUps: { from: bigint; addPpm: number }[];
  firstDue: bigint;
  firstInstalment: bigint;
  custom: { on: bigint; bps: number }[];
  maturity: bigint;
  par: bigint;
  lossCap: bigint;
};

/** A class. */
export type DraftClass = {
  kind: TrancheKind;
  terms: DraftTerms;
  /** Share base units. */
  authorised: bigint;
  decimals: number;
  /** Whether the file names first days of a month by the number of months from the creation. */
  inMonths: boolean;
  /** Whether the file names no first due date, so that it is counted back from the maturity. */
  countsBack: boolean;
  /** Whether the file of a cover that bears no interest says so. */
  saysZero: boolean;
  /** Whether its shares are in the frozen form. */
  frozen: boolean;
  /** The days of the windows in which its shares move; 0: they never do. */
  windowDays: number | "always";
};

/** A structure from which both a deal file and the program's terms are made. */
export type Draft = {
  classes: DraftClass[];
  tiers: DraftTier[];
  triggers: TriggerTermsArgs[];
  /** The days of the week that are no business days: bit n is the weekday n. */
  weekend: number;
  /** Midnights UTC, in Unix time. */
  holidays: bigint[];
  /** Unix time; 0: none. */
  revolvingUntil: bigint;
  proRataFrom: bigint;
  paysInterest: boolean;
  measures: MeasureTermsArgs;
};

/** The kinds of classes, in the order of the program's numbers. */
export const KINDS = ["debt", "equity", "cover"] as const;

/** Midnight of the day so many days after the creation. */
export const dayAfter = (days: number): bigint => NOW + BigInt(days) * DAY;

/** Whether a time is on a day that every month has. */
export const isInEveryMonth = (time: bigint): boolean => new Date(Number(time) * 1000).getUTCDate() <= 28;

/** The first due date of a class whose file names none: that of a debt is counted back from its maturity by whole periods. */
function countedBack(kind: TrancheKind, { maturity, periodMonths }: DraftTerms): bigint {
  if (kind !== "debt" || periodMonths === 0) {
    return 0n;
  }
  let first = maturity;
  for (let periods = 1; addMonths(maturity, -periods * periodMonths) > NOW; periods += 1) {
    first = addMonths(maturity, -periods * periodMonths);
  }
  return first;
}

/** Windows of so many days each quarter from {@link NOW} on. */
function windowOf(days: number | "always"): Structure["tranches"][number]["transfers"]["window"] {
  if (days === "always" || days === 0) {
    return { __kind: days === 0 ? "Never" : "Always" };
  }
  return { __kind: "Periodic", months: 3, anchor: Number(NOW / DAY), days };
}

/** The structure as the program takes it, of a deal that is created {@link NOW}. */
export function structureOfDraft({ classes, tiers, triggers, ...draft }: Draft): Structure {
  return {
    conversions: [],
    tranches: classes.map(({ kind, terms, authorised, decimals, countsBack, frozen, windowDays }) => {
      const { rule } = terms.businessDays;
      const business =
        rule === BusinessDayRule.None
          ? NO_BUSINESS_DAYS
          : { rule, weekend: draft.weekend, holidays: draft.holidays.map(holidayOf) };
      const moved = (day: bigint) => (day === 0n ? day : movedTime(business, day));
      return {
        kind: KINDS.indexOf(kind),
        terms: {
          ...terms,
          floating: terms.floating as TrancheTermsArgs["floating"],
          businessDays: business,
          firstDue: countsBack || terms.firstDue === 0n ? countedBack(kind, terms) : terms.firstDue,
          custom: terms.custom.map(({ on, bps }) => ({ on: moved(on), bps })),
          maturity: moved(terms.maturity),
        },
        decimals,
        authorised,
        fixed: false,
        restricted: false,
        wrapped: false,
        transfers: { ...FREE_TRANSFERS, window: windowOf(windowDays) },
        frozen,
      };
    }),
    rules: {
      tiers: [...tiers],
      triggers: [...triggers],
      revolvingUntil: draft.revolvingUntil,
      proRataFrom: draft.proRataFrom,
      principalPaysInterest: draft.paysInterest,
      poolDailyBps: 1000,
    },
    measures: draft.measures,
  };
}
