import {
  type Account,
  type AccountMeta,
  AccountRole,
  type Address,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import { findSeries, readBytes } from "./accounts.js";
import {
  holderAddress,
  shareAccountAddress,
  shareMintAddress,
  TOKEN_2022_PROGRAM,
  warrantMintAddress,
} from "./addresses.js";
import type { Cluster } from "./cluster.js";
import { freezingMetas, hasFrozenForm } from "./form.js";
import {
  type Book,
  type RewardCurve,
  RewardKind,
  SECURITIES_PROGRAM_ADDRESS,
  type Ticket,
} from "./generated/index.js";
import { receiverInstructions } from "./receiver.js";
import { createAssociatedTokenAccount } from "./token.js";
import { curvesOf, escrowAsset } from "./vaults-and-assets.js";

/** An account that an instruction writes to. */
const writable = (address: Address): AccountMeta => ({ address, role: AccountRole.WRITABLE });

/** The mint that a curve pays in: warrants of its series, or shares of its tranche. */
export const rewardMintAddress = async ({ target, kind }: RewardCurve): Promise<Address> =>
  kind === RewardKind.Warrants ? warrantMintAddress(target) : shareMintAddress(target);

/** The accounts of a book's reward curves for a ticket's owner, as its settlement takes them. */
export async function rewardMetas(
  cluster: Cluster,
  options: Readonly<{ book: Book; owner: Address }>,
): Promise<AccountMeta[]> {
  const { book, owner } = options;
  return (await Promise.all(curvesOf(book).map((curve) => accountsOf(cluster, curve, owner)))).flat();
}

async function accountsOf(cluster: Cluster, curve: RewardCurve, owner: Address): Promise<AccountMeta[]> {
  const { kind, target } = curve;
  if (kind === RewardKind.BonusShares) {
    return [];
  }
  const mint = await rewardMintAddress(curve);
  if (kind === RewardKind.Warrants) {
    return [target, mint, await shareAccountAddress(owner, mint)].map(writable);
  }
  const record = await holderAddress(target, owner);
  return [
    ...[target, record, mint, await shareAccountAddress(owner, mint)].map(writable),
    ...((await hasFrozenForm(cluster, target)) ? await freezingMetas(mint) : []),
  ];
}

/** The tranches whose shares a book promises as promote points, as locking it and releasing its proceeds take them. */
export function promoteMetas(book: Book): AccountMeta[] {
  return curvesOf(book)
    .filter(({ kind }) => kind === RewardKind.PromotePoints)
    .map(({ target }) => writable(target));
}

/**
 * The accounts whose shares the end of a book frees, for each curve except bonus shares: the tranche of promote points;
 * the series of warrants and its tranche, or any tranche if the series is closed.
 */
export async function freedMetas(cluster: Cluster, book: Book): Promise<AccountMeta[]> {
  const metas: AccountMeta[] = [];
  for (const { kind, target } of curvesOf(book)) {
    if (kind === RewardKind.PromotePoints) {
      metas.push(writable(target));
    } else if (kind === RewardKind.Warrants) {
      const series = await findSeries(cluster, target);
      metas.push(writable(target), writable(series?.data.tranche ?? book.tranche));
    }
  }
  return metas;
}

/** The tranches whose shares a ticket gets: its book's, and those of promote points that it is due. */
export function tranchesGranted(book: Book, rewards: readonly bigint[]): Address[] {
  const promoted = curvesOf(book).filter(
    ({ kind }, index) => kind === RewardKind.PromotePoints && (rewards[index] ?? 0n) > 0n,
  );
  return [book.tranche, ...promoted.map(({ target }) => target)];
}

/**
 * Opens the accounts that a ticket's owner lacks to receive its rewards: accounts for warrants, records and accounts in
 * promote tranches.
 */
export async function rewardInstructions(
  options: Readonly<{
    cluster: Cluster;
    payer: TransactionSigner;
    book: Account<Book>;
    ticket: Account<Ticket>;
    /** What the ticket gets from each curve, base units. */
    rewards: readonly bigint[];
  }>,
): Promise<Instruction[]> {
  const { cluster, payer, book, ticket, rewards } = options;
  const { security } = book.data;
  const { owner } = ticket.data;
  const due = curvesOf(book.data).filter((_, index) => (rewards[index] ?? 0n) > 0n);
  const instructions: Instruction[] = [];
  for (const { kind, target } of due) {
    if (kind === RewardKind.Warrants) {
      instructions.push(...(await warrantAccount(cluster, payer, target, owner)));
    } else if (kind === RewardKind.PromotePoints) {
      const settlement = escrowAsset(book.data);
      const receiver = { payer, owner, ticket: ticket.address, security, tranche: target, settlement };
      instructions.push(...(await receiverInstructions({ cluster, ...receiver })));
    }
  }
  return instructions;
}

/** An owner's account for warrants, if it is missing; a closed series grants nothing and needs none. */
async function warrantAccount(
  cluster: Cluster,
  payer: TransactionSigner,
  series: Address,
  owner: Address,
): Promise<Instruction[]> {
  const mint = await warrantMintAddress(series);
  const account = await shareAccountAddress(owner, mint);
  const [running, found] = await readBytes(cluster, [series, account]);
  const missing = running?.owner === SECURITIES_PROGRAM_ADDRESS && found?.owner !== TOKEN_2022_PROGRAM;
  return missing
    ? await createAssociatedTokenAccount({ payer, owner, mint, tokenProgram: TOKEN_2022_PROGRAM })
    : [];
}
