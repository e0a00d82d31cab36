import { isFee, payoutOf, principalOf, tierKindOf, tiersOf } from "@defi-ready/securities";
import { type Security, type Tranche, TrancheKind } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import { readSnapshot, type Snapshot } from "../chain/snapshot.js";
import type { Database } from "../database/open.js";
import { type Check, check, checkTold, requireComplete } from "./complete.js";
import type { Credit } from "./credits.js";
import { type DecidedLine, decidedOf } from "./decided.js";
import { type EndingLine, endingOf } from "./ending.js";
import { addressIn, amountIn, type Happening, structuralHistory, timeOf } from "./happenings.js";
import { readCredits, type StatementOptions } from "./holder.js";
import type { LossStep } from "./losses.js";
import { type PaidIn, paidInByClass } from "./paid-in.js";
import { type Period, periodOf, within } from "./period.js";
import { creditsByEvent, type ReceivedLine, receivedOf } from "./received.js";
import { type ToldLine, toldOf } from "./told.js";
import { describeText, type SourceOfPayment, sourceOf } from "./words.js";

/** A page of payments. */
const PAGE = 5_000;

/** A payment into a security. Amounts are base units of its mint. */
export type DistributionLine = SourceOfPayment &
  Readonly<{
    time: bigint;
    kind: number;
    mint: Address;
    decimals: number;
    gross: bigint;
    /** The part of it that was principal; the rest is income. */
    principal: bigint;
    /** What fees and expenses took of it. */
    fees: bigint;
    /** What its classes got, by rank. */
    classes: readonly bigint[];
  }>;

/** What a class got in a period, in settlement base units. */
export type ClassLine = Readonly<{
  rank: number;
  name: string;
  symbol: string;
  kind: "debt" | "equity" | "cover";
  /** Credited to its holders. */
  interest: bigint;
  principal: bigint;
  income: bigint;
  /** Paid to its holders, less what came back from the escheat account. */
  paid: bigint;
  /** What was written off, or a cover paid for losses, less what was written up or made good: below 0 if that was more. */
  losses: bigint;
  /** Principal outstanding at the chain's slot. */
  outstanding: bigint;
  /** Owed to its holders and not yet paid at the chain's slot, what still streams included. */
  owed: bigint;
  shares: bigint;
  decimals: number;
}>;

/** A fee or an expense that was paid out, in settlement base units. */
export type ExpenseLine = Readonly<{
  time: bigint;
  tier: number;
  payee: Address;
  amount: bigint;
  fromTreasury: boolean;
  signature: string;
}>;

/** Proceeds that were drawn, or came in. Amounts are base units of the mint. */
export type CapitalLine = Readonly<{
  time: bigint;
  what: "released" | "drawn" | "exercised";
  mint: Address;
  amount: bigint;
  other: Address;
  signature: string;
}>;

/** What a security took in and paid out in a period. */
export type DealStatement = Readonly<{
  kind: "deal";
  security: Address;
  settlementMint: Address;
  settlementDecimals: number;
  documentUri: string;
  from: bigint;
  to: bigint;
  slot: bigint;
  time: bigint;
  distributions: readonly DistributionLine[];
  /** What its classes got at once, as interest, principal and income. */
  received: readonly ReceivedLine[];
  classes: readonly ClassLine[];
  expenses: readonly ExpenseLine[];
  capital: readonly CapitalLine[];
  /** What its holders were told in the period. */
  told: readonly ToldLine[];
  /** The resolutions of the period. */
  decided: readonly DecidedLine[];
  /** Its wind-down, as far as it fell into the period. */
  ending: readonly EndingLine[];
  checks: readonly Check[];
  reconciles: boolean;
}>;

/** A security and its classes by rank, as they were at the slot of a statement. */
export type StructureAccounts = Readonly<{ security: Security; tranches: readonly Tranche[] }>;

/**
 * A security's statement, from a history that is up to date, compared with the chain to the unit at one slot.
 *
 * @throws {ClientError} If the history lacks something that the chain counts.
 */
export async function dealStatement(options: StatementOptions): Promise<DealStatement> {
  return (await readDealStatement(options)).statement;
}

/**
 * The same with the accounts that it was made of, for a picture of the structure at the same slot.
 *
 * @throws {ClientError} If the history lacks something that the chain counts.
 */
export async function readDealStatement(
  options: StatementOptions,
): Promise<Readonly<{ statement: DealStatement; accounts: StructureAccounts }>> {
  const { cluster, database, security } = options;
  const snapshot = await readSnapshot(cluster, { security });
  await options.bringUp?.(snapshot.slot);
  await requireComplete({ ...options, snapshot });
  const history = await structuralHistory(database, { security, slot: snapshot.slot });
  const period = periodOf(options, snapshot);
  const { credits, losses } = await readCredits(cluster, { snapshot, history });
  const paid = await paidByClass(database, snapshot, period);
  const paidIn = await paidInByClass(database, snapshot);
  const money = history.filter(({ time }) => within(time, period));
  const classes = snapshot.classes.map((_, rank) =>
    classLine({ rank, snapshot, credits, losses, paid, money, period }),
  );
  const checks = checksOf({ snapshot, history, credits, losses, paid, paidIn });
  const [vault] = snapshot.data.vaults;
  const statement: DealStatement = {
    kind: "deal",
    security,
    settlementMint: vault?.mint ?? security,
    settlementDecimals: snapshot.decimals[0] ?? 0,
    documentUri: describeText(snapshot.data.document.uri),
    ...period,
    slot: snapshot.slot,
    time: snapshot.time,
    distributions: distributionsOf({ credits, snapshot, money }),
    received: receivedOf({ credits, snapshot, money }),
    classes,
    expenses: money.flatMap(expenseOf),
    capital: money.flatMap(capitalOf(snapshot)),
    told: await toldOf(security, history, period),
    decided: decidedOf(history, [], period),
    ending: endingOf(history, period),
    checks,
    reconciles: checks.every(({ holds }) => holds),
  };
  const tranches = snapshot.classes.map(({ data }) => data);
  return { statement, accounts: { security: snapshot.data, tranches } };
}

type Paid = ReadonlyMap<string, Readonly<{ period: bigint; ever: bigint }>>;

const paidKey = (tranche: string, mint: string | undefined) => `${tranche} ${mint}`;

/** What was paid to the holders of each class in each mint, in a period and ever. */
async function paidByClass(database: Database, snapshot: Snapshot, period: Period): Promise<Paid> {
  const paid = new Map<string, { period: bigint; ever: bigint }>();
  let last = { signature: "", ordinal: -1n, item: -1n };
  for (;;) {
    const { signature, ordinal, item } = last;
    const rows = await database
      .selectFrom("payments")
      .innerJoin("transactions", "transactions.signature", "payments.signature")
      .select([
        "payments.signature",
        "payments.ordinal",
        "payments.item",
        "payments.tranche",
        "payments.mint",
        "payments.kind",
        "payments.amount",
        "transactions.time",
      ])
      .where("payments.security", "=", snapshot.security)
      .where("transactions.slot", "<=", snapshot.slot)
      .where(({ eb, refTuple, tuple }) =>
        eb(
          refTuple("payments.signature", "payments.ordinal", "payments.item"),
          ">",
          tuple(signature, ordinal, item),
        ),
      )
      .orderBy("payments.signature")
      .orderBy("payments.ordinal")
      .orderBy("payments.item")
      .limit(PAGE)
      .execute();
    for (const { tranche, mint, kind, amount, signature: by, time } of rows) {
      const key = paidKey(tranche, mint);
      const one = paid.get(key) ?? { period: 0n, ever: 0n };
      const signed = kind === "restored" ? -BigInt(amount) : BigInt(amount);
      one.ever += signed;
      one.period += within(timeOf({ signature: by, time }), period) ? signed : 0n;
      paid.set(key, one);
    }
    const [end] = rows.slice(-1);
    if (end === undefined || rows.length < PAGE) {
      return paid;
    }
    last = end;
  }
}

type ClassInputs = Readonly<{
  rank: number;
  snapshot: Snapshot;
  credits: readonly Credit[];
  losses: ReadonlyMap<Happening, LossStep>;
  paid: Paid;
  money: readonly Happening[];
  period: Period;
}>;

function classLine({ rank, snapshot, credits, losses, paid, money, period }: ClassInputs): ClassLine {
  const state = snapshot.classes[rank] as Snapshot["classes"][number];
  const { data, mint } = state;
  const own = credits.filter((one) => one.rank === rank && one.vault === 0 && within(one.time, period));
  const [interest, principal] = [sum(own.map((one) => one.interest)), sum(own.map((one) => one.principal))];
  const payout = payoutOf(data);
  return {
    rank,
    name: mint.name === "" ? `class ${rank}` : mint.name,
    symbol: mint.symbol,
    kind: data.kind === TrancheKind.Debt ? "debt" : data.kind === TrancheKind.Equity ? "equity" : "cover",
    interest,
    principal,
    income: sum(own.map(({ amount }) => amount)) - interest - principal,
    paid: paid.get(paidKey(state.address, snapshot.data.vaults[0]?.mint))?.period ?? 0n,
    losses: sum(money.map((one) => losses.get(one)?.borne[rank] ?? 0n)),
    outstanding: principalOf(data),
    owed: payout.payable,
    shares: data.shares,
    decimals: data.decimals,
  };
}

type DistributionInputs = Readonly<{
  credits: readonly Credit[];
  snapshot: Snapshot;
  money: readonly Happening[];
}>;

function distributionsOf({ credits, snapshot, money }: DistributionInputs): DistributionLine[] {
  const tiers = tiersOf(snapshot.waterfall);
  const given = creditsByEvent(credits);
  return money.flatMap((happening): DistributionLine[] => {
    if (happening.name !== "Distributed") {
      return [];
    }
    const { data, time, signature, ordinal } = happening;
    const mint = addressIn(data, "mint");
    const vault = snapshot.data.vaults.findIndex((one) => one.mint === mint);
    const own = given(signature, ordinal);
    const taken = data.tiers as readonly string[];
    const [first] = own;
    const source =
      first === undefined
        ? {
            distribution: Number(data.number),
            address: addressIn(data, "distribution"),
            source: "",
            document: "",
            signature,
          }
        : sourceOf(first);
    return [
      {
        ...source,
        time,
        kind: Number(data.kind),
        mint,
        decimals: snapshot.decimals[vault] ?? 0,
        gross: amountIn(data, "gross"),
        principal: amountIn(data, "principal"),
        fees: sum(
          tiers.map((tier, at) =>
            isFee(tier) && tierKindOf(tier) !== undefined ? BigInt(taken[at] ?? 0) : 0n,
          ),
        ),
        classes: snapshot.classes.map((_, rank) =>
          sum(own.filter((one) => one.rank === rank).map(({ amount }) => amount)),
        ),
      },
    ];
  });
}

function expenseOf({ name, data, time, signature }: Happening): ExpenseLine[] {
  return name === "FeePaid"
    ? [
        {
          time,
          tier: Number(data.tier),
          payee: addressIn(data, "payee"),
          amount: amountIn(data, "amount"),
          fromTreasury: data.fromTreasury === true,
          signature,
        },
      ]
    : [];
}

function capitalOf(snapshot: Snapshot): (happening: Happening) => CapitalLine[] {
  const settlement = snapshot.data.vaults[0]?.mint;
  return ({ name, data, time, signature }) => {
    if (name === "ProceedsReleased") {
      const [mint, other] = [addressIn(data, "mint"), addressIn(data, "book")];
      return [{ time, what: "released", mint, amount: amountIn(data, "amount"), other, signature }];
    }
    if (name === "ProceedsDrawn") {
      const [mint, other] = [addressIn(data, "mint"), addressIn(data, "destination")];
      return [{ time, what: "drawn", mint, amount: amountIn(data, "amount"), other, signature }];
    }
    if (name === "WarrantsExercised" && settlement !== undefined) {
      const [amount, other] = [amountIn(data, "cost"), addressIn(data, "owner")];
      return [{ time, what: "exercised", mint: settlement, amount, other, signature }];
    }
    return [];
  };
}

function checksOf({
  snapshot,
  history,
  credits,
  losses,
  paid,
  paidIn,
}: Readonly<{
  snapshot: Snapshot;
  history: readonly Happening[];
  credits: readonly Credit[];
  losses: ReadonlyMap<Happening, LossStep>;
  paid: Paid;
  paidIn: PaidIn;
}>): Check[] {
  const distributed = history.filter(({ name }) => name === "Distributed");
  return [
    ...snapshot.data.vaults
      .slice(0, snapshot.data.vaultCount)
      .map(({ mint, received }, vault) =>
        checkTold(
          `paid in ${vault === 0 ? "in settlement money" : `in mint ${mint}`}: all payments, and the vault's counter`,
          sum(
            distributed.filter(({ data }) => data.mint === mint).map(({ data }) => amountIn(data, "gross")),
          ),
          received,
        ),
      ),
    check("the number of payments", BigInt(distributed.length), BigInt(snapshot.data.nextDistribution)),
    ...snapshot.classes.flatMap((state, rank) => {
      const name = state.mint.name === "" ? `class ${rank}` : state.mint.name;
      const mints = snapshot.data.vaults.slice(0, state.data.payoutCount).flatMap(({ mint }, vault) => {
        const payout = payoutOf(state.data, vault);
        const own = credits.filter((one) => one.rank === rank && one.vault === vault);
        const words = vault === 0 ? "" : ` in mint ${mint}`;
        return [
          checkTold(
            `${name}: what all payments gave the class${words} and wraps paid in, and what its account counts`,
            sum(own.map(({ amount }) => amount)) + (paidIn.get(state.address)?.[vault] ?? 0n),
            payout.paid,
            payout.payable,
          ),
          checkTold(
            `${name}: paid to its holders${words}, and what its account counts`,
            paid.get(paidKey(state.address, mint))?.ever ?? 0n,
            payout.paid,
          ),
        ];
      });
      return [
        ...mints,
        check(
          `${name}: losses less what was made good, and what its account counts`,
          sum([...losses.values()].map(({ borne }) => borne[rank] ?? 0n)),
          state.data.loss,
        ),
      ];
    }),
  ];
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
