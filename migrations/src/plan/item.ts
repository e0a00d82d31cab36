import type { Address } from "@solana/kit";
import { FEE } from "./cost.js";
import type { Difference } from "./differences.js";

/** What would be done with a part of a deal. */
export type Action =
  /** It is not there. */
  | "create"
  /** It is there and may still be changed. */
  | "change"
  /** It is there as the file has it. */
  | "keep"
  /** It is there, otherwise than the file has it, and can no longer be changed. */
  | "conflict";

/** A kind of thing that a deal is made of. */
export type Part =
  | "settlement mint"
  | "security"
  /** Whose credentials admit holders. */
  | "qualifiers"
  | "tranche"
  | "waterfall"
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
  /** What whoever settles a ticket of an open book is paid. */
  | "tip"
  /** Another mint that a book takes. */
  | "asset"
  /** A series of warrants. */
  | "series"
  /** A reward by place in line. */
  | "curve"
  /** What is put aside for tips. */
  | "tips";

/** A part of a deal, made by one transaction. */
export type PlanItem = Readonly<{
  part: Part;
  /** What it is called: the tranche's name, say. */
  name: string;
  /** Its field in the deal file, as in `books[0]`. */
  field: string;
  /** Its place among the tranches, or the books, or whatever it is one of. */
  index: number;
  /** Its place among what the book has of its kind. */
  inner: number;
  address: Address;
  action: Action;
  /** What is special about it, for people. */
  note: string;
  /** What whoever applies the deal must know before; empty if there is nothing. */
  warning: string;
  differences: readonly Difference[];
  /** Whether it is made by its book's transaction, and needs none of its own. */
  withBook: boolean;
  /** Lamports for rent and fee. */
  cost: bigint;
}>;

/** What makes an item. */
export type Parts = Pick<PlanItem, "part" | "name" | "field" | "address"> & Partial<PlanItem>;

/** An item; one that is to be made costs a fee too. */
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

/** An item that is there, as the file has it or otherwise. */
export function compared(parts: Parts, differences: readonly Difference[]): PlanItem {
  return differences.length === 0 ? item("keep", parts) : item("conflict", { ...parts, differences });
}

/** An address as a name: its ends. */
export function shortName(address: Address): string {
  return `${address.slice(0, 4)}..${address.slice(-4)}`;
}
