import {
  escheat,
  escheatsAt,
  NOBODY,
  payHolders,
  send,
  tipAccountOf,
  unpayableOf,
  vaultOf,
} from "@defi-ready/securities";
import { type Due, readHolders } from "./holders-due.js";
import type { Job } from "./job.js";
import type { PaymentRun } from "./payment-run.js";
import { canBePaid } from "./rents.js";

/**
 * Sends money that a holder cannot be paid to the escheat owner's account once that is due. If nobody has tried to pay
 * the holder yet, it has the program record when payment first failed.
 *
 * @returns Whether the holder is no longer owed anything.
 */
export async function crankEscheat(job: Job, run: PaymentRun, due: Due): Promise<boolean> {
  const { cluster, payer, report } = job;
  const { security, mint, vault, now } = run;
  const { holder, owed } = due;
  const amount = unpayableOf(holder.data, vault);
  const owner = security.data.escheat;
  if (!job.escheat || owner === NOBODY) {
    return false;
  }
  const from = escheatsAt({ security: security.data, holder: holder.data, vault });
  if (from === undefined) {
    await noteUnpayable(job, run, due);
    return false;
  }
  const subject = holder.address;
  if (
    now < from ||
    !(await canBePaid(job, { task: "escheat", subject, owner, vault: vaultOf(security.data, mint) }))
  ) {
    return false;
  }
  const before = holder.data.earnings[vault]?.escheated ?? 0n;
  const result = await report.attempt(
    "escheat",
    subject,
    async () => send(cluster, { instructions: await escheat({ payer, security, holder, mint }), payer }),
    async () => {
      const [record] = await readHolders(job, [subject]);
      return (record?.data.earnings[vault]?.escheated ?? 0n) > before;
    },
    { mint, amount },
  );
  return result !== "failed" && amount === owed;
}

async function noteUnpayable(job: Job, run: PaymentRun, { payee, holder }: Due): Promise<void> {
  if (job.dryRun) {
    return;
  }
  const { cluster, payer, report } = job;
  const { security, tranche, mint } = run;
  const tipAccount = await tipAccountOf(security.data, payer.address);
  await report.guard(holder.address, async () => {
    const pay = await payHolders({ security, tranche: tranche.address, payees: [payee], tipAccount, mint });
    await send(cluster, { instructions: pay, payer });
  });
}
