import type { UnsignedTransaction } from "@defi-ready/securities";
import type { Address } from "@solana/kit";

/** Thrown instead of sending: the transaction is for somebody else to sign. */
export class NotSent extends Error {
  override readonly name = "NotSent";

  constructor(readonly transaction: UnsignedTransaction) {
    super("the transaction is for somebody else to sign");
  }
}

/** Transactions that were not sent, for people. */
export function describeUnsigned(
  transactions: readonly (UnsignedTransaction & Readonly<{ what?: string }>)[],
  signer: Address,
): string {
  const lines = transactions.flatMap((one, at) => [
    ...(one.what === undefined ? [] : [`${at + 1}. ${one.what}`]),
    `signers              ${one.signers.join(", ")}`,
    `message, base64      ${one.message.base64}`,
    `message, base58      ${one.message.base58}`,
    `transaction, base64  ${one.transaction.base64}`,
    `transaction, base58  ${one.transaction.base58}`,
  ]);
  return [`not sent: for ${signer} to sign and send`, ...lines].join("\n");
}
