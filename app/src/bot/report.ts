import type { Address } from "@solana/kit";
import { ClientError, explain, TransactionFailure } from "../client/index.js";
import { SECURITIES_ERROR__NOT_QUALIFIED, SECURITIES_ERROR__STALE_RATE } from "../generated/index.js";

/** Refusals that are no fault: somebody else has to do something first. */
const WAITS = [SECURITIES_ERROR__STALE_RATE, SECURITIES_ERROR__NOT_QUALIFIED];

/** Something has to wait for somebody else: no fault. */
export class Waits extends ClientError {}

/** A kind of work that the bot does; `read` is what all other work begins with. */
export type Task = "read" | "lock" | "move" | "settle" | "refund" | "close" | "pay";

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
  /** Tickets moved up in a line that was nearly full. */
  moved: number;
  /** Tickets turned into shares. */
  settled: number;
  /** Tickets that went back. */
  refunded: number;
  /** Expired series of warrants closed. */
  closed: number;
  /** Holders paid, each tranche by itself. */
  paid: number;
  /** Settlement base units paid, by security. */
  amounts: ReadonlyMap<Address, bigint>;
  /** What has to wait for somebody else, as a lock does for a fresh rate, or a ticket for a credential: no fault. */
  waiting: readonly Skipped[];
  skipped: readonly Skipped[];
}>;

/** Collects a report while the bot works. */
export class Reporter {
  readonly #counts: Record<Task, number> = {
    read: 0,
    lock: 0,
    move: 0,
    settle: 0,
    refund: 0,
    close: 0,
    pay: 0,
  };
  readonly #amounts = new Map<Address, bigint>();
  readonly #waiting: Skipped[] = [];
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

  /** Notes what could not be done, or has to wait. */
  skip(task: Task, subject: Address, reason: unknown): void {
    const waits =
      reason instanceof Waits ||
      (reason instanceof TransactionFailure && WAITS.some((code) => reason.isProgramError(code)));
    const skipped = { task, subject, reason: typeof reason === "string" ? reason : explain(reason) };
    (waits ? this.#waiting : this.#skipped).push(skipped);
  }

  /**
   * Tries something and counts it; what fails is noted and passed over, unless somebody else has done it meanwhile.
   *
   * @param isDone Whether it has been done, by whomever.
   * @param times As how many it counts.
   */
  async attempt(
    task: Task,
    subject: Address,
    work: () => Promise<void>,
    isDone: () => Promise<boolean>,
    times = 1,
  ): Promise<"done" | "done by another" | "failed"> {
    try {
      await work();
      this.count(task, times);
      return "done";
    } catch (error) {
      if (await isDone().catch(() => false)) {
        return "done by another";
      }
      this.skip(task, subject, error);
      return "failed";
    }
  }

  /** Does the work on one account; where that cannot even be read, the next one is as well off as without it. */
  async guard(subject: Address, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.skip("read", subject, error);
    }
  }

  /** The report so far. */
  finish(securities: number): CrankReport {
    const { lock, move, settle, refund, close, pay } = this.#counts;
    return {
      securities,
      locked: lock,
      moved: move,
      settled: settle,
      refunded: refund,
      closed: close,
      paid: pay,
      amounts: this.#amounts,
      waiting: this.#waiting,
      skipped: this.#skipped,
    };
  }
}
