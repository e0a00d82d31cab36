import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import { DISTRIBUTION, list, OFFSET } from "./account-kinds.js";
import { associatedTokenAddress, waterfallAddress } from "./addresses.js";
import type { Cluster } from "./cluster.js";
import { ClientError } from "./errors.js";
import {
  type Distribution,
  getCarryOutDistributionInstruction,
  getCorrectDistributionInstruction,
  type Security,
} from "./generated/index.js";
import { withTranches } from "./tranche-metas.js";
import { vaultsOf } from "./vaults-and-assets.js";

/** Whether a payment waits: it has not run, counts for nothing and can be corrected until it is due. */
export const isPending = ({ isPending: pending }: Pick<Distribution, "isPending">): boolean => pending === 1;

/** Whether a payment waits that anyone can carry out at a time, in Unix seconds. */
export const isPaymentDue = (payment: Pick<Distribution, "isPending" | "dueAt">, now: bigint): boolean =>
  isPending(payment) && now >= payment.dueAt;

/** Whether any payment into a security waits. */
export const hasPending = (security: Security): boolean =>
  vaultsOf(security).some(({ pending }) => pending > 0n);

/** The payments into a security that wait, the first due first. */
export const listPendingPayments = async (
  cluster: Cluster,
  security: Address,
): Promise<Account<Distribution>[]> =>
  (await list(cluster, DISTRIBUTION, [[OFFSET.distributionSecurity, security]]))
    .filter(({ data }) => isPending(data))
    .sort((a, b) => Number(a.data.dueAt - b.data.dueAt) || (a.address < b.address ? -1 : 1));

/**
 * Carries a payment out that has waited: it runs through the waterfall as if it came in now, and reaches holders over a day. By
 * anyone, once it can be corrected no more.
 */
export async function carryOutDistribution(
  options: Readonly<{ security: Account<Security>; distribution: Address }>,
): Promise<Instruction[]> {
  const { security, distribution } = options;
  const instruction = getCarryOutDistributionInstruction({
    security: security.address,
    waterfall: await waterfallAddress(security.address),
    distribution,
  });
  return [await withTranches(instruction, security)];
}

/** Sends a payment that waits back, by its payer and the arbitrator together. The rent of its record goes back too. */
export async function correctDistribution(
  options: Readonly<{
    payer: TransactionSigner;
    arbitrator: TransactionSigner;
    security: Account<Security>;
    distribution: Account<Distribution>;
    /** A token account of the payer; its associated one if left out. */
    receivingAccount?: Address | undefined;
  }>,
): Promise<Instruction[]> {
  const { payer, arbitrator, security, distribution } = options;
  const found = vaultsOf(security.data)[distribution.data.vault];
  if (found === undefined) {
    throw new ClientError(`${distribution.address} is no payment into ${security.address}`);
  }
  const { address: vault, mint, tokenProgram } = found;
  return [
    getCorrectDistributionInstruction({
      payer,
      arbitrator,
      security: security.address,
      distribution: distribution.address,
      receivingAccount:
        options.receivingAccount ??
        (await associatedTokenAddress({ owner: payer.address, mint, tokenProgram })),
      vault,
      mint,
      tokenProgram,
    }),
  ];
}
