import type { Address } from "@solana/kit";
import type { ConversionBy } from "../conversions/outcome.js";
import type { FeeBaseName } from "../fee-bases.js";
import type { BusinessDayRule, CategoryMovesArgs, Conversion } from "../generated/index.js";
import type { MeasureHad } from "../measures/index.js";
import type { RegistrationTerms } from "../protocol-terms.js";
import type { ReservePurposeName, TierKind } from "../tiers.js";
import type { NumberNames, TransferRuleSet } from "../transfers/index.js";
import type { Consequence, TRIGGER_KINDS } from "../triggers.js";

/** Somebody: an address, or whoever is the sponsor. */
export type Who = Address | "sponsor";

/** What a tranche is. */
export type ClassKind = "debt" | "equity" | "cover";

/** Where a deal file says something; empty where the facts are from chain. */
export type Field = string;

/** When something happens: at a Unix time, or, before the security exists, a number of seconds after its creation. */
export type When = Readonly<{ kind: "at"; time: bigint }> | Readonly<{ kind: "after"; seconds: bigint }>;

/** A mint that a deal takes or pays in. */
export type MintFacts = Readonly<{
  mint: Address | "a new test mint";
  /** Whether its issuer can freeze accounts; `null` where only a cluster could tell. */
  freezable: boolean | null;
}>;

/** How the rate of a class follows a reference rate; rates in parts per million. */
export type FloatingFacts = Readonly<{
  /** The account of the reference rate. */
  reference: Address;
  marginPpm: number;
  floorPpm: number;
  /** 0: none. */
  capPpm: number;
}>;

/** What a cover pays for, and how long it stays. */
export type CoverFacts = Readonly<{
  /** The most that it pays for one loss, settlement base units; 0: all it has. */
  lossCap: bigint;
  /** The part of each loss that it pays, basis points; 0: all. */
  lossBps: number;
  /** Whether it stays while capital of equity is outstanding. */
  coversEquity: boolean;
}>;

/** A class of shares, by rank. */
export type ClassFacts = Readonly<{
  field: Field;
  kind: ClassKind;
  /** Whether it has a principal, which losses can take. */
  hasPar: boolean;
  /** Whether it is pari passu with the class before it. */
  pariPassu: boolean;
  /** If it is, in what its principal falls due otherwise than that class's. */
  differsIn: readonly ("amortisation" | "maturity" | "period")[];
  /** Interest or preferred return a year, parts per million; of a floating class, in its first period. */
  ratePpm: number;
  /** How its rate follows a reference rate; `null` if it is fixed. */
  floating: FloatingFacts | null;
  /** When that rate or the margin of the floating one rises, and by how many parts per million, in order. */
  stepUps: readonly Readonly<{ from: bigint; addPpm: number }>[];
  /** Of a cover alone. */
  cover: CoverFacts | null;
  /** Where its due dates move that are no business days. */
  businessDays: BusinessDayRule;
  /** Whether its interest may be paid in kind. */
  pik: Readonly<{ periods: number; noticeDays: number; marginPpm: number }>;
  /** Of the share mint. */
  decimals: number;
  /** Shares that exist, share base units. */
  issued: bigint;
  /** Shares set aside for open books, rewards and warrants, share base units. */
  setAside: bigint;
  /** The most shares that may ever exist, share base units. */
  authorised: bigint;
  /** Who takes the shares that no book grants if their number is fixed; `null` if it is not. */
  manager: Who | null;
  /** Its wrapper, and whether units of restricted shares are for whoever holds them; `null` if it has none. */
  wrapper: Readonly<{ bearer: boolean }> | null;
  /** How its shares are tokens. */
  form: "hooked" | "frozen";
  /** When its shares may move, by whom and to whom. */
  transfers: TransferFacts;
}>;

/** How much of a mint may be drawn within any period; a limit of 0 means no limit. In base units and seconds. */
export type LimitFacts = Readonly<{ limit: bigint; period: bigint }>;

/** How proceeds are drawn. */
export type DrawFacts = LimitFacts &
  Readonly<{
    /** When drawing must have begun; `null`: whenever the sponsor likes. */
    by: When | null;
    /** How much must have been drawn by then, settlement base units. */
    least: bigint;
    /** Whether the arbitrator signs too. */
    coSigned: boolean;
    /** Mints whose limit differs from the settlement mint's. */
    others: readonly (LimitFacts & Readonly<{ mint: Address; decimals: number }>)[];
  }>;

/** A tier of the waterfall. */
export type TierFacts = Readonly<{
  field: Field;
  kind: TierKind;
  /** Of the class that it pays; of a test, the most junior that is protected. */
  rank: number;
  /** Who is paid by a fee. */
  to: Who | null;
  /** A part of what comes in or of the debt outstanding, the least that a test asks for, or what a participation gives up, basis points. */
  bps: number;
  /** Settlement base units. */
  amount: bigint;
  /** What an annual fee is a part of. */
  feeBase: FeeBaseName;
  /** What a reserve may pay. */
  purpose: ReservePurposeName;
  /** The least that an annual fee comes to in a year, settlement base units; 0: no minimum. */
  min: bigint;
  /** The most that it comes to in a year; 0: no maximum. */
  max: bigint;
  /** Whether a fee or expenses may be paid out of the treasury too. */
  fromTreasury: boolean;
  /** Whether a fee is a part of the income only. */
  incomeOnly: boolean;
  /** Of a test of collateral: for how many days a report of the pool's worth is valid. */
  maxAge: number;
  /** Of a test: whether money is trapped while it fails, instead of repaying debts. */
  traps: boolean;
  /** Of a carry: the class whose profit it is taken from; of a share: those that it shares with, bit n is rank n. */
  base: number;
  /** Of a carry: the multiple of that class's capital that is earned first, 0: none; of a share: how often its capital counts. Basis points. */
  multipleBps: number;
  /** Of a carry: whether it is paid while capital is outstanding. */
  dealByDeal: boolean;
}>;

/** Whether the sponsor has a power after the first lock as well. */
export const mayAlways = ({ control }: Pick<DealFacts, "control">, power: string): boolean =>
  control === null || control.powers.sponsor.includes(power);

/** Whether anything in the waterfall depends on what the reporter says the pool is worth. */
export function needsPool({ tiers, triggers }: Pick<DealFacts, "tiers" | "triggers">): boolean {
  return (
    tiers.some(
      ({ kind, feeBase, bps }) =>
        kind === "collateral test" || (kind === "annual fee" && feeBase === "pool" && bps > 0),
    ) || triggers.some(({ kind }) => kind === "collateral")
  );
}

/** How principal flows, which is what the assets repay. */
export type PrincipalFacts = Readonly<{
  /** Until when it waits for the sponsor to buy new assets; `null`: it does not. */
  revolvingUntil: When | null;
  /** From when it repays the debts in proportion, while the floors stand; `null`: the most senior first. */
  proRataFrom: When | null;
  /** Whether it also pays interest of debts that income leaves unpaid. */
  paysInterest: boolean;
}>;

/** When the shares of a class may move, by whom and to whom. */
export type TransferFacts = Omit<TransferRuleSet, "moves" | "retained"> &
  Readonly<{
    /** `null`: each category may pass shares to each. */
    moves: Readonly<{
      always: CategoryMovesArgs["always"];
      later: CategoryMovesArgs["later"];
      /** `null` without later moves. */
      laterFrom: When | null;
    }> | null;
    /** Who keeps how many shares while debt is outstanding, share base units. */
    retained: Readonly<{ owner: Who; shares: bigint }> | null;
  }>;

/** A kind of disclosure that is published of a deal. */
export type PublishedFacts = Readonly<{
  field: Field;
  kind: number;
  /** How long its periods are. */
  months: number;
  /** The last day of the first, in days since 1970. */
  from: number;
  dueDays: number;
  attestor: Who;
}>;

/** How shares of a class become shares of another. */
export type ConversionFacts = Readonly<{
  field: Field;
  /** The rank of the class whose shares are given. */
  from: number;
  /** The rank of the class whose shares are received; `null`: it is of another security. */
  into: number | null;
  /** Of the mint of the shares that are received. */
  intoDecimals: number;
  by: ConversionBy;
  /** Whether it needs no resolution any more. */
  isApproved: boolean;
  /** The place of the trigger; 0 without one. */
  trigger: number;
  /** What a share becomes, in the program's form. */
  rule: Pick<Conversion, "rule" | "ratioTo" | "ratioFrom" | "floor" | "cap" | "discountBps" | "withInterest">;
  opens: When;
  closes: When;
  /** Shares that were set aside for it at first, share base units. */
  shares: bigint;
  /** Whether the whole class was converted. */
  isDone: boolean;
}>;

/** How the holders of a deal decide; parts are basis points of the shares of a class. */
export type GovernanceFacts = Readonly<{
  field: Field;
  /** Days from a proposal to its vote, of the vote, and from its close until it can be executed. */
  noticeDays: number;
  votingDays: number;
  timelockDays: number;
  /** By rank: the part that consents, the quorum of a majority of votes, and the part that proposes. */
  classes: readonly Readonly<{
    field: Field;
    consentBps: number;
    quorumBps: number;
    proposalBps: number;
  }>[];
}>;

/** A book that is open or to be opened. */
export type BookFacts = Readonly<{
  field: Field;
  /** Of the class whose shares it offers. */
  rank: number;
  /** Its number among the class's books. */
  number: number;
  allocation: "first-come" | "pro-rata" | "discretionary";
  /** Seconds for which an offer made later stays open before it may be locked. */
  offerPeriod: bigint;
  /** Seconds for which proceeds stay in escrow after the lock. */
  drawDelay: bigint;
  /** Whether holders of the class are asked first. */
  hasRights: boolean;
  /** Whether the reporter sets the price, within a band. */
  isReported: boolean;
  acceptsFreeze: boolean;
  lead: Who | null;
  /** The part of the money in line that can extend the deadline, basis points; 0: nothing can. */
  extensionBps: number;
  /** For how many days from the lock what it delivers is locked, and over how many more that becomes free. */
  lockUp: Readonly<{ cliffDays: number; vestingDays: number }>;
  /** Whether money comes in only from owners with a valid credential. */
  isGated: boolean;
  /** The group of books that it closes together with; 0: none. */
  group: number;
  /** Whether that group is locked only if the tests of subordination and of collateral hold with what it locks. */
  requiresTests: boolean;
  /** What its rewards pay, and the rank of the class that it is, or buys. */
  rewards: readonly Readonly<{ kind: "warrants" | "bonus-shares" | "promote-points"; rank: number }>[];
  assets: readonly Readonly<{ mint: Address; adapter: "one-to-one" | "reported" | "stake-pool" }>[];
}>;

/** What a trigger tests. */
export type TriggerFacts = Readonly<{
  kind: (typeof TRIGGER_KINDS)[number];
  /** Days for which it may fail before it has consequences. */
  cureDays: number;
  /** What follows then. */
  consequences: readonly Consequence[];
}>;

/** Who is in control when. */
export type ControlFacts = Readonly<{
  field: string;
  /** Who acts; `null`: nobody. */
  agents: Readonly<{ investors: Who | null; lenders: Who | null }>;
  /** What whoever acts may do, by the names of the powers. */
  powers: Readonly<{ sponsor: readonly string[]; investors: readonly string[]; lenders: readonly string[] }>;
  /** Days that what an agent announces waits. */
  actDays: number;
}>;

/** What the deal's file calls kinds of disclosures and, by class, categories of investors. */
export type FactNames = Readonly<{ kinds: NumberNames; categories: readonly NumberNames[] }>;

/** Where proceeds in a mint go. */
export type DestinationFacts = Readonly<{
  /** A token account, or in words where only a cluster could tell which. */
  account: string;
  /** The mint that it holds; `null` for what is no token account. */
  mint: MintFacts["mint"] | null;
}>;

/**
 * A deal as far as an investor should know it before reading further: the same from its file as from chain, so that one
 * set of rules can derive the disclosures.
 */
export type DealFacts = Readonly<{
  roles: Readonly<{ servicer: Who; reporter: Who; arbitrator: Who }>;
  qualifiers: readonly Who[];
  /** How protocols, addresses of programs, may register themselves beside them; `null`: they may not. */
  protocols: RegistrationTerms | null;
  /** Where proceeds go. */
  destinations: readonly DestinationFacts[];
  /** Whose account receives payments that could not be made, and after how many days; `null` if they wait. */
  escheat: Readonly<{ owner: Who; days: number }> | null;
  /** Of the settlement mint. */
  decimals: number;
  /** The settlement mint, then the others by address. */
  mints: readonly MintFacts[];
  classes: readonly ClassFacts[];
  tiers: readonly TierFacts[];
  triggers: readonly TriggerFacts[];
  principal: PrincipalFacts;
  /** By rank and number. */
  books: readonly BookFacts[];
  /** How many sources of revenue are registered, or will be. */
  sources: number;
  /** What is published of the deal, by kind. */
  published: readonly PublishedFacts[];
  /** How its holders decide; `null` where they decide nothing. */
  governance: GovernanceFacts | null;
  /** Who is in control when; `null`: the sponsor, for good. */
  control: ControlFacts | null;
  /** The exceptional measures that the security has, with the days that each waits. */
  measures: Readonly<{ field: Field; kinds: readonly MeasureHad[] }>;
  /** How shares become those of another class, by rank of the class that is given and number. */
  conversions: readonly ConversionFacts[];
  draw: DrawFacts;
  /** The delivery that proceeds wait for, and whether the arbitrator has confirmed it; `null` if there is none. */
  delivery: Readonly<{ by: When; isConfirmed: boolean }> | null;
  /** Seconds for which an announced loss waits before it takes effect. */
  lossNotice: bigint;
  /** The most that the pool's reported worth may move in a day, basis points. */
  poolDailyBps: number;
  /** Whether the classes' terms and the waterfall can still change. */
  isNegotiable: boolean;
  /** What the deal's file calls what the chain has numbers for, where that is to be said. */
  names?: FactNames | undefined;
}>;
