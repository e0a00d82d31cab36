import {
  type Account,
  AccountRole,
  type Address,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import { find, list, OFFSET, OWED_REFUND, read } from "./account-kinds.js";
import { associatedTokenAddress, owedRefundAddress, vaultAddress } from "./addresses.js";
import type { Cluster } from "./cluster.js";
import {
  type Book,
  getClaimRefundInstruction,
  getOweRefundInstruction,
  type OwedRefund,
  type Ticket,
} from "./generated/index.js";
import { assetOf } from "./vaults-and-assets.js";

/** How long a refund must have been unpayable before it may leave its book, in seconds. */
const REFUND_WAIT = 365n * 86_400n;

/**
 * From when a refund that cannot be paid to any account of its owner may leave its book, Unix time; `undefined` while
 * none is noted.
 */
export function leavesBookAt({ unpayableSince }: Ticket): bigint | undefined {
  return unpayableSince === 0n ? undefined : unpayableSince + REFUND_WAIT;
}

/**
 * Moves a refund that could not be paid to any account of its owner for a year out of its book, so that the book can be
 * closed: it waits for its owner in its own record, indefinitely. By anyone, who gets the rent back when the owner is
 * paid.
 */
export async function oweRefund(
  options: Readonly<{ payer: TransactionSigner; book: Account<Book>; ticket: Account<Ticket> }>,
): Promise<Instruction[]> {
  const { payer, book, ticket } = options;
  const { security, line } = book.data;
  const { owner, rentPayer, refundAccount } = ticket.data;
  const { mint, escrow, tokenProgram } = assetOf(book.data, ticket.data.asset);
  const owed = await owedRefundAddress(ticket.address);
  return [
    getOweRefundInstruction({
      payer,
      security,
      book: book.address,
      line,
      ticket: ticket.address,
      rentPayer,
      refundAccount,
      ownerAccount: await associatedTokenAddress({ owner, mint, tokenProgram }),
      escrow,
      owed,
      vault: await vaultAddress(owed, mint),
      mint,
      tokenProgram,
    }),
  ];
}

/** Reads a ticket's refund that has left its book; it must be there. */
export const readOwedRefund = async (cluster: Cluster, ticket: Address): Promise<Account<OwedRefund>> =>
  read(cluster, OWED_REFUND, await owedRefundAddress(ticket));

/** Reads a ticket's refund that has left its book, if there is one. */
export const findOwedRefund = async (
  cluster: Cluster,
  ticket: Address,
): Promise<Account<OwedRefund> | undefined> => find(cluster, OWED_REFUND, await owedRefundAddress(ticket));

/** An owner's refunds that have left their books, the oldest first. */
export async function listOwedRefunds(cluster: Cluster, owner: Address): Promise<Account<OwedRefund>[]> {
  const found = await list(cluster, OWED_REFUND, [[OFFSET.owedRefundOwner, owner]]);
  return found.toSorted((a, b) => Number(a.data.owedAt - b.data.owedAt));
}

/** Pays an owner a refund that left its book, to an account of its choice. By the owner. */
export async function claimRefund(
  options: Readonly<{
    owner: TransactionSigner;
    owed: Account<OwedRefund>;
    /** The owner's associated account if left out, which must exist. */
    destination?: Address | undefined;
  }>,
): Promise<Instruction[]> {
  const { owner, owed, destination } = options;
  const claim = await claimFor(owed, destination);
  const signs = { address: owner.address, role: AccountRole.READONLY_SIGNER, signer: owner };
  return [{ ...claim, accounts: [signs, ...claim.accounts.slice(1)] }];
}

/** Pays an owner a refund that left its book, to its associated account, once that can be paid. By anyone. */
export const payOwedRefund = async ({
  owed,
}: Readonly<{ owed: Account<OwedRefund> }>): Promise<Instruction[]> => [await claimFor(owed)];

async function claimFor({ address, data }: Account<OwedRefund>, destination?: Address) {
  const { owner, mint, tokenProgram, vault, rentPayer, security } = data;
  return getClaimRefundInstruction({
    owner,
    security,
    owed: address,
    vault,
    rentPayer,
    destination: destination ?? (await associatedTokenAddress({ owner, mint, tokenProgram })),
    mint,
    tokenProgram,
  });
}
