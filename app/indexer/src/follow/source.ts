import { setTimeout } from "node:timers/promises";
import { ClientError, type Cluster, NodeError, type TransactionOnChain } from "@defi-ready/securities";
import {
  type Address,
  isSolanaError,
  type Signature,
  SOLANA_ERROR__JSON_RPC__METHOD_NOT_FOUND,
  signature,
} from "@solana/kit";

/** A transaction of an address, as a list tells it. */
export type Listed = Readonly<{
  signature: string;
  slot: bigint;
  /** Its place in the block, where the node tells it. */
  place: bigint | undefined;
  time: bigint | null;
  failed: boolean;
}>;

/** The commitments at which history can be read. */
export type HistoryCommitment = "confirmed" | "finalized";

/** Where history is read from: a node, or what stands for one. */
export type Source = Readonly<{
  /** Tells a cluster from all others. */
  genesis(): Promise<string>;
  /** The newest slot that is final. */
  finalSlot(): Promise<bigint>;
  /**
   * The transactions that mention an address, the newest first, before one of them, or from the newest on.
   *
   * @param list.minSlot The node must have reached this slot.
   */
  list(
    list: Readonly<{ address: Address; before: string | undefined; limit: number; minSlot: bigint }>,
  ): Promise<readonly Listed[]>;
  /** A transaction that was listed. */
  transaction(signature: string): Promise<TransactionOnChain>;
  /** The time of a slot's block, in Unix seconds; null if it is not known here. */
  time(slot: bigint): Promise<bigint | null>;
  /**
   * The transactions of a slot's block that mention an address, in the block's order, each with its place among all of
   * them; `undefined` if the block is not there.
   */
  block(
    slot: bigint,
    address: Address,
  ): Promise<readonly Readonly<{ signature: string; index: bigint }>[] | undefined>;
}>;

/** How often a node is asked for a transaction that it has listed and does not give, and how long in between. */
const TRIES = 6;
const FIRST_PAUSE_MILLISECONDS = 250;

/** What a node answers that does not have a block, or does not keep any. */
const NO_BLOCK: readonly number[] = [-32001, -32004, -32007, -32009, -32011, -32014, -32601];

/** What a node tells of a block; `undefined` if it does not have it. */
async function ofBlock<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    const isUnknown =
      (error instanceof NodeError && NO_BLOCK.includes(Number(error.code))) ||
      isSolanaError(error, SOLANA_ERROR__JSON_RPC__METHOD_NOT_FOUND);
    if (isUnknown) {
      return undefined;
    }
    throw error;
  }
}

/** Reads history from a cluster's node, whose transport waits and repeats where the node limits or is busy. */
export function nodeSource(cluster: Cluster, commitment: HistoryCommitment): Source {
  const { rpc } = cluster;
  return {
    genesis: async () => await rpc.getGenesisHash().send(),
    finalSlot: async () => await rpc.getSlot({ commitment: "finalized" }).send(),
    list: async ({ address, before, limit, minSlot }) => {
      const listed = await rpc
        .getSignaturesForAddress(address, {
          commitment,
          limit,
          ...(before === undefined ? {} : { before: signature(before) }),
          ...(minSlot > 0n ? { minContextSlot: minSlot } : {}),
        })
        .send();
      return listed.map((one) => {
        const { transactionIndex } = one as { transactionIndex?: bigint | number };
        return {
          signature: one.signature,
          slot: one.slot,
          place: transactionIndex === undefined ? undefined : BigInt(transactionIndex),
          time: one.blockTime === null ? null : BigInt(one.blockTime),
          failed: one.err !== null,
        };
      });
    },
    transaction: async (text) => {
      for (let tries = 1; ; tries += 1) {
        const found = await rpc
          .getTransaction(text as Signature, {
            commitment,
            encoding: "json",
            maxSupportedTransactionVersion: 0,
          })
          .send();
        if (found?.meta != null && found.meta.innerInstructions != null) {
          return found as unknown as TransactionOnChain;
        }
        if (tries === TRIES) {
          throw new ClientError(
            found == null
              ? `the node lists transaction ${text} and does not have it: use one that keeps history`
              : `the node does not tell what transaction ${text} did inside: use one that records inner instructions`,
          );
        }
        await setTimeout(FIRST_PAUSE_MILLISECONDS * 2 ** (tries - 1));
      }
    },
    time: async (slot) => {
      const time = await ofBlock(rpc.getBlockTime(slot).send());
      return time === undefined || time === null ? null : BigInt(time);
    },
    block: async (slot, address) => {
      const block = await ofBlock(
        rpc
          .getBlock(slot, {
            commitment,
            encoding: "json",
            maxSupportedTransactionVersion: 0,
            rewards: false,
            transactionDetails: "accounts",
          })
          .send(),
      );
      return block?.transactions.flatMap(({ transaction }, index) => {
        const [first] = transaction.signatures;
        const isMentioned = transaction.accountKeys.some(({ pubkey }) => pubkey === address);
        return isMentioned && first !== undefined ? [{ signature: first, index: BigInt(index) }] : [];
      });
    },
  };
}
