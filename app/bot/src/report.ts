import { ClientError, explain, isUnreachable, TransactionFailure } from "@defi-ready/securities";
import {
  SECURITIES_ERROR__COLLATERAL_SHORT,
  SECURITIES_ERROR__NOBODY_TO_RETURN_TO,
  SECURITIES_ERROR__NOT_BEGUN,
  SECURITIES_ERROR__STALE_RATE,
  SECURITIES_ERROR__STREAM_RUNNING,
  SECURITIES_ERROR__SUBORDINATION_SHORT,
} from "@defi-ready/securities/program";
import type { Address, Signature } from "@solana/kit";

/** Refusals that are not failures: somebody else has to do something first. */
const WAITS = [
  SECURITIES_ERROR__STALE_RATE,
  // A lock, until what was paid on the shares that are out has streamed.
  SECURITIES_ERROR__STREAM_RUNNING,
  // A lock, until the tests that its group requires hold.
  SECURITIES_ERROR__SUBORDINATION_SHORT,
  SECURITIES_ERROR__COLLATERAL_SHORT,
  // A source that is paid before the first lock.
  SECURITIES_ERROR__NOT_BEGUN,
  // Nobody is entitled to the rest.
  SECURITIES_ERROR__NOBODY_TO_RETURN_TO,
];
/** The most skipped items that a report lists; the others are counted. All of them are events. */
const MAX_LISTED = 1_000;

/** Something has to wait for somebody else, which is not a failure. */
export class Waits extends ClientError {}

/** Kinds of work that the bot does; all other work begins with `read`. */
export const TASKS = [
  "read",
  "lock",
  "fail",
  "credential",
  "mark",
  "move",
  "settle",
  "refund",
  "release",
  "points",
  "fix",
  "freeze",
  "window",
  "close",
  "execute",
  "convert",
  "reclaim",
  "loss",
  "collect",
  "repay",
  "check",
  "step",
  "sweep",
  "return",
  "fee",
  "open",
  "pay",
  "escheat",
] as const;

/** A kind of work that the bot does. */
export type Task = (typeof TASKS)[number];

/** Something the bot could not do; it stays as it was, for the next time. */
export type Skipped = Readonly<{ task: Task; subject: Address; reason: string }>;

/** What the bot is doing. */
export type Progress = Readonly<{
  task: Task;
  /** The security it works on. */
  security: Address;
  /** Pieces of work that are done. */
  done: number;
  /** Pieces of work there are. */
  total: number;
}>;

/** The result of one piece of work. */
export type BotEvent = Readonly<{
  level: "info" | "warn" | "error";
  task: Task;
  /** `planned`: a dry run would have done it. */
  result: "done" | "planned" | "waiting" | "failed";
  /** The account that it is about. */
  subject: Address;
  /** The security of a payment. */
  security?: Address | undefined;
  /** The mint of an amount. */
  mint?: Address | undefined;
  /** Base units that went somewhere. */
  amount?: bigint | undefined;
  /** How many pieces of work it counts as, if several are done together. */
  times?: number | undefined;
  /** The transaction that did it. */
  signature?: Signature | undefined;
  /** The number of the refusing program's error. */
  code?: number | undefined;
  message: string;
}>;

/** A payment to a holder. */
export type PaidHolder = Readonly<{
  security: Address;
  mint: Address;
  /** Whether that is the security's settlement mint. */
  settles: boolean;
  holder: Address;
  /** Base units of the mint. */
  amount: bigint;
  signature?: Signature | undefined;
}>;

/** What was paid to the holders of a security in another mint than its settlement mint, in base units of that. */
export type PaidInKind = Readonly<{ security: Address; mint: Address; amount: bigint }>;

/** What a pass of the bot did, or would have done. */
export type CrankReport = Readonly<{
  /** Whether nothing was sent. */
  dryRun: boolean;
  /** Whether it was stopped before it was finished. */
  stopped: boolean;
  /** Securities worked on. */
  securities: number;
  /** Books locked. */
  locked: number;
  /** Books failed because another of their group failed. */
  givenUp: number;
  /** Attestations copied, and records that took over what a credential or a registration says now. */
  credentials: number;
  /** Tickets marked as qualified, or whose mark was removed. */
  marked: number;
  /** Tickets moved up in a line that was nearly full. */
  moved: number;
  /** Tickets turned into shares. */
  settled: number;
  /** Tickets refunded. */
  refunded: number;
  /** Proceeds moved from a book's escrow to the security's vault. */
  released: number;
  /** Tranches with a fixed number of shares whose manager received points or their earnings. */
  points: number;
  /** Floating tranches whose rate for the next period was fixed. */
  fixed: number;
  /** Token accounts of the frozen form that were frozen after their window. */
  frozen: number;
  /** Tranches whose exchange window was opened. */
  windows: number;
  /** Expired series of warrants closed. */
  closed: number;
  /** Resolutions executed. */
  executed: number;
  /** Classes converted, and records for which was collected what their shares became. */
  converted: number;
  /** Votes, resolutions and conversions closed that were over, whose rents returned. */
  reclaimed: number;
  /** Announced losses recorded, whose notice was over. */
  losses: number;
  /** Sources of revenue collected. */
  collected: number;
  /** Securities whose tranches were repaid by the reinvestment account, or by a reserve or covers that protect nothing more. */
  repaid: number;
  /** Securities whose triggers were tested, because that changed something. */
  checked: number;
  /** Securities whose control was moved one stage on. */
  stepped: number;
  /** Vaults whose unsolicited money was distributed. */
  swept: number;
  /** Vaults whose unused proceeds were returned. */
  returned: number;
  /** Fees paid. */
  fees: number;
  /** Holders paid, counted for each tranche and mint. */
  paid: number;
  /** Token accounts of holders opened. */
  opened: number;
  /** Holders whose money went to the escheat owner, counted for each tranche and mint. */
  escheated: number;
  /** Settlement base units paid, by security. */
  amounts: ReadonlyMap<Address, bigint>;
  /** Base units paid in other mints. */
  inKind: readonly PaidInKind[];
  /** Holders that are still owed something, by security; one that is owed in several mints counts for each. */
  owing: ReadonlyMap<Address, number>;
  /** What has to wait for somebody else, as a lock does for a fresh rate: no fault. */
  waiting: readonly Skipped[];
  skipped: readonly Skipped[];
  /** Items skipped or waiting beyond those listed. */
  unlisted: number;
}>;

/** Listeners to the bot's work. */
export type Listeners = Readonly<{
  onProgress?: ((progress: Progress) => void) | undefined;
  onEvent?: ((event: BotEvent) => void) | undefined;
  /** Nothing is done; work that would be is counted. */
  dryRun?: boolean | undefined;
}>;

const VERBS: Readonly<Record<Task, readonly [did: string, would: string]>> = {
  read: ["read", "would read"],
  lock: ["locked the book", "would lock the book"],
  fail: ["failed the book", "would fail the book"],
  credential: ["copied what is attested or stated of", "would copy what is attested or stated of"],
  mark: ["set the mark of the ticket", "would set the mark of the ticket"],
  move: ["moved tickets up", "would move tickets up"],
  settle: ["settled the ticket", "would settle the ticket"],
  refund: ["refunded the ticket", "would refund the ticket"],
  release: ["released the proceeds of", "would release the proceeds of"],
  fix: ["fixed the rate of the next period of", "would fix the rate of the next period of"],
  freeze: ["froze the shares of", "would freeze the shares of"],
  window: ["opened the exchange window of", "would open the exchange window of"],
  points: ["gave the manager its points of", "would give the manager its points of"],
  close: ["closed the series", "would close the series"],
  execute: ["executed the resolution", "would execute the resolution"],
  convert: ["converted the shares of", "would convert the shares of"],
  reclaim: ["closed the vote, resolution or conversion", "would close the vote, resolution or conversion"],
  loss: ["recorded the loss", "would record the loss"],
  collect: ["collected the source", "would collect the source"],
  repay: [
    "repaid the tranches from the reinvestment account, the reserve or the covers of",
    "would repay the tranches of",
  ],
  check: ["tested the triggers", "would test the triggers"],
  step: ["moved control on of", "would move control on of"],
  sweep: ["swept the vault", "would sweep the vault"],
  return: ["sent the proceeds back", "would send the proceeds back"],
  fee: ["paid the fee", "would pay the fee"],
  pay: ["paid the holder", "would pay the holder"],
  open: ["opened", "would open"],
  escheat: ["sent to the escheat owner", "would send to the escheat owner"],
};

/** Collects a report while the bot works. */
export class Reporter {
  readonly onProgress: ((progress: Progress) => void) | undefined;
  readonly #onEvent: ((event: BotEvent) => void) | undefined;
  readonly #dryRun: boolean;
  readonly #counts = new Map<Task, number>();
  readonly #amounts = new Map<Address, bigint>();
  readonly #inKind = new Map<string, PaidInKind>();
  readonly #owing = new Map<Address, number>();
  readonly #waiting: Skipped[] = [];
  readonly #skipped: Skipped[] = [];
  #unlisted = 0;

  constructor({ onProgress, onEvent, dryRun = false }: Listeners = {}) {
    this.onProgress = onProgress;
    this.#onEvent = onEvent;
    this.#dryRun = dryRun;
  }

  /** Counts work that was done, or would be. */
  did(task: Task, subject: Address, more: Partial<BotEvent> = {}): void {
    const { times = 1 } = more;
    this.#counts.set(task, (this.#counts.get(task) ?? 0) + times);
    const [did, would] = VERBS[task];
    const [result, message] = this.#dryRun ? (["planned", would] as const) : (["done", did] as const);
    this.#onEvent?.({ level: "info", task, result, subject, message, ...more });
  }

  /** Counts a payment to a holder. */
  paid({ settles, holder, ...payment }: PaidHolder): void {
    const { security, mint, amount } = payment;
    if (settles) {
      this.#amounts.set(security, (this.#amounts.get(security) ?? 0n) + amount);
    } else {
      const key = `${security} ${mint}`;
      this.#inKind.set(key, { security, mint, amount: (this.#inKind.get(key)?.amount ?? 0n) + amount });
    }
    this.did("pay", holder, payment);
  }

  /** Counts holders of a security that are still owed something. */
  owes(security: Address, holders: number): void {
    this.#owing.set(security, (this.#owing.get(security) ?? 0) + holders);
  }

  /** Notes work that could not be done, or has to wait. */
  skip(task: Task, subject: Address, reason: unknown): void {
    const failure = reason instanceof TransactionFailure ? reason : undefined;
    const waits = reason instanceof Waits || WAITS.some((code) => failure?.isProgramError(code) === true);
    const message = typeof reason === "string" ? reason : explain(reason);
    const list = waits ? this.#waiting : this.#skipped;
    if (list.length < MAX_LISTED) {
      list.push({ task, subject, reason: message });
    } else {
      this.#unlisted += 1;
    }
    const [level, result] = waits ? (["warn", "waiting"] as const) : (["error", "failed"] as const);
    this.#onEvent?.({ level, task, result, subject, code: failure?.details.code, message });
  }

  /**
   * Tries a piece of work and counts it; a failure is noted and skipped, unless somebody else has done the work
   * meanwhile. A dry run counts it and does nothing.
   *
   * @param work Does it, and returns the transaction.
   * @param isDone Whether it has been done, by whoever it was.
   * @param more The rest of its event, including how many pieces of work it counts as.
   */
  async attempt(
    task: Task,
    subject: Address,
    work: () => Promise<Signature | undefined>,
    isDone: () => Promise<boolean>,
    more: Partial<BotEvent> = {},
  ): Promise<"done" | "done by another" | "failed"> {
    try {
      const signature = this.#dryRun ? undefined : await work();
      this.did(task, subject, { ...more, signature });
      return "done";
    } catch (error) {
      if (isUnreachable(error)) {
        throw error;
      }
      if (await isDone().catch(() => false)) {
        return "done by another";
      }
      this.skip(task, subject, error);
      return "failed";
    }
  }

  /**
   * Does the work on one account; if it cannot even be read, the others are unaffected.
   *
   * @throws If the node cannot be reached: nothing else would work either.
   */
  async guard(subject: Address, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (isUnreachable(error)) {
        throw error;
      }
      this.skip("read", subject, error);
    }
  }

  /** The report so far. */
  finish(securities: number, stopped = false): CrankReport {
    const count = (task: Task) => this.#counts.get(task) ?? 0;
    return {
      dryRun: this.#dryRun,
      stopped,
      securities,
      locked: count("lock"),
      givenUp: count("fail"),
      credentials: count("credential"),
      marked: count("mark"),
      moved: count("move"),
      settled: count("settle"),
      refunded: count("refund"),
      released: count("release"),
      points: count("points"),
      fixed: count("fix"),
      frozen: count("freeze"),
      windows: count("window"),
      closed: count("close"),
      executed: count("execute"),
      converted: count("convert"),
      reclaimed: count("reclaim"),
      losses: count("loss"),
      collected: count("collect"),
      repaid: count("repay"),
      checked: count("check"),
      stepped: count("step"),
      swept: count("sweep"),
      returned: count("return"),
      fees: count("fee"),
      paid: count("pay"),
      opened: count("open"),
      escheated: count("escheat"),
      amounts: this.#amounts,
      inKind: [...this.#inKind.values()],
      owing: this.#owing,
      waiting: this.#waiting,
      skipped: this.#skipped,
      unlisted: this.#unlisted,
    };
  }
}
