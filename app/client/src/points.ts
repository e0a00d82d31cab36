import type { Account, Instruction, TransactionSigner } from "@solana/kit";
import { holderAddress, shareAccountAddress } from "./addresses.js";
import { admissionOf } from "./admission.js";
import type { Cluster } from "./cluster.js";
import { accumulatorAt, payoutsOf, risenBy, wideToBigint } from "./earnings.js";
import { ClientError } from "./errors.js";
import { freezingMetas, isFrozenForm } from "./form.js";
import { getTakePointsInstruction, type Security, type Tranche } from "./generated/index.js";
import { NOBODY } from "./phase.js";
import { receiverInstructions } from "./receiver.js";
import { isNegotiable } from "./set-structure.js";
import { settlementVault } from "./vaults-and-assets.js";

/** The points that the manager of a tranche with a fixed number of shares can take. */
export type PointsDue = Readonly<{
  /** Share base units. */
  shares: bigint;
  /** Earnings of the pot in whole base units, by the security's vaults. */
  earned: readonly bigint[];
}>;

/** Whether a tranche's number of shares is fixed: it then names a manager, who takes those that no book grants. */
export function isFixed(tranche: Tranche): boolean {
  return tranche.manager !== NOBODY;
}

/**
 * What `takePoints` would give the manager of a tranche with a fixed number of shares: all shares except those set
 * aside by open books, and the earnings of the pot. Nothing for any other tranche.
 */
export function pointsDue(
  options: Readonly<{
    security: Security;
    tranche: Tranche;
    /** The cluster's time, as `clusterTime` gives it. */
    now: bigint;
  }>,
): PointsDue {
  const { security, tranche, now } = options;
  const { pot, shares, authorised, sharesOffered } = tranche;
  // If the locked books granted none, and no book is open, the points come into being when they are taken.
  const begins = shares > 0n || (!isNegotiable(security) && security.openBooks === 0);
  return {
    shares: isFixed(tranche) && begins ? authorised - sharesOffered : 0n,
    earned: payoutsOf(tranche).map((_, vault) => {
      const part = pot.earned[vault];
      if (part === undefined) {
        return 0n;
      }
      const gained =
        pot.shares * risenBy(wideToBigint(part.accumulator), accumulatorAt({ tranche, now, vault })) +
        part.fraction;
      return part.owed + (gained >> 64n);
    }),
  };
}

/** Whether there is anything for `takePoints` to take. */
export function hasPoints({ shares, earned }: PointsDue): boolean {
  return shares > 0n || earned.some((amount) => amount > 0n);
}

/**
 * Gives the manager of a tranche with a fixed number of shares those that no book grants, with their earnings. By
 * anyone; `payer` pays for the manager's record and account if they are missing. If the shares require a credential,
 * the manager's is copied into its record too, if it has a valid one.
 *
 * @throws {ClientError} For a tranche that names no manager.
 */
export async function takePoints(
  options: Readonly<{
    cluster: Cluster;
    payer: TransactionSigner;
    security: Account<Security>;
    tranche: Account<Tranche>;
  }>,
): Promise<Instruction[]> {
  const { cluster, payer, security, tranche } = options;
  const { manager: owner, mint: shareMint } = tranche.data;
  if (!isFixed(tranche.data)) {
    throw new ClientError("the tranche names no manager: all its shares are its holders'");
  }
  const { mint, tokenProgram } = settlementVault(security.data);
  const receiver = {
    payer,
    owner,
    security: security.address,
    tranche: tranche.address,
    settlement: { mint, tokenProgram },
  };
  const take = getTakePointsInstruction({
    security: security.address,
    tranche: tranche.address,
    holder: await holderAddress(tranche.address, owner),
    shareAccount: await shareAccountAddress(owner, shareMint),
    shareMint,
  });
  return [
    ...(await receiverInstructions({ cluster, ...receiver })),
    ...(await admissionOf({ cluster, security, tranches: [tranche.address], owner })),
    isFrozenForm(tranche.data)
      ? { ...take, accounts: [...take.accounts, ...(await freezingMetas(shareMint))] }
      : take,
  ];
}
