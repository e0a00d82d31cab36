import type { Address, Instruction, TransactionSigner } from "@solana/kit";
import { getAllocateWithSeedInstruction, getTransferSolInstruction } from "@solana-program/system";
import type { ChainState } from "../chain/state.js";
import type { Deal } from "../deal/model.js";

/** The input of the instructions of a step. */
export type StepOptions = Readonly<{
  deal: Deal;
  state: ChainState;
  signer: TransactionSigner;
  /** The sponsors of other securities whose shares this one's become; they sign too. */
  others: readonly TransactionSigner[];
  /** The most places with which a line is created: a program cannot create a large account at once. */
  lineAtFirst: number;
  /** Seconds allowed for a transaction to be executed: see {@link bookClock}. */
  landing: bigint;
}>;

type Allocation = Readonly<{
  address: Address;
  seed: string;
  space: bigint;
  owner: Address;
  /** Lamports that the account lacks for its rent. */
  lamports: bigint;
}>;

/**
 * Creates an account at an address derived from the signer's. This does not use the single instruction for it, which
 * refuses an address to which somebody has sent lamports, so that anybody could block a deal.
 */
export function allocate(
  signer: TransactionSigner,
  { address, seed, space, owner, lamports }: Allocation,
): readonly Instruction[] {
  return [
    getTransferSolInstruction({ source: signer, destination: address, amount: lamports }),
    getAllocateWithSeedInstruction({
      newAccount: address,
      baseAccount: signer,
      base: signer.address,
      seed,
      space,
      programAddress: owner,
    }),
  ];
}

/** An element that must exist. */
export function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) {
    throw new RangeError(`a list of ${list.length} has no item ${index}`);
  }
  return found;
}
