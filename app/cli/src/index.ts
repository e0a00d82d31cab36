/** The command line, for programs that run it. */
export { writeNewKeypair } from "./keypair.js";
export { runCommandLine } from "./program.js";
