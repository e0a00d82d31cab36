#!/usr/bin/env node
import { CommanderError } from "commander";
import { EXIT_FAILURE, EXIT_USAGE } from "./context.js";
import { buildProgram } from "./program.js";

try {
  await buildProgram().parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = EXIT_FAILURE;
  } else if (error.exitCode !== 0) {
    process.exitCode = EXIT_USAGE;
  }
}
