import {
  ClientError,
  type Cluster,
  commitmentOf,
  isUnreachable,
  requireProgram,
} from "@defi-ready/securities";
import { QueryClient, type QueryKey, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useCluster } from "../connection/connection.js";

/** How often what is shown is read again where no notice of changes comes, in milliseconds. */
const POLL_MILLISECONDS = 12_000;

/** What was read, and the slot of the cluster just before: it is the state at that slot or a later one. */
export type AsOf<T> = Readonly<{ value: T; slot: bigint }>;

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
    /** Milliseconds between reads; a notice of changes reads at once. */
    every?: number | undefined;
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
    refetchInterval: options.every ?? POLL_MILLISECONDS,
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
