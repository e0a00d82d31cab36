import type { Address } from "@solana/kit";
import type { TierKind } from "../tiers.js";

/** Somebody: an address, or whoever is the sponsor. */
export type Who = Address | "sponsor";

/** What a tranche is. */
export type ClassKind = "debt" | "equity" | "cover";

/** Where a deal file says something; empty where the facts are from chain. */
export type Field = string;

/** A mint that a deal takes or pays in. */
export type MintFacts = Readonly<{
  mint: Address | "a new test mint";
  /** Whether its issuer can freeze accounts; `null` where only a cluster could tell. */
  freezable: boolean | null;
}>;

/** A class of shares, by rank. */
export type ClassFacts = Readonly<{
  field: Field;
  kind: ClassKind;
  /** Whether it has a principal, which losses can take. */
  hasPar: boolean;
  /** Interest or preferred return a year, parts per million. */
  ratePpm: number;
  /** Who takes the shares that no book grants, where their number is fixed; `null`: it is not. */
  manager: Who | null;
}>;

/** A tier of the waterfall. */
export type TierFacts = Readonly<{
  field: Field;
  kind: TierKind;
  rank: number;
  /** Who is paid by a fee. */
  to: Who | null;
  bps: number;
  /** Settlement base units. */
  amount: bigint;
}>;

/** A book that is open or to be opened. */
export type BookFacts = Readonly<{
  field: Field;
  rank: number;
  number: number;
  allocation: "first-come" | "pro-rata" | "discretionary";
  /** Seconds for which an offer made later stays open before it may be locked. */
  offerPeriod: bigint;
  /** Whether the reporter says the price, within a band. */
  isReported: boolean;
  acceptsFreeze: boolean;
  lead: Who | null;
  /** The part of the money in line that can extend the deadline, basis points; 0: nothing can. */
  extensionBps: number;
  /** The group of books that it closes together with; 0: none. */
  group: number;
  /** What its rewards pay, and the rank of the class that it is, or buys. */
  rewards: readonly Readonly<{ kind: "warrants" | "bonus-shares" | "promote-points"; rank: number }>[];
  assets: readonly Readonly<{ mint: Address; adapter: "one-to-one" | "reported" | "stake-pool" }>[];
}>;

/** What a trigger tests. */
export type TriggerFacts = Readonly<{
  kind: "subordination" | "losses" | "overdue" | "collateral";
  cureDays: number;
}>;

/**
 * A deal as far as an investor should know it before reading further: the same from its file as from chain, so that one
 * set of rules says what follows.
 */
export type DealFacts = Readonly<{
  roles: Readonly<{ servicer: Who; reporter: Who; arbitrator: Who }>;
  qualifiers: readonly Who[];
  /** Where proceeds go: token accounts, or in words where only a cluster could tell which. */
  destinations: readonly string[];
  /** Whose account gets what nobody could be paid, after so many days; `null`: it waits. */
  escheat: Readonly<{ owner: Who; days: number }> | null;
  decimals: number;
  /** The settlement mint, then the others by address. */
  mints: readonly MintFacts[];
  classes: readonly ClassFacts[];
  tiers: readonly TierFacts[];
  triggers: readonly TriggerFacts[];
  /** By rank and number. */
  books: readonly BookFacts[];
  /** How many sources of revenue are registered or to be. */
  sources: number;
  /** Whether proceeds wait for a delivery, or did. */
  awaitsDelivery: boolean;
}>;
