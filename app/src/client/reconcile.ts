import type { Holder } from "../generated/index.js";
import { accountedFor, earningsOf, payoutOf } from "./earnings.js";
import { moneyAhead } from "./line.js";
import { escrowAsset, obligationsOf, settlementVault } from "./settlement.js";
import type { BookState, SecurityState, TrancheState } from "./structure.js";

/** One comparison of two ways to the same number. */
export type Check = Readonly<{
  /** What is compared, for people. */
  what: string;
  expected: bigint;
  found: bigint;
  /** How `found` must relate to `expected`. */
  relation: "equal" | "at least";
  holds: boolean;
}>;

const UNIT = 64n;

/**
 * Compares every vault with the counters on it, and every counter with the sum of its parts. All amounts are base
 * units.
 */
export function reconcile(state: SecurityState): Check[] {
  const { security, tranches, distributions, vaultBalance } = state;
  const vault = settlementVault(security.data);
  const gross = distributions.map(({ data }) => data.gross);
  const tranchesPayable = tranches.map(({ tranche }) => {
    const payout = payoutOf(tranche.data);
    return payout.funded - payout.paid;
  });
  return [
    // A donation may sit in a vault until it is swept.
    check("the vault holds what the program owes from it", obligationsOf(vault), vaultBalance, "at least"),
    check("distributions sum to what was received", sum(gross), vault.received),
    check("received is waiting, payable or paid", vault.received, vault.posted + vault.payable + vault.paid),
    check("payable is what the tranches have not paid", sum(tranchesPayable), vault.payable),
    ...tranches.flatMap(checksOfTranche),
  ];
}

/** Whether everything reconciles to the unit. */
export function reconciles(checks: readonly Check[]): boolean {
  return checks.every(({ holds }) => holds);
}

function checksOfTranche({ tranche, holders, books }: TrancheState): Check[] {
  const name = `tranche ${tranche.data.rank}`;
  const records = holders.map(({ data }) => data);
  return [
    check(`${name}: its holders' shares`, tranche.data.shares, sum(records.map(({ shares }) => shares))),
    ...checksOfMoney(name, tranche.data, records),
    ...books.flatMap((book) => checksOfBook(`${name}, book ${book.book.data.number}`, book)),
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

function checksOfBook(name: string, { book, tickets, line, escrow }: BookState): Check[] {
  const { units } = escrowAsset(book.data);
  const inTickets = sum(tickets.map(({ data }) => data.value));
  const { locked, accepted, refunded, lineCapacity, live } = book.data;
  return [
    check(`${name}: its escrow holds what it owes`, units, escrow, "at least"),
    check(`${name}: its tickets`, units, inTickets),
    check(`${name}: its line`, live, moneyAhead(line, lineCapacity).live),
    ...(book.data.stage === 2
      ? [check(`${name}: accepted, refunded and pending`, locked, accepted + refunded + inTickets)]
      : []),
  ];
}

function check(what: string, expected: bigint, found: bigint, relation: Check["relation"] = "equal"): Check {
  const holds = relation === "equal" ? found === expected : found >= expected;
  return { what, expected, found, relation, holds };
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
