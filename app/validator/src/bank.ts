import { readFileSync } from "node:fs";
import { type Address, type EncodedAccount, lamports } from "@solana/kit";
import { FailedTransactionMetadata, LiteSVM, type TransactionMetadata } from "litesvm";
import { AccountMirror } from "./account-mirror.js";
import { computeUnitPrice, transactionFee } from "./fees.js";
import { type AccountKeys, History, type TransactionRecord } from "./history.js";
import type { BankListener, Outcome, Simulation, SimulationOptions } from "./outcome.js";
import { Known, programDataAddress } from "./programs.js";
import { RecentFees } from "./recent-fees.js";
import { type ClockPosition, SlotClock, type SlotEnd } from "./slot-clock.js";
import { type AccountFinder, loadedAccountsSize, readBalances, resolveKeys } from "./transaction-accounts.js";
import { type TransactionErrorJson, toTransactionError } from "./transaction-error.js";
import type { WireMessage, WireTransaction } from "./wire.js";

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

/** Errors with which a transaction is not even charged. */
const NEVER_INCLUDED: ReadonlySet<string> = new Set([
  "AccountNotFound",
  "AlreadyProcessed",
  "BlockhashNotFound",
  "InsufficientFundsForFee",
  "InvalidAccountForFee",
  "SignatureFailure",
]);

/**
 * The ledger: LiteSVM, and the records of an RPC node that LiteSVM does not keep (accounts by owner, transactions,
 * recent blockhashes, slots).
 */
export class Bank {
  readonly history: History;
  readonly recentFees = new RecentFees();
  readonly clock: SlotClock;
  readonly #svm: LiteSVM;
  readonly #mirror = new AccountMirror();
  readonly #changed = new Set<Address>();
  readonly #listeners = new Set<BankListener>();
  readonly #find: AccountFinder = (address) => this.account(address);

  /** @param wall Returns the wall clock's seconds; if left out, time stands still except for warps. */
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
    this.recentFees.add(this.clock.slot, 0n, []);
  }

  /** The rate of rent on this chain. */
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
    // Sysvars change with the slot, so they are read from the virtual machine.
    const account = this.#svm.getAccount(address);
    return account.exists && account.lamports > 0n ? account : undefined;
  }

  /** All accounts of a program. */
  programAccounts(program: Address): Iterable<EncodedAccount> {
    return program === Known.sysvarOwner
      ? this.#svm.getProgramAccounts(program)
      : this.#mirror.ownedBy(program);
  }

  /** The accounts that differ from a new ledger's, and so have to be saved. */
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
    this.recentFees.add(this.clock.slot, 0n, []);
  }

  /** Moves slots and time forward. */
  warp(slots: bigint, seconds: bigint): void {
    const parent = this.clock.slot;
    this.clock.warp(slots, seconds);
    this.#notifySlot(parent);
  }

  /** Runs a transaction. One that cannot be included (no fee, no valid blockhash, seen before) leaves no trace. */
  process(wire: WireTransaction): Outcome {
    this.clock.followWallClock();
    const refusal = this.#refusal(wire);
    const keys = resolveKeys(wire.message, this.#find);
    if (refusal !== undefined || keys === undefined) {
      // Without its lookup tables a transaction cannot run; the virtual machine says what is wrong with them.
      return { included: false, err: refusal ?? this.#execute(wire).err ?? "SanitizeFailure" };
    }
    const payer = keys.all[0] as Address;
    const pre = readBalances(keys, this.#find);
    const { err, meta } = this.#execute(wire);
    const written = new Map<Address, EncodedAccount | null>();
    for (const address of err === null ? keys.writable : [payer]) {
      written.set(address, this.#refresh(address));
    }
    const post = readBalances(keys, this.#find);
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
    this.recentFees.add(record.slot, computeUnitPrice(wire.message), keys.writable);
    for (const listener of this.#listeners) {
      listener.transaction?.(record, written);
    }
    return { included: true, record };
  }

  /** Runs a transaction without keeping its effects. */
  simulate(wire: WireTransaction, options: SimulationOptions): Simulation {
    this.clock.followWallClock();
    const keys = resolveKeys(wire.message, this.#find);
    const pre = keys === undefined ? undefined : readBalances(keys, this.#find);
    const without = { keys, pre, post: pre, postAccounts: [], loadedAccountsDataSize: 0, fee: null };
    const refusal = this.#refusal(wire, options);
    if (refusal !== undefined) {
      return { ...without, err: refusal, meta: undefined };
    }
    const result = this.#trySimulation(wire, options);
    const err = result instanceof FailedTransactionMetadata ? toTransactionError(result.err()) : null;
    const meta = result.meta();
    if (keys === undefined || (typeof err === "string" && NEVER_INCLUDED.has(err))) {
      return { ...without, err, meta };
    }
    const fee = transactionFee(wire.message);
    const postAccounts =
      result instanceof FailedTransactionMetadata ? this.#afterFee(keys, fee) : result.postAccounts();
    const after = new Map(postAccounts.map((account) => [account.address, account]));
    const post = readBalances(keys, (address) => after.get(address) ?? this.account(address));
    const loadedAccountsDataSize = loadedAccountsSize(wire.message, keys, this.#find);
    return { err, meta, keys, pre, post, postAccounts, loadedAccountsDataSize, fee };
  }

  #trySimulation(wire: WireTransaction, options: SimulationOptions) {
    this.#svm.withSigverify(options.verifySignatures);
    this.#svm.withBlockhashCheck(options.checkBlockhash && !this.#hasRecentBlockhash(wire));
    try {
      return this.#svm.simulateTransaction(wire.transaction);
    } finally {
      this.#svm.withSigverify(true).withBlockhashCheck(false);
    }
  }

  /** The change made by a failing transaction: its payer's balance. */
  #afterFee(keys: AccountKeys, fee: bigint): EncodedAccount[] {
    const payer = this.account(keys.all[0] as Address);
    return payer === undefined ? [] : [{ ...payer, lamports: lamports(payer.lamports - fee) }];
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

  /** Copies the virtual machine's account at an address. */
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
