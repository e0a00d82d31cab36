/** The command line, for programs that run it or write output in its style. */
export { EXIT_FAILURE, EXIT_UNKNOWN, EXIT_USAGE } from "./context.js";
export { day, money, table, toJson } from "./format.js";
export { readKeypair, writeNewKeypair } from "./keypair.js";
export { runCommandLine } from "./program.js";
export { PROCESS_STREAMS, type Streams } from "./streams.js";
