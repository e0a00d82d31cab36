import { ClientError, consentTo } from "@defi-ready/securities";
import type { Book, Consent } from "@defi-ready/securities/program";
import { UsageError } from "./context.js";
import { sha256Of } from "./document-hash.js";
import { hexOf } from "./format.js";

/** What `--terms` says. */
export const TERMS = "the terms that you have read: the document or its SHA-256; any others are refused";

/**
 * What a command consents to: the offer that a book has, and the terms that somebody says to have read; none while there
 * is no offer.
 *
 * @throws {ClientError} If the offer has other terms than those.
 */
export function consentOf(book: Book, terms: string | undefined): Consent | null {
  if (book.offerVersion === 0) {
    if (terms !== undefined) {
      throw new ClientError("the book has no offer yet, so there are no terms to consent to");
    }
    return null;
  }
  if (terms === undefined) {
    return consentTo(book);
  }
  const consent = { offerVersion: book.offerVersion, termsSha256: hashOf(terms) };
  const [offered, read] = [book, consent].map(({ termsSha256 }) => hexOf(termsSha256) ?? "none");
  if (offered !== read) {
    throw new ClientError(
      `you have read the terms with the SHA-256 ${read}, and those of offer ${book.offerVersion} have ${offered}: read these, and name them to consent to them`,
    );
  }
  return consent;
}

/** A line that says on which terms somebody consents. */
export function termsLine({ termsSha256 }: Consent): string {
  return `SHA-256 of its terms: ${hexOf(termsSha256) ?? "-"}`;
}

/** A hash as it is written, or that of a document. */
function hashOf(terms: string): Uint8Array {
  if (/^0*$/.test(terms)) {
    throw new UsageError("--terms names a document or its SHA-256, which is not zero");
  }
  return /^[0-9a-f]{64}$/i.test(terms) ? Uint8Array.from(Buffer.from(terms, "hex")) : sha256Of(terms);
}
