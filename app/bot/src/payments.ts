import {
  accumulatorAt,
  clusterTime,
  fitsTransaction,
  isUnreachable,
  MAX_PAY_BATCH,
  payHolders,
  payoutOf,
  send,
  settlementVault,
  TransactionFailure,
  tipAccountOf,
  unknownOutcomeOf,
  vaultIndexOf,
  waitsForClaim,
} from "@defi-ready/securities";
import type { Security, Tranche } from "@defi-ready/securities/program";
import type { Account, Address, AddressesByLookupTableAddress, Instruction, Signature } from "@solana/kit";
import { crankEscheat } from "./escheat.js";
import { type Due, hindrances, holdersToLookAt, owedOf, readHolders } from "./holders-due.js";
import { isStopped, type Job } from "./job.js";
import { openAccounts } from "./open-accounts.js";
import { inParallel } from "./parallel.js";
import type { PaymentRun } from "./payment-run.js";
import { PaymentTables } from "./payment-tables.js";
import { Waits } from "./report.js";
import { tokenChangesIn } from "./token-changes.js";

/** How many holders fit into a transaction of their own without a lookup table. */
const PLAIN_BATCH = 11;

/**
 * Pays the holders of a tranche the money that they are owed, a batch in each transaction. They are read in parts, and
 * paid ones are dropped, so that memory does not grow with their number. Payments are counted as the cluster records
 * them.
 */
export async function crankPayments(
  job: Job,
  options: Readonly<{
    security: Account<Security>;
    tranche: Account<Tranche>;
    /** The mint to pay in; the settlement mint if left out. */
    mint?: Address | undefined;
  }>,
): Promise<void> {
  const { security, tranche, mint = settlementVault(security.data).mint } = options;
  const vault = vaultIndexOf(security.data, mint);
  const run = { security, tranche, mint, vault, now: await clusterTime(job.cluster) };
  if (
    payoutOf(tranche.data, vault).paid === 0n &&
    accumulatorAt({ tranche: tranche.data, now: run.now, vault }) === 0n
  ) {
    // Nothing was ever distributed to it, or released from its stream.
    return;
  }
  const payments = new Payments(job, run, await tipAccountOf(security.data, job.payer.address));
  await inParallel(payments.batches(), job.concurrency, (batch) => payments.pay(batch), job.signal);
  payments.finish();
}

type Batch = Readonly<{ due: readonly Due[]; tables: AddressesByLookupTableAddress | undefined }>;

/** One run of payments over all holders of a tranche. */
class Payments {
  readonly #tables: PaymentTables;
  /** Those that are still owed something. */
  readonly #left: Address[] = [];
  #done = 0;
  /** A failure that is not due to single holders, so that it is not searched for again in each batch. */
  #general = false;

  constructor(
    readonly job: Job,
    readonly run: PaymentRun,
    readonly tipAccount: Address,
  ) {
    this.#tables = new PaymentTables(job, run);
  }

  /** The holders that are owed something and can be paid, in batches that fit into a transaction. */
  async *batches(): AsyncGenerator<Batch> {
    const { job, run } = this;
    const before = job.memory?.left(run);
    const waiting: Due[] = [];
    for await (const { prefix, accounts } of holdersToLookAt(job, run.tranche, before)) {
      const due = await this.#payable(await owedOf(job, accounts, run));
      this.#advance(accounts.length - due.length);
      const tables = due.length > PLAIN_BATCH ? await this.#tables.of(prefix, due) : undefined;
      if (tables !== undefined) {
        yield* this.#withTables(due, tables);
        continue;
      }
      waiting.push(...due);
      while (waiting.length >= PLAIN_BATCH) {
        yield { due: await this.#take(waiting, PLAIN_BATCH), tables };
      }
    }
    while (waiting.length > 0) {
      yield { due: await this.#take(waiting, PLAIN_BATCH), tables: undefined };
    }
  }

  async *#withTables(due: readonly Due[], tables: AddressesByLookupTableAddress): AsyncGenerator<Batch> {
    const known = new Set(Object.values(tables).flat());
    const isKnown = ({ payee }: Due) => known.has(payee.holder) && known.has(payee.account);
    const waiting = [...due.filter(isKnown), ...due.filter((one) => !isKnown(one))];
    while (waiting.length > 0) {
      yield { due: await this.#take(waiting, MAX_PAY_BATCH, tables), tables };
    }
  }

  /** Takes the first of the waiting holders, as many as fit into a transaction and at most a given number. */
  async #take(waiting: Due[], most: number, lookupTables?: AddressesByLookupTableAddress): Promise<Due[]> {
    const { payer } = this.job;
    const fits = async (count: number) => {
      const instructions = await this.#instructions(waiting.slice(0, count));
      return fitsTransaction({ instructions, payer, lookupTables });
    };
    let count = Math.min(most, waiting.length);
    while (count > 1 && !(await fits(count))) {
      count -= 1;
    }
    return waiting.splice(0, count);
  }

  #instructions(due: readonly Due[]): Promise<Instruction[]> {
    const { security, tranche, mint } = this.run;
    const payees = due.map(({ payee }) => payee);
    return payHolders({ security, tranche: tranche.address, payees, tipAccount: this.tipAccount, mint });
  }

  /** The holders that can be paid; the others are reported. */
  async #payable(all: readonly Due[]): Promise<Due[]> {
    const { vault } = this.run;
    const [waiting, due] = [true, false].map((waits) =>
      all.filter(({ holder }) => waitsForClaim(holder.data, vault) === waits),
    ) as [Due[], Due[]];
    for (const one of waiting) {
      this.#wait(one, "it waits to be claimed by the program whose address its owner is");
    }
    const reasons = await hindrances(this.job, this.run, due);
    const hindered = due.filter((_, at) => reasons[at] !== undefined);
    const opened = await openAccounts(this.job, this.run, hindered);
    const payable: Due[] = [];
    for (const [at, one] of due.entries()) {
      const reason = reasons[at];
      if (reason === undefined || opened.has(one.payee.account)) {
        payable.push(one);
      } else if (!(await crankEscheat(this.job, this.run, one))) {
        this.#wait(one, reason);
      }
    }
    return payable;
  }

  /** Pays a batch. If it is refused its halves are tried, so that one bad holder does not hold up the others. */
  async pay(batch: Batch): Promise<void> {
    const paid = await this.#pay(batch);
    this.#general ||= paid === 0 && batch.due.length > 1;
    this.#advance(batch.due.length);
  }

  async #pay({ due, tables }: Batch): Promise<number> {
    const { job } = this;
    if (job.dryRun) {
      for (const one of due) {
        this.#paid(one, one.owed);
      }
      return due.length;
    }
    try {
      const lookupTables = tables;
      const signature = await send(job.cluster, {
        instructions: await this.#instructions(due),
        payer: job.payer,
        lookupTables,
      });
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

  /** What to try instead of a refused batch; `undefined` if nothing smaller would succeed. */
  #divided({ due, tables }: Batch, error: unknown): Batch[] | undefined {
    if (unknownOutcomeOf(error) !== undefined) {
      // It may have paid them, or still do: the next pass will see.
      return undefined;
    }
    if (tables !== undefined) {
      // Somebody may just have closed a table.
      return divide(due, PLAIN_BATCH);
    }
    const isOfHolder = error instanceof TransactionFailure && !isOfPayer(error);
    return isOfHolder && due.length > 1 && !this.#general
      ? divide(due, Math.ceil(due.length / 2))
      : undefined;
  }

  /**
   * Counts the payments of a transaction, and returns how many there were. The program skips holders that cannot be
   * paid.
   */
  async #settleUp(due: readonly Due[], signature: Signature): Promise<number> {
    const received = await tokenChangesIn(this.job.cluster, signature);
    const left = new Map(received);
    // The amount received there is the payer's own payment and its tips together.
    const own = due.filter(({ payee }) => payee.account === this.tipAccount);
    const others: Due[] = [];
    for (const [at, one] of due.entries()) {
      const { account } = one.payee;
      if (account === this.tipAccount) {
        continue;
      }
      const amount = left.get(account) ?? 0n;
      if (amount <= 0n) {
        others.push(one);
        continue;
      }
      // Holders may share an account; an excess over the amount owed is due to a distribution in between, or to a stream.
      const isLast = !due.slice(at + 1).some(({ payee }) => payee.account === account);
      const part = isLast || amount < one.owed ? amount : one.owed;
      left.set(account, amount - part);
      this.#paid(one, part, signature);
    }
    const seen = due.length - others.length - own.length;
    const again = await this.#readAgain(others, received !== undefined, signature);
    return seen + again + (await this.#readAgain(own, false, signature));
  }

  /** For holders that a transaction did not pay, or if the node keeps no record of it, their own accounts are read. */
  async #readAgain(due: readonly Due[], isKnown: boolean, signature: Signature): Promise<number> {
    const { vault } = this.run;
    const records = await readHolders(
      this.job,
      due.map(({ holder }) => holder.address),
    );
    let paid = 0;
    for (const [at, one] of due.entries()) {
      const before = one.holder.data.earnings[vault];
      const now = records[at]?.data.earnings[vault];
      const amount = (now?.paid ?? 0n) - (before?.paid ?? 0n);
      if (now !== undefined && amount <= 0n) {
        this.#fail(one, "it could not be paid: the money stays owed");
        continue;
      }
      paid += 1;
      // If the record of the transaction does not show it, somebody else was faster.
      if (!isKnown && now !== undefined) {
        this.#paid(one, amount, signature);
      }
    }
    return paid;
  }

  /** Remembers who was left, once all have been processed. */
  finish(): void {
    const { job, run } = this;
    if (isStopped(job)) {
      return;
    }
    job.report.owes(run.security.address, this.#left.length);
    if (!job.dryRun) {
      job.memory?.remember(run, this.#left);
    }
  }

  #paid({ holder }: Due, amount: bigint, signature?: Signature): void {
    this.job.memory?.forget(this.run, holder.address);
    const { security, mint, vault } = this.run;
    const settles = vault === 0;
    this.job.report.paid({
      security: security.address,
      mint,
      settles,
      holder: holder.address,
      amount,
      signature,
    });
  }

  /** Leaves a holder that only its owner can make payable again, and tells it once. */
  #wait({ holder }: Due, reason: string): void {
    const { job, run } = this;
    const { address, data } = holder;
    if (job.dryRun || job.memory?.tell(run, address, reason) !== false) {
      job.report.skip("pay", address, new Waits(`${reason}: the money stays owed to ${data.owner}`));
    }
    this.#left.push(address);
  }

  #fail({ holder }: Due, reason: unknown): void {
    this.#left.push(holder.address);
    this.job.report.skip("pay", holder.address, reason);
  }

  #advance(holders: number): void {
    if (holders > 0) {
      const { security, tranche } = this.run;
      this.#done += holders;
      const total = Math.max(this.#done, tranche.data.holders);
      this.job.report.onProgress?.({ task: "pay", security: security.address, done: this.#done, total });
    }
  }
}

function divide(due: readonly Due[], size: number): Batch[] {
  return Array.from({ length: Math.ceil(due.length / size) }, (_, at) => ({
    due: due.slice(at * size, (at + 1) * size),
    tables: undefined,
  }));
}

/** Whether a transaction was refused before any of its instructions, because of its payer: so will be all others. */
function isOfPayer(error: unknown): boolean {
  return error instanceof TransactionFailure && error.details.instruction === undefined;
}
