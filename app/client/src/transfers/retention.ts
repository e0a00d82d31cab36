import type { Account } from "@solana/kit";
import type { Cluster } from "../cluster.js";
import type { Security } from "../generated/index.js";
import { simulate } from "../simulate.js";
import { asPreflight } from "./refused.js";
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
  const instructions = await releaseRetention(options);
  const { sponsor } = options.security.data;
  const found = await asPreflight(() => simulate(cluster, instructions, sponsor));
  return found.ok ? undefined : found.message;
}
