import type { Address } from "@solana/kit";
import type { TransactionMetadata } from "litesvm";
import type { TransactionErrorJson } from "./transaction-error.js";
import type { WireTransaction } from "./wire.js";

/** A token account's balance at one moment of a transaction. */
export type TokenBalance = Readonly<{
  accountIndex: number;
  mint: Address;
  owner: Address;
  programId: Address;
  amount: bigint;
  decimals: number;
}>;

/** The balances of a transaction's accounts at one moment. */
export type Balances = Readonly<{ lamports: readonly bigint[]; tokens: readonly TokenBalance[] }>;

/** The addresses that a transaction uses, in the order in which its instructions number them. */
export type AccountKeys = Readonly<{
  all: readonly Address[];
  writable: readonly Address[];
  loadedWritable: readonly Address[];
  loadedReadonly: readonly Address[];
}>;

/** A transaction that was included in a slot, successful or not. */
export type TransactionRecord = Readonly<{
  wire: WireTransaction;
  keys: AccountKeys;
  slot: bigint;
  blockTime: bigint;
  err: TransactionErrorJson | null;
  fee: bigint;
  pre: Balances;
  post: Balances;
  /** Kept as LiteSVM's own object and read on demand: most transactions are never read again. */
  meta: TransactionMetadata;
}>;

/** The transactions of the recent past, by signature and by the addresses they mention. */
export class History {
  readonly #bySignature = new Map<string, TransactionRecord>();
  readonly #byAddress = new Map<Address, TransactionRecord[]>();
  #total = 0n;

  /** @param capacity How many transactions to remember before the oldest is dropped. */
  constructor(readonly capacity: number) {}

  /** How many transactions were included since the start. */
  get total(): bigint {
    return this.#total;
  }

  /** The transaction with a signature, if it is remembered. */
  get(signature: string): TransactionRecord | undefined {
    return this.#bySignature.get(signature);
  }

  /** The transactions that mention an address, oldest first. */
  mentioning(address: Address): readonly TransactionRecord[] {
    return this.#byAddress.get(address) ?? [];
  }

  /** Remembers a transaction. */
  add(record: TransactionRecord): void {
    this.#total += 1n;
    this.#bySignature.set(record.wire.signature, record);
    for (const address of new Set(record.keys.all)) {
      const records = this.#byAddress.get(address);
      if (records === undefined) {
        this.#byAddress.set(address, [record]);
      } else {
        records.push(record);
      }
    }
    if (this.#bySignature.size > this.capacity) {
      this.#dropOldest();
    }
  }

  #dropOldest(): void {
    for (const oldest of this.#bySignature.values()) {
      this.#bySignature.delete(oldest.wire.signature);
      for (const address of new Set(oldest.keys.all)) {
        // Records are added in order everywhere, so the oldest of all is the first of each list.
        const records = this.#byAddress.get(address);
        records?.shift();
        if (records?.length === 0) {
          this.#byAddress.delete(address);
        }
      }
      return;
    }
  }
}
