import {
  type BookState,
  clusterTime,
  type DealFacts,
  listAllSecurities,
  readBook,
  readBookState,
  readFacts,
  readSecurityState,
  type SecurityState,
} from "@defi-ready/securities";
import type { Security } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import type { UseQueryResult } from "@tanstack/react-query";
import { useCluster } from "../connection/connection.js";
import { keys } from "./keys.js";
import { type Liveness, useLive } from "./live.js";
import { type AsOf, useRead } from "./query.js";

/** A query, and how changes of what it read are learned of. */
export type Live<T> = Readonly<{ query: UseQueryResult<AsOf<T>>; liveness: Liveness }>;

/** All securities of the program. */
export function useDeals(): UseQueryResult<AsOf<readonly Account<Security>[]>> {
  const { url } = useCluster();
  return useRead({ key: keys.deals(url), read: listAllSecurities });
}

/** A deal: all its state on chain, and the facts that its disclosures follow from. */
export type Deal = Readonly<{ state: SecurityState; facts: DealFacts }>;

/** All of a deal. */
export function useDeal(security: Address): Live<Deal> {
  const { url } = useCluster();
  const key = keys.deal(url, security);
  const query = useRead({
    key,
    read: async (cluster) => {
      const state = await readSecurityState(cluster, security);
      return { state, facts: await readFacts(cluster, state) };
    },
  });
  return { query, liveness: useLive({ accounts: [security], key }) };
}

/** All of a book, and the time of the cluster that its phase was derived at. */
export function useBook({
  security,
  book,
}: Readonly<{ security: Address; book: Address }>): Live<Readonly<{ state: BookState; time: bigint }>> {
  const { url } = useCluster();
  const key = keys.book(url, security, book);
  const query = useRead({
    key,
    read: async (cluster) => {
      const time = await clusterTime(cluster);
      return {
        state: await readBookState(cluster, { book: await readBook(cluster, book), now: time }),
        time,
      };
    },
  });
  return { query, liveness: useLive({ accounts: [book], key }) };
}
