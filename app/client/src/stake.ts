import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import { findStake } from "./accounts.js";
import { stakeAddress } from "./addresses.js";
import type { Cluster } from "./cluster.js";
import {
  type Book,
  getCloseStakeInstruction,
  getOpenStakeInstruction,
  type Stake,
} from "./generated/index.js";

/** Opens the count of an owner's money, which a book with an owner limit needs. By anyone, who pays the rent. */
export async function openStake(
  options: Readonly<{ payer: TransactionSigner; book: Address; owner: Address }>,
): Promise<Instruction[]> {
  const { payer, book, owner } = options;
  return [getOpenStakeInstruction({ payer, owner, book, stake: await stakeAddress(book, owner) })];
}

/** Closes a count that counts nothing, or whose book is over; its rent goes back. By anyone. */
export async function closeStake({ stake }: Readonly<{ stake: Account<Stake> }>): Promise<Instruction[]> {
  const { book, rentPayer } = stake.data;
  return [getCloseStakeInstruction({ book, stake: stake.address, rentPayer })];
}

/** Whether a book counts each owner's money: for a limit, or for the rights of holders. */
function isCounted({ ownerLimit, rightsUntil }: Book): boolean {
  return ownerLimit > 0n || rightsUntil > 0n;
}

/**
 * The count that a deposit raises, and the instructions that open it if it is missing; neither in a book without such a
 * limit.
 */
export async function stakeForDeposit(
  cluster: Cluster,
  payer: TransactionSigner,
  book: Account<Book>,
  owner: Address,
): Promise<Readonly<{ stake?: Address; instructions: Instruction[] }>> {
  if (!isCounted(book.data)) {
    return { instructions: [] };
  }
  const found = await findStake(cluster, { book: book.address, owner });
  return {
    stake: found?.address ?? (await stakeAddress(book.address, owner)),
    instructions: found === undefined ? await openStake({ payer, book: book.address, owner }) : [],
  };
}

/** The count that a withdrawal lowers; a closed one does not hold up money. */
export async function stakeForWithdrawal(
  cluster: Cluster,
  book: Account<Book>,
  owner: Address,
): Promise<Address | undefined> {
  return isCounted(book.data)
    ? (await findStake(cluster, { book: book.address, owner }))?.address
    : undefined;
}
