import {
  type Cluster,
  type Listed,
  mintNames,
  readMarket,
  requireProgram,
  settlementVault,
} from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import { type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useCluster } from "../connection/connection.js";
import { alikeOf } from "./alike.js";
import type { AsOf } from "./as-of.js";
import { keys } from "./keys.js";
import { dealName, givenName, type Names } from "./names.js";
import { useRead } from "./query.js";

/** All deals of a cluster, with the names of their classes. */
export type Market = Readonly<{ listed: readonly Listed[]; names: Names; time: bigint }>;

/** All securities of the program. */
export function useMarket(): UseQueryResult<AsOf<Market>> {
  const { url } = useCluster();
  return useRead({ key: keys.deals(url), read });
}

/** For each deal of a market the others whose names read like its own: anybody may give any name. */
export function alikeIn({ listed, names }: Market): ReadonlyMap<Address, readonly Address[]> {
  return alikeOf(
    listed.map(({ security: { address, data }, classes: found }) => {
      const classes = found.map(({ tranche }) => givenName(tranche, names));
      return { address, name: dealName({ address, id: data.id }, classes), classes };
    }),
  );
}

/** How long names that were read are good for: deals are rarely new, and reading all of them is not cheap. */
const NAMES_MILLISECONDS = 600_000;
/** When they are read again after a failure. */
const RETRY_MILLISECONDS = 60_000;

/**
 * The other deals of the cluster whose names read like that of a deal; none before that is known. All deals are read once,
 * or not at all where the list of deals has been: again only for a deal that was not among them, or for one that is opened
 * later than ten minutes after.
 */
export function useAlike(security: Address): readonly Address[] {
  const cluster = useCluster();
  const queries = useQueryClient();
  const shown = queries.getQueryState<AsOf<Market>>(keys.deals(cluster.url));
  const { data, isFetching, refetch } = useQuery({
    queryKey: keys.names(cluster.url),
    queryFn: async () => alikeIn(await read(cluster)),
    initialData: () => (shown?.data === undefined ? undefined : alikeIn(shown.data.value)),
    initialDataUpdatedAt: shown?.dataUpdatedAt ?? 0,
    staleTime: NAMES_MILLISECONDS,
    refetchInterval: ({ state }) => (state.status === "error" ? RETRY_MILLISECONDS : false),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    structuralSharing: false,
  });
  const isUnknown = data !== undefined && !isFetching && !data.has(security);
  const asked = useRef<Address>(undefined);
  useEffect(() => {
    // Once: what is no deal at all would be looked for forever.
    if (isUnknown && asked.current !== security) {
      asked.current = security;
      void refetch();
    }
  }, [isUnknown, refetch, security]);
  return data?.get(security) ?? NONE;
}

const NONE: readonly Address[] = [];

async function read(cluster: Cluster): Promise<Market> {
  const { listed, time } = await readMarket(cluster);
  if (listed.length === 0) {
    // A cluster without the program has no deals either, which is another thing to say.
    await requireProgram(cluster);
  }
  const mints = listed.flatMap(({ security, classes }) => [
    settlementVault(security.data).mint,
    ...classes.map(({ tranche }) => tranche.data.mint),
  ]);
  return { listed, time, names: await mintNames(cluster, mints) };
}
