import type { Address } from "@solana/kit";
import type { Credit } from "./credits.js";

/** Which payment into a security something came from. */
export type SourceOfPayment = Readonly<{
  /** The security's number for the distribution; `undefined` for what covers paid for a loss, of a call, and for a pot's earnings. */
  distribution: number | undefined;
  /** Its account. */
  address: Address | undefined;
  /** The origin of the money, in its payer's words, or what else it is. */
  source: string;
  /** SHA-256 of the document behind it, in hexadecimal; empty if there is none. */
  document: string;
  /** The transaction that paid it in. */
  signature: string | undefined;
}>;

/** The source of a credit. */
export function sourceOf(credit: Credit | undefined): SourceOfPayment {
  if (credit === undefined) {
    return {
      distribution: undefined,
      address: undefined,
      source: "earned by the pot before its shares were taken",
      document: "",
      signature: undefined,
    };
  }
  const { distribution, signature, redeems } = credit;
  const untold =
    redeems === undefined ? "paid by covers for a loss" : "paid for its shares by a call of the class";
  return {
    distribution: distribution?.data.number,
    address: distribution?.address,
    source: distribution === undefined ? untold : describeText(distribution.data.note),
    document: distribution === undefined ? "" : documentOf(distribution.data.documentSha256),
    signature,
  };
}

/** A text that an account pads with zeros. */
export function describeText(bytes: ArrayLike<number>): string {
  const padded = Buffer.from(Uint8Array.from(bytes));
  const end = padded.indexOf(0);
  return padded.toString("utf8", 0, end < 0 ? padded.length : end);
}

/** A hash in hexadecimal; empty for zeros, which stand for no document. */
function documentOf(hash: ArrayLike<number>): string {
  const bytes = Uint8Array.from(hash);
  return bytes.every((byte) => byte === 0) ? "" : Buffer.from(bytes).toString("hex");
}
