import type { Account, Address, TransactionSigner } from "@solana/kit";
import { decodeAccount, fetchEncodedAccount } from "@solana/kit";
import { find, SECURITY, TRANCHE } from "../account-kinds.js";
import { listHolders } from "../accounts.js";
import { trancheAddress } from "../addresses.js";
import { type Cluster, clusterTime, commitmentOf } from "../cluster.js";
import { payeesOf, payHolders, tipAccountOf } from "../distribution.js";
import { earningsOf, payoutsOf } from "../earnings.js";
import { ClientError } from "../errors.js";
import {
  CLOSED_SECURITY_DISCRIMINATOR,
  getClosedSecurityDecoder,
  type Holder,
  type Security,
  type Tranche,
} from "../generated/index.js";
import { pointsDue, takePoints } from "../points.js";
import { destinationsFor } from "../proceeds.js";
import { vaultsOf } from "../vaults-and-assets.js";
import { closeConversions, stepsToEnd } from "./ending.js";
import { type ClosingStep, closeClass, closeFlat, closeRecords, closeVaults } from "./left.js";
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
  const found = await fetchEncodedAccount(cluster.rpc, address, { commitment: commitmentOf(cluster) });
  if (found.exists && CLOSED_SECURITY_DISCRIMINATOR.every((byte, at) => found.data[at] === byte)) {
    const { origin } = decodeAccount(found, getClosedSecurityDecoder()).data;
    const steps = await closeFlat(cluster, { security: address, origin });
    return { stage: "closed", endsFrom: undefined, steps, waits: [] };
  }
  const security = await find(cluster, SECURITY, address);
  if (security === undefined) {
    throw new ClientError(`there is no security at ${address}`);
  }
  const stage = stageOf(security.data);
  const from = endsFrom(security.data);
  if (stage === "winding") {
    const tranches = await presentTranches(cluster, security);
    return { stage, endsFrom: from, ...(await stepsToEnd(cluster, { security, tranches, payer })) };
  }
  if (stage === "ended") {
    return { stage, endsFrom: from, ...(await closingSteps(cluster, security, payer)) };
  }
  return { stage, endsFrom: from, steps: [], waits: [] };
}

/** The tranches that are not closed, by rank. */
async function presentTranches(cluster: Cluster, security: Account<Security>): Promise<Account<Tranche>[]> {
  const ranks = Array.from({ length: security.data.trancheCount }, (_, rank) => rank);
  const found = await Promise.all(
    ranks.map(async (rank) => find(cluster, TRANCHE, await trancheAddress(security.address, rank))),
  );
  return found.filter((tranche) => tranche !== undefined);
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
  const tranches = await presentTranches(cluster, security);
  const now = await clusterTime(cluster);
  for (const tranche of tranches) {
    if (pointsDue({ security: security.data, tranche: tranche.data, now }).earned.some((due) => due > 0n)) {
      const instructions = await takePoints({ cluster, payer, security, tranche });
      steps.push({ what: "points", about: tranche.address, instructions });
      waits.push(`the manager of class ${tranche.data.rank} has points to take`);
      continue;
    }
    const holders = (await listHolders(cluster, tranche.address)).filter(({ data }) => data.isWrapper === 0);
    const owed = holders.filter(({ data }) => isOwed(data, tranche.data, now));
    steps.push(...(await payments({ security, tranche, holders: owed, tipped: payer.address })));
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
    const held = holders.filter(({ data }) => isKept(data, tranche.data));
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

function isOwed(holder: Holder, tranche: Tranche, now: bigint): boolean {
  const vaults = Array.from({ length: tranche.payoutCount }, (_, vault) => vault);
  return vaults.some((vault) => earningsOf({ holder, tranche, vault, now }).owed > 0n);
}

/** Whether a record stays although it is owed nothing now: its shares are claims, or something of it was escheated. */
const isKept = (holder: Holder, tranche: Tranche): boolean =>
  (isConverted(tranche) && holder.shares > 0n) || holder.earnings.some(({ escheated }) => escheated > 0n);

/** Records that are paid in one transaction. */
const BATCH = 8;

async function payments(
  options: Readonly<{
    security: Account<Security>;
    tranche: Account<Tranche>;
    holders: readonly Account<Holder>[];
    /** Who receives the tips. */
    tipped: Address;
  }>,
): Promise<ClosingStep[]> {
  const { security, tranche, holders, tipped } = options;
  const steps: ClosingStep[] = [];
  for (const { mint } of vaultsOf(security.data).slice(0, tranche.data.payoutCount)) {
    for (let at = 0; at < holders.length; at += BATCH) {
      const batch = holders.slice(at, at + BATCH);
      steps.push({
        what: "payment",
        about: tranche.address,
        instructions: await payHolders({
          security,
          tranche: tranche.address,
          payees: await payeesOf({ security: security.data, holders: batch, mint }),
          tipAccount: await tipAccountOf(security.data, tipped),
          mint,
        }),
      });
    }
  }
  return steps;
}
