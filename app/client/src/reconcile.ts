import { type Check, check, checkTold, MOST_TOLD, sum } from "./checks.js";
import {
  accountedFor,
  creditedOf,
  earningsOf,
  type HeldShares,
  payoutOf,
  payoutsOf,
  principalOf,
} from "./earnings.js";
import { feesOf } from "./fees.js";
import { type Holder, type Tranche, TrancheKind } from "./generated/index.js";
import { checksOfBook } from "./reconcile-book.js";
import type { SecurityState, SeriesState, TrancheState } from "./security-state.js";
import { tierKindOf, tiersOf } from "./tiers.js";
import { curvesOf, obligationsOf, settlementVault, vaultsOf } from "./vaults-and-assets.js";
import { cashIn, wrapperValue } from "./wrapper.js";

const UNIT = 64n;

/**
 * Compares every vault and every escrow with the counters on it, every counter with the sum of its parts, and of every
 * distribution what came in with what went out. All amounts are base units.
 */
export function reconcile(state: SecurityState): Check[] {
  return [
    ...checksOfVaults(state),
    ...checksOfRecords(state),
    ...checksOfFlows(state),
    ...state.tranches.flatMap((tranche) => checksOfTranche(tranche, state)),
  ];
}

/** A donation may sit in a vault until it is swept. */
function checksOfVaults({ security, balances }: SecurityState): Check[] {
  return vaultsOf(security.data).map((vault, index) => {
    const which = index === 0 ? "the vault" : `vault ${index}`;
    const what = `${which} holds what the program owes from it`;
    return check(what, obligationsOf(vault), balances[index] ?? 0n, "at least");
  });
}

/**
 * Each distribution's record: the money received, the reserve and the reinvestment account equal the sum of what tiers
 * took, what was made good, what was returned or clawed back, what stays in the reinvestment account, and what nobody could take.
 */
function checksOfRecords({ distributions }: SecurityState): Check[] {
  return distributions.map(({ data }) => {
    const taken =
      sum(data.tiers) + sum(data.madeGood) + sum(data.returned) + sum(data.clawedBack) + data.undistributed;
    const before = data.gross + data.reserve + data.reinvestment;
    const after = taken + data.reinvestmentAfter;
    return check(`distribution ${data.number}: what came in went out`, before, after);
  });
}

/** Each counter of the vaults against its components. */
function checksOfFlows(state: SecurityState): Check[] {
  const { security, waterfall, tranches, distributions, pending } = state;
  const vaults = vaultsOf(security.data);
  const settlement = settlementVault(security.data);
  const fees = feesOf(waterfall.data);
  const all = tranches.map(({ tranche }) => tranche.data);
  const covers = all.filter(({ kind }) => kind === TrancheKind.Cover);
  const reserves = tiersOf(waterfall.data).filter((tier) => tierKindOf(tier) === "reserve");
  const posted = (vault: number) => distributions.filter(({ data }) => data.vault === vault);
  const credited = sum(all.map((tranche) => creditedOf(payoutOf(tranche))));
  const tips = sum(distributions.map(({ data }) => data.tipBudget));
  const wrapped = tranches.map(({ wrapper }) => wrapper?.wrapper.data.paidIn[0] ?? 0n);
  const flowing =
    credited +
    sum(fees.map(({ owed, paid }) => owed + paid)) +
    settlement.reserve +
    settlement.reinvestment +
    settlement.reinvested +
    settlement.cover +
    settlement.undistributed;
  const told = [
    settlement.received,
    settlement.paid,
    settlement.reinvested,
    settlement.undistributed,
    settlement.spent,
    ...tiersOf(waterfall.data).map(({ taken }) => taken),
    ...wrapped,
  ];
  const capital = sum(covers.map(({ principalIssued, unfunded }) => principalIssued - unfunded));
  const called = sum(all.map(({ redeemedFor }) => redeemedFor));
  return [
    ...vaults.flatMap((vault, index) => {
      const name = index === 0 ? "" : `vault ${index}: `;
      const payouts = all.map((tranche) => payoutOf(tranche, index));
      const gross = sum(posted(index).map(({ data }) => data.gross));
      const due = sum(payouts.map(({ payable }) => payable));
      const waits = pending.filter(({ data }) => data.vault === index);
      return [
        checkTold(`${name}distributions sum to what was received`, gross, vault.received),
        check(`${name}payable is what the tranches have not paid`, due, vault.payable),
        check(
          `${name}pending is what waits`,
          sum(waits.map(({ data }) => data.gross + data.tipBudget)),
          vault.pending,
        ),
        checkTold(
          `${name}paid is what the tranches have paid`,
          sum(payouts.map(({ paid }) => paid)),
          vault.paid,
        ),
      ];
    }),
    check("fees are what their payees are owed", sum(fees.map(({ owed }) => owed)), settlement.fees),
    check("reserves are what their tiers hold", sum(reserves.map(({ taken }) => taken)), settlement.reserve),
    ...(settlement.reinvested === MOST_TOLD
      ? []
      : [
          check(
            "the reinvestment account is what distributions left there, less what was drawn",
            sum(distributions.map(({ data }) => data.reinvestmentAfter - data.reinvestment)),
            settlement.reinvestment + settlement.reinvested,
          ),
        ]),
    check(
      "the covers' capital is in the vault",
      sum(covers.map((one) => principalOf(one) - one.unfunded)),
      settlement.cover,
    ),
    check("tips within what was paid in for them", settlement.tips, tips, "at least"),
    ...(told.includes(MOST_TOLD)
      ? []
      : [
          check(
            "received, the covers' capital, what the treasury spent and paid for calls, and what wraps paid in is all that flows",
            settlement.received + capital + called + settlement.spent + sum(wrapped),
            flowing,
          ),
        ]),
  ];
}

function checksOfTranche(state: TrancheState, all: SecurityState): Check[] {
  const { tranche, holders, books, series } = state;
  const { address, data } = tranche;
  const name = `tranche ${data.rank}`;
  const records = holders.map((holder) => holder.data);
  const everySeries = all.tranches.flatMap((one) => one.series);
  const held = heldShares(address, all);
  const kept = data.pot.shares;
  // Of what is thawed, the tranche knows the sum, and the records what was there before.
  const recorded = sum(records.map(({ shares, thawedShares }) => shares - thawedShares));
  const out = recorded + data.thawedShares + sum(held.map(({ shares }) => shares));
  return [
    check(
      `${name}: its holders' shares, those that books and conversions hold, and its manager's`,
      data.shares,
      out + kept,
    ),
    check(`${name}: issued within what is set aside`, data.shares - kept, data.sharesOffered, "at least"),
    ...payoutsOf(data).flatMap((_, vault) => checksOfMoney(name, { data, records, held }, vault)),
    ...series.flatMap((one) => checksOfSeries(`${name}, series ${one.series.data.number}`, one)),
    ...checksOfWrapper(name, state, all.time),
    ...books.flatMap((book) => checksOfBook(`${name}, book ${book.book.data.number}`, book, everySeries)),
  ];
}

/** Shares of a tranche that books hold for unsettled tickets: bought, bonus, and promote points. */
function heldShares(tranche: string, { tranches }: SecurityState): HeldShares[] {
  return tranches.flatMap(({ tranche: { address }, books, claims }) => [
    ...books.flatMap(({ book: { data } }) => [
      ...(data.tranche === tranche ? [{ shares: data.sharesHeld, since: data.since }] : []),
      ...curvesOf(data)
        .filter(({ target }) => target === tranche)
        .map(({ held, since }) => ({ shares: held, since })),
    ]),
    ...(address === tranche ? claims.map(({ data: { held, since } }) => ({ shares: held, since })) : []),
  ]);
}

/** Outstanding warrants are those granted and not exercised, less those that their owners have burned. */
function checksOfSeries(name: string, { series: { data }, supply }: SeriesState): Check[] {
  return [
    check(`${name}: granted within its budget`, data.granted, data.budget, "at least"),
    check(`${name}: warrants out`, supply, data.granted - data.exercised, "at least"),
  ];
}

/** Units are the shares of the wrapper's record, which is owed at least the cash that all of them hold. */
function checksOfWrapper(
  name: string,
  { tranche, holders, wrapper: state }: TrancheState,
  now: bigint,
): Check[] {
  if (state === undefined) {
    return [];
  }
  const { wrapper, supply } = state;
  const own = holders.find(({ data }) => data.owner === wrapper.address)?.data;
  const { units } = wrapper.data;
  const cash = cashIn({ value: wrapperValue({ wrapper: wrapper.data, tranche: tranche.data, now }), units });
  return [
    check(`${name}, wrapper: units are the shares of its record`, own?.shares ?? 0n, units),
    check(`${name}, wrapper: units out`, supply, units, "at least"),
    ...payoutsOf(tranche.data).map((_, vault) => {
      const owed =
        own === undefined ? 0n : earningsOf({ holder: own, tranche: tranche.data, now, vault }).owed;
      return check(
        `${name}, wrapper: owed what its units hold of vault ${vault}`,
        cash[vault] ?? 0n,
        owed,
        "at least",
      );
    }),
  ];
}

/**
 * While no record has been closed, paid, owed, fractions and what books hold for tickets equal the funding and what wraps
 * paid in exactly, to 2^-64 of a unit. A closed record's past payments and its fraction of a unit are lost with it; and
 * what wraps paid in is paid to a record without being counted as paid by the tranche.
 */
function checksOfMoney(
  tranche: string,
  {
    data,
    records,
    held,
  }: Readonly<{ data: Tranche; records: readonly Holder[]; held: readonly HeldShares[] }>,
  vault: number,
): Check[] {
  const name = vault === 0 ? tranche : `${tranche}, vault ${vault}`;
  const payout = payoutOf(data, vault);
  const paid = sum(records.map(({ earnings }) => earnings[vault]?.paid ?? 0n));
  const credited = creditedOf(payout);
  const what = `${name}: paid, owed and waiting against funded`;
  const total =
    accountedFor({ tranche: data, holders: records, held, vault }) + ((payout.paid - paid) << UNIT);
  if (paid === payout.paid) {
    const exact = total === credited << UNIT;
    return [{ ...check(what, credited, total >> UNIT), holds: exact }];
  }
  return [check(what, total >> UNIT, credited, "at least")];
}
