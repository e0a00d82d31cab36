import { formatAmount, percentage } from "../client.js";
import type { Deal } from "./model.js";

const BPS = 10_000n;

/** The least and the most capital of a class once its books are locked, settlement base units. */
type Range = Readonly<{ least: bigint; most: bigint }>;

/** What is to be known of how a deal may be filled, with the field that it is about. */
export type FillingWarning = Readonly<{ field: string; message: string }>;

/**
 * The fillings at which a deal is in breach from its first day: its books take as much as they may of the classes that a
 * trigger protects, and as little as they need of those behind.
 */
export function fillingWarnings(deal: Deal): FillingWarning[] {
  const capital = deal.tranches.map((_, rank) => capitalOf(deal, rank));
  return deal.triggers.flatMap(({ test }, at) => {
    if (test.kind !== "subordination") {
      return [];
    }
    const isProtected = (rank: number) => rank <= test.rank && deal.tranches[rank]?.kind !== "cover";
    const sum = (wanted: boolean, end: keyof Range) =>
      capital.reduce((total, one, rank) => (isProtected(rank) === wanted ? total + one[end] : total), 0n);
    const least = BigInt(test.least);
    const [ahead, behind] = [sum(true, "most"), sum(false, "least")];
    if (stands(ahead, behind, least)) {
      return [];
    }
    const money = (amount: bigint) => formatAmount(amount, deal.settlementMint.decimals);
    const part = Number((behind * BPS) / (ahead + behind));
    const always = !stands(sum(true, "least"), sum(false, "most"), least);
    const needed = (ahead * least + (BPS - least) - 1n) / (BPS - least);
    return [
      {
        field: `triggers[${at}]`,
        message:
          `fails from the first day if ${always ? "the books are filled in any way, such as " : ""}` +
          `${money(ahead)} of what it protects is sold, and ${money(behind)} behind it, of which the books need no more: ` +
          `that is ${percentage(part)} of all capital, and it requires ${percentage(test.least)}. ` +
          `Let the minimums behind it come to ${money(needed)}, or the caps ahead of it to ${money((behind * (BPS - least)) / least)}`,
      },
    ];
  });
}

function stands(ahead: bigint, behind: bigint, least: bigint): boolean {
  return ahead === 0n || behind * BPS >= (ahead + behind) * least;
}

/** What the first books of a class raise, as principal: shares at par. */
function capitalOf(deal: Deal, rank: number): Range {
  const terms = deal.tranches[rank];
  const par = (terms?.debt ?? terms?.capital)?.par ?? 0n;
  const books = deal.books.filter((book) => book.rank === rank);
  return {
    least: books.reduce((sum, { minimum, price }) => sum + (minimum * par) / price, 0n),
    most: books.reduce((sum, { cap, priceMin }) => sum + (cap * par) / priceMin, 0n),
  };
}
