import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useCluster, useConnection } from "../connection/connection.js";
import { chainOfGenesis, genesisOf, nameFault } from "./chain.js";
import type { ConnectedWallet } from "./context.js";
import { chainFault } from "./signer.js";

/** The hash of the first block of the cluster that is shown; not asked for where it is not needed. */
export function useGenesis(isNeeded = true): UseQueryResult<string> {
  const cluster = useCluster();
  return useQuery({
    queryKey: [cluster.url, "genesis"],
    queryFn: () => genesisOf(cluster),
    enabled: isNeeded,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Why the connected account does not sign for the cluster that is shown, if it does not. */
export function useChainFault(wallet: ConnectedWallet | undefined): string | undefined {
  const { data } = useGenesis(wallet !== undefined);
  const { name } = useConnection();
  if (wallet === undefined || data === undefined) {
    return undefined;
  }
  const chain = chainOfGenesis(data);
  return nameFault(name, chain) ?? chainFault(wallet.name, wallet.chains, chain);
}
