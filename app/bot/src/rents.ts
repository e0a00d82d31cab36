import { associatedTokenAddress, readTokenAccounts } from "@defi-ready/securities";
import type { Vault } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import type { Job } from "./job.js";
import { type Task, Waits } from "./report.js";

/**
 * Whether an owner's associated account can be paid from a vault, or is missing and may be opened; obstacles are
 * reported. The owner gets the rent of such an account by closing it, so the bot does not pay it for just anybody.
 */
export async function canBePaid(
  job: Job,
  of: Readonly<{ task: Task; subject: Address; owner: Address; vault: Vault }>,
): Promise<boolean> {
  const { mint, tokenProgram } = of.vault;
  const address = await associatedTokenAddress({ owner: of.owner, mint, tokenProgram });
  const [account] = await readTokenAccounts(job.cluster, [address]);
  if (account === undefined && !job.rents) {
    const reason = `${of.owner} has no token account, and opening it costs rent: name the security, or allow rents`;
    job.report.skip(of.task, of.subject, new Waits(reason));
    return false;
  }
  if (account?.frozen === true) {
    job.report.skip(of.task, of.subject, `the token account of ${of.owner} is frozen: the money stays`);
    return false;
  }
  return true;
}
