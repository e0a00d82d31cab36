import type { Cluster } from "@defi-ready/securities";

/** A chain as wallets name it. */
export type Chain = `solana:${"mainnet" | "devnet" | "testnet" | "localnet"}`;

/** The first blocks of the public chains; every other chain is somebody's own. */
const GENESIS: Readonly<Record<string, Chain>> = {
  "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d": "solana:mainnet",
  EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxkPkZBG: "solana:devnet",
  "4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY": "solana:testnet",
};

const known = new WeakMap<Cluster["rpc"], Promise<string>>();

/** The hash of a cluster's first block, by which two nodes are of one chain, whatever their URLs look like. */
export function genesisOf({ rpc }: Pick<Cluster, "rpc">): Promise<string> {
  const asked = known.get(rpc) ?? rpc.getGenesisHash().send();
  known.set(rpc, asked);
  // A node that did not answer may answer the next time.
  asked.catch(() => known.delete(rpc));
  return asked;
}

/** What wallets call the chain of a first block. */
export const chainOfGenesis = (genesis: string): Chain => GENESIS[genesis] ?? "solana:localnet";

/** Which chain a cluster is, as wallets name it. */
export const chainOf = async (cluster: Pick<Cluster, "rpc">): Promise<Chain> =>
  chainOfGenesis(await genesisOf(cluster));

/** Why a node is not what it is called, in words, if it is called by the name of a public chain and is of another. */
export function nameFault(name: string, chain: Chain): string | undefined {
  const named = `solana:${name.trim().toLowerCase()}`;
  return Object.values(GENESIS).some((one) => one === named) && named !== chain
    ? `the node that is called ${name} here is of another chain (${chainName(chain)}): do not sign for it, and tell whoever serves this page`
    : undefined;
}

/** A chain in a word. */
export const chainName = (chain: string): string => chain.replace(/^solana:/, "");
