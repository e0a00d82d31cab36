import { indexAt, payoutOf } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import type { PaymentRun } from "./payment-run.js";

/** Holders that could not be paid are remembered up to so many a tranche and mint; of more the tranche is read anew. */
const MAX_LEFT = 1_000;
/** What comes out of a stream is paid once in so many seconds: every second would cost more fees than it is worth. */
const STREAM_SECONDS = 86_400n;

type Paid = Readonly<{ index: bigint; funded: bigint; at: bigint; left: readonly Address[] }>;

/**
 * What a bot knows from its passes before, so that it need not read a hundred thousand holders again while nothing was
 * distributed. Nothing depends on it: a bot without memory does the same, with more reading, and pays what streams as
 * often as it is run.
 */
export class Memory {
  readonly #paid = new Map<string, Paid>();

  /** The holders that were left to pay; `undefined` if all have to be looked at. */
  left(run: PaymentRun): readonly Address[] | undefined {
    const paid = this.#paid.get(keyOf(run));
    if (paid === undefined) {
      return undefined;
    }
    const { index, funded } = stateOf(run);
    const rests = run.now < paid.at + STREAM_SECONDS && isStreamingIn(run) && funded === paid.funded;
    return index === paid.index || rests ? paid.left : undefined;
  }

  /** Remembers who was left to pay, once all holders have been looked at, or all that were left before. */
  remember(run: PaymentRun, left: readonly Address[]): void {
    const key = keyOf(run);
    const before = this.left(run) === undefined ? undefined : this.#paid.get(key);
    if (left.length <= MAX_LEFT) {
      this.#paid.set(key, { ...(before ?? { ...stateOf(run), at: run.now }), left });
    } else {
      this.#paid.delete(key);
    }
  }
}

const keyOf = ({ tranche, mint }: PaymentRun): string => `${tranche.address} ${mint}`;

function stateOf({ tranche, vault, now }: PaymentRun) {
  return {
    index: indexAt({ tranche: tranche.data, now, vault }),
    funded: payoutOf(tranche.data, vault).funded,
  };
}

/** Whether something still comes out day by day. */
function isStreamingIn({ tranche, vault, now }: PaymentRun): boolean {
  const { streaming, streamUntil } = payoutOf(tranche.data, vault);
  return streaming > 0n && now < streamUntil;
}
