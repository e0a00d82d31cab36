import {
  associatedTokenAddress,
  createAssociatedTokenAccount,
  readTokenAccounts,
  sendInTurn,
  vaultOf,
} from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import type { Due } from "./holders-due.js";
import type { Job } from "./job.js";
import { leastAmount } from "./least.js";
import type { PaymentRun } from "./payment-run.js";

/** How many accounts are opened together: as many as a transaction holds. */
const BATCH = 10;

/**
 * Opens the associated token accounts that are missing, of holders that are owed so much that it is worth their rent to
 * whoever runs the bot. The rent is theirs: one who closes the account again keeps it, so that a bot opens the account of an
 * owner and a mint once in its life.
 *
 * @returns The accounts that can be paid now.
 */
export async function openAccounts(
  job: Job,
  run: PaymentRun,
  due: readonly Due[],
): Promise<ReadonlySet<Address>> {
  const opened = new Set<Address>();
  if (job.openAccounts === undefined) {
    return opened;
  }
  const { cluster, payer, report } = job;
  const { mint, tokenProgram, decimals } = vaultOf(run.security.data, run.mint);
  const least = leastAmount(job.openAccounts, decimals);
  const own = await Promise.all(
    due.map(({ holder }) => associatedTokenAddress({ owner: holder.data.owner, mint, tokenProgram })),
  );
  const worth = due.filter(({ owed, payee }, at) => owed >= least && payee.account === own[at]);
  const there = await readTokenAccounts(
    cluster,
    worth.map(({ payee }) => payee.account),
  );
  const missing: Due[] = [];
  for (const [at, one] of worth.entries()) {
    const { account } = one.payee;
    if (there[at] !== undefined) {
      continue;
    }
    if (!job.opened.has(account) && job.memory?.hasOpened(account) !== true) {
      missing.push(one);
    } else if (job.dryRun && job.opened.has(account)) {
      opened.add(account);
    }
  }
  for (let at = 0; at < missing.length; at += BATCH) {
    const batch = missing.slice(at, at + BATCH);
    const [first] = batch;
    const done = await report.attempt(
      "open",
      first?.holder.data.owner ?? run.tranche.address,
      async () => {
        const instructions = await Promise.all(
          batch.map(({ holder }) =>
            createAssociatedTokenAccount({ payer, owner: holder.data.owner, mint, tokenProgram }),
          ),
        );
        return (await sendInTurn(cluster, { instructions: instructions.flat(), payer })).at(-1);
      },
      async () =>
        (
          await readTokenAccounts(
            cluster,
            batch.map(({ payee }) => payee.account),
          )
        ).every((account) => account !== undefined),
      { times: batch.length },
    );
    for (const { payee } of done === "failed" ? [] : batch) {
      opened.add(payee.account);
      job.opened.add(payee.account);
      if (!job.dryRun) {
        job.memory?.open(payee.account);
      }
    }
  }
  return opened;
}
