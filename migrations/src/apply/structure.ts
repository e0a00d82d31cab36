import type { Address } from "@solana/kit";
import {
  type ConversionTermsArgs,
  type MeasureTermsArgs,
  sharesFor,
  type TrancheKindArgs,
  type TrancheTermsArgs,
  type TransferRuleSet,
  type WaterfallRulesArgs,
} from "../client.js";
import { ownRank } from "../deal/conversions.js";
import type { BookTerms, Deal } from "../deal/model.js";
import { newConversionOf } from "../plan/conversion-items.js";
import { bookClock } from "../plan/opening.js";
import { measureTermsOf, trancheTermsOf } from "../plan/terms.js";
import { transferRulesFor } from "../plan/transfer-terms.js";
import { KINDS } from "./instructions.js";
import { rulesOf } from "./rule-instructions.js";
import { at } from "./step.js";

/** The structure of a deal, as the program takes it. */
export type Structure = Readonly<{
  /** By rank. */
  tranches: readonly Readonly<{
    kind: TrancheKindArgs;
    terms: TrancheTermsArgs;
    /** Decimals of the share mint. */
    decimals: number;
    /** Share base units. */
    authorised: bigint;
    /** Whether the number of shares is fixed. */
    fixed: boolean;
    /** Whether its shares require a credential. */
    restricted: boolean;
    /** Whether it has a wrapper. */
    wrapped: boolean;
    /** Its rules for transfers. */
    transfers: TransferRuleSet;
    /** Whether it is in the frozen form. */
    frozen: boolean;
  }>[];
  rules: WaterfallRulesArgs;
  measures: MeasureTermsArgs;
  /** Those between its tranches, by their ranks, in the order of the file. */
  conversions: readonly Readonly<{ from: number; into: number; terms: ConversionTermsArgs }>[];
}>;

/** The structure of a deal that is created at a Unix time. */
export function structureOf(
  deal: Deal,
  { sponsor, createdAt }: Readonly<{ sponsor: Address; createdAt: bigint }>,
): Structure {
  return {
    tranches: deal.tranches.map((tranche) => ({
      kind: KINDS[tranche.kind],
      terms: trancheTermsOf(tranche, createdAt),
      decimals: tranche.decimals,
      authorised: tranche.authorised,
      fixed: tranche.manager !== null,
      restricted: deal.qualifiers.length > 0,
      wrapped: tranche.wrapped !== null,
      transfers: transferRulesFor(tranche.transfers, { sponsor, createdAt }),
      frozen: tranche.form === "frozen",
    })),
    rules: rulesOf(deal, { sponsor, createdAt }),
    measures: measureTermsOf(deal),
    conversions: deal.conversions.flatMap((terms) => {
      const into = ownRank(terms);
      const { from, number } = terms;
      return into === undefined
        ? []
        : [{ from, into, terms: { ...newConversionOf(terms, createdAt), number } }];
    }),
  };
}

/** A book as it is locked: when, Unix time; what it issues, share base units; for how much, settlement base units. */
export type Lock = Readonly<{ at: bigint; rank: number; shares: bigint; money: bigint }>;

/**
 * The locks of a deal that is created at a Unix time, in order of time: each book is as full as said, and locked when its
 * offer ends, or at its deadline. Rewards are left out.
 */
export function locksOf(
  deal: Deal,
  { filled, createdAt }: Readonly<{ filled: "cap" | "minimum"; createdAt: bigint }>,
): readonly Lock[] {
  const locks = deal.books.map((book) => {
    const { offerEnds, deadline } = bookClock(book, createdAt, 0n);
    const money = moneyOf(book, filled);
    const unit = 10n ** BigInt(at(deal.tranches, book.rank).decimals);
    const shares = sharesFor({ ahead: 0n, accepted: money, price: book.price, unit });
    return { at: offerEnds > 0n ? offerEnds : deadline, rank: book.rank, shares, money };
  });
  return locks.toSorted((one, other) => Number(one.at - other.at));
}

function moneyOf({ cap, minimum }: BookTerms, filled: "cap" | "minimum"): bigint {
  return filled === "minimum" || cap === 0n ? minimum : cap;
}
