import type { Account, Address } from "@solana/kit";
import { listHolders } from "../accounts.js";
import type { Cluster } from "../cluster.js";
import { isConverted } from "../conversions/outcome.js";
import { payeesOf, payHolders, tipAccountOf } from "../distribution.js";
import { earningsOf } from "../earnings.js";
import type { Holder, Security, Tranche } from "../generated/index.js";
import { vaultsOf } from "../vaults-and-assets.js";
import type { ClosingStep } from "./left.js";

/** The records of a class that are owed something, and those that stay although they are owed nothing; but for its wrapper's,
 * whose cash is its units'. */
export async function standingRecords(
  cluster: Cluster,
  tranche: Account<Tranche>,
  now: bigint,
): Promise<Readonly<{ owed: readonly Account<Holder>[]; held: readonly Account<Holder>[] }>> {
  const holders = (await listHolders(cluster, tranche.address)).filter(({ data }) => data.isWrapper === 0);
  return {
    owed: holders.filter(({ data }) => isOwed(data, tranche.data, now)),
    held: holders.filter(({ data }) => isKept(data, tranche.data)),
  };
}

/** Whether a record stays although it is owed nothing now: its shares are claims, or something of it was escheated. */
const isKept = (holder: Holder, tranche: Tranche): boolean =>
  (isConverted(tranche) && holder.shares > 0n) || holder.earnings.some(({ escheated }) => escheated > 0n);

function isOwed(holder: Holder, tranche: Tranche, now: bigint): boolean {
  const vaults = Array.from({ length: tranche.payoutCount }, (_, vault) => vault);
  return vaults.some((vault) => earningsOf({ holder, tranche, vault, now }).owed > 0n);
}

/** Records that are paid in one transaction. */
const BATCH = 8;

/** Pays records of a class what they are owed, in every mint. */
export async function paymentSteps(
  options: Readonly<{
    security: Account<Security>;
    tranche: Account<Tranche>;
    holders: readonly Account<Holder>[];
    /** Who receives the tips. */
    tipped: Address;
  }>,
): Promise<ClosingStep[]> {
  const { security, tranche, holders, tipped } = options;
  const steps: ClosingStep[] = [];
  for (const { mint } of vaultsOf(security.data).slice(0, tranche.data.payoutCount)) {
    for (let at = 0; at < holders.length; at += BATCH) {
      const batch = holders.slice(at, at + BATCH);
      steps.push({
        what: "payment",
        about: tranche.address,
        instructions: await payHolders({
          security,
          tranche: tranche.address,
          payees: await payeesOf({ security: security.data, holders: batch, mint }),
          tipAccount: await tipAccountOf(security.data, tipped),
          mint,
        }),
      });
    }
  }
  return steps;
}
