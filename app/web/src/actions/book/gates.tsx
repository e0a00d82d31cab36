import { assetOf, deadlineAt, NOBODY } from "@defi-ready/securities";
import type { Book, Ticket } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import type { ReactNode } from "react";
import { moment, money } from "../../format.js";
import { Notice } from "../../ui/notice.js";
import type { Investor } from "./investor.js";

/** Until when money in line can be taken out again, in sentences; the lead's is bound longer. */
export function leavingWords(
  book: Book,
  { now, owner, decimals }: Readonly<{ now: bigint; owner: Address; decimals: number }>,
): readonly string[] {
  const until =
    book.group > 0
      ? "You can take it out again until the books of its group are locked, and if the book fails."
      : `You can take it out again until the book is locked or until its deadline, ${moment(deadlineAt(book, now))}, whichever comes first; after that only if the book fails.`;
  return book.lead === owner && book.leadMinimum > 0n
    ? [
        until,
        `You lead this book: once you have committed to an offer, at least ${money(book.leadMinimum, decimals)} of yours stay in line until the lock, unless the offer changes.`,
      ]
    : [until];
}

/** What leaves with a part of a ticket's value: base units of its asset, rounded down as the program does. */
export function outWords({
  book,
  ticket,
  amount,
  decimals,
}: Readonly<{
  book: Book;
  ticket: Pick<Ticket, "asset" | "units" | "value">;
  amount: bigint;
  decimals: number;
}>): string {
  const value = money(amount, decimals);
  if (ticket.asset === 0) {
    return value;
  }
  const { mint, decimals: places } = assetOf(book, ticket.asset);
  const units = amount === ticket.value ? ticket.units : (ticket.units * amount) / ticket.value;
  return `${money(units, places)} of the mint ${mint}, which stand for ${value} in line,`;
}

/** Who goes first in a book, as long as others cannot deposit. */
export function Gates({ investor: { book, time, decimals } }: Readonly<{ investor: Investor }>): ReactNode {
  const { lead, leadMinimum, leadLive, rightsUntil } = book.data;
  return (
    <>
      {rightsUntil > time ? (
        <Notice tone="warn" title={`Only holders of this class may deposit until ${moment(rightsUntil)}`}>
          A deposit by anybody else is refused until then.
        </Notice>
      ) : null}
      {lead !== NOBODY && leadLive < leadMinimum ? (
        <Notice tone="warn" title="The lead investor goes first">
          A deposit by anybody else than {lead} is refused until {money(leadMinimum, decimals)} of the lead
          are in line; {money(leadLive, decimals)} are so far.
        </Notice>
      ) : null}
    </>
  );
}
