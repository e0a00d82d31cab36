import type { Rpc, Signature, SolanaRpcApi } from "@solana/kit";
import { NodeError } from "./transport.js";

/** The error of a node that keeps no history of transactions. */
const NO_HISTORY = -32011;

/**
 * Asks a node for a transaction's status; one that keeps no history is asked for the most recent transactions.
 *
 * @param history Whether it is to look at all that it keeps.
 * @returns With the slot it answers for, and whether it looked at its history.
 */
export async function statusOf(rpc: Rpc<SolanaRpcApi>, signature: Signature, history: boolean) {
  const ask = async (searchTransactionHistory: boolean) => {
    const answer = await rpc.getSignatureStatuses([signature], { searchTransactionHistory }).send();
    const [status] = answer.value;
    return { status, slot: answer.context.slot, history: searchTransactionHistory };
  };
  return await ask(history).catch((error: unknown) => {
    if (error instanceof NodeError && Number(error.code) === NO_HISTORY) {
      return ask(false);
    }
    throw error;
  });
}
