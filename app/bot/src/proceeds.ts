import {
  clusterTime,
  hasDeliveryFailed,
  isDrawLate,
  modeOf,
  type Prepared,
  readSecurity,
  readTranches,
  readWaterfall,
  returnProceeds,
  send,
  stageOf,
  sweepVault,
  tokenBalance,
  unsolicitedIn,
  vaultsOf,
} from "@defi-ready/securities";
import { type Security, TrancheKind, type Vault } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import { isStopped, type Job } from "./job.js";
import { Waits } from "./report.js";

const RENT = "the record costs rent that is not refunded: name the security, or allow rents";

/** Distributes unsolicited money in a security's vaults, and returns proceeds that anyone may return. */
export async function crankProceeds(job: Job, security: Account<Security>): Promise<void> {
  const tranches = await readTranches(job.cluster, security);
  // Before the first lock nobody but the sponsor has an interest in the money in a vault.
  if (tranches.every(({ data }) => data.startsAt === 0n)) {
    return;
  }
  const hasDebt = tranches.some(({ data }) => data.kind === TrancheKind.Debt);
  for (const [index, vault] of vaultsOf(security.data).entries()) {
    if (isStopped(job)) {
      return;
    }
    // If there is debt, no other mint runs through the waterfall.
    if (index === 0 || !hasDebt) {
      await job.report.guard(vault.address, () => sweep(job, security, vault, index));
      await job.report.guard(vault.address, () => giveBack(job, security, vault, index));
    }
  }
}

async function sweep(job: Job, security: Account<Security>, vault: Vault, index: number): Promise<void> {
  const least = index === 0 ? security.data.minDistribution : 1n;
  const unasked = async () => {
    const now = vaultsOf((await readSecurity(job.cluster, security.address)).data)[index] ?? vault;
    return unsolicitedIn(now, await tokenBalance(job.cluster, vault.address));
  };
  const amount = await unasked();
  if (amount < least) {
    return;
  }
  await record(job, {
    task: "sweep",
    security,
    vault,
    amount,
    make: (now) => sweepVault({ caller: job.payer, security: now, mint: vault.mint }),
    isDone: async () => (await unasked()) < least,
  });
}

async function giveBack(job: Job, security: Account<Security>, vault: Vault, index: number): Promise<void> {
  const { cluster } = job;
  const waterfall = await readWaterfall(cluster, security.address);
  const now = await clusterTime(cluster);
  const isLeft = security.data.winding.left[index] === vault.treasury;
  const may =
    (stageOf(security.data) === "winding" && !isLeft) ||
    isDrawLate(vault, now) ||
    hasDeliveryFailed(security.data, now) ||
    modeOf(waterfall.data, now) === "accelerated";
  if (!may || vault.treasury === 0n) {
    return;
  }
  await record(job, {
    task: "return",
    security,
    vault,
    amount: vault.treasury,
    make: (at) => returnProceeds({ caller: job.payer, security: at, mint: vault.mint }),
    isDone: async () => {
      const { data } = await readSecurity(cluster, security.address);
      return vaultsOf(data).find(({ mint }) => mint === vault.mint)?.treasury === 0n;
    },
  });
}

type Task = Readonly<{
  task: "sweep" | "return";
  security: Account<Security>;
  vault: Vault;
  amount: bigint;
  make: (security: Account<Security>) => Promise<Prepared>;
  isDone: () => Promise<boolean>;
}>;

/** Makes a distribution, whose record costs rent. */
async function record(job: Job, { task, security, vault, amount, make, isDone }: Task): Promise<void> {
  const { cluster, payer, report } = job;
  if (!job.rents) {
    report.skip(task, vault.address, new Waits(RENT));
    return;
  }
  await report.attempt(
    task,
    vault.address,
    async () => {
      const { instructions } = await make(await readSecurity(cluster, security.address));
      return await send(cluster, { instructions, payer });
    },
    isDone,
    { mint: vault.mint, amount },
  );
}
