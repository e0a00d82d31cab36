import type { Account } from "@solana/kit";
import type { Cluster } from "../cluster.js";
import { TransactionFailure } from "../errors.js";
import type { Security } from "../generated/index.js";
import { simulate } from "../simulate.js";
import { releaseRetention } from "./rules.js";

/**
 * Why what an owner retains of a class cannot be released now, in the program's words; `undefined` if anyone may release it.
 * By a simulated transaction.
 *
 * @throws {NodeError} If the node does not answer.
 */
export async function whyRetained(
  cluster: Cluster,
  options: Readonly<{
    security: Account<Security>;
    /** The class, 0 for the most senior. */
    rank: number;
  }>,
): Promise<string | undefined> {
  try {
    await simulate(cluster, await releaseRetention(options), options.security.data.sponsor);
    return undefined;
  } catch (error) {
    if (!(error instanceof TransactionFailure)) {
      throw error;
    }
    return error.message;
  }
}
