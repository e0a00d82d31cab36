import {
  ClientError,
  type Cluster,
  isRedeemed,
  listDistributions,
  listSources,
} from "@defi-ready/securities";
import { TrancheKind } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import { readSnapshot, type Snapshot } from "../chain/snapshot.js";
import type { Database } from "../database/open.js";
import { type Check, check, requireComplete } from "./complete.js";
import { type Credit, creditsOf } from "./credits.js";
import { type DecidedLine, decidedOf } from "./decided.js";
import { type EndingLine, endingOf } from "./ending.js";
import { type Happening, ownersHistory, structuralHistory } from "./happenings.js";
import { type LossStep, lossesOf } from "./losses.js";
import { type MoneyAccount, moneyOf } from "./money.js";
import {
  type Disposal,
  type Lot,
  lotsOf,
  type Movement,
  type MovementKind,
  movementsOf,
  offeringsOf,
} from "./movements.js";
import { paidInByClass } from "./paid-in.js";
import { periodOf, within } from "./period.js";
import { type SubscriptionLine, subscriptionsOf } from "./subscriptions.js";
import { readThaws } from "./thaws.js";
import { type ToldLine, toldOf } from "./told.js";
import { type TransferInputs, type TransferTerms, transferTermsOf } from "./transfer-terms.js";
import { describeText } from "./words.js";

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
  /** What the rules of transfers said of the shares at the end of the period. */
  transfers: TransferTerms;
  money: readonly MoneyAccount[];
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
  /** The disclosures and notices of the period. */
  told: readonly ToldLine[];
  /** The resolutions of the period, and how the holder voted. */
  decided: readonly DecidedLine[];
  /** Its wind-down, as far as it fell into the period. */
  ending: readonly EndingLine[];
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
  /**
   * Brings the history up to a slot, once the chain has been read there: whoever goes on meanwhile then does not keep a
   * statement from being made. Left out if the history is up to date.
   */
  bringUp?: ((slot: bigint) => Promise<void>) | undefined;
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
  if (classes.some(({ holder }) => holder?.isWrapper === 1)) {
    throw new ClientError(
      `${owner} is a wrapper: its shares and what they earned belong to whoever holds its units, and are shown by \`securities wrapper show\``,
    );
  }
  await options.bringUp?.(slot);
  await requireComplete({ ...options, snapshot });
  const history = await structuralHistory(database, { security, slot });
  const own = await ownersHistory(database, {
    security,
    tranches: classes.map(({ address }) => address),
    owner,
    slot,
  });
  const period = periodOf(options, snapshot);
  const offerings = offeringsOf(history);
  const movements = movementsOf(own, { owner, offerings });
  const { credits } = await readCredits(cluster, { snapshot, history });
  const paidIn = await paidInByClass(database, snapshot);
  const thaws = await readThaws(database, snapshot);
  const accounts = classes.flatMap((state, rank) => {
    const mine = movements.filter(({ tranche }) => tranche === state.address);
    const touched = own.filter(({ data }) => data.tranche === state.address);
    return mine.length === 0 && touched.length === 0 && state.holder === undefined
      ? []
      : [
          accountOf({
            rank,
            state,
            snapshot,
            period,
            own,
            movements: mine,
            credits,
            paidIn,
            offerings,
            owner,
            history,
            thaws,
          }),
        ];
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
    subscriptions: subscriptionsOf(own).filter(({ time }) => within(time, period)),
    classes: accounts.map(({ account }) => account),
    told: await toldOf(security, history, period),
    decided: decidedOf(history, own, period),
    ending: endingOf(history, period),
    checks,
    reconciles: checks.every(({ holds }) => holds),
  };
}

/** What every class was credited, and what it lost. */
type Credited = Readonly<{ credits: readonly Credit[]; losses: ReadonlyMap<Happening, LossStep> }>;

/** Reads what every class was credited, and what it lost. */
export async function readCredits(
  cluster: Cluster,
  { snapshot, history }: Readonly<{ snapshot: Snapshot; history: readonly Happening[] }>,
): Promise<Credited> {
  const [distributions, sources] = await Promise.all([
    listDistributions(cluster, snapshot.security),
    listSources(cluster, snapshot.security),
  ]);
  const facts = {
    waterfall: snapshot.waterfall,
    classes: snapshot.classes,
    distributions: new Map(distributions.map((one) => [one.address, one])),
    sources: new Map(sources.map(({ source }) => [source.address, source.data])),
  };
  const losses = lossesOf(history, facts);
  return { credits: creditsOf(history, { ...facts, losses }), losses };
}

type Checked = Readonly<{ account: ClassAccount; checks: readonly Check[] }>;

function accountOf(inputs: TransferInputs): Checked {
  const { rank, state, snapshot, period, movements } = inputs;
  const { data, mint, holder } = state;
  const before = movements.filter(({ time }) => time < period.from);
  const until = movements.filter(({ time }) => time < period.to);
  const { lots, disposals } = lotsOf(until);
  const name = mint.name === "" ? `class ${rank}` : mint.name;
  const shares = sum(movements.map((one) => one.shares));
  // A record of a class that was redeemed may have closed with its shares.
  const closedWith = isRedeemed(data) ? shares : 0n;
  const transfers = transferTermsOf(inputs);
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
      transfers: transfers.terms,
      money: money.map(({ account }) => account),
    },
    checks: [
      check(
        `${name}: shares by the history, and in the holder's record`,
        shares,
        holder?.shares ?? closedWith,
      ),
      ...[...transfers.checks, ...money.flatMap(({ checks }) => checks)].map((one) => ({
        ...one,
        what: `${name}: ${one.what}`,
      })),
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

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
