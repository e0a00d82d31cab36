import { type Address, isAddress } from "@solana/kit";
import { Command, InvalidArgumentError, Option } from "commander";
import { StateFileError } from "./state.js";
import { type LogEntry, type ProgramToLoad, startValidator, type Validator } from "./validator.js";

const DEFAULT_PORT = 8899;
const EXIT_FAILURE = 1;

/** The options of the command, as commander gives them. */
export type ValidatorCommandOptions = Readonly<{
  port: number;
  wsPort?: number;
  program: readonly ProgramToLoad[];
  deterministic?: boolean;
  unixTimestamp?: bigint;
  state?: string;
  json?: boolean;
  quiet?: boolean;
}>;

/** Describes the command; the caller names it and adds its action. */
export function validatorCommand(name = "validator"): Command {
  return new Command(name)
    .description(
      "Run the embedded validator: LiteSVM behind Solana's JSON-RPC, on 127.0.0.1, for development only.",
    )
    .option("-p, --port <number>", "HTTP port; 0 takes a free one", parsePort, DEFAULT_PORT)
    .option("--ws-port <number>", "WebSocket port (default: the HTTP port plus one)", parsePort)
    .addOption(
      new Option("--program <address=path>", "deploy a program's bytecode (may be repeated)")
        .argParser(collectProgram)
        .default([], "none"),
    )
    .option("--deterministic", "make runs repeatable: time moves only by securities_warp")
    .option("--unix-timestamp <seconds>", "where deterministic time starts", parseTimestamp)
    .option("--state <file>", "load the state from a file, and save it there on exit")
    .option("--json", "write the log as JSON lines")
    .option("--quiet", "log nothing but the start and errors");
}

/**
 * Runs a validator until the process is asked to stop. Sets the exit code when it cannot start.
 *
 * @returns The running validator, or `undefined` if it could not start.
 */
export async function runValidatorCommand(options: ValidatorCommandOptions): Promise<Validator | undefined> {
  const log = logger(options.json === true, options.quiet === true);
  try {
    const validator = await startValidator({
      port: options.port,
      wsPort: options.wsPort,
      programs: options.program,
      deterministic: options.deterministic === true ? { unixTimestamp: options.unixTimestamp } : undefined,
      stateFile: options.state,
      log,
    });
    stopOnSignals(validator, log);
    return validator;
  } catch (error) {
    log({ level: "error", event: "failed", error: explain(error, options) });
    process.exitCode = EXIT_FAILURE;
    return undefined;
  }
}

function stopOnSignals(validator: Validator, log: (entry: LogEntry) => void): void {
  const stop = (signal: NodeJS.Signals) => {
    log({ level: "info", event: "stopping", signal });
    validator.close().catch((error: unknown) => {
      log({ level: "error", event: "failed", error: error instanceof Error ? error.message : String(error) });
      process.exitCode = EXIT_FAILURE;
    });
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

function explain(error: unknown, options: ValidatorCommandOptions): string {
  if (error instanceof StateFileError) {
    return `cannot use the state file: ${error.message}`;
  }
  if (!(error instanceof Error)) {
    return String(error);
  }
  const { code, port } = error as Error & { code?: string; port?: number };
  if (code === "EADDRINUSE") {
    const busy = port ?? options.port;
    return `port ${busy} of 127.0.0.1 is in use: stop what uses it, or choose another with --port and --ws-port`;
  }
  return code === "EACCES"
    ? `not allowed to use port ${port ?? options.port}: choose one above 1023`
    : error.message;
}

function logger(json: boolean, quiet: boolean): (entry: LogEntry) => void {
  return (entry) => {
    if (quiet && entry.event === "call") {
      return;
    }
    const time = new Date().toISOString();
    process.stderr.write(`${json ? JSON.stringify({ time, ...entry }) : line(time, entry)}\n`);
  };
}

function line(time: string, entry: LogEntry): string {
  const { level, event, ...fields } = entry;
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  return [time, level === "error" ? `ERROR ${event}` : event, ...rest].join(" ");
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  }
  return port;
}

function parseTimestamp(text: string): bigint {
  if (!/^\d{1,12}$/.test(text)) {
    throw new InvalidArgumentError("A timestamp is a number of seconds since 1970.");
  }
  return BigInt(text);
}

function collectProgram(text: string, before: readonly ProgramToLoad[]): readonly ProgramToLoad[] {
  const [address, path] = splitOnce(text, "=");
  if (path === "" || !isAddress(address)) {
    throw new InvalidArgumentError("A program is given as ADDRESS=PATH.");
  }
  return [...before, { address: address as Address, path }];
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
