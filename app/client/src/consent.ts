import type { Book, Consent, Poll } from "./generated/index.js";

/**
 * Consent to the offer of a book, as the book was read: its version, and the terms document. The program accepts it only
 * while both are the book's, so take it from what was shown to whoever signs, and not from a later read.
 */
export function consentTo({
  offerVersion,
  termsSha256,
}: Pick<Book, "offerVersion" | "termsSha256">): Consent {
  return { offerVersion, termsSha256 };
}

/** Why a book no longer has the offer that somebody was shown, in words that follow "the book"; undefined if it has. */
export function otherOffer({ book, shown }: Readonly<{ book: Book; shown: Consent }>): string | undefined {
  if (book.offerVersion !== shown.offerVersion) {
    return `has offer ${book.offerVersion} by now, and you looked at offer ${shown.offerVersion}`;
  }
  return isSame(book.termsSha256, shown.termsSha256)
    ? undefined
    : `has other terms in its offer ${book.offerVersion} than those you looked at`;
}

/** Why a book no longer asks what somebody was shown, in words; undefined if it does. */
export function otherPoll({
  book,
  shown,
}: Readonly<{ book: Book; shown: Pick<Poll, "number" | "subjectSha256"> }>): string | undefined {
  const { number, subjectSha256 } = book.poll;
  if (number !== shown.number) {
    return `the sponsor has put another question in the meantime, number ${number}`;
  }
  return isSame(subjectSha256, shown.subjectSha256)
    ? undefined
    : `question ${number} is another than the one you looked at`;
}

function isSame(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  return one.length === other.length && Array.from(one).every((byte, at) => byte === other[at]);
}
