import type { Account, Address } from "@solana/kit";
import type { Cluster } from "../cluster.js";
import { hasControl, powersOf } from "../control/powers.js";
import { qualifiersOf } from "../credential.js";
import { feeBaseOf } from "../fee-bases.js";
import { floatingOf, stepUpsOf } from "../floating.js";
import { isFrozenForm } from "../form.js";
import {
  AllocationRule,
  type Book,
  type Control,
  type DisclosureCalendar,
  type Governance,
  RateAdapter,
  type RewardCurve,
  RewardKind,
  type Security,
  type TierState,
  type Tranche,
  TrancheKind,
  type Waterfall,
  type Wrapper,
} from "../generated/index.js";
import { requiresTests } from "../group.js";
import { pikTermsOf } from "../in-kind.js";
import { measuresOf } from "../measures/index.js";
import { NOBODY } from "../phase.js";
import { isCoSigned } from "../proceeds.js";
import { protocolTermsOf } from "../protocol-terms.js";
import { isGated } from "../qualify.js";
import { findGovernance, governanceTermsOf } from "../resolutions/index.js";
import type { BookState, SecurityState, SeriesState, TrancheState, WrapperState } from "../security-state.js";
import { isNegotiable } from "../set-structure.js";
import { isFee, purposeOf, tierKindOf, tiersOf } from "../tiers.js";
import { freezableMints, mintsOfAccounts } from "../token.js";
import {
  disclosureItems,
  findDisclosureCalendar,
  type TransferRuleSet,
  transferRulesOf,
} from "../transfers/index.js";
import { consequencesOf, triggerKindOf, triggersOf } from "../triggers.js";
import { assetsOf, curvesOf, destinationsOf, settlementVault, vaultsOf } from "../vaults-and-assets.js";
import { conversionFacts, type FoundConversion, readConversions } from "./conversion-facts.js";
import type {
  BookFacts,
  ClassFacts,
  ClassKind,
  ControlFacts,
  CoverFacts,
  DealFacts,
  DrawFacts,
  FloatingFacts,
  GovernanceFacts,
  MintFacts,
  TierFacts,
  TransferFacts,
  When,
  Who,
} from "./facts.js";

const KINDS: Readonly<Record<TrancheKind, ClassKind>> = {
  [TrancheKind.Debt]: "debt",
  [TrancheKind.Equity]: "equity",
  [TrancheKind.Cover]: "cover",
};
const ALLOCATIONS: Readonly<Record<AllocationRule, BookFacts["allocation"]>> = {
  [AllocationRule.FirstCome]: "first-come",
  [AllocationRule.ProRata]: "pro-rata",
  [AllocationRule.Discretionary]: "discretionary",
};
const REWARDS: Readonly<Record<RewardKind, BookFacts["rewards"][number]["kind"]>> = {
  [RewardKind.Warrants]: "warrants",
  [RewardKind.BonusShares]: "bonus-shares",
  [RewardKind.PromotePoints]: "promote-points",
};
const ADAPTERS: Readonly<Record<RateAdapter, BookFacts["assets"][number]["adapter"]>> = {
  [RateAdapter.OneToOne]: "one-to-one",
  [RateAdapter.Reported]: "reported",
  [RateAdapter.StakePool]: "stake-pool",
};

/** The accounts that the facts of a security are derived from. */
type FactAccounts = Readonly<{
  security: Account<Security>;
  waterfall: Waterfall;
  /** By rank, each with its books that are not closed. */
  tranches: readonly Readonly<{
    tranche: Account<Tranche>;
    books: readonly Book[];
    wrapper: Wrapper | undefined;
  }>[];
  /** The calendar of disclosures, if there is one. */
  calendar: DisclosureCalendar | undefined;
  /** How its holders decide, if they do. */
  governance: Governance | undefined;
  /** Its conversions that are not closed, each with the decimals of the shares that are received. */
  conversions: readonly FoundConversion[];
  /** The rank of each series of warrants. */
  seriesRanks: ReadonlyMap<Address, number>;
  /** The mint of each destination; `undefined` for what is no token account. */
  destinationMints: readonly (Address | undefined)[];
  /** The mints of the security's vaults whose issuer can freeze accounts. */
  freezable: ReadonlySet<Address>;
}>;

/** The part of a security's state that its facts are derived from: no tickets, no holders. */
type FactState = Pick<SecurityState, "security" | "waterfall"> &
  Readonly<{
    tranches: readonly (Pick<TrancheState, "tranche"> &
      Readonly<{
        books: readonly Pick<BookState, "book">[];
        series: readonly Pick<SeriesState, "series">[];
        wrapper: Pick<WrapperState, "wrapper"> | undefined;
      }>)[];
  }>;

/** Reads the facts of a security, whose accounts have been read before. */
export async function readFacts(cluster: Cluster, state: FactState): Promise<DealFacts> {
  const { security, waterfall, tranches } = state;
  const mints = vaultsOf(security.data).map(({ mint }) => mint);
  return factsOfChain({
    security,
    waterfall: waterfall.data,
    tranches: tranches.map(({ tranche, books, wrapper }) => ({
      tranche,
      books: books.map(({ book }) => book.data),
      wrapper: wrapper?.wrapper.data,
    })),
    calendar: (await findDisclosureCalendar(cluster, security.address))?.data,
    governance: (await findGovernance(cluster, security.address))?.data,
    conversions: await readConversions(
      cluster,
      security.address,
      tranches.map(({ tranche }) => tranche),
    ),
    seriesRanks: new Map(
      tranches.flatMap(({ tranche, series }) =>
        series.map(({ series: { address } }) => [address, tranche.data.rank] as const),
      ),
    ),
    destinationMints: await mintsOfAccounts(cluster, destinationsOf(security.data)),
    freezable: await freezableMints(cluster, mints),
  });
}

/** The facts of a deal, from its accounts. */
export function factsOfChain({
  security,
  waterfall,
  tranches,
  calendar,
  governance,
  conversions,
  seriesRanks,
  destinationMints,
  freezable,
}: FactAccounts): DealFacts {
  const { data } = security;
  const named = (key: Address): Who => (key === data.sponsor ? "sponsor" : key);
  const ranks = new Map([
    ...seriesRanks,
    ...tranches.map(({ tranche }) => [tranche.address, tranche.data.rank] as const),
  ]);
  return {
    roles: {
      servicer: named(data.servicer),
      reporter: named(data.reporter),
      arbitrator: named(data.arbitrator),
    },
    qualifiers: qualifiersOf(data).map(named),
    protocols: protocolTermsOf(data),
    destinations: destinationsOf(data).map((account, at) => ({
      account,
      mint: destinationMints[at] ?? null,
    })),
    escheat: data.escheat === NOBODY ? null : { owner: named(data.escheat), days: data.escheatDays },
    decimals: settlementVault(data).decimals,
    mints: inOrder(vaultsOf(data).map(({ mint }) => ({ mint, freezable: freezable.has(mint) }))),
    classes: tranches.map(({ tranche, wrapper }, rank) => ({
      ...classOf(tranche.data, tranches[rank - 1]?.tranche.data, named),
      wrapper: wrapper === undefined ? null : { bearer: wrapper.bearer === 1 },
    })),
    tiers: tiersOf(waterfall).flatMap((tier) => tierOf(tier, named)),
    triggers: triggersOf(waterfall).flatMap((trigger) => {
      const kind = triggerKindOf(trigger);
      return kind === undefined
        ? []
        : { kind, cureDays: trigger.cureDays, consequences: consequencesOf(trigger) };
    }),
    principal: {
      revolvingUntil: whenOf(waterfall.revolvingUntil),
      proRataFrom: whenOf(waterfall.proRataFrom),
      paysInterest: waterfall.principalPaysInterest === 1,
    },
    books: tranches.flatMap(({ tranche, books }) =>
      books
        .toSorted((a, b) => a.number - b.number)
        .map((book) => bookOf(book, tranche.data.rank, { named, ranks, security: security.data })),
    ),
    sources: data.nextSource,
    published: (calendar === undefined ? [] : disclosureItems(calendar)).map(
      ({ kind, months, anchor, dueDays, attestor }) => ({
        field: "",
        kind,
        months,
        from: anchor,
        dueDays,
        attestor: attestor === NOBODY ? "sponsor" : named(attestor),
      }),
    ),
    measures: { field: "", kinds: measuresOf(data) },
    governance: governance === undefined ? null : governanceFacts(governance, tranches.length),
    control: hasControl(data.control) ? controlFacts(data.control, named) : null,
    conversions: conversionFacts(conversions, ranks),
    draw: drawOf(data),
    delivery:
      data.delivery.by === 0n
        ? null
        : { by: { kind: "at", time: data.delivery.by }, isConfirmed: data.delivery.confirmedAt > 0n },
    lossNotice: data.lossNotice,
    poolDailyBps: waterfall.poolDailyBps,
    isNegotiable: isNegotiable(data),
  };
}

function controlFacts({ agents, powers, actDays }: Control, named: (key: Address) => Who): ControlFacts {
  const agent = (at: number) => {
    const key = agents[at] ?? NOBODY;
    return key === NOBODY ? null : named(key);
  };
  const may = (at: number) => powersOf(powers[at] ?? 0).map(({ name }) => name);
  return {
    field: "",
    agents: { investors: agent(0), lenders: agent(1) },
    powers: { sponsor: may(0), investors: may(1), lenders: may(2) },
    actDays,
  };
}

function governanceFacts(governance: Governance, count: number): GovernanceFacts {
  const { classes, ...days } = governanceTermsOf(governance, count);
  return { field: "", ...days, classes: classes.map((terms) => ({ field: "", ...terms })) };
}

/** The settlement mint, then the others by address: vaults can be created in any order. */
export function inOrder(mints: readonly MintFacts[]): readonly MintFacts[] {
  const [first, ...others] = mints;
  return first === undefined ? [] : [first, ...others.toSorted((a, b) => (a.mint < b.mint ? -1 : 1))];
}

const whenOf = (time: bigint): When | null => (time === 0n ? null : { kind: "at", time });

function drawOf(security: Security): DrawFacts {
  const { limit, period, beginBy, beginWith } = settlementVault(security).draws;
  return {
    limit,
    period,
    by: beginBy === 0n ? null : { kind: "at", time: beginBy },
    least: beginWith,
    coSigned: isCoSigned(security),
    others: vaultsOf(security)
      .filter(({ draws }) => draws.limit !== limit || draws.period !== period)
      .map(({ mint, decimals, draws }) => ({ mint, decimals, limit: draws.limit, period: draws.period })),
  };
}

/** In what principal of a class falls due otherwise than that of another. */
function differencesOf(own: Tranche, other: Tranche): ClassFacts["differsIn"] {
  return [
    ...(own.amortisation === other.amortisation ? [] : ["amortisation" as const]),
    ...(own.maturity === other.maturity ? [] : ["maturity" as const]),
    ...(own.periodMonths === other.periodMonths ? [] : ["period" as const]),
  ];
}

function classOf(
  tranche: Tranche,
  before: Tranche | undefined,
  named: (key: Address) => Who,
): Omit<ClassFacts, "wrapper"> {
  const { kind, par, ratePpm, decimals, shares, sharesOffered, authorised, manager, pot } = tranche;
  const issued = shares - pot.shares;
  return {
    field: "",
    kind: KINDS[kind as TrancheKind],
    hasPar: par > 0n,
    pariPassu: tranche.pariPassu === 1,
    differsIn: before === undefined || tranche.pariPassu === 0 ? [] : differencesOf(tranche, before),
    ratePpm,
    floating: floatingFacts(tranche),
    cover: coverFacts(tranche),
    stepUps: stepUpsOf(tranche),
    businessDays: tranche.businessDays,
    pik: pikTermsOf(tranche),
    manager: manager === NOBODY ? null : named(manager),
    decimals,
    issued,
    setAside: sharesOffered - issued,
    authorised,
    transfers: transferFacts(transferRulesOf(tranche), named),
    form: isFrozenForm(tranche) ? "frozen" : "hooked",
  };
}

/** The rules of a class for transfers, by those whom they name. */
function transferFacts(terms: TransferRuleSet, named: (key: Address) => Who): TransferFacts {
  const { moves, retained } = terms;
  return {
    ...terms,
    moves:
      moves === null
        ? null
        : { always: moves.always, later: moves.later, laterFrom: whenOf(BigInt(moves.laterFrom)) },
    retained: retained === null ? null : { owner: named(retained.owner), shares: BigInt(retained.shares) },
  };
}

function coverFacts({ kind, lossCap, lossBps, coversEquity }: Tranche): CoverFacts | null {
  return kind === TrancheKind.Cover ? { lossCap, lossBps, coversEquity: coversEquity === 1 } : null;
}

function floatingFacts(tranche: Tranche): FloatingFacts | null {
  const floating = floatingOf(tranche);
  if (floating === undefined) {
    return null;
  }
  const { reference, marginPpm, floorPpm, capPpm } = floating;
  return { reference, marginPpm, floorPpm, capPpm };
}

function tierOf(tier: TierState, named: (key: Address) => Who): TierFacts[] {
  const kind = tierKindOf(tier);
  const { rank, base, bps, multipleBps, amount, min, max, payee, maxAge } = tier;
  const [incomeOnly, traps] = [tier.incomeOnly === 1, tier.traps === 1];
  return kind === undefined
    ? []
    : [
        {
          field: "",
          kind,
          rank,
          to: isFee(tier) ? named(payee) : null,
          bps,
          amount,
          feeBase: feeBaseOf(tier),
          purpose: purposeOf(tier),
          min,
          max,
          fromTreasury: tier.fromTreasury === 1,
          incomeOnly,
          maxAge,
          traps,
          base,
          multipleBps,
          dealByDeal: tier.dealByDeal === 1,
        },
      ];
}

type Names = Readonly<{
  named: (key: Address) => Who;
  ranks: ReadonlyMap<Address, number>;
  security: Security;
}>;

function bookOf(book: Book, rank: number, { named, ranks, security }: Names): BookFacts {
  const rewardOf = ({ kind, target }: RewardCurve) => ({
    kind: REWARDS[kind as RewardKind],
    rank: ranks.get(target) ?? rank,
  });
  return {
    field: "",
    rank,
    number: book.number,
    allocation: ALLOCATIONS[book.allocation as AllocationRule],
    offerPeriod: book.offerPeriod,
    drawDelay: book.drawDelay,
    hasRights: book.rightsUntil > 0n,
    isReported: book.priceMaxAge > 0n,
    acceptsFreeze: book.acceptsFreeze === 1,
    lead: book.lead === NOBODY ? null : named(book.lead),
    extensionBps: book.extensionBps,
    lockUp: { cliffDays: book.cliffDays, vestingDays: book.vestingDays },
    isGated: isGated(book),
    group: book.group,
    requiresTests: requiresTests(security, book.group),
    rewards: curvesOf(book).map(rewardOf),
    assets: assetsOf(book)
      .slice(1)
      .map(({ mint, adapter }) => ({ mint, adapter: ADAPTERS[adapter as RateAdapter] })),
  };
}
