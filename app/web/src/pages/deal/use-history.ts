import { explain } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import { useState } from "react";
import { useCluster } from "../../connection/connection.js";
import type { History } from "../../data/history.js";

/** A history, and the numbers of events that it lacks. */
export type ReadHistory = Readonly<{
  read: History;
  gaps: readonly (readonly [from: bigint, to: bigint])[];
}>;

/** A security's history, which is read when somebody asks. */
export function useHistory(security: Address): Readonly<{
  shown: ReadHistory | undefined;
  /** Why it could not be read. */
  error: string | undefined;
  isBusy: boolean;
  /** Reads it anew, or goes on from where a part of it ends. */
  go: (from?: History) => void;
}> {
  const cluster = useCluster();
  const [shown, setShown] = useState<ReadHistory>();
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const read = async (from: History | undefined) => {
    setBusy(true);
    setError(undefined);
    try {
      // What reads events knows all of them: it is not loaded before somebody asks.
      const { gapsOf, readHistory } = await import("../../data/history.js");
      const found = await readHistory(cluster, security, from);
      setShown({ read: found, gaps: gapsOf(found) });
    } catch (fault) {
      setError(explain(fault, cluster.url));
    } finally {
      setBusy(false);
    }
  };
  return { shown, error, isBusy, go: (from) => void read(from) };
}
