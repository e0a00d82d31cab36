import {
  ClientError,
  type Cluster,
  commitmentOf,
  isUnreachable,
  requireProgram,
} from "@defi-ready/securities";
import { QueryClient, type QueryKey, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useCluster } from "../connection/connection.js";
import type { AsOf, Liveness } from "./as-of.js";

/** How often what is shown is read again where no notice of changes comes, in milliseconds. */
const POLL_MILLISECONDS = 12_000;
/** The same where notices come: time passes too, and a notice can be lost. */
const LIVE_MILLISECONDS = 60_000;

/** The cache of what was read. Readers wait and retry themselves. */
export const newQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: 2_000, refetchOnWindowFocus: true } },
  });

/** Reads from the cluster, and reads again now and then. */
export function useRead<T>(
  options: Readonly<{
    key: QueryKey;
    read: (cluster: Cluster) => Promise<T>;
    /** Whether notices of changes come; without them it is read more often. */
    liveness?: Liveness | undefined;
    enabled?: boolean | undefined;
  }>,
): UseQueryResult<AsOf<T>> {
  const cluster = useCluster();
  return useQuery({
    queryKey: options.key,
    queryFn: async () => {
      const slot = await cluster.rpc.getSlot({ commitment: commitmentOf(cluster) }).send();
      return { value: await withProgram(cluster, options.read), slot };
    },
    refetchInterval: options.liveness === "live" ? LIVE_MILLISECONDS : POLL_MILLISECONDS,
    enabled: options.enabled ?? true,
    structuralSharing: false,
  });
}

/** Reads; where that fails although the node answers, says so if the cluster does not have the program at all. */
async function withProgram<T>(cluster: Cluster, read: (cluster: Cluster) => Promise<T>): Promise<T> {
  try {
    return await read(cluster);
  } catch (error) {
    if (error instanceof ClientError && !isUnreachable(error)) {
      await requireProgram(cluster);
    }
    throw error;
  }
}
