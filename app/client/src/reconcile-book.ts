import { type Check, check, sum } from "./checks.js";
import { RewardKind } from "./generated/index.js";
import { moneyAhead } from "./line.js";
import { LOCKED } from "./phase.js";
import { isSettled } from "./preview.js";
import type { BookState, SeriesState } from "./security-state.js";
import { assetsOf, curvesOf } from "./vaults-and-assets.js";

/**
 * Compares a book's escrows with its counters, these with its tickets, its line with both, and its rewards with what
 * their series granted.
 *
 * @param series The series of all tranches.
 */
export function checksOfBook(name: string, state: BookState, series: readonly SeriesState[]): Check[] {
  const { book, tickets, line } = state;
  const { locked, accepted, refunded, live, committed, offerVersion } = book.data;
  const inTickets = sum(tickets.map(({ data }) => data.value));
  const inLine = moneyAhead({ line, version: offerVersion, place: book.data.lineCapacity });
  return [
    ...checksOfEscrows(name, state),
    book.data.stage === LOCKED
      ? check(`${name}: accepted, refunded and pending`, locked, accepted + refunded + inTickets)
      : check(`${name}: its tickets' value`, live, inTickets),
    check(`${name}: its line`, live, inLine.live),
    check(`${name}: what of its line is committed`, committed, inLine.committed),
    check(`${name}: its open tickets`, BigInt(book.data.openTickets), BigInt(tickets.length)),
    ...(book.data.stage === LOCKED
      ? [check(`${name}: its unsettled tickets`, BigInt(book.data.unsettled), unsettledOf(tickets))]
      : []),
    ...checksOfCurves(name, state, series),
  ];
}

function unsettledOf(tickets: BookState["tickets"]): bigint {
  return BigInt(tickets.filter(({ data }) => !isSettled(data)).length);
}

function checksOfEscrows(name: string, { book, tickets, escrows }: BookState): Check[] {
  return assetsOf(book.data).flatMap(({ units, proceeds }, index) => {
    const which = index === 0 ? name : `${name}, asset ${index}`;
    const ofAsset = tickets.filter(({ data }) => data.asset === index);
    return [
      check(`${which}: its escrow holds what it owes`, units + proceeds, escrows[index] ?? 0n, "at least"),
      check(`${which}: its tickets`, units, sum(ofAsset.map(({ data }) => data.units))),
    ];
  });
}

function checksOfCurves(name: string, { book }: BookState, all: readonly SeriesState[]): Check[] {
  return curvesOf(book.data).flatMap(({ kind, target, budget, granted }, index) => {
    const which = `${name}, reward ${index}`;
    const series = all.find(({ series: { address } }) => address === target)?.series.data;
    return [
      check(`${which}: granted within its budget`, granted, budget, "at least"),
      ...(kind === RewardKind.Warrants && series !== undefined
        ? [
            check(`${which}: its series' budget`, budget, series.budget),
            check(`${which}: what its series granted`, granted, series.granted),
          ]
        : []),
    ];
  });
}
