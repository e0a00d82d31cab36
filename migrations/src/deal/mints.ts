import type { Address } from "@solana/kit";
import type { AssetTerms, Deal } from "./model.js";

/** A mint besides the settlement mint that a deal names: its books take it, or distributions come in it. */
export type OtherMint = Readonly<{
  mint: Address;
  /** Where the file names it first. */
  field: string;
}>;

/** Something whose value the reporter reports. */
export type ReportedMint = Readonly<{
  /** A mint, or the shares of a tranche by rank. */
  of: Readonly<{ kind: "mint"; mint: Address }> | Readonly<{ kind: "shares"; rank: number }>;
  dailyBps: number;
  /** Where the file names its daily limit first. */
  field: string;
}>;

type Named = Readonly<{ terms: AssetTerms; field: string }>;

function assetsOfDeal(deal: Deal): readonly Named[] {
  return deal.books.flatMap(({ assets }, book) =>
    assets.map((terms, at) => ({ terms, field: `books[${book}].assets[${at}]` })),
  );
}

/** The mints of a deal that the security needs a vault for, besides its own, each once. */
export function otherMints(deal: Deal): readonly OtherMint[] {
  const mints = new Map<Address, OtherMint>();
  const add = (mint: Address, field: string) => {
    if (!mints.has(mint)) {
      mints.set(mint, { mint, field });
    }
  };
  for (const [at, mint] of deal.payoutMints.entries()) {
    add(mint, `payout_mints[${at}]`);
  }
  for (const [at, { mint }] of deal.sources.entries()) {
    if (mint !== null) {
      add(mint, `sources[${at}].mint`);
    }
  }
  for (const { terms, field } of assetsOfDeal(deal)) {
    add(terms.mint, field);
  }
  return [...mints.values()];
}

/** The rates of a deal that the reporter reports, each once: of shares whose price is reported, and of assets. */
export function reportedMints(deal: Deal): readonly ReportedMint[] {
  const rates = new Map<string, ReportedMint>();
  const add = (key: string, rate: ReportedMint) => {
    if (!rates.has(key)) {
      rates.set(key, rate);
    }
  };
  for (const [at, { rank, priceMaxAge, priceDailyBps }] of deal.books.entries()) {
    if (priceMaxAge > 0n) {
      const field = `books[${at}].reported_price.daily_limit`;
      add(`shares ${rank}`, { of: { kind: "shares", rank }, dailyBps: priceDailyBps, field });
    }
  }
  for (const { terms, field } of assetsOfDeal(deal)) {
    if (terms.adapter === "reported") {
      const { mint, dailyBps } = terms;
      add(mint, { of: { kind: "mint", mint }, dailyBps, field: `${field}.daily_limit` });
    }
  }
  return [...rates.values()];
}
