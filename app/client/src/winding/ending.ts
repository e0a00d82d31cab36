import type { Account, Instruction, TransactionSigner } from "@solana/kit";
import { listBooks, listSeries } from "../accounts.js";
import { closeBook, holdsShares, releasableAssets, releaseProceeds } from "../book-settlement.js";
import { type Cluster, clusterTime } from "../cluster.js";
import { closeConversion } from "../conversions/convert.js";
import { listConversionsOf } from "../conversions/read.js";
import { carryOutDistribution, isPaymentDue, listPendingPayments } from "../corrections.js";
import { counted } from "../counted.js";
import { postDistribution } from "../distribution.js";
import { principalOf } from "../earnings.js";
import {
  type Book,
  getCloseSourceInstruction,
  type Security,
  type Tranche,
  TrancheKind,
} from "../generated/index.js";
import { failBook } from "../group.js";
import { isoDay } from "../iso-time.js";
import { returnProceeds } from "../proceeds.js";
import { collectSource, listSources, type SourceState } from "../sources.js";
import { assetsOf, vaultIndexOf, vaultOf, vaultsOf } from "../vaults-and-assets.js";
import { closeSeries } from "../warrant.js";
import { endWindDown } from "./begin.js";
import type { ClosingStep } from "./left.js";
import { endsFrom, OTHER_MINT_TIME } from "./words.js";

type Options = Readonly<{
  security: Account<Security>;
  tranches: readonly Account<Tranche>[];
  payer: TransactionSigner;
}>;
type Found = { steps: ClosingStep[]; waits: string[] };

/** `Book.stage` of one that is neither locked nor failed. */
const OPEN = 1;

/** What anyone can do so that a deal that is being wound down ends, and what it waits for. */
export async function stepsToEnd(cluster: Cluster, options: Options): Promise<Found> {
  const { security, tranches } = options;
  const found: Found = { steps: [], waits: [] };
  const now = await clusterTime(cluster);
  for (const tranche of tranches) {
    await closeWhatSells(cluster, tranche, found);
  }
  await closeSources(cluster, options, found);
  await carryOutPending(cluster, options, now, found);
  await runMoney(options, now, found);
  if (security.data.announcedLosses > 0) {
    found.waits.push(
      `${counted(security.data.announcedLosses, "announced loss")} to be recorded or struck out`,
    );
  }
  const from = endsFrom(security.data);
  if (from !== undefined && now < from) {
    found.waits.push(`it ends on ${isoDay(from)} at the earliest`);
  }
  if (found.steps.length === 0 && found.waits.length === 0) {
    found.steps.push({ what: "end", about: security.address, instructions: await endWindDown(security) });
  }
  return found;
}

/** Books fail, and series and conversions close. */
async function closeWhatSells(cluster: Cluster, tranche: Account<Tranche>, found: Found): Promise<void> {
  for (const book of await listBooks(cluster, tranche.address)) {
    await closeWhenOver(cluster, tranche, book, found);
  }
  for (const series of await listSeries(cluster, tranche.address)) {
    found.steps.push({ what: "series", about: series.address, instructions: await closeSeries({ series }) });
  }
  found.steps.push(...(await closeConversions(cluster, tranche)));
}

/** Closes the conversions of a tranche; of one that was converted, once all is collected. */
export async function closeConversions(
  cluster: Cluster,
  tranche: Account<Tranche>,
): Promise<ClosingStep[]> {
  const conversions = await listConversionsOf(cluster, tranche.address);
  return conversions
    .filter(({ data }) => data.done === 0 || tranche.data.shares === 0n)
    .map((conversion) => ({
      what: "conversion",
      about: conversion.address,
      instructions: closeConversion({ conversion }),
    }));
}

/** Fails a book that is open; releases and closes one without tickets. */
async function closeWhenOver(
  cluster: Cluster,
  { data: { rank, kind } }: Account<Tranche>,
  book: Account<Book>,
  found: Found,
): Promise<void> {
  const { data, address } = book;
  const step = (what: string, instructions: readonly Instruction[]) =>
    found.steps.push({ what, about: address, instructions });
  if (data.stage === OPEN) {
    step("book", await failBook({ book }));
  }
  if (data.openTickets > 0) {
    found.waits.push(
      `book ${data.number} of class ${rank} has ${counted(data.openTickets, "ticket")}: \`crank\` settles or refunds them`,
    );
    return;
  }
  const assets = assetsOf(data);
  if (assets.every(({ proceeds }) => proceeds === 0n) && !holdsShares(data)) {
    step("book", await closeBook({ cluster, book }));
    return;
  }
  const cover = kind === TrancheKind.Cover;
  for (const asset of releasableAssets({ book: data, cover, now: await clusterTime(cluster) })) {
    step("proceeds", await releaseProceeds({ book, asset }));
  }
  found.waits.push(`proceeds of book ${data.number} of class ${rank} are to be released`);
}

async function closeSources(cluster: Cluster, options: Options, found: Found): Promise<void> {
  for (const state of await listSources(cluster, options.security.address)) {
    found.steps.push(await sourceStep(options, state));
  }
}

async function sourceStep(
  { security, payer }: Options,
  { source, balance }: SourceState,
): Promise<ClosingStep> {
  const { mint, account } = source.data;
  const { address: vault, tokenProgram } = vaultOf(security.data, mint);
  const least = vaultIndexOf(security.data, mint) === 0 ? security.data.minDistribution : 1n;
  if (balance >= least) {
    const { instructions } = await collectSource({ caller: payer, security, source });
    return { what: "collection", about: source.address, instructions };
  }
  const close = getCloseSourceInstruction({
    security: security.address,
    source: source.address,
    account,
    vault,
    mint,
    tokenProgram,
    origin: security.data.origin,
  });
  return { what: "source", about: source.address, instructions: [close] };
}

/** Payments that wait are carried out once they can be corrected no more. */
async function carryOutPending(
  cluster: Cluster,
  { security }: Options,
  now: bigint,
  found: Found,
): Promise<void> {
  for (const { address, data } of await listPendingPayments(cluster, security.address)) {
    if (isPaymentDue(data, now)) {
      const instructions = await carryOutDistribution({ security, distribution: address });
      found.steps.push({ what: "pending", about: address, instructions });
    } else {
      found.waits.push(`a payment that can be corrected until ${isoDay(data.dueAt)} is to be carried out`);
    }
  }
}

/** Whether money in another mint goes back beside the debts: they are owed nothing, or it has waited for a year. */
function leavesDebts({ security, tranches }: Options, now: bigint): boolean {
  const stands = ({ data }: Account<Tranche>) => {
    const matured = data.maturity <= now;
    const mayBeSold = data.principalIssued === 0n && (data.nextBook === 0 || data.openBooks > 0);
    const owed = principalOf(data) + data.interestDue + data.arrears;
    return owed > 0n || (!matured && (mayBeSold || data.loss > 0n));
  };
  const debts = tranches.filter(({ data }) => data.kind === TrancheKind.Debt);
  return now >= security.data.winding.from + OTHER_MINT_TIME || !debts.some(stands);
}

/** Treasuries go back, and reserves, principal and covers run. */
async function runMoney(options: Options, now: bigint, found: Found): Promise<void> {
  const { security, payer } = options;
  for (const [index, vault] of vaultsOf(security.data).entries()) {
    if (vault.treasury === security.data.winding.left[index] || security.data.beganAt === 0n) {
      continue;
    }
    if (index > 0 && !leavesDebts(options, now)) {
      found.waits.push(`money in ${vault.mint} waits for the debts`);
      continue;
    }
    const { instructions } = await returnProceeds({ caller: payer, security, mint: vault.mint });
    found.steps.push({ what: "return", about: vault.address, instructions });
  }
  const vault = vaultOf(security.data);
  const isOver = now >= (endsFrom(security.data) ?? now);
  const coversGo = vault.cover > 0n && isOver && security.data.announcedLosses === 0;
  if (vault.reserve + vault.reinvestment > 0n || coversGo) {
    const payment = {
      amount: 0n,
      periodStart: now,
      periodEnd: now,
      note: "wind-down",
      documentSha256: new Uint8Array(32),
    };
    const { instructions } = await postDistribution({ payer, security, payment });
    found.steps.push({ what: "run", about: vault.address, instructions });
  }
}
