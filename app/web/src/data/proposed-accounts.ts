import { costOfAll, replacedWaterfall } from "@defi-ready/securities";
import {
  getSecurityDecoder,
  getSecurityEncoder,
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
/** How a class says that it was redeemed. */
const REDEEMED = 3;

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
    case "Call": {
      const { rank, price } = proposal;
      return (accounts) => redeemed(accounts, rank, price);
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

/** The accounts after a class was called: what it was owed has ended, and what it cost has left the treasury. */
function redeemed(accounts: Accounts, rank: number, price: bigint): Accounts {
  const own = accounts.tranches[rank];
  if (own === undefined) {
    return accounts;
  }
  const tranche = getTrancheDecoder().decode(own);
  const security = getSecurityDecoder().decode(accounts.security);
  const cost = costOfAll(tranche, price);
  const vaults = security.vaults.map((vault, at) =>
    at === 0
      ? {
          ...vault,
          treasury: vault.treasury > cost ? vault.treasury - cost : 0n,
          payable: vault.payable + cost,
        }
      : vault,
  );
  const ended = {
    ...tranche,
    status: REDEEMED,
    redeemedFor: cost,
    principalIssued: tranche.principalRepaid + tranche.loss,
    bought: 0n,
    interestDue: 0n,
    arrears: 0n,
    short: 0n,
    periodInterest: 0n,
    principalDue: 0n,
    overdueSince: 0n,
    soldFor: 0n,
    invested: 0n,
    payouts: tranche.payouts.map((payout, at) => ({
      ...payout,
      payable: at === 0 ? payout.payable + cost : payout.payable,
      paidIn: 0n,
    })),
  };
  return {
    ...accounts,
    security: written(getSecurityEncoder(), { ...security, vaults }),
    tranches: accounts.tranches.map((bytes, at) =>
      at === rank ? written(getTrancheEncoder(), ended) : bytes,
    ),
  };
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
