import type { Account, Address, AddressesByLookupTableAddress, Signature } from "@solana/kit";
import {
  fitsTransaction,
  isUnreachable,
  MAX_PAY_BATCH,
  payHolders,
  payoutOf,
  send,
  settlementVault,
  TransactionFailure,
  wideToBigint,
} from "../client/index.js";
import type { Security, Tranche } from "../generated/index.js";
import { type Due, hindrances, holdersToLookAt, owedOf, readHolders } from "./due.js";
import { isStopped, type Job } from "./job.js";
import { inParallel } from "./parallel.js";
import { PaymentTables } from "./payment-tables.js";
import { receivedIn } from "./received.js";

/** Holders that fit a transaction without a lookup table, if it is all theirs. */
const PLAIN_BATCH = 12;

/**
 * Pays the holders of a tranche what they are owed, a batch in each transaction. They are read in parts, and nothing is
 * kept of those that are paid, so that memory does not grow with their number. What is counted is what the cluster says
 * that they got.
 */
export async function crankPayments(
  job: Job,
  security: Account<Security>,
  tranche: Account<Tranche>,
): Promise<void> {
  if (wideToBigint(payoutOf(tranche.data).index) === 0n) {
    // Nothing was ever distributed to it.
    return;
  }
  const round = new Round(job, security, tranche);
  await inParallel(round.batches(), job.concurrency, (batch) => round.pay(batch), job.signal);
  round.finish();
}

type Batch = Readonly<{ due: readonly Due[]; tables: AddressesByLookupTableAddress | undefined }>;

/** One look at all holders of a tranche. */
class Round {
  readonly #index: bigint;
  readonly #tables: PaymentTables;
  /** Those that are still owed something. */
  readonly #left: Address[] = [];
  #done = 0;
  /** A failure that is not of single holders: not looked for in each batch again. */
  #general = false;

  constructor(
    readonly job: Job,
    readonly security: Account<Security>,
    readonly tranche: Account<Tranche>,
  ) {
    this.#index = wideToBigint(payoutOf(tranche.data).index);
    this.#tables = new PaymentTables(job, security, tranche);
  }

  /** The holders that are owed something and can be paid, in batches that fit a transaction. */
  async *batches(): AsyncGenerator<Batch> {
    const { job, tranche } = this;
    const before = job.memory?.left(tranche.address, this.#index);
    const waiting: Due[] = [];
    for await (const { prefix, accounts } of holdersToLookAt(job, tranche, before)) {
      const due = await this.#payable(owedOf(accounts, tranche.data));
      this.#advance(accounts.length - due.length);
      const tables = due.length > PLAIN_BATCH ? await this.#tables.of(prefix, due) : undefined;
      if (tables !== undefined) {
        yield* this.#withTables(due, tables);
        continue;
      }
      waiting.push(...due);
      while (waiting.length >= PLAIN_BATCH) {
        yield { due: this.#take(waiting, PLAIN_BATCH), tables };
      }
    }
    while (waiting.length > 0) {
      yield { due: this.#take(waiting, PLAIN_BATCH), tables: undefined };
    }
  }

  *#withTables(due: readonly Due[], tables: AddressesByLookupTableAddress): Generator<Batch> {
    const known = new Set(Object.values(tables).flat());
    const isKnown = ({ holder }: Due) => known.has(holder.address) && known.has(holder.data.payoutAccount);
    const waiting = [...due.filter(isKnown), ...due.filter((one) => !isKnown(one))];
    while (waiting.length > 0) {
      yield { due: this.#take(waiting, MAX_PAY_BATCH, tables), tables };
    }
  }

  /** Takes the first of some holders, as many as fit a transaction and no more than a number. */
  #take(waiting: Due[], most: number, lookupTables?: AddressesByLookupTableAddress): Due[] {
    const { payer } = this.job;
    const fits = (count: number) =>
      fitsTransaction(this.#instructions(waiting.slice(0, count)), { payer, lookupTables });
    let count = Math.min(most, waiting.length);
    while (count > 1 && !fits(count)) {
      count -= 1;
    }
    return waiting.splice(0, count);
  }

  #instructions(due: readonly Due[]) {
    return payHolders(
      this.security,
      this.tranche.address,
      due.map(({ holder }) => holder),
    );
  }

  /** The holders that can be paid; the others are reported. */
  async #payable(due: readonly Due[]): Promise<Due[]> {
    const { mint } = settlementVault(this.security.data);
    const reasons = await hindrances(this.job, mint, due);
    return due.filter((one, at) => {
      const reason = reasons[at];
      if (reason !== undefined) {
        this.#fail(one, `${reason}: the money stays owed`);
      }
      return reason === undefined;
    });
  }

  /** Pays a batch. Of one that is refused the halves are tried, so that one bad holder does not hold up the others. */
  async pay(batch: Batch): Promise<void> {
    const paid = await this.#pay(batch);
    this.#general ||= paid === 0 && batch.due.length > 1;
    this.#advance(batch.due.length);
  }

  async #pay({ due, tables }: Batch): Promise<number> {
    const { job, security } = this;
    if (job.dryRun) {
      for (const { holder, owed } of due) {
        job.report.paid(security.address, { holder: holder.address, amount: owed });
      }
      return due.length;
    }
    try {
      const lookupTables = tables;
      const signature = await send(job.cluster, this.#instructions(due), { payer: job.payer, lookupTables });
      return await this.#settleUp(due, signature);
    } catch (error) {
      if (isUnreachable(error)) {
        throw error;
      }
      const divided = this.#divided({ due, tables }, error);
      if (divided !== undefined) {
        let paid = 0;
        for (const part of divided) {
          paid += await this.#pay(part);
        }
        return paid;
      }
      if (isOfPayer(error)) {
        throw error;
      }
      for (const one of due) {
        this.#fail(one, error);
      }
      return 0;
    }
  }

  /** What to try instead of a batch that is refused; `undefined` if nothing smaller would go better. */
  #divided({ due, tables }: Batch, error: unknown): Batch[] | undefined {
    if (tables !== undefined) {
      // Somebody may just have closed a table.
      return divide(due, PLAIN_BATCH);
    }
    const isOfHolder = error instanceof TransactionFailure && !isOfPayer(error);
    return isOfHolder && due.length > 1 && !this.#general
      ? divide(due, Math.ceil(due.length / 2))
      : undefined;
  }

  /** Counts what a transaction paid; gives to how many. The program passes over one that cannot be paid. */
  async #settleUp(due: readonly Due[], signature: Signature): Promise<number> {
    const { job, security } = this;
    const received = await receivedIn(job.cluster, signature);
    const left = new Map(received);
    const others: Due[] = [];
    for (const [at, one] of due.entries()) {
      const account = one.holder.data.payoutAccount;
      const amount = left.get(account) ?? 0n;
      if (amount <= 0n) {
        others.push(one);
        continue;
      }
      // Holders may share an account; what is more than was owed came by a distribution in between.
      const isLast = !due.slice(at + 1).some(({ holder }) => holder.data.payoutAccount === account);
      const part = isLast || amount < one.owed ? amount : one.owed;
      left.set(account, amount - part);
      job.report.paid(security.address, { holder: one.holder.address, amount: part, signature });
    }
    return due.length - others.length + (await this.#lookAgain(others, received !== undefined, signature));
  }

  /** Of holders that a transaction did not pay, or of which the node keeps no record, their own accounts tell. */
  async #lookAgain(due: readonly Due[], isKnown: boolean, signature: Signature): Promise<number> {
    const { job, security } = this;
    const records = await readHolders(
      job,
      due.map(({ holder }) => holder.address),
    );
    let paid = 0;
    for (const [at, one] of due.entries()) {
      const [before] = one.holder.data.earnings;
      const [now] = records[at]?.data.earnings ?? [];
      const amount = (now?.paid ?? 0n) - (before?.paid ?? 0n);
      if (now !== undefined && amount <= 0n) {
        this.#fail(one, "it could not be paid: the money stays owed");
        continue;
      }
      paid += 1;
      // If the record of the transaction says nothing of it, somebody else was faster.
      if (!isKnown && now !== undefined) {
        job.report.paid(security.address, { holder: one.holder.address, amount, signature });
      }
    }
    return paid;
  }

  /** Remembers who was left, once all have been looked at. */
  finish(): void {
    const { job, security, tranche } = this;
    if (isStopped(job)) {
      return;
    }
    job.report.owes(security.address, this.#left.length);
    if (!job.dryRun) {
      job.memory?.remember(tranche.address, this.#index, this.#left);
    }
  }

  #fail({ holder }: Due, reason: unknown): void {
    this.#left.push(holder.address);
    this.job.report.skip("pay", holder.address, reason);
  }

  #advance(holders: number): void {
    if (holders > 0) {
      const { holders: all } = this.tranche.data;
      this.#done += holders;
      const total = Math.max(this.#done, all);
      this.job.report.onProgress?.({ task: "pay", security: this.security.address, done: this.#done, total });
    }
  }
}

function divide(due: readonly Due[], size: number): Batch[] {
  return Array.from({ length: Math.ceil(due.length / size) }, (_, at) => ({
    due: due.slice(at * size, (at + 1) * size),
    tables: undefined,
  }));
}

/** Whether a transaction was refused before any instruction of it: for its payer, and so will be all others. */
function isOfPayer(error: unknown): boolean {
  return error instanceof TransactionFailure && error.details.instruction === undefined;
}
