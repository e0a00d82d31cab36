import { readFileSync } from "node:fs";
import type { Address, EncodedAccount } from "@solana/kit";
import { FailedTransactionMetadata, LiteSVM, type TransactionMetadata } from "litesvm";
import { AccountMirror } from "./account-mirror.js";
import { transactionFee } from "./fees.js";
import {
  type AccountKeys,
  type Balances,
  History,
  type TokenBalance,
  type TransactionRecord,
} from "./history.js";
import { decodeLookupTable } from "./lookup-table.js";
import { isTokenProgram, Known, programDataAddress } from "./programs.js";
import { type ClockPosition, SlotClock, type SlotEnd } from "./slot-clock.js";
import { decodeToken } from "./token.js";
import { type TransactionErrorJson, toTransactionError } from "./transaction-error.js";
import { isStaticWritable, type WireMessage, type WireTransaction } from "./wire.js";

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
}>;

/** How to simulate. */
export type SimulationOptions = Readonly<{ verifySignatures: boolean; checkBlockhash: boolean }>;

/** Owners of the accounts that exist before the first transaction. */
const GENESIS_OWNERS = [
  Known.nativeLoader,
  Known.loader2,
  Known.loaderUpgradeable,
  Known.system,
  Known.config,
  Known.feature,
  Known.token,
  Known.token2022,
] as const;

/** What lookup tables and accounts add to a transaction's loaded size, by the runtime's rules. */
const LOADED_ACCOUNT_OVERHEAD = 64;
const LOADED_TABLE_BYTES = 8248;

/**
 * The ledger: LiteSVM, and what an RPC node knows that LiteSVM does not keep (accounts by owner, transactions,
 * recent blockhashes, slots).
 */
export class Bank {
  readonly history: History;
  readonly clock: SlotClock;
  readonly #svm: LiteSVM;
  readonly #mirror = new AccountMirror();
  readonly #changed = new Set<Address>();
  readonly #listeners = new Set<BankListener>();

  /** @param wall Gives the wall clock's seconds; left out, time stands still but for warps. */
  constructor(options: {
    position(genesisSlot: bigint): ClockPosition;
    accounts?: readonly EncodedAccount[];
    historyCapacity: number;
    wall?: () => bigint;
  }) {
    this.history = new History(options.historyCapacity);
    // Blockhashes and duplicates are checked here: LiteSVM knows one blockhash only and a few signatures.
    this.#svm = new LiteSVM().withBlockhashCheck(false).withTransactionHistory(0n).withNativeMints();
    for (const owner of GENESIS_OWNERS) {
      for (const account of this.#svm.getProgramAccounts(owner)) {
        this.#mirror.set(account);
      }
    }
    for (const account of options.accounts ?? []) {
      this.setAccount(account);
    }
    this.clock = new SlotClock(this.#svm, options.position(this.#svm.getClock().slot), options.wall);
  }

  /** The rate of rent, as the chain has it. */
  minimumBalanceForRentExemption(space: bigint): bigint {
    return this.#svm.minimumBalanceForRentExemption(space);
  }

  /** The length of epochs. */
  get epochSchedule(): ReturnType<LiteSVM["getEpochSchedule"]> {
    return this.#svm.getEpochSchedule();
  }

  /** Tells a listener about everything that happens from now on; returns how to stop. */
  listen(listener: BankListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The account at an address, if it exists. */
  account(address: Address): EncodedAccount | undefined {
    const mirrored = this.#mirror.get(address);
    if (mirrored !== undefined) {
      return mirrored;
    }
    // Sysvars change with the slot, so they are read where they are.
    const account = this.#svm.getAccount(address);
    return account.exists && account.lamports > 0n ? account : undefined;
  }

  /** All accounts of a program. */
  programAccounts(program: Address): Iterable<EncodedAccount> {
    return program === Known.sysvarOwner
      ? this.#svm.getProgramAccounts(program)
      : this.#mirror.ownedBy(program);
  }

  /** The accounts that are not as in a new ledger: what has to be saved. */
  *changedAccounts(): Generator<EncodedAccount> {
    for (const address of this.#changed) {
      const account = this.#mirror.get(address);
      if (account !== undefined) {
        yield account;
      }
    }
  }

  /** Writes an account as no transaction could; without lamports it is removed. */
  setAccount(account: EncodedAccount): void {
    this.#svm.setAccount(account);
    const now = this.#refresh(account.address);
    for (const listener of this.#listeners) {
      listener.account?.(account.address, now);
    }
  }

  /** Deploys a program from its bytecode, replacing the one that may be there. */
  addProgram(address: Address, path: string): void {
    this.#svm.addProgram(address, readFileSync(path));
    const program = this.#refresh(address);
    const data = program === null ? undefined : programDataAddress(program);
    if (data !== undefined) {
      this.#refresh(data);
    }
  }

  /** Ends a slot in which nothing happened. */
  tick(): void {
    this.#endSlot("tick");
  }

  /** Moves slots and time forward. */
  warp(slots: bigint, seconds: bigint): void {
    const parent = this.clock.slot;
    this.clock.warp(slots, seconds);
    this.#notifySlot(parent);
  }

  /** Runs a transaction. What cannot be included (no fee, no valid blockhash, seen before) leaves no trace. */
  process(wire: WireTransaction): Outcome {
    this.clock.followWallClock();
    const refusal = this.#refusal(wire);
    const keys = this.#resolveKeys(wire.message);
    if (refusal !== undefined || keys === undefined) {
      // Without its lookup tables a transaction cannot run; the virtual machine says what is wrong with them.
      return { included: false, err: refusal ?? this.#execute(wire).err ?? "SanitizeFailure" };
    }
    const payer = keys.all[0] as Address;
    const pre = this.#balances(keys);
    const { err, meta } = this.#execute(wire);
    const written = new Map<Address, EncodedAccount | null>();
    for (const address of err === null ? keys.writable : [payer]) {
      written.set(address, this.#refresh(address));
    }
    const post = this.#balances(keys);
    // A transaction that fails while it runs pays its fee; one that is refused does not, and is on no ledger.
    if (err !== null && pre.lamports[0] === post.lamports[0]) {
      return { included: false, err };
    }
    const record: TransactionRecord = {
      wire,
      keys,
      slot: this.clock.slot + 1n,
      blockTime: this.clock.unixTimestamp,
      err,
      fee: transactionFee(wire.message),
      pre,
      post,
      meta,
    };
    this.history.add(record);
    this.#endSlot("transaction");
    for (const listener of this.#listeners) {
      listener.transaction?.(record, written);
    }
    return { included: true, record };
  }

  /** Runs a transaction without keeping what it does. */
  simulate(wire: WireTransaction, options: SimulationOptions): Simulation {
    this.clock.followWallClock();
    const keys = this.#resolveKeys(wire.message);
    const nothing = { meta: undefined, keys, postAccounts: [], loadedAccountsDataSize: 0 };
    if (options.checkBlockhash || options.verifySignatures) {
      const refusal = this.#refusal(wire, options);
      if (refusal !== undefined) {
        return { err: refusal, ...nothing };
      }
    }
    this.#svm.withSigverify(options.verifySignatures);
    this.#svm.withBlockhashCheck(options.checkBlockhash && !this.#hasRecentBlockhash(wire));
    try {
      const result = this.#svm.simulateTransaction(wire.transaction);
      const loadedAccountsDataSize = keys === undefined ? 0 : this.#loadedSize(wire.message, keys);
      if (result instanceof FailedTransactionMetadata) {
        return {
          ...nothing,
          err: toTransactionError(result.err()),
          meta: result.meta(),
          loadedAccountsDataSize,
        };
      }
      const postAccounts = result.postAccounts();
      return { err: null, meta: result.meta(), keys, postAccounts, loadedAccountsDataSize };
    } finally {
      this.#svm.withSigverify(true).withBlockhashCheck(false);
    }
  }

  /** The cheap checks before a transaction runs. */
  #refusal(
    wire: WireTransaction,
    options: SimulationOptions = { verifySignatures: true, checkBlockhash: true },
  ): TransactionErrorJson | undefined {
    if (options.verifySignatures && !wire.fullySigned) {
      return "SignatureFailure";
    }
    if (options.checkBlockhash) {
      if (!this.#hasRecentBlockhash(wire) && !this.#mayUseNonce(wire.message)) {
        return "BlockhashNotFound";
      }
      if (this.history.get(wire.signature) !== undefined) {
        return "AlreadyProcessed";
      }
    }
    return undefined;
  }

  #hasRecentBlockhash(wire: WireTransaction): boolean {
    return this.clock.isBlockhashValid(wire.message.lifetimeToken);
  }

  /** Whether a transaction begins like those with a durable nonce; LiteSVM's own check then decides. */
  #mayUseNonce(message: WireMessage): boolean {
    const first = message.instructions[0];
    const advanceNonce = Buffer.from([4, 0, 0, 0]);
    return (
      first !== undefined &&
      message.staticAccounts[first.programAddressIndex] === Known.system &&
      advanceNonce.equals(first.data)
    );
  }

  #execute(wire: WireTransaction): { err: TransactionErrorJson | null; meta: TransactionMetadata } {
    this.#svm.withBlockhashCheck(!this.#hasRecentBlockhash(wire));
    try {
      const result = this.#svm.sendTransaction(wire.transaction);
      return result instanceof FailedTransactionMetadata
        ? { err: toTransactionError(result.err()), meta: result.meta() }
        : { err: null, meta: result };
    } finally {
      this.#svm.withBlockhashCheck(false);
    }
  }

  /** The addresses of a transaction, those of its lookup tables included; `undefined` if a table has them not. */
  #resolveKeys(message: WireMessage): AccountKeys | undefined {
    const loadedWritable: Address[] = [];
    const loadedReadonly: Address[] = [];
    for (const lookup of message.lookups) {
      const table = decodeLookupTable(this.account(lookup.table));
      for (const [indexes, target] of [
        [lookup.writableIndexes, loadedWritable],
        [lookup.readonlyIndexes, loadedReadonly],
      ] as const) {
        for (const index of indexes) {
          const address = table?.addresses[index];
          if (address === undefined) {
            return undefined;
          }
          target.push(address);
        }
      }
    }
    const staticWritable = message.staticAccounts.filter((_, index) => isStaticWritable(message, index));
    return {
      all: [...message.staticAccounts, ...loadedWritable, ...loadedReadonly],
      writable: [...staticWritable, ...loadedWritable],
      loadedWritable,
      loadedReadonly,
    };
  }

  #balances(keys: AccountKeys): Balances {
    const lamports: bigint[] = [];
    const tokens: TokenBalance[] = [];
    keys.all.forEach((address, accountIndex) => {
      const account = this.account(address);
      lamports.push(account?.lamports ?? 0n);
      if (account === undefined || !isTokenProgram(account.programAddress)) {
        return;
      }
      const token = decodeToken(account);
      const mint = token?.kind === "account" ? decodeToken(this.account(token.mint)) : undefined;
      if (token?.kind === "account" && mint?.kind === "mint") {
        tokens.push({
          accountIndex,
          mint: token.mint,
          owner: token.owner,
          programId: account.programAddress,
          amount: token.amount,
          decimals: mint.decimals,
        });
      }
    });
    return { lamports, tokens };
  }

  #loadedSize(message: WireMessage, keys: AccountKeys): number {
    const invoked = new Set(
      message.instructions.map((instruction) => keys.all[instruction.programAddressIndex]),
    );
    let size = message.lookups.length * LOADED_TABLE_BYTES;
    for (const address of keys.all) {
      const account = this.account(address);
      if (account !== undefined) {
        size += LOADED_ACCOUNT_OVERHEAD + account.data.length;
      }
      if (account?.programAddress === Known.loaderUpgradeable && invoked.has(address)) {
        size += LOADED_ACCOUNT_OVERHEAD + this.#programDataSize(account);
      }
    }
    return size;
  }

  #programDataSize(program: EncodedAccount): number {
    const dataAddress = programDataAddress(program);
    return dataAddress === undefined ? 0 : (this.account(dataAddress)?.data.length ?? 0);
  }

  /** Copies what the virtual machine has at an address. */
  #refresh(address: Address): EncodedAccount | null {
    const account = this.#svm.getAccount(address);
    if (account.exists && account.programAddress === Known.sysvarOwner) {
      return account;
    }
    this.#changed.add(address);
    if (account.exists && account.lamports > 0n) {
      this.#mirror.set(account);
      return account;
    }
    this.#mirror.delete(address);
    return null;
  }

  #endSlot(reason: SlotEnd): void {
    const parent = this.clock.slot;
    this.clock.endSlot(reason);
    this.#notifySlot(parent);
  }

  #notifySlot(parent: bigint): void {
    for (const listener of this.#listeners) {
      listener.slot?.(this.clock.slot, parent);
    }
  }
}
