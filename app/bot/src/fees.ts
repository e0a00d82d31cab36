import {
  clusterTime,
  type Fee,
  feesOf,
  payFee,
  payFeeFromTreasury,
  readSecurity,
  readWaterfall,
  send,
  settlementVault,
  simulateFeeFromTreasury,
} from "@defi-ready/securities";
import type { Security, Waterfall } from "@defi-ready/securities/program";
import type { Account, Instruction } from "@solana/kit";
import { isStopped, type Job } from "./job.js";
import { canBePaid } from "./rents.js";

const DAY_SECONDS = 86_400n;
/** How old what is due of a daily fee may get before the treasury pays it: each payment costs its transaction. */
const MOST_DAYS = 30n;

/** Pays the payees of a security's fees and expenses what the tiers took, and what is due out of the treasury. */
export async function crankFees(job: Job, { address }: Account<Security>): Promise<void> {
  const security = await readSecurity(job.cluster, address);
  const { fees, treasury } = settlementVault(security.data);
  if (fees === 0n && treasury === 0n) {
    return;
  }
  const waterfall = await readWaterfall(job.cluster, address);
  const scene = { security, waterfall };
  for (const fee of feesOf(waterfall.data)) {
    if (isStopped(job)) {
      return;
    }
    if (fee.owed > 0n) {
      await job.report.guard(fee.payee, () => pay(job, scene, fee, payFee, fee.owed));
    }
    if (fee.fromTreasury && treasury > 0n) {
      await job.report.guard(fee.payee, () => payFromTreasury(job, scene, fee));
    }
  }
}

type Scene = Readonly<{ security: Account<Security>; waterfall: Account<Waterfall> }>;

async function payFromTreasury(job: Job, scene: Scene, fee: Fee): Promise<void> {
  const { cluster, payer } = job;
  const today = (await clusterTime(cluster)) / DAY_SECONDS;
  if (fee.unmet === 0n && today - scene.waterfall.data.accruedTo < MOST_DAYS) {
    return;
  }
  const options = { ...scene, tier: fee.tier, payer: payer.address };
  const { amount } = await simulateFeeFromTreasury(cluster, options);
  if (amount > 0n) {
    await pay(job, scene, fee, payFeeFromTreasury, amount);
  }
}

async function pay(
  job: Job,
  { security, waterfall }: Scene,
  { tier, payee }: Fee,
  instructionsOf: (options: Parameters<typeof payFee>[0]) => Promise<Instruction[]>,
  amount: bigint,
): Promise<void> {
  const { cluster, payer, report } = job;
  const vault = settlementVault(security.data);
  if (!(await canBePaid(job, { task: "fee", subject: payee, owner: payee, vault }))) {
    return;
  }
  const paidBy = (data: Waterfall) => feesOf(data).find((fee) => fee.tier === tier)?.paid ?? 0n;
  const { data: before } = await readWaterfall(cluster, security.address);
  await report.attempt(
    "fee",
    payee,
    async () =>
      send(cluster, { instructions: await instructionsOf({ payer, security, waterfall, tier }), payer }),
    async () => paidBy((await readWaterfall(cluster, security.address)).data) > paidBy(before),
    { mint: vault.mint, amount },
  );
}
