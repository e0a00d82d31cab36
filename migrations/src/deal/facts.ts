import type { Address } from "@solana/kit";
import {
  type BookFacts,
  type ClassFacts,
  conversionBy,
  type DealFacts,
  inOrder,
  measureBits,
  measuresHad,
  NO_PIK,
  type TierFacts,
  type TransferFacts,
  type When,
  type Who,
} from "../client.js";
import { keptBy, keptRule } from "./conversions.js";
import { otherMints } from "./mints.js";
import type {
  BookTerms,
  Deal,
  FloatingTerms,
  Moment,
  Party,
  TermDay,
  Tier,
  TrancheTerms,
  TransferTerms,
} from "./model.js";
import { laterFrom, ruleSetOf } from "./rule-set.js";
import { maskOf } from "./values.js";

/** Facts that a file alone does not contain. */
export type Known = Readonly<{
  /** Who applies the deal. */
  sponsor?: Address | undefined;
  /** When the security was created, Unix time. */
  createdAt?: bigint | undefined;
  /** The settlement mint, where the file asks for a new one. */
  settlementMint?: Address | undefined;
  /** The token accounts that proceeds go to, in the order of the file. */
  destinations?: readonly Address[] | undefined;
  /** For mints where this is known, whether their issuer can freeze accounts. */
  freezable?: ReadonlyMap<Address, boolean> | undefined;
}>;

type MintName = DealFacts["mints"][number]["mint"];

/** The facts of a deal from its file, from which the disclosures are derived. */
export function factsOfDeal(deal: Deal, known: Known = {}): DealFacts {
  const sponsor = known.sponsor ?? deal.sponsor;
  const named = (party: Party): Who => (party === sponsor ? "sponsor" : party);
  const { roles, escheat, settlementMint, destinations } = deal;
  const mint: MintName =
    settlementMint.kind === "existing" ? settlementMint.address : (known.settlementMint ?? "a new test mint");
  const freezableOf = (one: MintName) =>
    one === "a new test mint" ? false : (known.freezable?.get(one) ?? null);
  return {
    roles: {
      servicer: named(roles.servicer),
      reporter: named(roles.reporter),
      arbitrator: named(roles.arbitrator),
    },
    qualifiers: deal.qualifiers.map(named),
    protocols: deal.protocols,
    destinations: destinations.map((one, at) => {
      const found = known.destinations?.[at];
      const account =
        found ?? (one.kind === "account" ? one.address : `the account of ${whose(named(one.owner))}`);
      return { account, mint: one.mint ?? mint };
    }),
    escheat: escheat === null ? null : { owner: named(escheat.owner), days: escheat.days },
    decimals: settlementMint.decimals,
    mints: inOrder(
      [mint, ...otherMints(deal).map((other): MintName => other.mint)].map((one) => ({
        mint: one,
        freezable: freezableOf(one),
      })),
    ),
    classes: deal.tranches.map((terms, rank) => ({
      ...classOf([terms, deal.tranches[rank - 1]], rank, named),
      transfers: transfersOf(terms.transfers, { named, known }),
    })),
    tiers: deal.waterfall.map((tier, at) => tierOf(tier, `waterfall[${at}]`, named)),
    triggers: deal.triggers.map(({ test, cureDays, consequences }) => ({
      kind: test.kind,
      cureDays,
      consequences,
    })),
    principal: {
      revolvingUntil: deal.revolvingUntil === null ? null : whenOf(deal.revolvingUntil, known),
      proRataFrom: deal.principal.proRataFrom === null ? null : whenOf(deal.principal.proRataFrom, known),
      paysInterest: deal.principal.paysInterest,
    },
    books: deal.books
      .map((book, at) => bookOf(book, `books[${at}]`, named))
      .toSorted((a, b) => a.rank - b.rank || a.number - b.number),
    sources: deal.sources.length,
    published: deal.disclosures
      .map(({ kind, months, from, dueDays, attestor }, at) => ({
        field: `disclosures[${at}]`,
        kind,
        months,
        from,
        dueDays,
        attestor: named(attestor),
      }))
      .toSorted((a, b) => a.kind - b.kind),
    governance: deal.governance === null ? null : { field: "governance", ...deal.governance },
    control:
      deal.control === null
        ? null
        : {
            field: "control",
            powers: deal.control.powers,
            actDays: deal.control.actDays,
            agents: {
              investors: deal.control.agents.investors === null ? null : named(deal.control.agents.investors),
              lenders: deal.control.agents.lenders === null ? null : named(deal.control.agents.lenders),
            },
          },
    conversions: conversionFacts(deal, known),
    draw: {
      limit: deal.draw.limit,
      period: deal.draw.period,
      by: deal.draw.by === null ? null : whenOf(deal.draw.by, known),
      least: deal.draw.least,
      coSigned: deal.draw.coSigned,
      others: [],
    },
    delivery: deal.deliveryBy === null ? null : { by: whenOf(deal.deliveryBy, known), isConfirmed: false },
    measures: measureFacts(deal),
    lossNotice: deal.lossNotice,
    poolDailyBps: deal.poolDailyBps,
    isNegotiable: true,
  };
}

/** The conversions, by rank of the class that is given and number. */
const conversionFacts = (deal: Deal, known: Known): DealFacts["conversions"] =>
  deal.conversions
    .map(({ from, into, by, isApprovedLater, rule, opensAt, closesAt, shares }, at) => ({
      field: `conversions[${at}]`,
      from,
      into: typeof into === "number" ? into : null,
      intoDecimals: typeof into === "number" ? (deal.tranches[into]?.decimals ?? 0) : into.decimals,
      by: conversionBy(keptBy(by)),
      isApproved: by.__kind !== "Resolution" && !isApprovedLater,
      trigger: keptBy(by).trigger,
      rule: keptRule(rule),
      opens: whenOf(opensAt, known),
      closes: whenOf(closesAt, known),
      shares,
      isDone: false,
    }))
    .toSorted((a, b) => a.from - b.from);

const whose = (one: Who) => (one === "sponsor" ? "the sponsor" : one);

/** A moment that counts from the creation of the security, as a time if that is known. */
const whenOf = (moment: Moment, { createdAt }: Known): When =>
  moment.kind === "at" || createdAt === undefined ? moment : { kind: "at", time: createdAt + moment.seconds };

const isDay = (one: TermDay | undefined, other: TermDay | undefined) =>
  one?.kind === "at"
    ? other?.kind === "at" && one.time === other.time
    : other?.kind === one?.kind &&
      (one === undefined || (other?.kind === "term" && one.months === other.months));

/** In what principal of a tranche falls due otherwise than that of another. */
function differencesOf(own: TrancheTerms, other: TrancheTerms): ClassFacts["differsIn"] {
  return [
    ...(own.debt?.amortisation === other.debt?.amortisation ? [] : ["amortisation" as const]),
    ...(isDay(own.debt?.maturity, other.debt?.maturity) ? [] : ["maturity" as const]),
    ...(own.periodMonths === other.periodMonths ? [] : ["period" as const]),
  ];
}

/** A class, by its terms and by those of the one before it. */
function classOf(
  [terms, before]: readonly [TrancheTerms, TrancheTerms | undefined],
  rank: number,
  named: (party: Party) => Who,
): Omit<ClassFacts, "transfers"> {
  const { kind, debt, capital, decimals, offered, authorised, manager } = terms;
  const { lossCap, lossBps, coversEquity } = terms;
  const bears = debt ?? capital;
  return {
    field: `tranches[${rank}]`,
    kind,
    hasPar: bears !== null,
    pariPassu: terms.pariPassu,
    differsIn: before === undefined || !terms.pariPassu ? [] : differencesOf(terms, before),
    ratePpm: bears?.ratePpm ?? 0,
    floating: floatingFacts(bears?.floating ?? null),
    stepUps: bears?.stepUps ?? [],
    cover: kind === "cover" ? { lossCap, lossBps, coversEquity } : null,
    businessDays: terms.businessDays.rule,
    pik: debt?.pik ?? NO_PIK,
    manager: manager === null ? null : named(manager),
    decimals,
    issued: 0n,
    setAside: offered,
    authorised,
    wrapper: terms.wrapped === null ? null : { bearer: terms.wrapped.bearer },
    form: terms.form,
  };
}

/** The rules of a class for transfers. */
function transfersOf(
  terms: TransferTerms,
  { named, known }: Readonly<{ named: (party: Party) => Who; known: Known }>,
): TransferFacts {
  const { retention } = terms;
  const { moves, ...rules } = ruleSetOf(terms);
  const later = laterFrom(terms);
  return {
    ...rules,
    moves: moves === null ? null : { ...moves, laterFrom: later === null ? null : whenOf(later, known) },
    retained: retention === null ? null : { owner: named(retention.owner), shares: retention.shares },
  };
}

function floatingFacts(terms: FloatingTerms | null): ClassFacts["floating"] {
  if (terms === null) {
    return null;
  }
  const { reference, marginPpm, floorPpm, capPpm } = terms;
  return { reference, marginPpm, floorPpm, capPpm };
}

function tierOf(tier: Tier, field: string, named: (party: Party) => Who): TierFacts {
  return {
    field,
    kind: tier.kind,
    rank: "rank" in tier ? tier.rank : 0,
    to: "to" in tier ? named(tier.to) : null,
    bps: "bps" in tier ? tier.bps : tier.kind === "participation" ? tier.givesUpBps : 0,
    amount: "amount" in tier ? tier.amount : 0n,
    feeBase: "feeBase" in tier ? tier.feeBase : "debt",
    purpose: "purpose" in tier ? tier.purpose : "all",
    min: "min" in tier ? tier.min : 0n,
    max: "max" in tier ? tier.max : 0n,
    fromTreasury: "fromTreasury" in tier && tier.fromTreasury,
    incomeOnly: "incomeOnly" in tier && tier.incomeOnly,
    maxAge: "maxAge" in tier ? tier.maxAge : 0,
    traps: "traps" in tier && tier.traps,
    base: "base" in tier ? tier.base : tier.kind === "participation" ? maskOf(tier.with) : 0,
    multipleBps:
      "multipleBps" in tier ? tier.multipleBps : tier.kind === "participation" ? tier.multiplierBps : 0,
    dealByDeal: "dealByDeal" in tier && tier.dealByDeal,
  };
}

function bookOf(book: BookTerms, field: string, named: (party: Party) => Who): BookFacts {
  return {
    field,
    rank: book.rank,
    number: book.number,
    allocation: book.allocation,
    offerPeriod: book.offerPeriod,
    drawDelay: book.drawDelay,
    hasRights: book.rightsUntil !== null,
    isReported: book.priceMaxAge > 0n,
    acceptsFreeze: book.acceptsFreeze,
    lead: book.lead === null ? null : named(book.lead.investor),
    extensionBps: book.extensionBps,
    lockUp: book.lockUp,
    isGated: book.gated,
    group: book.group,
    requiresTests: book.requiresTests,
    rewards: book.rewards.map(({ kind, rank }) => ({ kind, rank })),
    assets: book.assets.map(({ mint, adapter }) => ({ mint, adapter })),
  };
}

/** The facts with what the file calls kinds of disclosures and categories of investors, which the chain does not know. */
export function namedFacts(deal: Deal): DealFacts {
  const kinds = new Map(deal.disclosures.map(({ kind, name }) => [kind, name]));
  const categories = deal.tranches.map(
    ({ transfers }) => new Map(transfers.categories.map(({ number, name }) => [number, name])),
  );
  return { ...factsOfDeal(deal), names: { kinds, categories } };
}

/** The exceptional measures of a deal, with the time that each takes. */
const measureFacts = ({ measures }: Deal): DealFacts["measures"] => ({
  field: "measures",
  kinds:
    measures === null
      ? []
      : measuresHad({ kinds: measureBits(measures.kinds), days: measures.days, hours: measures.hours }),
});
