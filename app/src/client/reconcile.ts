import { type Holder, RewardKind } from "../generated/index.js";
import { type Check, check, sum } from "./checks.js";
import { accountedFor, earningsOf, payoutOf } from "./earnings.js";
import { LOCKED } from "./phase.js";
import { isSettled } from "./preview.js";
import { checksOfBook } from "./reconcile-book.js";
import { curvesOf, obligationsOf, settlementVault, vaultsOf } from "./settlement.js";
import type { BookState, SecurityState, SeriesState, TrancheState } from "./structure.js";

const UNIT = 64n;

/**
 * Compares every vault and every escrow with the counters on it, and every counter with the sum of its parts. All
 * amounts are base units.
 */
export function reconcile(state: SecurityState): Check[] {
  const { security, tranches, distributions } = state;
  const vault = settlementVault(security.data);
  const gross = distributions.map(({ data }) => data.gross);
  const tranchesPayable = tranches.map(({ tranche }) => {
    const payout = payoutOf(tranche.data);
    return payout.funded - payout.paid;
  });
  return [
    ...checksOfVaults(state),
    check("distributions sum to what was received", sum(gross), vault.received),
    check("received is waiting, payable or paid", vault.received, vault.posted + vault.payable + vault.paid),
    check("payable is what the tranches have not paid", sum(tranchesPayable), vault.payable),
    ...tranches.flatMap((tranche) => checksOfTranche(tranche, state)),
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

function checksOfTranche({ tranche, holders, books, series }: TrancheState, all: SecurityState): Check[] {
  const { address, data } = tranche;
  const name = `tranche ${data.rank}`;
  const records = holders.map((holder) => holder.data);
  const everySeries = all.tranches.flatMap((one) => one.series);
  return [
    check(`${name}: its holders' shares`, data.shares, sum(records.map(({ shares }) => shares))),
    check(`${name}: issued within what is set aside`, data.sharesIssued, data.sharesOffered, "at least"),
    check(`${name}: tickets that distributions wait for`, BigInt(data.unsettled), unsettled(address, all)),
    ...checksOfMoney(name, data, records),
    ...series.flatMap((one) => checksOfSeries(`${name}, series ${one.series.data.number}`, one)),
    ...books.flatMap((book) => checksOfBook(`${name}, book ${book.book.data.number}`, book, everySeries)),
  ];
}

/** Tickets not settled of locked books whose shares, or whose promote points, are of a tranche. */
function unsettled(tranche: string, { tranches }: SecurityState): bigint {
  const waiting = ({ book, tickets }: BookState) => {
    const points = curvesOf(book.data).filter(
      ({ kind, target }) => kind === RewardKind.PromotePoints && target === tranche,
    );
    const times = points.length + (book.data.tranche === tranche ? 1 : 0);
    return book.data.stage === LOCKED ? tickets.filter(({ data }) => !isSettled(data)).length * times : 0;
  };
  return sum(tranches.flatMap(({ books }) => books.map((book) => BigInt(waiting(book)))));
}

/** Warrants that are out are those granted and not exercised, less what their owners have burned. */
function checksOfSeries(name: string, { series: { data }, supply }: SeriesState): Check[] {
  return [
    check(`${name}: granted within its budget`, data.granted, data.budget, "at least"),
    check(`${name}: warrants out`, supply, data.granted - data.exercised, "at least"),
  ];
}

/**
 * While no record has been closed, paid, owed, fractions and what waits equal the funding exactly, to 2^-64 of a unit.
 * A closed record takes its past payments and a fraction of a unit with it.
 */
function checksOfMoney(
  name: string,
  tranche: TrancheState["tranche"]["data"],
  holders: readonly Holder[],
): Check[] {
  const payout = payoutOf(tranche);
  const paid = sum(holders.map((holder) => earningsOf(holder, tranche).paid));
  const what = `${name}: paid, owed and waiting against funded`;
  const total = accountedFor(tranche, holders) + ((payout.paid - paid) << UNIT);
  if (paid === payout.paid) {
    const exact = total === payout.funded << UNIT;
    return [{ ...check(what, payout.funded, total >> UNIT), holds: exact }];
  }
  return [check(what, total >> UNIT, payout.funded, "at least")];
}
