import {
  type Cluster,
  type Listed,
  mintNames,
  readMarket,
  requireProgram,
  settlementVault,
} from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import type { UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";
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

/** The other deals of the cluster whose names read like that of a deal; none before that is known. */
export function useAlike(security: Address): readonly Address[] {
  const { url } = useCluster();
  const market = useRead({ key: keys.deals(url), liveness: "live", read }).data?.value;
  return useMemo(
    () => (market === undefined ? [] : (alikeIn(market).get(security) ?? [])),
    [market, security],
  );
}

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
