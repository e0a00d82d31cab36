import type { Signature } from "@solana/kit";
import type { Cluster } from "./cluster.js";
import { type TransactionFailure, transactionFailure } from "./errors.js";
import { statusOf } from "./status.js";

/** What became of a transaction, as far as a node knows. */
export type Outcome = Readonly<{
  /** How sure it is; `unknown` to the node, or not included yet. */
  status: "unknown" | "processed" | "confirmed" | "finalized";
  /** The slot that includes it. */
  slot?: bigint | undefined;
  /** Why it failed, if it did. */
  failure?: TransactionFailure | undefined;
  /** False for a transaction that is unknown to a node that keeps no history: it may have landed minutes ago. */
  history?: boolean | undefined;
}>;

/**
 * What became of a transaction. One that is unknown may still land while its blockhash is valid, about a minute and a
 * half after it was signed.
 */
export async function outcomeOf({ rpc }: Cluster, signature: Signature): Promise<Outcome> {
  const { status: found, history } = await statusOf(rpc, signature, true);
  if (!found) {
    return { status: "unknown", history };
  }
  const { slot, err, confirmationStatus } = found;
  const status = confirmationStatus ?? "finalized";
  if (err === null) {
    return { status, slot };
  }
  const transaction = await rpc
    .getTransaction(signature, {
      commitment: "confirmed",
      encoding: "json",
      maxSupportedTransactionVersion: 0,
    })
    .send()
    .catch(() => null);
  const { accountKeys = [], instructions = [] } = transaction?.transaction.message ?? {};
  const programs = instructions.flatMap(({ programIdIndex }) => accountKeys[programIdIndex] ?? []);
  const logs = transaction?.meta?.logMessages ?? [];
  return { status, slot, failure: await transactionFailure({ error: err, logs, programs }) };
}
