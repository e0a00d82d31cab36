import {
  ClientError,
  type Cluster,
  type EventName,
  earningsOf,
  indexAt,
  isFixed,
  listDistributions,
  listSources,
  payoutOf,
} from "@defi-ready/securities";
import { TrancheKind } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import { type ClassState, readSnapshot, type Snapshot } from "../chain/snapshot.js";
import type { Database } from "../database/open.js";
import { accrue, type Earned } from "./accrual.js";
import { type Check, requireComplete } from "./complete.js";
import { type Credit, creditsOf } from "./credits.js";
import {
  addressIn,
  amountIn,
  type Happening,
  ownersHistory,
  startOf,
  structuralHistory,
} from "./happenings.js";
import {
  type Disposal,
  type Lot,
  lotsOf,
  type Movement,
  type MovementKind,
  movementsOf,
  type Offerings,
  offeringsOf,
} from "./movements.js";
import { describeText, type SourceOfPayment, sourceOf } from "./words.js";

const DAY = 86_400n;

/** What a holder earned of one payment into the security, in base units of its mint. */
export type EarnedLine = SourceOfPayment &
  Readonly<{
    time: bigint;
    interest: bigint;
    principal: bigint;
    income: bigint;
    amount: bigint;
  }>;

/** Money that was paid to a holder, or went to the escheat account and came back: then below 0. */
export type PaymentLine = Readonly<{
  time: bigint;
  kind: string;
  amount: bigint;
  signature: string;
}>;

/** A holder's account in one class and one mint: what it was owed, earned and was paid. Amounts are base units. */
export type MoneyAccount = Readonly<{
  vault: number;
  mint: Address;
  decimals: number;
  opening: bigint;
  earned: readonly EarnedLine[];
  /** Sums of what was earned. */
  interest: bigint;
  principal: bigint;
  income: bigint;
  payments: readonly PaymentLine[];
  paid: bigint;
  closing: bigint;
}>;

/** A movement of shares, as a statement shows it. */
export type MovementLine = Readonly<{
  time: bigint;
  kind: MovementKind;
  shares: bigint;
  cost: bigint | undefined;
  other: Address | undefined;
  signature: string;
}>;

/** A holder's account in one class. Shares are base units. */
export type ClassAccount = Readonly<{
  rank: number;
  tranche: Address;
  name: string;
  symbol: string;
  kind: "debt" | "equity" | "cover";
  decimals: number;
  opening: bigint;
  movements: readonly MovementLine[];
  closing: bigint;
  /** What is left of what came, first in, first out, at the end of the period. */
  lots: readonly Lot[];
  /** What left in the period. */
  disposals: readonly Disposal[];
  money: readonly MoneyAccount[];
}>;

/** A holder's deposit, as it stood in line, came back or became shares. Amounts are base units of its asset. */
export type SubscriptionLine = Readonly<{
  time: bigint;
  what: "deposited" | "withdrawn" | "settled" | "refunded" | "waiting" | "claimed";
  book: Address | undefined;
  ticket: number | undefined;
  /** The book's number of the asset; 0 is the settlement mint. `undefined` for a refund that left its book. */
  asset: number | undefined;
  /** What went in, or came back. */
  amount: bigint;
  /** Of a settlement: the value that became shares, in settlement base units. */
  accepted: bigint | undefined;
  signature: string;
}>;

/** What a holder had, got and was owed in a period. */
export type HolderStatement = Readonly<{
  kind: "holder";
  security: Address;
  owner: Address;
  settlementDecimals: number;
  documentUri: string;
  from: bigint;
  to: bigint;
  /** Everything was compared with the chain at this slot, and at its time. */
  slot: bigint;
  time: bigint;
  subscriptions: readonly SubscriptionLine[];
  classes: readonly ClassAccount[];
  checks: readonly Check[];
  reconciles: boolean;
}>;

/** What a statement is made of. */
export type StatementOptions = Readonly<{
  cluster: Cluster;
  database: Database;
  security: Address;
  /** Unix seconds; the beginning if left out. */
  from?: bigint | undefined;
  /** Unix seconds, not included; the chain's time if left out. */
  to?: bigint | undefined;
}>;

/**
 * A holder's statement, from a history that is up to date, compared with the chain to the unit at one slot.
 *
 * @throws {ClientError} If the history lacks something that the chain counts.
 */
export async function holderStatement(
  options: StatementOptions & Readonly<{ owner: Address }>,
): Promise<HolderStatement> {
  const { cluster, database, security, owner } = options;
  const snapshot = await readSnapshot(cluster, { security, owner });
  const { slot, classes } = snapshot;
  const history = await structuralHistory(database, { security, slot });
  const own = await ownersHistory(database, {
    security,
    tranches: classes.map(({ address }) => address),
    owner,
    slot,
  });
  await requireComplete({ database, snapshot, happenings: [...history, ...own] });
  const period = periodOf(options, snapshot);
  const offerings = offeringsOf(history);
  const movements = movementsOf(own, { owner, offerings });
  const credits = await readCredits(cluster, { snapshot, history });
  const accounts = classes.flatMap((state, rank) => {
    const mine = movements.filter(({ tranche }) => tranche === state.address);
    const touched = own.filter(({ data }) => data.tranche === state.address);
    return mine.length === 0 && touched.length === 0 && state.holder === undefined
      ? []
      : [accountOf({ rank, state, snapshot, period, own, movements: mine, credits, offerings, owner })];
  });
  const checks = accounts.flatMap((account) => account.checks);
  return {
    kind: "holder",
    security,
    owner,
    settlementDecimals: snapshot.decimals[0] ?? 0,
    documentUri: describeText(snapshot.data.document.uri),
    ...period,
    slot,
    time: snapshot.time,
    subscriptions: subscriptionsOf(own).filter(({ time }) => time >= period.from && time < period.to),
    classes: accounts.map(({ account }) => account),
    checks,
    reconciles: checks.every(({ holds }) => holds),
  };
}

/** From a time to another, which is not in it, in Unix seconds. */
export type Period = Readonly<{ from: bigint; to: bigint }>;

/** The period of a statement, as asked for, and no longer than what has happened. */
export function periodOf(
  { from = 0n, to }: Readonly<{ from?: bigint | undefined; to?: bigint | undefined }>,
  { time }: Snapshot,
): Period {
  // The chain's last second belongs to it.
  const end = to === undefined || to > time ? time + 1n : to;
  if (from >= end) {
    throw new ClientError("the period of the statement ends before it begins, or has not begun");
  }
  return { from, to: end };
}

/** What every class was credited. */
export async function readCredits(
  cluster: Cluster,
  { snapshot, history }: Readonly<{ snapshot: Snapshot; history: readonly Happening[] }>,
): Promise<Credit[]> {
  const [distributions, sources] = await Promise.all([
    listDistributions(cluster, snapshot.security),
    listSources(cluster, snapshot.security),
  ]);
  return creditsOf(history, {
    waterfall: snapshot.waterfall,
    classes: snapshot.classes,
    distributions: new Map(distributions.map((one) => [one.address, one])),
    sources: new Map(sources.map(({ source }) => [source.address, source.data])),
  });
}

type Inputs = Readonly<{
  rank: number;
  state: ClassState;
  snapshot: Snapshot;
  period: Period;
  own: readonly Happening[];
  movements: readonly Movement[];
  credits: readonly Credit[];
  offerings: Offerings;
  owner: Address;
}>;

type Checked = Readonly<{ account: ClassAccount; checks: readonly Check[] }>;

function accountOf(inputs: Inputs): Checked {
  const { rank, state, snapshot, period, movements } = inputs;
  const { data, mint, holder } = state;
  const before = movements.filter(({ time }) => time < period.from);
  const until = movements.filter(({ time }) => time < period.to);
  const { lots, disposals } = lotsOf(until);
  const name = mint.name === "" ? `class ${rank}` : mint.name;
  const shares = sum(movements.map((one) => one.shares));
  const money = snapshot.data.vaults
    .slice(0, data.payoutCount)
    .map((_, vault) => moneyOf(inputs, vault))
    .filter(({ isUsed }, vault) => vault === 0 || isUsed);
  return {
    account: {
      rank,
      tranche: state.address,
      name,
      symbol: mint.symbol,
      kind: data.kind === TrancheKind.Debt ? "debt" : data.kind === TrancheKind.Equity ? "equity" : "cover",
      decimals: data.decimals,
      opening: sum(before.map((one) => one.shares)),
      movements: until.slice(before.length).map(lineOf),
      closing: sum(until.map((one) => one.shares)),
      lots,
      disposals: disposals.filter(({ time }) => time >= period.from),
      money: money.map(({ account }) => account),
    },
    checks: [
      check(`${name}: shares by the history, and in the holder's record`, shares, holder?.shares ?? 0n),
      ...money.flatMap(({ checks }) => checks.map((one) => ({ ...one, what: `${name}: ${one.what}` }))),
    ],
  };
}

const lineOf = ({ time, kind, shares, cost, other, signature }: Movement): MovementLine => ({
  time,
  kind,
  shares,
  cost,
  other,
  signature,
});

type CheckedMoney = Readonly<{ account: MoneyAccount; isUsed: boolean; checks: readonly Check[] }>;

function moneyOf(inputs: Inputs, vault: number): CheckedMoney {
  const { rank, state, snapshot, period, own, movements, offerings, owner } = inputs;
  const { data, holder } = state;
  const { mint, decimals } = snapshot.data.vaults[vault] ?? snapshot.data.vaults[0] ?? raise();
  const credits = inputs.credits.filter((one) => one.rank === rank && one.vault === vault);
  const issues = isFixed(data) ? [] : offerings.issues.filter(({ tranche }) => tranche === state.address);
  const played = accrue({
    credits,
    changes: issues,
    shares: data.shares,
    smoothing: BigInt(data.smoothingDays) * DAY,
    movements,
    vault,
    marks: [period.from, period.to, snapshot.time].map(startOf),
  });
  const payments = paymentsOf(own, { tranche: state.address, mint, owner });
  const [early, within] = split(played.earned, period);
  const [paidEarly, paidWithin] = split(payments, period);
  const opening = sum(early.map(({ amount }) => amount)) - sum(paidEarly.map(({ amount }) => amount));
  const earned = earnedLines(within);
  const paid = sum(paidWithin.map(({ amount }) => amount));
  const all = sum(earned.map(({ amount }) => amount));
  const record = holder?.earnings[vault];
  const owed =
    holder === undefined ? 0n : earningsOf({ holder, tranche: data, now: snapshot.time, vault }).owed;
  const payout = payoutOf(data, vault);
  const total = sum(played.earned.map(({ amount }) => amount));
  const paidEver = sum(payments.map(({ amount }) => amount));
  const sinceOpened = sum(
    payments
      .filter(({ time }) => holder !== undefined && time >= holder.openedAt)
      .map(({ amount }) => amount),
  );
  const words = `in ${vault === 0 ? "settlement money" : `mint ${mint}`}`;
  return {
    isUsed: credits.length > 0 || payments.length > 0,
    account: {
      vault,
      mint,
      decimals,
      opening,
      earned,
      interest: sum(earned.map((one) => one.interest)),
      principal: sum(earned.map((one) => one.principal)),
      income: sum(earned.map((one) => one.income)),
      payments: paidWithin,
      paid,
      closing: opening + all - paid,
    },
    checks: [
      check(`payments ${words} by the history, and in the holder's record`, sinceOpened, record?.paid ?? 0n),
      check(`earned less paid ${words} by the history, and owed on chain`, total - paidEver, owed),
      check(
        `what all payments gave the class ${words}, and what its account counts`,
        sum(credits.map(({ amount }) => amount)),
        payout.funded,
      ),
      check(
        `earned by a share ${words}, played again, and the class's index`,
        played.index,
        indexAt({ tranche: data, now: snapshot.time, vault }),
      ),
    ],
  };
}

/** What happened before a period, and in it; what came later is left out. */
function split<T extends Readonly<{ time: bigint }>>(all: readonly T[], { from, to }: Period): [T[], T[]] {
  return [all.filter(({ time }) => time < from), all.filter(({ time }) => time >= from && time < to)];
}

/** What was earned, by the payment that it came from. */
function earnedLines(earned: readonly Earned[]): EarnedLine[] {
  const groups = new Map<Credit | undefined, Earned[]>();
  for (const one of earned) {
    groups.set(one.credit, [...(groups.get(one.credit) ?? []), one]);
  }
  return [...groups].flatMap(([credit, all]) => {
    const amount = sum(all.map((one) => one.amount));
    const [first] = all;
    return first === undefined || amount === 0n
      ? []
      : [{ time: first.time, amount, ...sourceOf(credit), ...partsOf(amount, credit) }];
  });
}

/**
 * What an amount out of a credit is: principal and, but for a rest, interest or income are their part of it, rounded
 * down. The rest of a unit is interest where there is any, else income, else principal.
 */
function partsOf(
  amount: bigint,
  credit: Credit | undefined,
): Pick<EarnedLine, "interest" | "principal" | "income"> {
  if (credit === undefined) {
    return { interest: 0n, principal: 0n, income: amount };
  }
  const income = credit.amount - credit.interest - credit.principal;
  const part = (of: bigint) => (amount * of) / credit.amount;
  if (credit.interest > 0n) {
    const [principal, other] = [part(credit.principal), part(income)];
    return { interest: amount - principal - other, principal, income: other };
  }
  const principal = income > 0n ? part(credit.principal) : amount;
  return { interest: 0n, principal, income: amount - principal };
}

function paymentsOf(
  own: readonly Happening[],
  { tranche, mint, owner }: Readonly<{ tranche: Address; mint: Address; owner: Address }>,
): PaymentLine[] {
  return own.flatMap(({ name, data, time, signature }) => {
    if (data.tranche !== tranche || data.mint !== mint) {
      return [];
    }
    const line = (kind: string, amount: bigint) => [{ time, kind, amount, signature }];
    switch (name) {
      case "HoldersPaid":
        return (data.payments as { owner: string; amount: string }[])
          .filter((one) => one.owner === owner)
          .flatMap((one) => line("paid", BigInt(one.amount)));
      case "Claimed":
        return line("claimed", amountIn(data, "amount"));
      case "Escheated":
        return line("escheated", amountIn(data, "amount"));
      case "EscheatRestored":
        return line("restored", -amountIn(data, "amount"));
      default:
        return [];
    }
  });
}

const SUBSCRIPTIONS: Partial<Record<EventName, Readonly<[SubscriptionLine["what"], amount: string]>>> = {
  Deposited: ["deposited", "units"],
  Withdrawn: ["withdrawn", "units"],
  TicketSettled: ["settled", "refunded"],
  TicketRefunded: ["refunded", "amount"],
  RefundOwed: ["waiting", "amount"],
  OwedClaimed: ["claimed", "amount"],
};

function subscriptionsOf(own: readonly Happening[]): SubscriptionLine[] {
  const assets = new Map<string, number>();
  return own.flatMap(({ name, data, time, signature }): SubscriptionLine[] => {
    const known = SUBSCRIPTIONS[name];
    if (known === undefined) {
      return [];
    }
    const ticket = `${data.book} ${data.ticket}`;
    if (name === "Deposited") {
      assets.set(ticket, Number(data.asset));
    }
    const isTicket = data.ticket !== undefined;
    return [
      {
        time,
        what: known[0],
        book: isTicket ? addressIn(data, "book") : undefined,
        ticket: isTicket ? Number(data.ticket) : undefined,
        asset: assets.get(ticket),
        amount: amountIn(data, known[1]),
        accepted: name === "TicketSettled" ? amountIn(data, "accepted") : undefined,
        signature,
      },
    ];
  });
}

function check(what: string, history: bigint, chain: bigint): Check {
  return { what, history, chain, holds: history === chain };
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

function raise(): never {
  throw new ClientError("the security has no vault");
}
