import type { Address } from "@solana/kit";
import { explain } from "../client/index.js";

/** A kind of work that the bot does. */
export type Task = "lock" | "settle" | "refund" | "run" | "pay";

/** Something the bot could not do; it stays as it was, for the next time. */
export type Skipped = Readonly<{ task: Task; subject: Address; reason: string }>;

/** What the bot is doing. */
export type Progress = Readonly<{
  task: Task;
  /** The security it works on. */
  security: Address;
  done: number;
  total: number;
}>;

/** What a pass of the bot did. */
export type CrankReport = Readonly<{
  /** Securities looked at. */
  securities: number;
  /** Books locked. */
  locked: number;
  /** Tickets turned into shares. */
  settled: number;
  /** Tickets that went back. */
  refunded: number;
  /** Distributions run. */
  run: number;
  /** Holders paid, each tranche by itself. */
  paid: number;
  /** Settlement base units paid, by security. */
  amounts: ReadonlyMap<Address, bigint>;
  skipped: readonly Skipped[];
}>;

/** Collects a report while the bot works. */
export class Reporter {
  readonly #counts: Record<Task, number> = { lock: 0, settle: 0, refund: 0, run: 0, pay: 0 };
  readonly #amounts = new Map<Address, bigint>();
  readonly #skipped: Skipped[] = [];

  constructor(readonly onProgress: ((progress: Progress) => void) | undefined) {}

  /** Counts what was done. */
  count(task: Task, times = 1): void {
    this.#counts[task] += times;
  }

  /** Counts a payment of a security. */
  pay(security: Address, amount: bigint): void {
    this.#amounts.set(security, (this.#amounts.get(security) ?? 0n) + amount);
  }

  /** Notes what could not be done. */
  skip(task: Task, subject: Address, reason: unknown): void {
    this.#skipped.push({ task, subject, reason: typeof reason === "string" ? reason : explain(reason) });
  }

  /**
   * Tries something and counts it; what fails is noted and passed over, unless somebody else has done it meanwhile.
   *
   * @param isDone Whether it has been done, by whomever.
   */
  async attempt(
    task: Task,
    subject: Address,
    work: () => Promise<void>,
    isDone: () => Promise<boolean>,
  ): Promise<"done" | "done by another" | "failed"> {
    try {
      await work();
      this.count(task);
      return "done";
    } catch (error) {
      if (await isDone().catch(() => false)) {
        return "done by another";
      }
      this.skip(task, subject, error);
      return "failed";
    }
  }

  /** The report so far. */
  finish(securities: number): CrankReport {
    const { lock, settle, refund, run, pay } = this.#counts;
    return {
      securities,
      locked: lock,
      settled: settle,
      refunded: refund,
      run,
      paid: pay,
      amounts: this.#amounts,
      skipped: this.#skipped,
    };
  }
}
