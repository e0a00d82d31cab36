import type { Address, EncodedAccount } from "@solana/kit";
import type { TransactionMetadata } from "litesvm";
import type { AccountKeys, Balances, TransactionRecord } from "./history.js";
import type { TransactionErrorJson } from "./transaction-error.js";

/** What the bank tells those who listen. */
export type BankListener = Readonly<{
  /** A slot was finished. */
  slot?(slot: bigint, parent: bigint): void;
  /** A transaction was included; `written` has the accounts it wrote, as they are now, and `null` for closed ones. */
  transaction?(record: TransactionRecord, written: ReadonlyMap<Address, EncodedAccount | null>): void;
  /** An account was changed from outside, by a developer's method. */
  account?(address: Address, account: EncodedAccount | null): void;
}>;

/** What became of a transaction. */
export type Outcome =
  | Readonly<{ included: true; record: TransactionRecord }>
  | Readonly<{ included: false; err: TransactionErrorJson }>;

/** What a transaction would do. */
export type Simulation = Readonly<{
  err: TransactionErrorJson | null;
  meta: TransactionMetadata | undefined;
  keys: AccountKeys | undefined;
  postAccounts: readonly EncodedAccount[];
  loadedAccountsDataSize: number;
  /** What the payer would pay; `null` if the transaction would not be included. */
  fee: bigint | null;
  /** Balances before and after; `undefined` if it is not known which accounts the transaction has. */
  pre: Balances | undefined;
  post: Balances | undefined;
}>;

/** How to simulate. */
export type SimulationOptions = Readonly<{ verifySignatures: boolean; checkBlockhash: boolean }>;
