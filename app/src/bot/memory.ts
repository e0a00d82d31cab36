import type { Address } from "@solana/kit";

/** Holders that could not be paid are remembered up to so many a tranche; of more the tranche is read anew. */
const MAX_LEFT = 1_000;

type Paid = Readonly<{ index: bigint; left: readonly Address[] }>;

/**
 * What a bot knows from its passes before, so that it need not read a hundred thousand holders again while nothing was
 * distributed. Nothing depends on it: a bot without memory does the same, with more reading.
 */
export class Memory {
  readonly #paid = new Map<Address, Paid>();

  /** The holders that were left to pay at a tranche's index; `undefined` if all have to be looked at. */
  left(tranche: Address, index: bigint): readonly Address[] | undefined {
    const paid = this.#paid.get(tranche);
    return paid?.index === index ? paid.left : undefined;
  }

  /** Remembers who was left to pay when all holders had been looked at. */
  remember(tranche: Address, index: bigint, left: readonly Address[]): void {
    if (left.length <= MAX_LEFT) {
      this.#paid.set(tranche, { index, left });
    } else {
      this.#paid.delete(tranche);
    }
  }
}
