import { replacedWaterfall } from "@defi-ready/securities";
import {
  getTrancheDecoder,
  getTrancheEncoder,
  getWaterfallDecoder,
  getWaterfallEncoder,
  type Proposal,
  type StructureDraft,
} from "@defi-ready/securities/program";
import type { Accounts } from "./projection.js";

const DAY = 86_400n;
/** How a waterfall says that lenders have accelerated it. */
const DECLARED_BY_LENDERS = 2;

/**
 * What a resolution would make of the accounts that decide what a deal pays, if it took effect now; `undefined` of a resolution that
 * moves no money.
 */
export function changeOf(
  proposal: Proposal,
  draft: StructureDraft | undefined,
): ((accounts: Accounts) => Accounts) | undefined {
  switch (proposal.__kind) {
    case "DebtTerms": {
      const { rank, ratePpm, maturity } = proposal;
      return (accounts) => ({
        ...accounts,
        tranches: accounts.tranches.map((bytes, at) => {
          if (at !== rank) {
            return bytes;
          }
          const debt = getTrancheDecoder().decode(bytes);
          // Steps and margins that have raised the rate by now stay on it.
          const risen = debt.startsAt === 0n ? 0 : debt.currentRatePpm - debt.ratePpm;
          return written(getTrancheEncoder(), {
            ...debt,
            ratePpm,
            maturity,
            currentRatePpm: ratePpm + risen,
            // Without periods nothing is due before the maturity.
            nextDue: debt.periodMonths === 0 && debt.startsAt > 0n ? maturity / DAY : debt.nextDue,
          });
        }),
      });
    }
    case "Acceleration":
      return withWaterfall((waterfall) => ({
        ...waterfall,
        declared: proposal.declare ? DECLARED_BY_LENDERS : 0,
      }));
    case "Waiver": {
      const { trigger, until } = proposal;
      return withWaterfall((waterfall) => ({
        ...waterfall,
        triggers: waterfall.triggers.map((one, at) =>
          at === trigger ? { ...one, waivedUntil: Number(until / DAY) } : one,
        ),
      }));
    }
    case "Waterfall":
      return draft === undefined
        ? undefined
        : withWaterfall((waterfall) => replacedWaterfall(waterfall, draft));
    default:
      return undefined;
  }
}

type Rules = ReturnType<ReturnType<typeof getWaterfallDecoder>["decode"]>;

const withWaterfall =
  (change: (waterfall: Rules) => Rules) =>
  (accounts: Accounts): Accounts => ({
    ...accounts,
    waterfall: written(getWaterfallEncoder(), change(getWaterfallDecoder().decode(accounts.waterfall))),
  });

const written = <T>(encoder: Readonly<{ encode: (value: T) => unknown }>, value: T): Uint8Array =>
  Uint8Array.from(encoder.encode(value) as Uint8Array);
