import type { UnsignedTransaction } from "@defi-ready/securities";

export { describeUnsigned } from "@defi-ready/securities";

/** Thrown instead of sending: the transaction is for somebody else to sign. */
export class NotSent extends Error {
  override readonly name = "NotSent";

  constructor(readonly transaction: UnsignedTransaction) {
    super("the transaction is for somebody else to sign");
  }
}
