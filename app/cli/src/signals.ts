import { EXIT_INTERRUPTED } from "@defi-ready/securities-terminal";

/** On the first signal stops after work under way; on the second at once. */
export function stopOnSignals(onStop: () => void): { signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) {
      process.exit(EXIT_INTERRUPTED);
    }
    onStop();
    controller.abort();
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  // Nobody reads what it says any more, as behind `head`.
  process.stdout.once("error", stop);
  return {
    signal: controller.signal,
    end: () => {
      process.off("SIGINT", stop).off("SIGTERM", stop);
      process.stdout.off("error", stop);
    },
  };
}
