import { type Cluster, type Listed, readMarket, readMintNames, requireProgram } from "@defi-ready/securities";
import type { UseQueryResult } from "@tanstack/react-query";
import { useCluster } from "../connection/connection.js";
import type { AsOf } from "./as-of.js";
import { keys } from "./keys.js";
import type { Names } from "./names.js";
import { useRead } from "./query.js";

/** All deals of a cluster, with the names of their classes. */
export type Market = Readonly<{ listed: readonly Listed[]; names: Names; time: bigint }>;

/** All securities of the program. */
export function useMarket(): UseQueryResult<AsOf<Market>> {
  const { url } = useCluster();
  return useRead({ key: keys.deals(url), read });
}

async function read(cluster: Cluster): Promise<Market> {
  const { listed, time } = await readMarket(cluster);
  if (listed.length === 0) {
    // A cluster without the program has no deals either, which is another thing to say.
    await requireProgram(cluster);
  }
  const mints = listed.flatMap(({ classes }) => classes.map(({ tranche }) => tranche.data.mint));
  return { listed, time, names: await readMintNames(cluster, mints) };
}
