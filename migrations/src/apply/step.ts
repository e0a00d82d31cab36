import type { Address, Instruction, TransactionSigner } from "@solana/kit";
import { getAllocateWithSeedInstruction, getTransferSolInstruction } from "@solana-program/system";
import type { ChainState } from "../chain/state.js";
import type { Deal } from "../deal/model.js";

/** What the instructions of a step are made from. */
export type StepOptions = Readonly<{
  deal: Deal;
  state: ChainState;
  signer: TransactionSigner;
  /** How many places a line is made with at the most: a program makes no account that is large at once. */
  lineAtFirst: number;
  /** Seconds allowed for a transaction to be executed: see {@link bookClock}. */
  landing: bigint;
}>;

type Allocation = Readonly<{
  address: Address;
  seed: string;
  space: bigint;
  owner: Address;
  /** What the account lacks for its rent. */
  lamports: bigint;
}>;

/**
 * Makes an account at an address derived from the signer's. Not by the one instruction that does it all: that refuses
 * an address to which somebody has sent lamports, so anybody could block a deal.
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

/** An element that must be there. */
export function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) {
    throw new RangeError(`a list of ${list.length} has no item ${index}`);
  }
  return found;
}
