import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import { findOwnerTotal } from "./accounts.js";
import { ownerTotalAddress } from "./addresses.js";
import type { Cluster } from "./cluster.js";
import {
  type Book,
  getCloseOwnerTotalInstruction,
  getOpenOwnerTotalInstruction,
  type OwnerTotal,
} from "./generated/index.js";

/** Opens the total of an owner's money, which a book with an owner limit, or a rights book, needs. By anyone, who pays the rent. */
export async function openOwnerTotal(
  options: Readonly<{ payer: TransactionSigner; book: Address; owner: Address }>,
): Promise<Instruction[]> {
  const { payer, book, owner } = options;
  return [
    getOpenOwnerTotalInstruction({ payer, owner, book, ownerTotal: await ownerTotalAddress(book, owner) }),
  ];
}

/** Closes a total of nothing, or one whose book is over; its rent goes back. By anyone. */
export async function closeOwnerTotal({
  ownerTotal,
}: Readonly<{ ownerTotal: Account<OwnerTotal> }>): Promise<Instruction[]> {
  const { book, rentPayer } = ownerTotal.data;
  return [getCloseOwnerTotalInstruction({ book, ownerTotal: ownerTotal.address, rentPayer })];
}

/** Whether a book counts each owner's money: for a limit, or for the rights of holders. */
function tracksOwnerTotals({ ownerLimit, rightsUntil }: Book): boolean {
  return ownerLimit > 0n || rightsUntil > 0n;
}

/**
 * The total that a deposit raises, and the instructions that open it if it is missing; neither in a book that tracks no
 * totals.
 */
export async function ownerTotalForDeposit(
  cluster: Cluster,
  payer: TransactionSigner,
  book: Account<Book>,
  owner: Address,
): Promise<Readonly<{ ownerTotal?: Address; instructions: Instruction[] }>> {
  if (!tracksOwnerTotals(book.data)) {
    return { instructions: [] };
  }
  const found = await findOwnerTotal(cluster, { book: book.address, owner });
  return {
    ownerTotal: found?.address ?? (await ownerTotalAddress(book.address, owner)),
    instructions: found === undefined ? await openOwnerTotal({ payer, book: book.address, owner }) : [],
  };
}

/** The total that a withdrawal lowers; a closed one does not hold up money. */
export async function ownerTotalForWithdrawal(
  cluster: Cluster,
  book: Account<Book>,
  owner: Address,
): Promise<Address | undefined> {
  return tracksOwnerTotals(book.data)
    ? (await findOwnerTotal(cluster, { book: book.address, owner }))?.address
    : undefined;
}
