import type { Address } from "@solana/kit";

/** For how many slots nodes remember the fees offered by transactions. */
const SLOTS = 150;

type Slot = Readonly<{ slot: bigint; price: bigint; written: ReadonlySet<Address> }>;

/** The priority fees offered by the transactions of the last slots. */
export class RecentFees {
  readonly #slots: Slot[] = [];

  /**
   * Remembers a finished slot: its transaction's price, in micro-lamports a compute unit, and the accounts it wrote.
   */
  add(slot: bigint, price: bigint, written: readonly Address[]): void {
    this.#slots.push({ slot, price, written: new Set(written) });
    if (this.#slots.length > SLOTS) {
      this.#slots.shift();
    }
  }

  /**
   * By slot, the price that its transaction offered if it wrote one of the accounts, or if none are named; otherwise 0.
   */
  of(accounts: readonly Address[]): { slot: bigint; prioritizationFee: bigint }[] {
    return this.#slots.map(({ slot, price, written }) => ({
      slot,
      prioritizationFee: accounts.length === 0 || accounts.some((one) => written.has(one)) ? price : 0n,
    }));
  }
}
