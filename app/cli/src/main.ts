#!/usr/bin/env node
import { runCommandLine } from "./program.js";

// The reader may close the pipe, as `head` does: the work is finished all the same, quietly.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") {
      throw error;
    }
  });
}
process.exitCode = await runCommandLine(process.argv.slice(2));
