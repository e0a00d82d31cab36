import {
  accumulatorAt,
  ClientError,
  type EventName,
  earningsOf,
  isFixed,
  payoutOf,
} from "@defi-ready/securities";
import type { Tranche } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import type { ClassState, Snapshot } from "../chain/snapshot.js";
import { accrue } from "./accrual.js";
import { type Check, check, checkTold } from "./complete.js";
import type { Credit } from "./credits.js";
import type { Earned } from "./earned.js";
import { amountIn, amountsIn, type Happening, startOf } from "./happenings.js";
import type { Movement, Offerings } from "./movements.js";
import type { PaidIn } from "./paid-in.js";
import type { Period } from "./period.js";
import type { Thaws } from "./thaws.js";
import { type SourceOfPayment, sourceOf } from "./words.js";

const DAY = 86_400n;
/** Bits of the fraction of a unit that is carried. */
const FRACTION = 64n;
/** Bits of an accumulator, which goes on from zero behind them. */
const ACCUMULATOR_BITS = 128;

/** Kinds of what moves between a record and units or another record, and is no payment. */
const OF_UNITS: readonly string[] = ["wrapped", "paid in", "unwrapped", "reassigned"];

/** Events with which a fraction of a unit is lost, or comes untold. */
const LOSING: readonly EventName[] = ["HolderClosed", "PointsTaken", "SharesReassigned"];

/** What a holder earned of one payment into the security, in base units of its mint. */
export type EarnedLine = SourceOfPayment &
  Readonly<{
    time: bigint;
    interest: bigint;
    principal: bigint;
    income: bigint;
    amount: bigint;
  }>;

/**
 * Money that was paid to a holder, or went to the escheat account and came back: then below 0. So is what was paid in with
 * shares that were wrapped, and what came out of units.
 */
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
  /** Cash that went into units with wrapped shares, less what was paid in for it and what came out of units. */
  inUnits: bigint;
  closing: bigint;
}>;

/** What a holder's account in a class is made of. */
export type Inputs = Readonly<{
  rank: number;
  state: ClassState;
  snapshot: Snapshot;
  period: Period;
  own: readonly Happening[];
  movements: readonly Movement[];
  credits: readonly Credit[];
  paidIn: PaidIn;
  offerings: Offerings;
  owner: Address;
  thaws: Thaws;
}>;

/** A holder's account in one mint, and how it compares with the chain. */
export type CheckedMoney = Readonly<{ account: MoneyAccount; isUsed: boolean; checks: readonly Check[] }>;

/** A holder's account in one class and one mint. */
export function moneyOf(inputs: Inputs, vault: number): CheckedMoney {
  const { rank, state, snapshot, period, own, movements, paidIn, offerings, owner } = inputs;
  const { data, holder } = state;
  const { mint, decimals } = snapshot.data.vaults[vault] ?? snapshot.data.vaults[0] ?? raise();
  const credits = inputs.credits.filter((one) => one.rank === rank && one.vault === vault);
  const issues = isFixed(data) ? [] : offerings.issues.filter(({ tranche }) => tranche === state.address);
  const played = accrue({
    credits,
    changes: issues,
    // Records of a class that was redeemed close with their shares.
    shares:
      inputs.credits.find((one) => one.rank === rank && one.redeems !== undefined)?.redeems ?? data.shares,
    smoothing: BigInt(data.smoothingDays) * DAY,
    movements,
    vault,
    thaws: inputs.thaws.get(state.address),
    marks: [period.from, period.to, snapshot.time].filter((time) => time <= snapshot.time).map(startOf),
  });
  const payments = paymentsOf(own, { tranche: state.address, mint, owner, vault });
  const record = holder?.earnings[vault];
  const owed =
    holder === undefined ? 0n : earningsOf({ holder, tranche: data, now: snapshot.time, vault }).owed;
  const paidEver = sum(payments.map(({ amount }) => amount));
  // What streams is released unit by unit whenever somebody touches the class: it is played to within a unit a touch.
  const slack = streams({ credits, data }) ? snapshot.data.eventSequence : 0n;
  // Fractions of a unit are lost with a record that is closed, and those of a pot are not in its event.
  const lost = own.filter(
    ({ name, data: { tranche } }) => LOSING.includes(name) && tranche === state.address,
  );
  const completed = completedTo(owed + paidEver, played.earned, slack + BigInt(lost.length));
  const [early, within] = split(partsOf(completed), period);
  const [paidEarly, paidWithin] = split(payments, period);
  const opening = sum(early.map(({ amount }) => amount)) - sum(paidEarly.map(({ amount }) => amount));
  const earned = earnedLines(within);
  const inUnits = sum(paidWithin.filter(isOfUnits).map(({ amount }) => amount));
  const paid = sum(paidWithin.map(({ amount }) => amount)) - inUnits;
  const all = sum(earned.map(({ amount }) => amount));
  const payout = payoutOf(data, vault);
  const total = sum(completed.map(({ amount }) => amount));
  const accumulator = accumulatorAt({ tranche: data, now: snapshot.time, vault });
  const playedAccumulator = BigInt.asUintN(ACCUMULATOR_BITS, played.accumulator);
  const apart =
    ((accumulator > playedAccumulator ? accumulator - playedAccumulator : playedAccumulator - accumulator) *
      data.shares) >>
    FRACTION;
  const sinceOpened = sum(
    payments
      .filter((one) => holder !== undefined && one.time >= holder.openedAt && !isOfUnits(one))
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
      inUnits,
      closing: opening + all - paid - inUnits,
    },
    checks: [
      checkTold(
        `payments ${words} by the history, and in the holder's record`,
        sinceOpened,
        record?.paid ?? 0n,
      ),
      check(`earned less paid ${words} by the history, and owed on chain`, total - paidEver, owed),
      checkTold(
        `what all payments gave the class ${words} and wraps paid in, and what its account counts`,
        sum(credits.map(({ amount }) => amount)) + (paidIn.get(state.address)?.[vault] ?? 0n),
        payout.paid,
        payout.payable,
      ),
      {
        ...check(
          `earned by a share ${words}, times 2^64, played again${slack > 0n ? " to within a unit of the class a release" : ""}, and the class's accumulator`,
          playedAccumulator,
          accumulator,
        ),
        ...(slack > 0n ? { holds: apart <= slack } : {}),
      },
    ],
  };
}

/** Whether a class releases anything that it received over days. */
function streams({ credits, data }: Readonly<{ credits: readonly Credit[]; data: Tranche }>): boolean {
  return data.smoothingDays > 0 || credits.some(({ seconds, letGo }) => seconds > 0n || letGo > 0n);
}

/** What was earned, with the last of it raised or lowered to what the chain says altogether, within some units. */
function completedTo(total: bigint, earned: readonly Earned[], slack: bigint): readonly Earned[] {
  const missing = total - sum(earned.map(({ amount }) => amount));
  const last = earned.at(-1);
  const isWithin = missing !== 0n && missing <= slack && -missing <= slack;
  return last === undefined || !isWithin ? earned : [...earned, { ...last, amount: missing }];
}

/** What happened before a period, and in it; what came later is left out. */
function split<T extends Readonly<{ time: bigint }>>(all: readonly T[], { from, to }: Period): [T[], T[]] {
  return [all.filter(({ time }) => time < from), all.filter(({ time }) => time >= from && time < to)];
}

type Parts = Pick<EarnedLine, "interest" | "principal" | "income">;
type EarnedParts = Earned & Parts;

/**
 * What each amount that was earned is: of a credit of several kinds, principal and income are their part of it, rounded
 * down with the fraction of a unit carried to what is earned next, and interest has the rest; without interest, income
 * has it.
 */
function partsOf(earned: readonly Earned[]): EarnedParts[] {
  const carried = { principal: 0n, income: 0n };
  return earned.map((one) => {
    const { amount, credit } = one;
    if (credit === undefined) {
      return { ...one, interest: 0n, principal: 0n, income: amount };
    }
    const part = (kind: keyof typeof carried, of: bigint, most: bigint) => {
      const exact = ((amount * of) << FRACTION) / credit.amount + carried[kind];
      const whole = exact >> FRACTION;
      const taken = whole > most ? most : whole;
      carried[kind] = exact - (taken << FRACTION);
      return taken;
    };
    const income = credit.amount - credit.interest - credit.principal;
    if (credit.interest === 0n && income === 0n) {
      return { ...one, interest: 0n, principal: amount, income: 0n };
    }
    const principal = credit.principal === 0n ? 0n : part("principal", credit.principal, amount);
    if (credit.interest === 0n) {
      return { ...one, interest: 0n, principal, income: amount - principal };
    }
    const other = income === 0n ? 0n : part("income", income, amount - principal);
    return { ...one, interest: amount - principal - other, principal, income: other };
  });
}

/** What was earned, by the payment that it came from. */
function earnedLines(earned: readonly EarnedParts[]): EarnedLine[] {
  const groups = new Map<Credit | undefined, EarnedParts[]>();
  for (const one of earned) {
    const group = groups.get(one.credit);
    if (group === undefined) {
      groups.set(one.credit, [one]);
    } else {
      group.push(one);
    }
  }
  return [...groups].flatMap(([credit, all]) => {
    const [first] = all;
    const total = (kind: keyof Parts | "amount") => sum(all.map((one) => one[kind]));
    const [interest, principal, income, amount] = [
      total("interest"),
      total("principal"),
      total("income"),
      total("amount"),
    ];
    return first === undefined || amount === 0n
      ? []
      : [{ time: first.time, ...sourceOf(credit), interest, principal, income, amount }];
  });
}

function paymentsOf(
  own: readonly Happening[],
  {
    tranche,
    mint,
    owner,
    vault,
  }: Readonly<{ tranche: Address; mint: Address; owner: Address; vault: number }>,
): PaymentLine[] {
  return own.flatMap(({ name, data, time, signature }) => {
    const line = (kind: string, amount: bigint) => [{ time, kind, amount, signature }];
    if (data.tranche === tranche && (name === "SharesWrapped" || name === "SharesUnwrapped")) {
      const [cash, paidIn] = [amountsIn(data, "cash")[vault] ?? 0n, amountsIn(data, "paidIn")[vault] ?? 0n];
      return [
        ...line("paid in", -paidIn),
        ...(name === "SharesWrapped" ? line("wrapped", cash) : line("unwrapped", -cash)),
      ].filter(({ amount }) => amount !== 0n);
    }
    if (data.tranche === tranche && name === "SharesReassigned") {
      const owed = amountsIn(data, "owed")[vault] ?? 0n;
      return owed === 0n ? [] : line("reassigned", data.from === owner ? owed : -owed);
    }
    if (data.tranche !== tranche || data.mint !== mint) {
      return [];
    }
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

const isOfUnits = ({ kind }: PaymentLine): boolean => OF_UNITS.includes(kind);

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

function raise(): never {
  throw new ClientError("the security has no vault");
}
