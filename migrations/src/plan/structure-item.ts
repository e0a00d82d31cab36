import type { ChainState } from "../chain/state.js";
import { type Book, counted, formatAmount, phaseOf } from "../client.js";
import type { Deal } from "../deal/model.js";
import { overSince, versionRefusal } from "./changes.js";
import { Comparison, type Difference } from "./differences.js";
import { item, type Parts, type PlanItem } from "./item.js";
import { compareTranche, documents, type TrancheChanges } from "./terms.js";

/** How an existing tranche differs from the file; `undefined` for one that does not exist. */
export function trancheChanges(deal: Deal, state: ChainState, rank: number): TrancheChanges | undefined {
  const [found, terms] = [state.tranches[rank], deal.tranches[rank]];
  if (found === undefined || terms === undefined || state.security === undefined) {
    return undefined;
  }
  const address = state.addresses.tranches[rank]?.tranche;
  return compareTranche(found, terms, rank, {
    settlementDecimals: deal.settlementMint.decimals,
    createdAt: state.security.createdAt,
    sponsor: state.addresses.sponsor,
    isSold: state.openBooks.some(({ data }) => data.tranche === address && isOffered(data, state.time)),
  });
}

/** The structure is fixed once it has been bought. */
export function standing(differences: readonly Difference[]): readonly Difference[] {
  const why = "A book has been locked, and the structure is fixed as its investors bought it";
  return differences.map((difference) => ({ ...difference, why }));
}

/**
 * The structure while it is negotiable: waterfall, terms of classes and the document that describes them, in one
 * change. It is the next version of every open book's offer.
 */
export function structureItem(
  deal: Deal,
  state: ChainState,
  parts: Parts,
  rules: readonly Difference[],
): PlanItem {
  const document = new Comparison("");
  if (state.security !== undefined) {
    document.field("document.sha256", ...documents(state.security, deal));
  }
  const differences = [
    ...deal.tranches.flatMap((_, rank) => trancheChanges(deal, state, rank)?.terms ?? []),
    ...rules,
    ...document.differences,
  ];
  if (differences.length === 0) {
    return item("keep", parts);
  }
  const offered = state.openBooks.filter(({ data }) => isOffered(data, state.time)).map(({ data }) => data);
  const late = offered.map((book) => refusal(book, state.time)).find((why) => why !== undefined);
  if (late !== undefined) {
    return item("conflict", {
      ...parts,
      differences: differences.map((difference) => ({ ...difference, why: late })),
    });
  }
  const versions = `the next version of ${counted(offered.length, "open book")}`;
  return item("change", {
    ...parts,
    note: [
      ...(parts.note === undefined || parts.note === "" ? [] : [parts.note]),
      ...(offered.length === 0 ? [] : [versions]),
    ].join(", "),
    warning: voided(deal, offered),
    differences,
  });
}

/** Whether a book has an offer that follows the structure: a failed one no longer has. */
function isOffered(book: Book, now: bigint): boolean {
  return phaseOf(book, now) !== "refunding";
}

function refusal(book: Book, now: bigint): string | undefined {
  return book.offerVersion === 0 ? overSince(phaseOf(book, now)) : versionRefusal(book, now);
}

/** The effect of a change of structure on those who committed to the previous one; empty if nobody did. */
function voided(deal: Deal, books: readonly Book[]): string {
  const committed = books.reduce((sum, book) => sum + book.committed, 0n);
  const money = formatAmount(committed, deal.settlementMint.decimals);
  return committed === 0n
    ? ""
    : `VOIDS ALL COMMITMENTS: ${money} is committed to offers with the present structure, and nothing will be to the next ones until its owners commit again`;
}
