import {
  type Account,
  type AccountMeta,
  AccountRole,
  type Address,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import { readSecurity } from "./accounts.js";
import {
  associatedTokenAddress,
  holderAddress,
  shareAccountAddress,
  shareMintAddress,
  shareRateAddress,
  vaultAddress,
  waterfallAddress,
} from "./addresses.js";
import { admissionOf } from "./admission.js";
import type { Cluster } from "./cluster.js";
import { freezingMetas, hasFrozenForm } from "./form.js";
import {
  type Book,
  getCloseBookInstruction,
  getCloseEscrowInstruction,
  getLockBookInstruction,
  getRefundTicketInstruction,
  getReleaseProceedsInstruction,
  getSettleTicketInstruction,
  type Security,
  type Ticket,
  type TicketPreview,
} from "./generated/index.js";
import { LOCKED } from "./phase.js";
import { previewTicket } from "./preview.js";
import { isRestricted } from "./qualify.js";
import { receiverInstructions } from "./receiver.js";
import { freedMetas, promoteMetas, rewardInstructions, rewardMetas, tranchesGranted } from "./rewards.js";
import { assetOf, assetsOf, curvesOf, escrowAsset, isPar } from "./vaults-and-assets.js";

/** What is settled, and how. */
export type SettleTicketOptions = Readonly<{
  cluster: Cluster;
  /** Pays for the owner's records and accounts where they are missing. */
  payer: TransactionSigner;
  book: Account<Book>;
  ticket: Account<Ticket>;
  /** Takes the tip; the payer if left out. */
  tipAccount?: Address | undefined;
  /** What the ticket gets, where it is known already. */
  preview?: TicketPreview | undefined;
  /** The security, where it has been read already. */
  security?: Account<Security> | undefined;
}>;

/**
 * Freezes a book's line, price and rates: by the sponsor once the offer has ended, by anyone after the deadline. Books of a
 * group are locked together: see `lockGroup`.
 */
export async function lockBook(
  options: Readonly<{ caller: TransactionSigner; book: Account<Book> }>,
): Promise<Instruction[]> {
  const { caller, book } = options;
  const { security, tranche } = book.data;
  const lock = getLockBookInstruction({
    caller,
    security,
    waterfall: await waterfallAddress(security),
    tranche,
    shareRate: await shareRateAddress(security, tranche),
    book: book.address,
  });
  return [withAccounts(lock, lockExtras(book.data))];
}

/** What a lock takes for a book's assets and rewards. */
export function lockExtras(book: Book): AccountMeta[] {
  const sources = rateSources(book).map((address): AccountMeta => ({ address, role: AccountRole.READONLY }));
  return [...sources, ...promoteMetas(book)];
}

/** Where a lock reads the rates of assets: of each that is not at 1:1. */
function rateSources(book: Book): Address[] {
  const assets = assetsOf(book).filter((asset) => !isPar(asset));
  return assets.map(({ rateSource }) => rateSource);
}

/**
 * Hands a ticket's owner its shares, with what they earned since the lock, and its rewards. By anyone, in any order, for
 * a ticket of which something is accepted. Where shares require a credential, the owner's is taken into its records too,
 * if it is still valid: they can receive more shares then. With many rewards all that and the settlement, which is the
 * last instruction, do not fit into one transaction: see `sendInTurn`.
 */
export async function settleTicket(options: SettleTicketOptions): Promise<Instruction[]> {
  const { cluster, payer, book, ticket } = options;
  const { security, tranche, line } = book.data;
  const { owner, rentPayer, refundAccount } = ticket.data;
  const { mint, escrow, tokenProgram } = assetOf(book.data, ticket.data.asset);
  const { rewards } = options.preview ?? (await previewTicket(cluster, ticket));
  const shareMint = await shareMintAddress(tranche);
  const settle = getSettleTicketInstruction({
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
    mint,
    tokenProgram,
    tipAccount: options.tipAccount ?? payer.address,
  });
  const settlement = escrowAsset(book.data);
  return [
    ...(await receiverInstructions({
      cluster,
      payer,
      owner,
      ticket: ticket.address,
      security,
      tranche,
      settlement,
    })),
    ...(await rewardInstructions({ cluster, payer, book, ticket, rewards })),
    ...(await qualifyInstructions(cluster, book, owner, { rewards, security: options.security })),
    withAccounts(settle, [
      ...((await hasFrozenForm(cluster, tranche)) ? await freezingMetas(shareMint) : []),
      ...(await rewardMetas(cluster, { book: book.data, owner })),
    ]),
  ];
}

async function qualifyInstructions(
  cluster: Cluster,
  book: Account<Book>,
  owner: Address,
  of: Readonly<{ rewards: readonly bigint[]; security: Account<Security> | undefined }>,
): Promise<Instruction[]> {
  if (!isRestricted(book.data)) {
    return [];
  }
  const security = of.security ?? (await readSecurity(cluster, book.data.security));
  return admissionOf({ cluster, security, tranches: tranchesGranted(book.data, of.rewards), owner });
}

/**
 * Returns a ticket's money: of a failed book; of a locked one, where nothing of the ticket is accepted or a refund is
 * pending. It goes to the ticket's refund account, or to the owner's associated one if that cannot be paid; if neither
 * can, the program records when that was first found. By anyone, in any order.
 */
export async function refundTicket(
  options: Readonly<{ book: Account<Book>; ticket: Account<Ticket>; tipAccount: Address }>,
): Promise<Instruction[]> {
  const { book, ticket, tipAccount } = options;
  const { tranche, line } = book.data;
  const { owner, rentPayer, refundAccount } = ticket.data;
  const { mint, escrow, tokenProgram } = assetOf(book.data, ticket.data.asset);
  const refund = getRefundTicketInstruction({
    tranche,
    book: book.address,
    line,
    ticket: ticket.address,
    rentPayer,
    refundAccount,
    ownerAccount: await associatedTokenAddress({ owner, mint, tokenProgram }),
    escrow,
    mint,
    tokenProgram,
    tipAccount,
  });
  return [refund];
}

/**
 * The assets of a book whose proceeds can be moved to the security's vault: once every ticket is settled or refunded
 * and the draw delay is over; those of a cover as soon as there are any.
 */
export function releasableAssets(
  options: Readonly<{
    book: Book;
    /** Whether the book is of a cover tranche. */
    cover: boolean;
    /** The cluster's time. */
    now: bigint;
  }>,
): number[] {
  const { book, cover, now } = options;
  const isOver = book.unsettled === 0 && now >= book.lockedAt + book.drawDelay;
  if (book.stage !== LOCKED || !(cover || isOver)) {
    return [];
  }
  const assets = assetsOf(book).flatMap(({ proceeds }, index) => (proceeds > 0n ? [index] : []));
  const isRest = book.unsettled === 0 && holdsShares(book);
  return assets.length === 0 && isRest ? [0] : assets;
}

/** Whether a book holds shares for tickets, or shares that no ticket took up. */
export function holdsShares(book: Book): boolean {
  return book.sharesHeld > 0n || curvesOf(book).some(({ held }) => held > 0n);
}

/**
 * Moves the proceeds of a locked book in an asset to the security's vault, and cancels shares that no ticket took up. By
 * anyone.
 */
export async function releaseProceeds(
  options: Readonly<{
    book: Account<Book>;
    /** Which of the book's assets, from 0. */
    asset: number;
  }>,
): Promise<Instruction[]> {
  const { book, asset } = options;
  const { security, tranche } = book.data;
  const { mint, escrow, tokenProgram } = assetOf(book.data, asset);
  const release = getReleaseProceedsInstruction({
    security,
    tranche,
    book: book.address,
    escrow,
    vault: await vaultAddress(security, mint),
    mint,
    tokenProgram,
    asset,
  });
  return [withAccounts(release, promoteMetas(book.data))];
}

/** Closes the escrow of a book's last asset, unless that is its first. By anyone. */
export async function closeEscrow(
  options: Readonly<{
    book: Account<Book>;
    /** Which of the book's assets, from 0. */
    asset: number;
  }>,
): Promise<Instruction[]> {
  const { book, asset } = options;
  const { security, rentPayer } = book.data;
  const { mint, escrow, tokenProgram } = assetOf(book.data, asset);
  return [
    getCloseEscrowInstruction({
      security,
      book: book.address,
      rentPayer,
      escrow,
      vault: await vaultAddress(security, mint),
      mint,
      tokenProgram,
      asset,
    }),
  ];
}

/**
 * Closes a book without tickets and proceeds, the escrows of its other assets first, frees the shares that it set aside and
 * did not issue, and returns its rent. By anyone.
 */
export async function closeBook(
  options: Readonly<{ cluster: Cluster; book: Account<Book> }>,
): Promise<Instruction[]> {
  const { cluster, book } = options;
  const { security, tranche, line, rentPayer } = book.data;
  const { mint, escrow, tokenProgram } = escrowAsset(book.data);
  const others = assetsOf(book.data).map((_, asset) => asset);
  const escrows = await Promise.all(
    others
      .slice(1)
      .reverse()
      .map((asset) => closeEscrow({ book, asset })),
  );
  return [
    ...escrows.flat(),
    withAccounts(
      getCloseBookInstruction({
        security,
        tranche,
        book: book.address,
        line,
        rentPayer,
        escrow,
        vault: await vaultAddress(security, mint),
        settlementMint: mint,
        tokenProgram,
      }),
      await freedMetas(cluster, book.data),
    ),
  ];
}

function withAccounts(
  instruction: Instruction & Readonly<{ accounts: readonly AccountMeta[] }>,
  more: readonly AccountMeta[],
): Instruction {
  return { ...instruction, accounts: [...instruction.accounts, ...more] };
}
