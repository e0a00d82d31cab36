const SAMPLE_MILLISECONDS = 5_000;
const FIRST_SAMPLE_MILLISECONDS = 500;
const MEBIBYTE = 1_048_576;

/**
 * Does some work, and tells the process that started this one what that took. Needs `--expose-gc`, since memory in use is
 * measured after collection.
 *
 * @param work Returns the exit code.
 */
export async function measured(work: () => Promise<number>): Promise<void> {
  let heap = 0;
  const sample = () => {
    globalThis.gc?.();
    heap = Math.max(heap, process.memoryUsage().heapUsed);
  };
  const first = setTimeout(sample, FIRST_SAMPLE_MILLISECONDS);
  const timer = setInterval(sample, SAMPLE_MILLISECONDS);
  const start = performance.now();
  const code = await work();
  const seconds = (performance.now() - start) / 1_000;
  clearTimeout(first);
  clearInterval(timer);
  sample();
  // Linux gives kibibytes.
  const rss = process.resourceUsage().maxRSS / 1_024;
  process.send?.({ code, seconds, rss, heap: heap / MEBIBYTE });
  if (process.connected) {
    process.disconnect();
  }
  process.exitCode = code;
}
