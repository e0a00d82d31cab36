import type { Address } from "@solana/kit";
import type { Position } from "./problem.js";

/** An address, or whoever applies the deal. */
export type Party = Address | "sponsor";

/** What the security settles in. */
export type SettlementMint =
  | Readonly<{ kind: "existing"; address: Address; decimals: number }>
  /** A mint for development, created with the deal. */
  | Readonly<{ kind: "create"; decimals: number }>;

/** Where proceeds may be drawn to. */
export type Destination =
  | Readonly<{ kind: "account"; address: Address }>
  /** The associated token account of an owner. */
  | Readonly<{ kind: "owner"; owner: Party }>;

/** When something happens: at a Unix time, or so many seconds after the book opens. */
export type Moment = Readonly<{ kind: "at"; time: bigint }> | Readonly<{ kind: "after"; seconds: bigint }>;

/** How interest days are counted. */
export type DayCount = "act/365" | "act/360" | "30e/360";
/** When principal falls due. */
export type Amortisation = "bullet" | "linear" | "sweep";

/** The terms that only a debt tranche has. */
export type DebtTerms = Readonly<{
  /** Interest a year in basis points. */
  rateBps: number;
  dayCount: DayCount;
  amortisation: Amortisation;
  /** Whether arrears bear interest. */
  compounding: boolean;
  /** Unix time, or months from the day the security is created. */
  maturity: Readonly<{ kind: "at"; time: bigint }> | Readonly<{ kind: "term"; months: number }>;
  /** Principal of one whole share, settlement base units. */
  par: bigint;
}>;

/** A tranche of a deal; its rank is its place in the list. */
export type TrancheTerms = Readonly<{
  name: string;
  symbol: string;
  uri: string;
  kind: "debt" | "equity";
  /** The terms of a debt tranche; `null` for equity. */
  debt: DebtTerms | null;
  /** Decimals of the share mint. */
  decimals: number;
  /** Share base units. */
  minShares: bigint;
}>;

/** What a tier of the waterfall pays. */
export type TierKind = "interest" | "arrears" | "principal" | "residual";

/** A tier of the waterfall. */
export type Tier = Readonly<{
  kind: TierKind;
  /** The rank of the tranche it pays. */
  rank: number;
}>;

/** A book of a deal. Money is in settlement base units. */
export type BookTerms = Readonly<{
  /** The rank of the tranche whose shares it offers. */
  rank: number;
  /** Its number among the tranche's books. */
  number: number;
  /** Price of one whole share. */
  price: bigint;
  minimum: bigint;
  cap: bigint;
  minTicket: bigint;
  opensAt: Moment;
  offerEnds: Moment;
  deadline: Moment;
  /** Places in line. */
  linePlaces: number;
  termsSha256: Uint8Array;
}>;

/** A payment that the security expects, or has had. */
export type Payment = Readonly<{
  /** The first day of the period, Unix time at midnight UTC. */
  periodStart: bigint;
  /** The day after the last, Unix time at midnight UTC. */
  periodEnd: bigint;
  /** Settlement base units. */
  amount: bigint;
  /** Where the money comes from. */
  note: string;
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
  roles: Readonly<{ servicer: Party; reporter: Party; arbitrator: Party }>;
  settlementMint: SettlementMint;
  destinations: readonly Destination[];
  /** Settlement base units. */
  minDistribution: bigint;
  /** The most senior first. */
  tranches: readonly TrancheTerms[];
  waterfall: readonly Tier[];
  books: readonly BookTerms[];
  payments: readonly Payment[];
  /** Where each field stands in the file, as in `books[0].cap`. */
  positions: ReadonlyMap<string, Position>;
}>;
