#!/usr/bin/env node
import { runCommandLine } from "./program.js";

// Whoever reads may stop reading, as `head` does. What was asked for is done all the same, in silence.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") {
      throw error;
    }
  });
}
process.exitCode = await runCommandLine(process.argv.slice(2));
