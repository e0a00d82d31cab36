import type { Cluster } from "@defi-ready/securities";

/** A chain as wallets name it. */
export type Chain = `solana:${"mainnet" | "devnet" | "testnet" | "localnet"}`;

/** The first blocks of the public chains; every other chain is somebody's own. */
const GENESIS: Readonly<Record<string, Chain>> = {
  "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d": "solana:mainnet",
  EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxkPkZBG: "solana:devnet",
  "4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY": "solana:testnet",
};

const known = new WeakMap<Cluster["rpc"], Promise<Chain>>();

/** Which chain a cluster is: by its first block, whatever its URL looks like. */
export function chainOf({ rpc }: Cluster): Promise<Chain> {
  const asked =
    known.get(rpc) ??
    rpc
      .getGenesisHash()
      .send()
      .then((hash) => GENESIS[hash] ?? "solana:localnet");
  known.set(rpc, asked);
  // A node that did not answer may answer the next time.
  asked.catch(() => known.delete(rpc));
  return asked;
}

/** A chain in a word. */
export const chainName = (chain: string): string => chain.replace(/^solana:/, "");
