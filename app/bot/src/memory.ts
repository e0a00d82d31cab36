import { accumulatorAt, creditedOf, payoutOf } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import type { PaymentRun } from "./payment-run.js";

/** At most this many unpaid holders are remembered for a tranche and mint; with more, the tranche is read again. */
const MAX_LEFT = 1_000;
/** At most this much is remembered of what was told of a tranche and mint; with more, it is told again. */
const MAX_TOLD = 10_000;
/**
 * The released part of a stream is paid once in this many seconds: every second would cost more in fees than it is
 * worth.
 */
const STREAM_SECONDS = 86_400n;

type Paid = Readonly<{ accumulator: bigint; credited: bigint; at: bigint; left: readonly Address[] }>;

/**
 * A bot's knowledge from earlier passes, so that it need not read a hundred thousand holders again while nothing has
 * been distributed. Nothing depends on it: a bot without memory does the same with more reads, and pays out streams
 * each time it runs.
 */
export class Memory {
  readonly #paid = new Map<string, Paid>();
  /** Why holders are left to pay, as it was told. */
  readonly #told = new Map<string, Map<Address, string>>();

  /** What is in the way of other payments, as it was told, by what they are. */
  readonly #obstacles = new Map<string, string>();
  /** Token accounts of holders that the bot has opened at its own cost. */
  readonly #opened = new Set<Address>();
  /** The days on which the bot paid for a record of a payment of nothing, by the security. */
  readonly #ran = new Map<Address, bigint>();

  /** Whether the bot has opened this account before: one who closes it keeps its rent, and would again. */
  hasOpened(account: Address): boolean {
    return this.#opened.has(account);
  }

  /** Remembers an account that the bot opened. */
  open(account: Address): void {
    this.#opened.add(account);
  }

  /** Whether the bot has run what waits in a security on a day already, in days since 1970. */
  hasRun(security: Address, day: bigint): boolean {
    return this.#ran.get(security) === day;
  }

  /** Remembers that it has. */
  run(security: Address, day: bigint): void {
    this.#ran.set(security, day);
  }

  /** Remembers what is in the way of a payment, or that nothing is, and returns whether that is news. */
  isNews(payment: string, obstacle: string | undefined): boolean {
    if (this.#obstacles.get(payment) === obstacle) {
      return false;
    }
    if (obstacle === undefined) {
      this.#obstacles.delete(payment);
      return true;
    }
    if (this.#obstacles.size >= MAX_TOLD) {
      this.#obstacles.clear();
    }
    this.#obstacles.set(payment, obstacle);
    return true;
  }

  /** The holders that were left to pay; `undefined` if all have to be read. */
  left(run: PaymentRun): readonly Address[] | undefined {
    const paid = this.#paid.get(keyOf(run));
    if (paid === undefined) {
      return undefined;
    }
    const { accumulator, credited } = stateOf(run);
    const rests = run.now < paid.at + STREAM_SECONDS && isStreamingIn(run) && credited === paid.credited;
    return accumulator === paid.accumulator || rests ? paid.left : undefined;
  }

  /** Remembers who was left to pay, once all holders, or all that were left before, have been processed. */
  remember(run: PaymentRun, left: readonly Address[]): void {
    const key = keyOf(run);
    const still = new Set(left);
    for (const holder of [...(this.#told.get(key)?.keys() ?? [])].filter((one) => !still.has(one))) {
      // Whoever paid it: the next time is another.
      this.forget(run, holder);
    }
    const before = this.left(run) === undefined ? undefined : this.#paid.get(key);
    if (left.length <= MAX_LEFT) {
      this.#paid.set(key, { ...(before ?? { ...stateOf(run), at: run.now }), left });
    } else {
      this.#paid.delete(key);
    }
  }

  /** Remembers why a holder is left to pay, and returns whether that is news. */
  tell(run: PaymentRun, holder: Address, reason: string): boolean {
    const key = keyOf(run);
    const told = this.#told.get(key) ?? new Map<Address, string>();
    if (told.get(holder) === reason) {
      return false;
    }
    if (told.size >= MAX_TOLD) {
      told.clear();
    }
    this.#told.set(key, told.set(holder, reason));
    return true;
  }

  /** Forgets why a holder was left, since it has been paid. */
  forget(run: PaymentRun, holder: Address): void {
    this.#told.get(keyOf(run))?.delete(holder);
  }
}

const keyOf = ({ tranche, mint }: PaymentRun): string => `${tranche.address} ${mint}`;

function stateOf({ tranche, vault, now }: PaymentRun) {
  return {
    accumulator: accumulatorAt({ tranche: tranche.data, now, vault }),
    credited: creditedOf(payoutOf(tranche.data, vault)),
  };
}

/** Whether something is still being released. */
function isStreamingIn({ tranche, vault, now }: PaymentRun): boolean {
  const { streaming, streamUntil } = payoutOf(tranche.data, vault);
  return streaming > 0n && now < streamUntil;
}
