import type { Address, Rpc, SolanaRpcApi } from "@solana/kit";
import type { Deal } from "../deal/model.js";

/** The input of a plan. */
export type PlanOptions = Readonly<{
  rpc: Rpc<SolanaRpcApi>;
  deal: Deal;
  /** Who would apply the deal. */
  sponsor: Address;
  /** Whether a test mint may be created where the deal asks for one. Never on mainnet. */
  createSettlementMint?: boolean | undefined;
  /** Whether an offer may be made that voids commitments to the previous one. */
  voidCommitments?: boolean | undefined;
}>;
