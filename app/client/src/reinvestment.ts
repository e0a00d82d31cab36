import {
  type Account,
  type Address,
  createNoopSigner,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import type { Cluster } from "./cluster.js";
import { type Prepared, postDistribution } from "./distribution.js";
import { ClientError, TransactionFailure } from "./errors.js";
import {
  getSecurityDecoder,
  SECURITIES_ERROR__NOTHING_WAITS,
  type Security,
  type Waterfall,
} from "./generated/index.js";
import { modeOf } from "./mode.js";
import { shownUrl } from "./shown-url.js";
import { simulate } from "./simulate.js";
import { createAssociatedTokenAccount } from "./token.js";
import { settlementVault } from "./vaults-and-assets.js";

/** What the record of such a run says of the origin of its money. */
const NOTE = "reinvestment account, reserve or covers";

type Pot = "reinvestment" | "reserve" | "cover";

/** What leaves each by a payment of nothing, base units of the settlement mint; 0 for one that holds no less afterwards. */
export type Repayment = Readonly<Record<Pot | "total", bigint>>;

const NO_REPAYMENT: Repayment = { reinvestment: 0n, reserve: 0n, cover: 0n, total: 0n };

/**
 * Whether a payment of nothing may pay something now: the reinvestment account holds something and the deal does
 * not revolve any more (while it revolves, the sponsor may draw from it), or a reserve or the covers hold something. A
 * reserve pays what has fallen due, and both go home once they protect nothing any more, which the program judges: see
 * {@link simulateRepayment}.
 */
export function canRepay(
  { security, waterfall }: Readonly<{ security: Security; waterfall: Waterfall }>,
  now: bigint,
): boolean {
  const { reserve, cover, reinvestment } = settlementVault(security);
  // What covenants trapped is income, and so is what they have let go.
  const reinvests = waterfall.held > 0n || (reinvestment > 0n && modeOf(waterfall, now) !== "revolving");
  return reserve > 0n || cover > 0n || reinvests;
}

/**
 * Makes a reserve pay what has fallen due that it may pay, makes what the reinvestment account holds repay the tranches,
 * and sends home a reserve and covers that protect nothing any more, by a payment of nothing; the next payment would do
 * the same. By anyone: see {@link canRepay}. As any distribution, it makes interest that is
 * unpaid arrears where a debt has no interest periods. Opens the caller's token account if it is missing.
 */
export async function repayReinvestment(
  options: Readonly<{
    /** Pays the rent of the record. */
    caller: TransactionSigner;
    security: Account<Security>;
    /** The current Unix time, which the record has as its period. */
    now: bigint;
    /** The caller's own number for the record; random if left out. */
    nonce?: bigint | undefined;
  }>,
): Promise<Prepared> {
  const { caller, security, now, nonce } = options;
  const { mint, tokenProgram } = settlementVault(security.data);
  const payment = {
    amount: 0n,
    periodStart: now,
    periodEnd: now,
    note: NOTE,
    documentSha256: new Uint8Array(32),
  };
  // The program moves nothing out of this account, but it must be one of the caller's.
  const account = await createAssociatedTokenAccount({
    payer: caller,
    owner: caller.address,
    mint,
    tokenProgram,
  });
  const posted = await postDistribution({ payer: caller, security, payment, nonce });
  return { ...posted, instructions: [...account, ...posted.instructions] satisfies Instruction[] };
}

/**
 * What would leave the reinvestment account, the reserve and the covers by a payment of nothing now, by the program
 * itself in a simulated transaction. Nothing does where it has run meanwhile, where nothing has fallen due that a reserve
 * may pay, while a floor under subordination holds all of it back, or while reserve and covers protect something.
 */
export async function simulateRepayment(
  cluster: Cluster,
  options: Readonly<{
    security: Account<Security>;
    now: bigint;
    /** An account with SOL, which is not charged; the security's sponsor if left out. */
    payer?: Address | undefined;
  }>,
): Promise<Repayment> {
  const { security, now, payer = security.data.sponsor } = options;
  const { instructions } = await repayReinvestment({ caller: createNoopSigner(payer), security, now });
  const [bytes] = await simulate(cluster, instructions, payer, [security.address]).catch((error: unknown) => {
    const isGone =
      error instanceof TransactionFailure && error.isProgramError(SECURITIES_ERROR__NOTHING_WAITS);
    if (isGone) {
      return [null];
    }
    throw error;
  });
  if (bytes === null) {
    return NO_REPAYMENT;
  }
  if (bytes === undefined) {
    throw new ClientError(`${shownUrl(cluster.url)} returns no accounts of simulated transactions`);
  }
  const before = settlementVault(security.data);
  const after = settlementVault(getSecurityDecoder().decode(bytes));
  const left = (pot: Pot) => (before[pot] > after[pot] ? before[pot] - after[pot] : 0n);
  const [reinvestment, reserve, cover] = [left("reinvestment"), left("reserve"), left("cover")];
  return { reinvestment, reserve, cover, total: reinvestment + reserve + cover };
}
