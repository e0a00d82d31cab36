import type { Moment } from "./moment.js";
import type { Party } from "./party.js";

/** A kind of disclosure that is published of a deal, one for each of its periods. */
export type DisclosureTerms = Readonly<{
  /** What the file calls it. */
  name: string;
  /** Its number on chain. */
  kind: number;
  /** How long its periods are. */
  months: number;
  /** The last day of its first period, in days since 1970. */
  from: number;
  /** How many days after the last day of a period it is due. */
  dueDays: number;
  /** Who posts it. */
  attestor: Party;
}>;

/** When owners may transfer and wrap shares; days since 1970. */
export type Windows =
  | Readonly<{ kind: "always" }>
  | Readonly<{ kind: "never" }>
  | Readonly<{ kind: "periodic"; months: number; from: number; openDays: number }>
  | Readonly<{ kind: "custom"; ranges: readonly Readonly<{ from: number; until: number }>[] }>;

/** A category of investors, as credentials state it. */
export type Category = Readonly<{ name: string; number: number }>;

/** Which category may transfer to which, by their numbers. */
export type CategoryMove = Readonly<{
  by: number;
  to: readonly number[];
  /** An offset counts from the creation of the security; `null`: from the start. */
  from: Moment | null;
}>;

/** When the shares of a tranche may move, by whom and to whom. */
export type TransferTerms = Readonly<{
  windows: Windows;
  /** The kinds of disclosures that a window waits for, by their numbers. */
  after: readonly number[];
  categories: readonly Category[];
  /** None: every category may transfer to every other. */
  moves: readonly CategoryMove[];
  /** By their numbers of ISO 3166-1. */
  refusedCountries: readonly number[];
  /** Whether who transfers needs a valid credential too. */
  senderQualified: boolean;
  /** The most that an owner transfers in a day, share base units; 0: no limit. */
  dailyShares: bigint;
  /** The most persons that can have a place; 0: no limit. */
  maxHolders: number;
  /** The most that the records of one person are allotted, share base units; 0: no limit. */
  maxShares: bigint;
  /** For how many days from the first lock promote points are locked; 0: they are not. */
  insiderLockDays: number;
  /** Who keeps how many shares while debt is outstanding, share base units. */
  retention: Readonly<{ owner: Party; shares: bigint }> | null;
}>;

/** The terms of shares that move freely. */
export const FREE_TRANSFERS: TransferTerms = {
  windows: { kind: "always" },
  after: [],
  categories: [],
  moves: [],
  refusedCountries: [],
  senderQualified: false,
  dailyShares: 0n,
  maxHolders: 0,
  maxShares: 0n,
  insiderLockDays: 0,
  retention: null,
};

/** For how long the shares that a book delivers are locked, in days: all of them, then ever fewer. */
export type LockUp = Readonly<{ cliffDays: number; vestingDays: number }>;

/** Shares that are free at once. */
export const NO_LOCK_UP: LockUp = { cliffDays: 0, vestingDays: 0 };
