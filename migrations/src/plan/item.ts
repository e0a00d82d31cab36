import type { Address } from "@solana/kit";
import { FEE } from "./cost.js";
import type { Difference } from "./differences.js";

/** The action on a part of a deal. */
export type Action =
  /** It does not exist. */
  | "create"
  /** It exists, differs, and can still be changed. */
  | "change"
  /** It exists as in the file. */
  | "keep"
  /** It exists, differs from the file, and can no longer be changed. */
  | "conflict";

/** A kind of thing that a deal is made of. */
export type Part =
  | "settlement mint"
  | "security"
  /** The qualifiers whose credentials admit holders. */
  | "qualifiers"
  | "tranche"
  /** The calendar of disclosures. */
  | "disclosures"
  /** How holders decide. */
  | "governance"
  /** Who is in control when. */
  | "control"
  /** The rules of a tranche for transfers of its shares. */
  | "transfers"
  /** A tranche's wrapper, with the mint of its units. */
  | "wrapper"
  | "waterfall"
  /** How shares of a class become shares of another. */
  | "conversion"
  /** The security's account for another mint. */
  | "vault"
  /** A rate that the reporter reports. */
  | "rate"
  /** A source of revenue, with its token account. */
  | "source"
  | "book"
  /** More places in the line of an open book. */
  | "line"
  /** The offer of an open book: all terms that may change, as one whole. */
  | "offer"
  /** The tip for settling a ticket of an open book. */
  | "tip"
  /** Another mint that a book takes. */
  | "asset"
  /** A series of warrants. */
  | "series"
  /** A reward by place in line. */
  | "curve"
  /** The budget for tips. */
  | "tips";

/** A part of a deal, created or changed by one transaction. */
export type PlanItem = Readonly<{
  part: Part;
  /** Its name, such as the tranche's. */
  name: string;
  /** Its field in the deal file, as in `books[0]`. */
  field: string;
  /** Its index among the tranches, the books, or other items of its kind. */
  index: number;
  /** Its index among the book's items of its kind. */
  inner: number;
  address: Address;
  action: Action;
  /** A note on it, for people. */
  note: string;
  /** A warning to whoever applies the deal; empty if there is none. */
  warning: string;
  differences: readonly Difference[];
  /** Whether its book's transaction creates it, so that it needs none of its own. */
  withBook: boolean;
  /** Lamports for rent and fee. */
  cost: bigint;
}>;

/** The properties of an item. */
export type Parts = Pick<PlanItem, "part" | "name" | "field" | "address"> & Partial<PlanItem>;

/** An item; one that is to be created costs a fee too. */
export function item(action: Action, parts: Parts): PlanItem {
  const sent = action === "create" || action === "change";
  const fee = parts.withBook === true ? 0n : FEE;
  return {
    index: 0,
    inner: 0,
    note: "",
    warning: "",
    differences: [],
    withBook: false,
    ...parts,
    action,
    cost: sent ? (parts.cost ?? 0n) + fee : 0n,
  };
}

/** An item that exists, whether or not it is as in the file. */
export function compared(parts: Parts, differences: readonly Difference[]): PlanItem {
  return differences.length === 0 ? item("keep", parts) : item("conflict", { ...parts, differences });
}

/** An address as a name: its ends. */
export function shortName(address: Address): string {
  return `${address.slice(0, 4)}..${address.slice(-4)}`;
}
