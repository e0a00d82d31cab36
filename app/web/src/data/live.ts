import { commitmentOf } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useConnection } from "../connection/connection.js";
import type { Liveness } from "./as-of.js";

/** Notices that come together are one change. */
const GATHER_MILLISECONDS = 120;
/** How long after a failure subscriptions are tried again. */
const RETRY_MILLISECONDS = 15_000;

/**
 * Reads queries again whenever an account changes: every event of a security, and of a book, changes its account.
 * Without subscriptions the queries' own polling goes on.
 */
export function useLive(options: Readonly<{ accounts: readonly Address[]; key: QueryKey }>): Liveness {
  const { cluster, subscriptions } = useConnection();
  const queries = useQueryClient();
  const [liveness, setLiveness] = useState<Liveness>("polling");
  const accounts = options.accounts.join(" ");
  const key = JSON.stringify(options.key);
  useEffect(() => {
    const stop = new AbortController();
    let retrying: ReturnType<typeof setTimeout> | undefined;
    let isReading = false;
    let isStale = false;
    // One read after the other: changes that come faster than reads must not keep cutting them off.
    const changed = async () => {
      isStale = true;
      if (isReading) {
        return;
      }
      isReading = true;
      while (isStale && !stop.signal.aborted) {
        await new Promise((resolve) => setTimeout(resolve, GATHER_MILLISECONDS));
        isStale = false;
        await queries.invalidateQueries({ queryKey: JSON.parse(key) as QueryKey });
      }
      isReading = false;
    };
    const follow = async (account: Address, signal: AbortSignal) => {
      const notices = await subscriptions
        .accountNotifications(account, { commitment: commitmentOf(cluster), encoding: "base64" })
        .subscribe({ abortSignal: signal });
      setLiveness("live");
      for await (const _ of notices) {
        void changed();
      }
    };
    const start = () => {
      const round = new AbortController();
      const followed = accounts.split(" ").filter((one) => one !== "") as Address[];
      stop.signal.addEventListener("abort", () => round.abort(), { once: true });
      Promise.all(followed.map((account) => follow(account, round.signal)))
        .catch(() => undefined)
        .finally(() => {
          round.abort();
          if (!stop.signal.aborted && followed.length > 0) {
            setLiveness("polling");
            void changed();
            retrying = setTimeout(start, RETRY_MILLISECONDS);
          }
        });
    };
    start();
    return () => {
      stop.abort();
      clearTimeout(retrying);
      setLiveness("polling");
    };
  }, [cluster, subscriptions, queries, accounts, key]);
  return liveness;
}
