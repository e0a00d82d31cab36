import { formatAmount, percentage } from "../client.js";
import type { BookTerms, Deal } from "./model.js";

const BPS = 10_000n;

/** The least and the most capital that books bring once they are locked, settlement base units. */
type Range = Readonly<{ least: bigint; most: bigint }>;

/** What is to be known of how a deal may be filled, with the field that it is about. */
export type FillingWarning = Readonly<{ field: string; message: string }>;

/** What the capital of a filling is known from. */
type Filled = Pick<Deal, "tranches" | "books" | "triggers">;

/**
 * The fillings at which a deal is in breach from its first day, or which keep its group from being locked if that requires the
 * tests: its books take as much as they may of the classes that a
 * trigger protects, and as little as they need of those behind; or those ahead are locked, and those behind are not, since
 * they do not close together.
 */
export function fillingWarnings(deal: Deal): FillingWarning[] {
  return deal.triggers.flatMap(({ test }, at) => {
    if (test.kind !== "subordination") {
      return [];
    }
    const protects = ({ rank }: BookTerms) => rank <= test.rank && deal.tranches[rank]?.kind !== "cover";
    const rule = { deal, least: BigInt(test.least), protects };
    const whole = wholeFilling(rule);
    return [...partFillings(rule), ...(whole === undefined ? [] : [whole])].map(({ isTested, message }) => ({
      field: `triggers[${at}]`,
      message: `${isTested ? "keeps the group from being locked" : "fails from the first day"} if ${message}`,
    }));
  });
}

/** Whether a trigger of subordination holds at no filling of the books. */
export function neverHolds(deal: Filled, test: Deal["triggers"][number]["test"]): boolean {
  if (test.kind !== "subordination") {
    return false;
  }
  const protects = ({ rank }: BookTerms) => rank <= test.rank && deal.tranches[rank]?.kind !== "cover";
  const ahead = capitalOf(deal, deal.books.filter(protects));
  const behind = capitalOf(
    deal,
    deal.books.filter((book) => !protects(book)),
  );
  return !stands(ahead.least, behind.most, BigInt(test.least));
}

/** A filling in words, and whether the books that are locked with it require the tests. */
type Filling = Readonly<{ isTested: boolean; message: string }>;

/** A trigger: the least capital behind what it protects, in basis points of all. */
type Rule = Readonly<{ deal: Deal; least: bigint; protects: (book: BookTerms) => boolean }>;

/** What is wrong if every book is locked. */
function wholeFilling({ deal, least, protects }: Rule): Filling | undefined {
  const ahead = capitalOf(deal, deal.books.filter(protects));
  const behind = capitalOf(
    deal,
    deal.books.filter((book) => !protects(book)),
  );
  if (stands(ahead.most, behind.least, least)) {
    return undefined;
  }
  const money = moneyOf(deal);
  const always = !stands(ahead.least, behind.most, least);
  const needed = (ahead.most * least + (BPS - least) - 1n) / (BPS - least);
  const message =
    `${always ? "the books are filled in any way, such as " : ""}` +
    `${money(ahead.most)} of what it protects is sold, and ${money(behind.least)} behind it, of which the books need no more: ` +
    `that is ${partOf(ahead.most, behind.least)} of all capital, and it requires ${percentage(Number(least))}. ` +
    `Let the minimums behind it come to ${money(needed)}, or the caps ahead of it to ${money((behind.least * (BPS - least)) / least)}`;
  const sold = deal.books.filter((book) => capitalOf(deal, [book]).most > 0n);
  return { isTested: sold.every(({ requiresTests }) => requiresTests), message };
}

/** What is wrong if books that close by themselves are locked, and no others. */
function partFillings({ deal, least, protects }: Rule): Filling[] {
  const money = moneyOf(deal);
  return closings(deal).flatMap((locked) => {
    const ahead = capitalOf(deal, locked.filter(protects)).most;
    const behind = capitalOf(
      deal,
      locked.filter((book) => !protects(book)),
    ).least;
    const others = deal.books.filter(
      (book) => !locked.includes(book) && !protects(book) && capitalOf(deal, [book]).most > 0n,
    );
    return others.length === 0 || stands(ahead, behind, least)
      ? []
      : [
          {
            isTested: locked.every(({ requiresTests }) => requiresTests),
            message:
              `the ${booksOf(deal, locked)} locked and ${others.length === 1 ? "that" : "those"} of ${namesOf(deal, others)} ${others.length === 1 ? "is" : "are"} not: ` +
              `${money(ahead)} of what it protects is sold then, and ${money(behind)} behind it, ${partOf(ahead, behind)} of all capital, ` +
              `and it requires ${percentage(Number(least))}. Let these books close together, with one group`,
          },
        ];
  });
}

/** The books that are locked at once: those of a group, or one. */
function closings({ books }: Deal): readonly (readonly BookTerms[])[] {
  const groups = new Map<string, BookTerms[]>();
  for (const [at, book] of books.entries()) {
    const key = book.group > 0 ? `group ${book.group}` : `book ${at}`;
    groups.set(key, [...(groups.get(key) ?? []), book]);
  }
  return [...groups.values()];
}

/** The classes that books sell, in words. */
function namesOf({ tranches }: Deal, books: readonly BookTerms[]): string {
  const names = [...new Set(books.map(({ rank }) => tranches[rank]?.name ?? `rank ${rank}`))];
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

const booksOf = (deal: Deal, books: readonly BookTerms[]): string =>
  `${books.length === 1 ? "book" : "books"} of ${namesOf(deal, books)} ${books.length === 1 ? "is" : "are"}`;

const moneyOf =
  ({ settlementMint }: Deal) =>
  (amount: bigint): string =>
    formatAmount(amount, settlementMint.decimals);

const partOf = (ahead: bigint, behind: bigint): string =>
  percentage(Number((behind * BPS) / (ahead + behind)));

function stands(ahead: bigint, behind: bigint, least: bigint): boolean {
  return ahead === 0n || behind * BPS >= (ahead + behind) * least;
}

/** What first books raise, as principal: shares at par. */
function capitalOf({ tranches }: Pick<Deal, "tranches">, books: readonly BookTerms[]): Range {
  const parOf = ({ rank }: BookTerms) => {
    const terms = tranches[rank];
    return (terms?.debt ?? terms?.capital)?.par ?? 0n;
  };
  return {
    least: books.reduce((sum, book) => sum + (book.minimum * parOf(book)) / book.price, 0n),
    most: books.reduce((sum, book) => sum + (book.cap * parOf(book)) / book.priceMin, 0n),
  };
}
