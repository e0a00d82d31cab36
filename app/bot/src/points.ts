import {
  clusterTime,
  findHolder,
  hasPoints,
  isFixed,
  pointsDue,
  readSecurity,
  readTranche,
  receiverInstructions,
  send,
  settlementVault,
  takePoints,
} from "@defi-ready/securities";
import type { Security, Tranche } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import type { Job } from "./job.js";
import { Waits } from "./report.js";

const RENT =
  "the manager has no record or no share account, and they cost rent: name the security, or allow rents";
const CREDENTIAL = "the manager has no valid credential: its points wait, and earn for it";

/** Gives the manager of a tranche with a fixed number of shares those that no book grants, with their earnings. */
export async function crankPoints(
  job: Job,
  security: Account<Security>,
  address: Account<Tranche>["address"],
): Promise<void> {
  const { cluster, payer, report } = job;
  const tranche = await readTranche(cluster, address);
  if (!isFixed(tranche.data)) {
    return;
  }
  const due = async (of: Account<Tranche>) =>
    pointsDue({
      security: (await readSecurity(cluster, security.address)).data,
      tranche: of.data,
      now: await clusterTime(cluster),
    });
  if (!hasPoints(await due(tranche))) {
    return;
  }
  const owner = tranche.data.manager;
  const { mint, tokenProgram } = settlementVault(security.data);
  const missing = await receiverInstructions({
    cluster,
    payer,
    owner,
    security: security.address,
    tranche: address,
    settlement: { mint, tokenProgram },
  });
  if (missing.length > 0 && !job.rents) {
    report.skip("points", address, new Waits(RENT));
    return;
  }
  const take = await takePoints({ cluster, payer, security, tranche });
  // Copying a credential takes one more instruction.
  if (tranche.data.restricted === 1 && take.length === missing.length + 1) {
    const record = await findHolder(cluster, { tranche: address, owner });
    if (record === undefined || record.data.credentialUntil <= (await clusterTime(cluster))) {
      report.skip("points", address, new Waits(CREDENTIAL));
      return;
    }
  }
  await report.attempt(
    "points",
    address,
    async () => send(cluster, { instructions: take, payer }),
    async () => !hasPoints(await due(await readTranche(cluster, address))),
    { security: security.address },
  );
}
