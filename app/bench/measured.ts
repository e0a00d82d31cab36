/** Runs a command line of `securities`, and tells the process that started it what it took. */
import { runCommandLine } from "../src/cli/program.js";

const SAMPLE_MILLISECONDS = 100;
const MEBIBYTE = 1_048_576;

let heap = 0;
const sample = () => {
  heap = Math.max(heap, process.memoryUsage().heapUsed);
};
sample();
const timer = setInterval(sample, SAMPLE_MILLISECONDS);
const start = performance.now();
const code = await runCommandLine(process.argv.slice(2));
clearInterval(timer);
process.send?.({
  code,
  seconds: (performance.now() - start) / 1_000,
  // Linux gives kibibytes.
  rss: process.resourceUsage().maxRSS / 1_024,
  heap: heap / MEBIBYTE,
});
process.disconnect?.();
process.exitCode = code;
