import type { Address } from "@solana/kit";
import type { BusinessDays, Consequence, PikTermsArgs, RegistrationTerms } from "../client.js";
import type { ControlTerms } from "./control.js";
import type { ConversionTerms } from "./conversions.js";
import type { GovernanceTerms } from "./governance.js";
import type { MeasuresTerms } from "./measures.js";
import type { Moment } from "./moment.js";
import type { Party } from "./party.js";
import type { Payment } from "./payment.js";
import type { Position } from "./problem.js";
import type { Tier } from "./tier.js";
import type { DisclosureTerms, LockUp, TransferTerms } from "./transfers.js";

export type { ClassVoteTerms, GovernanceTerms } from "./governance.js";
export type { Moment } from "./moment.js";
export type { Party } from "./party.js";
export type { Payment } from "./payment.js";
export type { EntitlementKind, Tier, TierKind } from "./tier.js";
export type {
  CategoryMove,
  DisclosureTerms,
  LockUp,
  TransferTerms,
  Windows,
} from "./transfers.js";

/** The security's settlement mint. */
export type SettlementMint =
  | Readonly<{ kind: "existing"; address: Address; decimals: number }>
  /** A mint for development, created with the deal. */
  | Readonly<{ kind: "create"; decimals: number }>;

/** Where proceeds may be drawn to; of a mint, or of the settlement mint where that is `null`. */
export type Destination = Readonly<{ mint: Address | null }> &
  (
    | Readonly<{ kind: "account"; address: Address }>
    /** The associated token account of an owner. */
    | Readonly<{ kind: "owner"; owner: Party }>
  );

/** How proceeds may be drawn. Amounts are settlement base units. */
export type DrawTerms = Readonly<{
  /** The most within any period; 0: no limit. */
  limit: bigint;
  /** Seconds; 0 without a limit. */
  period: bigint;
  /** Until when drawing must have begun; an offset counts from the creation of the security. `null`: no date. */
  by: Moment | null;
  /** How much must have been drawn by then; 0 without a date. */
  least: bigint;
  /** Whether the arbitrator signs too. */
  coSigned: boolean;
}>;

/** How interest days are counted. */
export type DayCount = "act/365" | "act/360" | "30e/360" | "30/360" | "act/act";
/** When principal falls due. */
export type Amortisation = "bullet" | "linear" | "sweep" | "level" | "custom";
/** What prepaid principal of linear debt counts against: the next instalments, or all remaining ones alike. */
export type Prepayments = "in_order" | "pro_rata";
/** A day: in Unix time at midnight UTC, or months from the day the security is created. */
export type TermDay = Readonly<{ kind: "at"; time: bigint }> | Readonly<{ kind: "term"; months: number }>;

/** How a rate follows a reference rate; rates in parts per million a year. */
export type FloatingTerms = Readonly<{
  /** The account of the reference rate. */
  reference: Address;
  marginPpm: number;
  floorPpm: number;
  /** 0: none. */
  capPpm: number;
  /** Days before a due date on which the rate of the period that begins with it can be fixed. */
  fixingDays: number;
}>;

/** An increase of a rate or margin for the periods that begin on a day or later. */
export type StepUp = Readonly<{
  /** At midnight UTC, Unix time; a business day where due dates move. */
  from: bigint;
  /** Parts per million a year. */
  addPpm: number;
}>;

/** The return on principal: interest, or a preferred return. */
export type CapitalTerms = Readonly<{
  /** Interest a year in parts per million, of a floating class in its first period; 0: none. */
  ratePpm: number;
  /** How the rate follows a reference rate; `null` if it is fixed. */
  floating: FloatingTerms | null;
  /** Dated increases of the rate, of a floating class of the margin, in order. */
  stepUps: readonly StepUp[];
  /** Further interest while it is overdue; 0: none. */
  defaultMarginPpm: number;
  dayCount: DayCount;
  /** Whether arrears bear interest. */
  compounding: boolean;
  /** Principal of one whole share, settlement base units. */
  par: bigint;
}>;

/** A part of a custom schedule. */
export type CustomPart = Readonly<{
  on: TermDay;
  /** Of the principal issued, basis points. */
  bps: number;
}>;

/** The terms that only a debt tranche has. */
export type DebtTerms = CapitalTerms &
  Readonly<{
    amortisation: Amortisation;
    maturity: TermDay;
    /** Of linear or level debt; `null`: the first due date, and for other debt. */
    firstInstalment: TermDay | null;
    /** The parts of a custom schedule, in the order of their days; none of other debt. */
    instalments: readonly CustomPart[];
    prepayments: Prepayments;
    /** Whether interest may be paid in kind. */
    pik: PikTermsArgs;
  }>;

/** What a tranche is. */
export type TrancheKind = "debt" | "equity" | "cover";

/** How far shares reach as plain tokens: the units of the tranche's wrapper. */
export type WrappedTerms = Readonly<{
  /** What the mint of units is called; `null` for units of SPL Token, whose mints have no name. */
  unit: Readonly<{ name: string; symbol: string; uri: string }> | null;
  /** Whether whoever holds units needs no credential although the shares require one. */
  bearer: boolean;
}>;

/** How shares are tokens: with a hook that sees each transfer, or frozen outside exchange windows and plain in them. */
export type ShareFormName = "hooked" | "frozen";

/** A tranche of a deal; its rank is its place in the list. */
export type TrancheTerms = Readonly<{
  name: string;
  symbol: string;
  uri: string;
  kind: TrancheKind;
  /** The terms of a debt tranche; `null` for others. */
  debt: DebtTerms | null;
  /** The capital of an equity that has some, or of a cover; `null` for others. */
  capital: CapitalTerms | null;
  /** Months between due dates; 0: unpaid interest becomes arrears with each distribution. */
  periodMonths: number;
  /** The first due date; `null`: of a debt it is counted back from the maturity, of others it is a period after the start. */
  firstDue: TermDay | null;
  /** Where its due dates, maturity and parts move that are no business days, with all holidays of the deal's calendar. */
  businessDays: BusinessDays;
  /** Days over which money that it receives reaches its holders; 0: at once. */
  smoothingDays: number;
  /** The most that a cover pays for one loss, settlement base units; 0: all it has. */
  lossCap: bigint;
  /** The part of each loss that a cover pays, basis points; 0: all of it. */
  lossBps: number;
  /** Whether a cover stays while capital of equity is outstanding, also once the debts are repaid. */
  coversEquity: boolean;
  /** Whether it is pari passu with the tranche before it. */
  pariPassu: boolean;
  /** Decimals of the share mint. */
  decimals: number;
  /** The most shares that may ever exist, share base units; by default as many as its books and rewards need. */
  authorised: bigint;
  /** Whether the file says so. */
  saysAuthorised: boolean;
  /** The shares that its books, rewards and warrants in the file can issue, share base units. */
  offered: bigint;
  /** Who takes the shares that no book grants if their number is fixed; `null` if it is not. */
  manager: Party | null;
  /** Its wrapper; `null` if it has none. */
  wrapped: WrappedTerms | null;
  /** When its shares may move, by whom and to whom. */
  transfers: TransferTerms;
  /** How its shares are tokens. */
  form: ShareFormName;
}>;

/** A test; while it fails, nothing is drawn. Parts in basis points, `maxAge` and `days` in days. */
export type Trigger = Readonly<{
  test:
    | Readonly<{ kind: "subordination"; rank: number; least: number }>
    | Readonly<{ kind: "losses"; most: number }>
    | Readonly<{ kind: "overdue"; rank: number; days: number }>
    /** `maxAge` in days. */
    | Readonly<{ kind: "collateral"; rank: number; least: number; maxAge: number }>
    | Readonly<{ kind: "loan to value"; rank: number; most: number; maxAge: number }>
    | Readonly<{ kind: "report overdue"; days: number }>
    /** `of` is the kind of the disclosure. */
    | Readonly<{ kind: "disclosure overdue"; of: number; days: number }>
    | Readonly<{ kind: "event" }>
    /** Settlement base units. */
    | Readonly<{ kind: "net worth"; amount: bigint; maxAge: number }>;
  /** Days that it may fail before it has consequences. */
  cureDays: number;
  /** What follows then. */
  consequences: readonly Consequence[];
}>;

/** How principal flows, which is what the assets repay. */
export type PrincipalTerms = Readonly<{
  /** From when it repays the debts in proportion; an offset counts from the creation. `null`: the most senior first. */
  proRataFrom: Moment | null;
  /** Whether it also pays interest that income leaves unpaid. */
  paysInterest: boolean;
}>;

/** A source of revenue, with a token account that its payer pays. */
export type SourceTerms = Readonly<{
  note: string;
  /** Whether all that it takes in is principal. */
  isPrincipal: boolean;
  /** `null`: the settlement mint. */
  mint: Address | null;
  /** The fewest days over which a collection reaches holders. */
  releaseDays: number;
}>;

/** Who gets in when more is committed than the cap takes. */
export type Allocation = "first-come" | "pro-rata" | "discretionary";

/** What a reward pays. */
export type RewardKind = "warrants" | "bonus-shares" | "promote-points";

/** A point of a reward curve: money from the head of the line, and its total reward, in base units. */
export type Knot = Readonly<{
  /** Settlement base units. */
  money: bigint;
  /** Base units of what the curve pays in. */
  reward: bigint;
  /** How the rate falls on the segment that ends here; 0: it is constant. See the program's `Knot`. */
  bend: bigint;
}>;

/** The terms of a series of warrants. */
export type SeriesTerms = Readonly<{
  /** The price of one whole share, settlement base units. */
  strike: bigint;
  /** An offset counts from the creation of the series. */
  expires: Moment;
}>;

/** A reward by place in line. */
export type Reward = Readonly<{
  kind: RewardKind;
  /** The rank of the tranche whose shares it pays, or lets buy. */
  rank: number;
  /** The series that warrants are of; `null` for shares. */
  series: SeriesTerms | null;
  curve: readonly Knot[];
}>;

/** Where the rate of an asset is read. */
export type Adapter = "one-to-one" | "reported" | "stake-pool";

/** A mint that a book takes besides the settlement mint. */
export type AssetTerms = Readonly<{
  mint: Address;
  adapter: Adapter;
  /** The stake pool; `null` for other adapters. */
  source: Address | null;
  /** How old a reported rate may be, seconds; 0 for other adapters. */
  maxAge: bigint;
  /** The most that a reported rate may move in a day, basis points; 0 for other adapters. */
  dailyBps: number;
}>;

/** A book of a deal. Money is in settlement base units, tips in lamports; 0 means no limit or no tip. */
export type BookTerms = Readonly<{
  /** The rank of the tranche whose shares it offers. */
  rank: number;
  /** Its number among the tranche's books. */
  number: number;
  allocation: Allocation;
  /** Price of one whole share; the highest if it is reported. */
  price: bigint;
  /** The lowest price if it is reported, otherwise the price. */
  priceMin: bigint;
  /** How old a reported price may be, seconds; 0: the price is fixed. */
  priceMaxAge: bigint;
  /** The most that a reported price may move in a day, basis points. */
  priceDailyBps: number;
  /** Less than this is refunded. */
  minimum: bigint;
  /** The most that is accepted. */
  cap: bigint;
  /** The smallest ticket. */
  minTicket: bigint;
  /** The largest ticket. */
  maxTicket: bigint;
  /** The most for one owner. */
  ownerLimit: bigint;
  opensAt: Moment;
  /** `null`: there is no offer yet. */
  offerEnds: Moment | null;
  /** Seconds. */
  offerPeriod: bigint;
  /** How long proceeds stay in escrow after the lock, seconds. */
  drawDelay: bigint;
  deadline: Moment;
  /** `null`: the deadline. */
  latestDeadline: Moment | null;
  /** Until when the tranche's holders alone may deposit; `null`: it is for everybody at once. */
  rightsUntil: Moment | null;
  /** For how long the shares that it delivers are locked. */
  lockUp: LockUp;
  /** Whether money comes in only from owners with a valid credential. */
  gated: boolean;
  /** The group that it closes together with, 1 to 4; 0: it closes by itself. */
  group: number;
  /** Books of the file in that group; 0 without one. */
  groupSize: number;
  /** Whether that group is locked only if the tests of the structure hold with what it locks. */
  requiresTests: boolean;
  /** The part of the money in line that can extend the deadline, basis points. */
  extensionBps: number;
  lead: Readonly<{ investor: Party; minimum: bigint }> | null;
  rewards: readonly Reward[];
  assets: readonly AssetTerms[];
  acceptsFreeze: boolean;
  /** The tip for settling or refunding a ticket. */
  tip: bigint;
  /** The budget for tips. */
  tipBudget: bigint;
  /** Places in line. */
  linePlaces: number;
  termsSha256: Uint8Array;
}>;

/** A deal file, read and checked. */
export type Deal = Readonly<{
  /** The file, as the caller named it. */
  file: string;
  /** The sponsor's number for the security. */
  id: bigint;
  /** The only address that may apply the deal; `null` if anyone may. */
  sponsor: Address | null;
  document: Readonly<{ uri: string; sha256: Uint8Array }>;
  /** Who created the security, if that was another sponsor; `null` if it is the present one. */
  origin: Address | null;
  roles: Readonly<{ servicer: Party; reporter: Party; arbitrator: Address }>;
  settlementMint: SettlementMint;
  destinations: readonly Destination[];
  draw: DrawTerms;
  /**
   * Until when the arbitrator must confirm a delivery before anything can be drawn; an offset counts from the creation
   * of the security. `null`: none is awaited.
   */
  deliveryBy: Moment | null;
  /** Its exceptional measures; `null`: it has none. */
  measures: MeasuresTerms | null;
  /** The qualifiers whose credentials admit holders; if there are none, anyone may hold shares. */
  qualifiers: readonly Address[];
  /** How protocols, addresses of programs, may register themselves beside them; `null`: they may not. */
  protocols: RegistrationTerms | null;
  /** Settlement base units. */
  minDistribution: bigint;
  /** The most that a bot is tipped for paying a holder: settlement base units, and basis points of the payment. */
  paymentTip: Readonly<{ most: bigint; bps: number }> | null;
  /** Whose account failed payments go to, and for how many days payment must have failed first. */
  escheat: Readonly<{ owner: Party; days: number }> | null;
  /** How long an announced loss waits before it takes effect, seconds. */
  lossNotice: bigint;
  /** The most that the pool's reported value may move in a day, basis points. */
  poolDailyBps: number;
  /** The mints besides the settlement mint that distributions may come in. */
  payoutMints: readonly Address[];
  /** The most senior first. */
  tranches: readonly TrancheTerms[];
  waterfall: readonly Tier[];
  triggers: readonly Trigger[];
  /** Until when no principal is repaid; an offset counts from the creation of the security. `null`: it is repaid. */
  revolvingUntil: Moment | null;
  principal: PrincipalTerms;
  sources: readonly SourceTerms[];
  /** What is published of it, in the order of the file. */
  disclosures: readonly DisclosureTerms[];
  /** How its holders decide; `null` if they decide nothing. */
  governance: GovernanceTerms | null;
  /** Who is in control when; `null`: the sponsor, for good. */
  control: ControlTerms | null;
  /** How shares of classes become shares of others, in the order of the file. */
  conversions: readonly ConversionTerms[];
  books: readonly BookTerms[];
  payments: readonly Payment[];
  /** The place of each field in the file, by paths such as `books[0].cap`. */
  positions: ReadonlyMap<string, Position>;
}>;
