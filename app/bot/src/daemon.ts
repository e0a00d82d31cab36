import { setTimeout as pause } from "node:timers/promises";
import type { Cluster } from "@defi-ready/securities";
import { crank } from "./crank.js";
import type { CrankOptions } from "./job.js";
import { Memory } from "./memory.js";
import type { CrankReport } from "./report.js";

const FIRST_BACKOFF_MILLISECONDS = 1_000;
const MAX_BACKOFF_MILLISECONDS = 60_000;

/** How a pass ended: with a report, or with the error that prevented it. */
export type PassResult = Readonly<{ seconds: number } & ({ report: CrankReport } | { error: unknown })>;

/** How the bot works until it is stopped. */
export type DaemonOptions = CrankOptions &
  Readonly<{
    signal: AbortSignal;
    /** Milliseconds from the end of a pass to the next one. */
    every: number;
    onPass?: ((result: PassResult) => void | Promise<void>) | undefined;
  }>;

/**
 * Makes one pass after another until it is told to stop. If the node cannot be reached it waits a second, then twice as
 * long each time, up to a minute.
 */
export async function runDaemon(cluster: Cluster, options: DaemonOptions): Promise<void> {
  const { signal, every, onPass, memory = new Memory() } = options;
  for (let failures = 0; !signal.aborted; ) {
    const start = performance.now();
    const result = await crank(cluster, { ...options, memory }).then(
      (report) => ({ report }),
      (error: unknown) => ({ error }),
    );
    failures = "error" in result ? failures + 1 : 0;
    await onPass?.({ ...result, seconds: (performance.now() - start) / 1_000 });
    // Rejects when it is told to stop; the loop sees it.
    await pause(failures === 0 ? every : backoff(failures), undefined, { signal }).catch(() => undefined);
  }
}

/** How long to wait after a number of failures in a row, in milliseconds. */
export function backoff(failures: number): number {
  return Math.min(FIRST_BACKOFF_MILLISECONDS * 2 ** (failures - 1), MAX_BACKOFF_MILLISECONDS);
}
