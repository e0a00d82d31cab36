import {
  type Account,
  AccountRole,
  type Address,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import { find, list, OFFSET, OWED, read } from "./account-kinds.js";
import { associatedTokenAddress, owedAddress, vaultAddress } from "./addresses.js";
import type { Cluster } from "./cluster.js";
import {
  type Book,
  getClaimOwedInstruction,
  getOweRefundInstruction,
  type Owed,
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
  const owed = await owedAddress(ticket.address);
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
export const readOwed = async (cluster: Cluster, ticket: Address): Promise<Account<Owed>> =>
  read(cluster, OWED, await owedAddress(ticket));

/** Reads a ticket's refund that has left its book, if there is one. */
export const findOwed = async (cluster: Cluster, ticket: Address): Promise<Account<Owed> | undefined> =>
  find(cluster, OWED, await owedAddress(ticket));

/** An owner's refunds that have left their books, the oldest first. */
export async function listOwed(cluster: Cluster, owner: Address): Promise<Account<Owed>[]> {
  const found = await list(cluster, OWED, [[OFFSET.owedOwner, owner]]);
  return found.toSorted((a, b) => Number(a.data.owedAt - b.data.owedAt));
}

/** Pays an owner a refund that left its book, to an account of its choice. By the owner. */
export async function claimOwed(
  options: Readonly<{
    owner: TransactionSigner;
    owed: Account<Owed>;
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
export const payOwed = async ({ owed }: Readonly<{ owed: Account<Owed> }>): Promise<Instruction[]> => [
  await claimFor(owed),
];

async function claimFor({ address, data }: Account<Owed>, destination?: Address) {
  const { owner, mint, tokenProgram, vault, rentPayer, security } = data;
  return getClaimOwedInstruction({
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
