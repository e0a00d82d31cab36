import type { Cluster } from "./cluster.js";

/** Solana's own clusters, by the hash of their first block: what a node says of itself, whatever its URL. */
const PUBLIC: ReadonlyMap<string, string> = new Map([
  ["5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d", "mainnet-beta"],
  ["EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG", "devnet"],
  ["4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY", "testnet"],
]);
/** Where Solana's own clusters are reached, without a detour. */
const OFFICIAL = /^api\.(mainnet-beta|devnet|testnet)\.solana\.com$/;
const LOOPBACK = /^(localhost|[\w.-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The name of a cluster, for people who decide what happens there. */
export type NamedCluster = Readonly<{
  /** Such as `devnet`, `mainnet-beta by rpc.example`, `localhost` or `rpc.example`. */
  name: string;
  /** Whether it is somebody's own, on this machine: development. */
  isLocal: boolean;
}>;

/**
 * Reads how a cluster is named: by the hash of its first block, which its node is asked for, and by the host of its URL where that is none of
 * Solana's clusters or is not told.
 */
export async function readClusterName(cluster: Cluster): Promise<NamedCluster> {
  const { url, rpc } = cluster;
  const genesis = await rpc
    .getGenesisHash()
    .send()
    .catch(() => undefined);
  const { hostname, host } = new URL(url);
  const isLoopback = LOOPBACK.test(hostname);
  const official = OFFICIAL.exec(hostname)?.[1];
  const known = genesis === undefined ? official : PUBLIC.get(genesis);
  const place = isLoopback ? "localhost" : host;
  if (known === undefined) {
    return { name: place, isLocal: isLoopback && genesis !== undefined };
  }
  return { name: known === official ? known : `${known} by ${place}`, isLocal: false };
}
