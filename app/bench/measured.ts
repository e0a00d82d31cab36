/** Runs a command line of `securities`, and tells the process that started it what that took. Needs `--expose-gc`. */
import { runCommandLine } from "@defi-ready/securities-cli";
import { measured } from "./measure.js";

await measured(() => runCommandLine(process.argv.slice(2)));
