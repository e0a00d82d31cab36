import { associatedTokenAddress, readTokenAccounts } from "@defi-ready/securities";
import type { Vault } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import type { Job } from "./job.js";
import { type Task, Waits } from "./report.js";

/** Who is paid what: the task, the account that it is about, and the owner whose associated account is paid. */
type Payment = Readonly<{ task: Task; subject: Address; owner: Address; vault: Vault }>;

/**
 * Whether an owner's associated account can be paid from a vault, or is missing and may be opened. What is in the way waits for
 * somebody else, such as the issuer that froze the account, and keeps nobody else from being paid: it is told, by a bot that
 * keeps running once until it changes.
 */
export async function canBePaid(job: Job, payment: Payment): Promise<boolean> {
  const { task, subject, vault } = payment;
  const obstacle = await obstacleTo(job, payment);
  // A dry run tells everything, and spends nothing of what is remembered.
  const memory = job.dryRun ? undefined : job.memory;
  const isNews = memory?.isNews(`${task} ${subject} ${vault.mint}`, obstacle) ?? true;
  if (obstacle !== undefined && isNews) {
    job.report.skip(task, subject, new Waits(obstacle));
  }
  return obstacle === undefined;
}

/** The owner gets the rent of a missing account by closing it, so the bot does not pay it for just anybody. */
async function obstacleTo(
  { cluster, rents }: Job,
  { owner, vault: { mint, tokenProgram } }: Payment,
): Promise<string | undefined> {
  const address = await associatedTokenAddress({ owner, mint, tokenProgram });
  const [account] = await readTokenAccounts(cluster, [address]);
  if (account === undefined && !rents) {
    return `${owner} has no token account, and opening it costs rent: name the security, or allow rents`;
  }
  return account?.frozen === true
    ? `the token account of ${owner}, ${address}, is frozen: the money stays owed until the mint's issuer thaws it`
    : undefined;
}
