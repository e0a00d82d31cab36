import {
  type Account,
  type AccountMeta,
  AccountRole,
  type Address,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import {
  type Book,
  getCloseBookInstruction,
  getCloseEscrowInstruction,
  getLockBookInstruction,
  getRefundTicketInstruction,
  getSettleTicketInstruction,
  type Ticket,
  type TicketPreview,
} from "../generated/index.js";
import { readSecurity } from "./accounts.js";
import {
  associatedTokenAddress,
  holderAddress,
  rateAddress,
  shareAccountAddress,
  shareMintAddress,
  vaultAddress,
} from "./addresses.js";
import type { Cluster } from "./cluster.js";
import { admissionOf } from "./credential.js";
import { LOCKED } from "./phase.js";
import { previewTicket } from "./preview.js";
import { receiverInstructions } from "./receiver.js";
import { promoteMetas, rewardInstructions, rewardMetas, sharesOf } from "./rewards.js";
import { assetOf, assetsOf, escrowAsset, isPar } from "./settlement.js";

/** How a ticket is settled. */
export type SettleOptions = Readonly<{
  /** Takes the tip; the payer if left out. */
  tipAccount?: Address | undefined;
  /** What the ticket gets, where it is known already. */
  preview?: TicketPreview | undefined;
  /** What admits the owner to its shares, where it is known already. */
  qualify?: readonly Instruction[] | undefined;
}>;

/** Freezes a book's line, price and rates: by the sponsor once the offer has ended, by anyone after the deadline. */
export async function lockBook(caller: TransactionSigner, book: Account<Book>): Promise<Instruction[]> {
  const { security, tranche } = book.data;
  const lock = getLockBookInstruction({ caller, security, tranche, book: book.address });
  const sources = (await rateSources(book.data)).map(
    (address): AccountMeta => ({ address, role: AccountRole.READONLY }),
  );
  return [withAccounts(lock, [...sources, ...promoteMetas(book.data)])];
}

/** Where a lock reads its rates: the share's price where it is reported, then each asset that is not at 1:1. */
export async function rateSources(book: Book): Promise<Address[]> {
  const price =
    book.priceMaxAge > 0n ? [await rateAddress(book.security, await shareMintAddress(book.tranche))] : [];
  const assets = assetsOf(book).filter((asset) => !isPar(asset));
  return [...price, ...assets.map(({ rateSource }) => rateSource)];
}

/**
 * Turns a ticket of a locked book into shares and rewards. By anyone, in any order, for a ticket of which something is
 * accepted; `payer` pays for the owner's records and accounts where they are missing. Where shares want a credential, the
 * owner's is taken into its records. With many rewards all that and the settlement, which is the last instruction, do
 * not fit one transaction: see `sendInTurn`.
 */
export async function settleTicket(
  cluster: Cluster,
  payer: TransactionSigner,
  book: Account<Book>,
  ticket: Account<Ticket>,
  options: SettleOptions = {},
): Promise<Instruction[]> {
  const { security, tranche, line } = book.data;
  const { owner, rentPayer, refundAccount } = ticket.data;
  const { mint, vault: escrow, tokenProgram } = assetOf(book.data, ticket.data.asset);
  const { rewards } = options.preview ?? (await previewTicket(cluster, ticket));
  const shareMint = await shareMintAddress(tranche);
  const settle = getSettleTicketInstruction({
    security,
    tranche,
    book: book.address,
    line,
    ticket: ticket.address,
    rentPayer,
    holder: await holderAddress(tranche, owner),
    refundAccount,
    shareAccount: await shareAccountAddress(owner, shareMint),
    shareMint,
    escrow,
    vault: await vaultAddress(security, mint),
    mint,
    tokenProgram,
    tipAccount: options.tipAccount ?? payer.address,
  });
  const settlement = escrowAsset(book.data);
  return [
    ...(await receiverInstructions(cluster, { payer, owner, security, tranche, settlement })),
    ...(await rewardInstructions(cluster, payer, book, owner, rewards)),
    ...(options.qualify ?? (await qualifyInstructions(cluster, book, owner, rewards))),
    withAccounts(settle, await rewardMetas(book.data, owner)),
  ];
}

async function qualifyInstructions(
  cluster: Cluster,
  book: Account<Book>,
  owner: Address,
  rewards: readonly bigint[],
): Promise<readonly Instruction[]> {
  if (book.data.qualifyBy === 0n) {
    return [];
  }
  const { instructions } = await admissionOf(cluster, {
    security: await readSecurity(cluster, book.data.security),
    tranches: sharesOf(book.data, rewards),
    owner,
  });
  return instructions;
}

/**
 * Returns a ticket's money: of a book that came to nothing; of a locked one, where nothing of the ticket is accepted or
 * a refund waits. It goes to the ticket's refund account, or to the owner's associated one where that cannot be paid; where
 * neither can, the program notes since when. By anyone, in any order. From the book's qualify deadline on also of an owner
 * without a credential, if the address of its record in the tranche is given.
 */
export async function refundTicket(
  book: Account<Book>,
  ticket: Account<Ticket>,
  tipAccount: Address,
  record?: Address,
): Promise<Instruction[]> {
  const { security, tranche, line, stage } = book.data;
  const { owner, rentPayer, refundAccount } = ticket.data;
  const { mint, vault, tokenProgram } = assetOf(book.data, ticket.data.asset);
  const refund = getRefundTicketInstruction({
    security,
    tranche,
    book: book.address,
    line,
    ticket: ticket.address,
    rentPayer,
    refundAccount,
    ownerAccount: await associatedTokenAddress(owner, mint, tokenProgram),
    vault,
    mint,
    tokenProgram,
    tipAccount,
  });
  const shown = record === undefined ? [] : [{ address: record, role: AccountRole.READONLY }];
  return [stage === LOCKED ? withAccounts(refund, [...promoteMetas(book.data), ...shown]) : refund];
}

/** Closes the escrow of a book's last asset, which is not its first. By anyone. */
export async function closeEscrow(book: Account<Book>, index: number): Promise<Instruction> {
  const { security, rentPayer } = book.data;
  const { mint, vault: escrow, tokenProgram } = assetOf(book.data, index);
  return getCloseEscrowInstruction({
    security,
    book: book.address,
    rentPayer,
    escrow,
    vault: await vaultAddress(security, mint),
    mint,
    tokenProgram,
    asset: index,
  });
}

/** Closes a book without tickets, the escrows of its other assets first, and returns its rent. By anyone. */
export async function closeBook(book: Account<Book>): Promise<Instruction[]> {
  const { security, line, rentPayer } = book.data;
  const { mint, vault, tokenProgram } = escrowAsset(book.data);
  const others = assetsOf(book.data).map((_, index) => index);
  const escrows = others.slice(1).reverse();
  return [
    ...(await Promise.all(escrows.map((index) => closeEscrow(book, index)))),
    getCloseBookInstruction({
      security,
      book: book.address,
      line,
      rentPayer,
      escrow: vault,
      vault: await vaultAddress(security, mint),
      settlementMint: mint,
      tokenProgram,
    }),
  ];
}

function withAccounts(
  instruction: Instruction & Readonly<{ accounts: readonly AccountMeta[] }>,
  more: readonly AccountMeta[],
): Instruction {
  return { ...instruction, accounts: [...instruction.accounts, ...more] };
}
