import type { Rpc, SolanaRpcApi } from "@solana/kit";
import type { TestNode } from "./node.js";

/** How a run is cut short at a transaction. */
export type Crash =
  /** The process ends before the transaction is sent. */
  | "before it is sent"
  /** The process ends after the transaction is sent, before anything is known of it. */
  | "between sending and confirmation"
  /** The transaction is sent, but its answer is lost, and the process goes on. */
  | "by losing its answer";

/** A client that fails at the nth transaction or at each, and ever after if the process ends there. */
export function crashing(node: TestNode, at: number | "each", crash: Crash): Rpc<SolanaRpcApi> {
  let sent = 0;
  let ended = false;
  return node.rpcThrough(async (method, forward) => {
    if (ended) {
      throw new Error("crashed");
    }
    if (method !== "sendTransaction") {
      return forward();
    }
    sent += 1;
    if (at !== "each" && sent !== at) {
      return forward();
    }
    ended = crash !== "by losing its answer";
    if (crash !== "before it is sent") {
      await forward();
    }
    throw new Error("crashed");
  });
}
