import type { Account, Address, TransactionSigner } from "@solana/kit";
import { find, SECURITY } from "../account-kinds.js";
import { readTranches } from "../accounts.js";
import { type Cluster, clusterTime } from "../cluster.js";
import { payoutsOf } from "../earnings.js";
import { ClientError } from "../errors.js";
import type { Security } from "../generated/index.js";
import { pointsDue, takePoints } from "../points.js";
import { destinationsFor } from "../proceeds.js";
import { vaultsOf } from "../vaults-and-assets.js";
import { findClosedSecurity } from "./closed.js";
import { closeConversions, stepsToEnd } from "./ending.js";
import { type ClosingStep, closeClass, closeFlat, closeRecords, closeVaults } from "./left.js";
import { paymentSteps, standingRecords } from "./payments.js";
import { type DealStage, endsFrom, stageOf } from "./words.js";

/** How far a deal is, and what anyone can do about it now. */
export type WindDown = Readonly<{
  stage: DealStage;
  /** From when it can end, in Unix seconds, once it is being wound down. */
  endsFrom: bigint | undefined;
  /** What can be done now, in this order; later there may be more. */
  steps: readonly ClosingStep[];
  /** What it waits for, in words. */
  waits: readonly string[];
}>;

/** Reads what is left of a deal and what anyone can do next; `payer` pays the rents of records. */
export async function planWindDown(
  cluster: Cluster,
  options: Readonly<{ address: Address; payer: TransactionSigner }>,
): Promise<WindDown> {
  const { address, payer } = options;
  const closed = await findClosedSecurity(cluster, address);
  if (closed !== undefined) {
    const steps = await closeFlat(cluster, { security: address, origin: closed.data.origin });
    return { stage: "closed", endsFrom: undefined, steps, waits: [] };
  }
  const security = await find(cluster, SECURITY, address);
  if (security === undefined) {
    throw new ClientError(`there is no security at ${address}`);
  }
  const stage = stageOf(security.data);
  const from = endsFrom(security.data);
  if (stage === "winding") {
    const tranches = await readTranches(cluster, security);
    return { stage, endsFrom: from, ...(await stepsToEnd(cluster, { security, tranches, payer })) };
  }
  if (stage === "ended") {
    return { stage, endsFrom: from, ...(await closingSteps(cluster, security, payer)) };
  }
  return { stage, endsFrom: from, steps: [], waits: [] };
}

async function closingSteps(
  cluster: Cluster,
  security: Account<Security>,
  payer: TransactionSigner,
): Promise<Pick<WindDown, "steps" | "waits">> {
  const steps: ClosingStep[] = await closeFlat(cluster, {
    security: security.address,
    origin: security.data.origin,
  });
  const waits: string[] = [];
  const tranches = await readTranches(cluster, security);
  const now = await clusterTime(cluster);
  for (const tranche of tranches) {
    if (pointsDue({ security: security.data, tranche: tranche.data, now }).earned.some((due) => due > 0n)) {
      const instructions = await takePoints({ cluster, payer, security, tranche });
      steps.push({ what: "points", about: tranche.address, instructions });
      waits.push(`the manager of class ${tranche.data.rank} has points to take`);
      continue;
    }
    const { owed, held } = await standingRecords(cluster, tranche, now);
    steps.push(...(await paymentSteps({ security, tranche, holders: owed, tipped: payer.address })));
    if (owed.length > 0) {
      waits.push(`${owed.length} records of class ${tranche.data.rank} are owed something`);
    }
    steps.push(...(await closeConversions(cluster, tranche)));
    const streams = payoutsOf(tranche.data).some(
      ({ streaming, streamUntil }) => streaming > 0n && streamUntil > now,
    );
    if (streams && tranche.data.shares > 0n) {
      waits.push(`money streams to class ${tranche.data.rank}`);
      continue;
    }
    if (held.length > 0) {
      waits.push(
        `${held.length} records of class ${tranche.data.rank} have shares to collect, or a claim to what was escheated`,
      );
    }
    const kept = new Set([...owed, ...held].map(({ address }) => address));
    const records = await closeRecords(cluster, security.address, tranche.address);
    steps.push(...records.filter(({ about }) => !kept.has(about)));
    if (kept.size === 0) {
      steps.push(...(await closeClass(cluster, security, tranche)));
    }
  }
  if (waits.length > 0) {
    return { steps, waits };
  }
  const destinations = new Map<Address, Address>();
  for (const { mint } of vaultsOf(security.data)) {
    const [first = security.data.origin] = await destinationsFor(cluster, { security: security.data, mint });
    destinations.set(mint, first);
  }
  steps.push(...(await closeVaults(security, (mint) => destinations.get(mint) ?? security.data.origin)));
  if (security.data.winding.refunds > 0) {
    waits.push(`${security.data.winding.refunds} refunds wait for their owners`);
  }
  return { steps, waits };
}
