import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import { list, SERIES } from "./account-kinds.js";
import {
  associatedTokenAddress,
  holderAddress,
  seriesAddress,
  shareAccountAddress,
  shareMintAddress,
  shareRateAddress,
  warrantMintAddress,
} from "./addresses.js";
import { admissionOf } from "./admission.js";
import type { Cluster } from "./cluster.js";
import {
  type CreateSeriesInstructionDataArgs,
  getCloseSeriesInstruction,
  getCreateSeriesInstruction,
  getExerciseInstruction,
  type Security,
  type Tranche,
  type WarrantSeries,
} from "./generated/index.js";
import { receiverInstructions } from "./receiver.js";
import { tokenBalances } from "./token.js";
import { settlementVault } from "./vaults-and-assets.js";

/** The terms of a new series; its number is the tranche's next. */
export type SeriesTerms = Omit<CreateSeriesInstructionDataArgs, "number">;

/** Creates a series of warrants on an equity tranche's shares; a book's reward curve grants them. By the sponsor. */
export async function createSeries(
  options: Readonly<{ sponsor: TransactionSigner; tranche: Account<Tranche>; terms: SeriesTerms }>,
): Promise<Readonly<{ instructions: Instruction[]; series: Address; mint: Address }>> {
  const { sponsor, tranche, terms } = options;
  const number = tranche.data.nextSeries;
  const series = await seriesAddress(tranche.address, number);
  const mint = await warrantMintAddress(series);
  const instruction = getCreateSeriesInstruction({
    sponsor,
    security: tranche.data.security,
    tranche: tranche.address,
    shareRate: await shareRateAddress(tranche.data.security, tranche.address),
    series,
    mint,
    ...terms,
    number,
  });
  return { instructions: [instruction], series, mint };
}

/** Warrants of a series that an owner has in its associated account. */
export type HeldWarrants = Readonly<{
  series: Account<WarrantSeries>;
  /** Base units of the warrants, which are those of the shares. */
  amount: bigint;
}>;

/** The warrants that an owner has, of all series that are not closed; those that expire first come first. */
export async function listWarrants(cluster: Cluster, owner: Address): Promise<HeldWarrants[]> {
  const all = await list(cluster, SERIES, []);
  const accounts = await Promise.all(all.map(({ data }) => shareAccountAddress(owner, data.mint)));
  const balances = await tokenBalances(cluster, accounts);
  return all
    .map((series, at) => ({ series, amount: balances[at] ?? 0n }))
    .filter(({ amount }) => amount > 0n)
    .sort((a, b) => Number(a.series.data.expiresAt - b.series.data.expiresAt));
}

/** The cost of exercising a number of warrants, in settlement base units, rounded up. */
export function exerciseCost(
  options: Readonly<{ series: WarrantSeries; tranche: Tranche; amount: bigint }>,
): bigint {
  const { series, tranche, amount } = options;
  return (amount * series.strike + tranche.unit - 1n) / tranche.unit;
}

/**
 * Turns warrants into shares for their strike. By their owner, before they expire; its record and share account in the
 * tranche are opened too if they are missing, and its credential is copied into the record if one is required.
 */
export async function exercise(
  options: Readonly<{
    cluster: Cluster;
    owner: TransactionSigner;
    security: Account<Security>;
    series: Account<WarrantSeries>;
    /** Base units of the warrants, which are those of the shares. */
    amount: bigint;
    /** The owner's token account that pays the strike; its associated one if left out. */
    payingAccount?: Address | undefined;
  }>,
): Promise<Instruction[]> {
  const { cluster, owner, security, series, amount } = options;
  const { tranche, mint } = series.data;
  const { address: vault, mint: settlementMint, tokenProgram } = settlementVault(security.data);
  const shareMint = await shareMintAddress(tranche);
  const ready = await receiverInstructions({
    cluster,
    payer: owner,
    owner: owner.address,
    security: security.address,
    tranche,
    settlement: { mint: settlementMint, tokenProgram },
  });
  const qualify = await admissionOf({ cluster, security, tranches: [tranche], owner: owner.address });
  const turn = getExerciseInstruction({
    owner,
    security: security.address,
    tranche,
    series: series.address,
    holder: await holderAddress(tranche, owner.address),
    mint,
    warrantAccount: await shareAccountAddress(owner.address, mint),
    shareMint,
    shareAccount: await shareAccountAddress(owner.address, shareMint),
    payingAccount:
      options.payingAccount ??
      (await associatedTokenAddress({ owner: owner.address, mint: settlementMint, tokenProgram })),
    vault,
    settlementMint,
    tokenProgram,
    amount,
  });
  return [...ready, ...qualify, turn];
}

/** Closes an expired series and frees the shares set aside for it; its rent goes back. By anyone. */
export async function closeSeries(
  options: Readonly<{ series: Account<WarrantSeries> }>,
): Promise<Instruction[]> {
  const { series } = options;
  const { security, tranche, rentPayer } = series.data;
  return [getCloseSeriesInstruction({ security, tranche, series: series.address, rentPayer })];
}
