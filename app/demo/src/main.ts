import { runDemo } from "./command.js";

process.exitCode = await runDemo(process.argv.slice(2));
