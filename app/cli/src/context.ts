import {
  AmountError,
  ClientError,
  type Cluster,
  connect,
  DEFAULT_MAX_PRIORITY_FEE,
  explain,
  exportTransaction,
  type PriorityFee,
  parsePrice,
  parsePriorityFee,
  requireProgram,
  send,
  unknownOutcomeOf,
} from "@defi-ready/securities";
import {
  type Address,
  type AddressesByLookupTableAddress,
  createNoopSigner,
  type Instruction,
  isAddress,
  type KeyPairSigner,
  type Signature,
  type TransactionSigner,
} from "@solana/kit";
import { type Command, InvalidArgumentError, Option } from "commander";
import { toJson } from "./format.js";
import { DEFAULT_KEYPAIR, readKeypair } from "./keypair.js";
import { describeUnsigned, NotSent } from "./unsigned.js";

/** Something failed; nothing was changed beyond what was reported. */
export const EXIT_FAILURE = 1;
/** A transaction was sent, and it is not known whether it landed: it is to be checked before it is repeated. */
export const EXIT_UNKNOWN = 3;
/** The command line is not one that the program understands. */
export const EXIT_USAGE = 2;

/** Milliseconds. */
const DEFAULT_TIMEOUT = 30_000;

/** The request makes no sense. */
export class UsageError extends ClientError {}

/** Options that every command takes. */
type GlobalOptions = Readonly<{
  url: string;
  keypair: string;
  json?: boolean;
  timeout: number;
  priorityFee: PriorityFee["price"];
  maxPriorityFee: bigint;
  unsigned?: Address;
  feePayer?: Address;
}>;

/** The result of a command: for people, and for programs. */
export type Output = Readonly<{
  /** Nothing more is written for people if left undefined. */
  text: string | undefined;
  /** Nothing more is written for programs if left undefined. */
  json: unknown;
  /** Set if the answer is bad news. */
  failed?: boolean;
  /** Set if it is not known whether a transaction landed. */
  unknown?: boolean;
}>;

/** A command failed, and has said so; only its exit code is left. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";

  constructor(readonly exitCode: number) {
    super(`the command ends with ${exitCode}`);
  }
}

/** The context of a command. */
export class Context {
  readonly cluster: Cluster;
  readonly json: boolean;
  readonly #keypair: string;
  readonly #unsigned: TransactionSigner | undefined;
  readonly #feePayer: Address | undefined;
  readonly #streams: Streams;
  /** Kit accepts one signer for an address in a transaction. */
  readonly #keys = new Map<Address, KeyPairSigner>();

  constructor(options: GlobalOptions, streams: Streams) {
    const { url, timeout, priorityFee: price, maxPriorityFee: max } = options;
    this.json = options.json === true;
    this.cluster = {
      ...connect(url, timeout),
      priorityFee: { price, max },
      // Whatever happens to the node or to this process from here on, there is something to look for.
      onSigned: (signature) => streams.err(sendingLine(signature, this.json)),
    };
    this.#keypair = options.keypair;
    this.#unsigned = options.unsigned === undefined ? undefined : createNoopSigner(options.unsigned);
    this.#feePayer = options.feePayer ?? options.unsigned;
    if (options.feePayer !== undefined && options.unsigned === undefined) {
      throw new UsageError("--fee-payer is for a transaction that is printed: give --unsigned too");
    }
    this.#streams = streams;
  }

  /** The node's URL. */
  get url(): string {
    return this.cluster.url;
  }

  /** Writes a line of the result before the command ends. */
  out(line: string): void {
    this.#streams.out(`${line}\n`);
  }

  /** Who signs: the key of the key file, or whoever an unsigned transaction is for. */
  async signer(): Promise<TransactionSigner> {
    return this.#unsigned ?? (await this.keypair());
  }

  /** The key that signs, for a command that sends several transactions or must sign itself. */
  async keypair(): Promise<KeyPairSigner> {
    if (this.#unsigned !== undefined) {
      throw new UsageError("this command sends its transactions itself: --unsigned cannot be used here");
    }
    return await this.keyOf(this.#keypair);
  }

  /** The key of a key file: the same signer however often, and by whichever file, it is requested. */
  async keyOf(path: string): Promise<KeyPairSigner> {
    const read = await readKeypair(path);
    const key = this.#keys.get(read.address) ?? read;
    this.#keys.set(key.address, key);
    return key;
  }

  /**
   * Signs with the key, sends, and waits.
   *
   * @throws {NotSent} With the transaction, if it is for somebody else to sign.
   */
  async send(
    instructions: readonly Instruction[],
    payer: TransactionSigner,
    lookupTables?: AddressesByLookupTableAddress,
  ): Promise<Signature> {
    if (this.#feePayer !== undefined) {
      throw new NotSent(await exportTransaction(this.cluster, { instructions, payer: this.#feePayer }));
    }
    return await send(this.cluster, { instructions, payer, lookupTables });
  }

  /** Tells something beside the result: a line for people, another for programs. */
  note(text: string, json: string): void {
    this.#streams.err(`${this.json ? json : text}\n`);
  }

  /** Shows the progress of work, to people only. */
  progress(line: string): void {
    if (!this.json) {
      this.#streams.err(`${line}\n`);
    }
  }
}

/** Tells a transaction's signature just before it is sent. */
export function sendingLine(signature: Signature, json: boolean): string {
  return json ? `${JSON.stringify({ sending: signature })}\n` : `sending ${signature}\n`;
}

/** What to say of an error, and how the command ends. */
export function complaint(
  error: unknown,
  url: string,
): Readonly<{ message: string; exitCode: number; signature?: Signature }> {
  const message = explain(error, url);
  const unknown = unknownOutcomeOf(error);
  if (unknown !== undefined) {
    return { message, exitCode: EXIT_UNKNOWN, signature: unknown.signature };
  }
  const isUsage = error instanceof AmountError || error instanceof UsageError;
  return { message, exitCode: isUsage ? EXIT_USAGE : EXIT_FAILURE };
}

/**
 * Makes a command of a function that takes its context, options and arguments and returns its output.
 *
 * @param needsProgram Whether it is refused on a cluster without the program, as it is if left out.
 * @param exitCode How the command ends when it throws for any reason but its command line; 1 if left out.
 */
export function action<Options extends object>(
  command: Command,
  run: (context: Context, options: Options, ...args: readonly string[]) => Promise<Output>,
  {
    needsProgram = true,
    exitCode = EXIT_FAILURE,
  }: Readonly<{ needsProgram?: boolean; exitCode?: number }> = {},
): Command {
  return command.action(async (...parameters: unknown[]) => {
    const args = parameters.slice(0, command.registeredArguments.length) as string[];
    const options = command.optsWithGlobals<GlobalOptions & Options>();
    const { out, err } = streamsOf(command);
    let output: Output;
    try {
      const context = new Context(options, { out, err });
      if (needsProgram) {
        await requireProgram(context.cluster);
      }
      output = await run(context, options, ...args).catch((error: unknown) => notSent(error, options));
    } catch (error) {
      const { message, exitCode: code, ...more } = complaint(error, options.url);
      err(options.json === true ? `${toJson({ error: message, ...more })}\n` : `error: ${message}\n`);
      throw new CommandFailed(code === EXIT_FAILURE ? exitCode : code);
    }
    const { json } = output;
    const said = options.json !== true ? output.text : json === undefined ? undefined : toJson(json);
    if (said !== undefined) {
      out(`${said}\n`);
    }
    if (output.unknown === true) {
      throw new CommandFailed(EXIT_UNKNOWN);
    }
    if (output.failed === true) {
      throw new CommandFailed(EXIT_FAILURE);
    }
  });
}

/** The output for a transaction that is for somebody else to sign; any other error is rethrown. */
function notSent(error: unknown, { unsigned }: GlobalOptions): Output {
  if (!(error instanceof NotSent) || unsigned === undefined) {
    throw error;
  }
  const { transaction } = error;
  return { text: describeUnsigned([transaction], unsigned), json: { unsigned: transaction } };
}

/** Where a command line writes: results, and everything else. */
export type Streams = Readonly<{ out: (text: string) => void; err: (text: string) => void }>;

/** The streams of this process. */
export const PROCESS_STREAMS: Streams = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

/** Where a command writes: where Commander writes about it. */
export function streamsOf(command: Command): Streams {
  const { writeOut = PROCESS_STREAMS.out, writeErr = PROCESS_STREAMS.err } = command.configureOutput();
  return { out: writeOut, err: writeErr };
}

/** Gives a command the options that all have. */
export function withGlobalOptions(command: Command): Command {
  return command
    .option("-u, --url <url>", "RPC node to use", "http://127.0.0.1:8899")
    .addOption(
      new Option("-k, --keypair <file>", "key file that signs and pays").default(
        DEFAULT_KEYPAIR,
        "~/.config/solana/id.json",
      ),
    )
    .option(
      "--unsigned <address>",
      "send nothing: print the transaction for this address to sign, such as a multisig's vault",
      parseAddress,
    )
    .option(
      "--fee-payer <address>",
      "who pays the fee of the printed transaction; whoever signs it if left out",
      parseAddress,
    )
    .addOption(
      new Option("--timeout <seconds>", "how long the node may take to answer a request")
        .argParser(parseTimeout)
        .default(DEFAULT_TIMEOUT, "30"),
    )
    .option("--json", "print JSON, amounts in base units")
    .addOption(
      new Option(
        "--priority-fee <price>",
        "offered above the base fee: auto (what others recently offered), none, or micro-lamports a compute unit",
      )
        .argParser(inWords(parsePriorityFee))
        .default("auto"),
    )
    .addOption(
      new Option("--max-priority-fee <price>", "the most that auto offers, micro-lamports a compute unit")
        .argParser(inWords(parsePrice))
        .default(DEFAULT_MAX_PRIORITY_FEE, String(DEFAULT_MAX_PRIORITY_FEE)),
    );
}

function inWords<T>(parse: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      throw new InvalidArgumentError(explain(error));
    }
  };
}

/** Reads seconds, as milliseconds. */
function parseTimeout(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) {
    throw new InvalidArgumentError("Give whole seconds, from 1 to 999.");
  }
  return Number(text) * 1_000;
}

/** Reads an address argument. */
export function parseAddress(text: string): Address {
  if (!isAddress(text)) {
    throw new InvalidArgumentError("An address is 32 to 44 letters and digits of base58.");
  }
  return text;
}

/** Reads a number argument. */
export function parseCount(text: string): number {
  if (!/^(0|[1-9]\d{0,8})$/.test(text)) {
    throw new InvalidArgumentError("Give a whole number, in digits and without a zero in front.");
  }
  return Number(text);
}

/** Reads a 64-bit number argument. */
export function parseNonce(text: string): bigint {
  if (!/^\d{1,20}$/.test(text) || BigInt(text) >= 1n << 64n) {
    throw new InvalidArgumentError("Give a whole number below 2^64.");
  }
  return BigInt(text);
}

/** Reads a moment, `2026-01-31T12:00` in UTC or a date for its midnight, as Unix time. */
export function parseMoment(text: string): bigint {
  const [date = "", minute = "00:00", ...rest] = text.split("T");
  const [, hours = "", minutes = ""] = /^(\d{2}):(\d{2})$/.exec(minute) ?? [];
  if (hours === "" || rest.length > 0 || Number(hours) > 23 || Number(minutes) > 59) {
    throw new InvalidArgumentError("Give a moment in UTC such as 2026-01-31T12:00, or a date.");
  }
  return parseDay(date) + BigInt(Number(hours) * 3_600 + Number(minutes) * 60);
}

/** Reads a date argument, `2026-01-31`, as Unix time at midnight UTC. */
export function parseDay(text: string): bigint {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) {
    throw new InvalidArgumentError("Give a date such as 2026-01-31.");
  }
  return BigInt(time / 1000);
}

/** Examples under a command's help. */
export function examples(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText(
    "after",
    `\nExamples:\n${lines.map((line) => `  $ securities ${line}`).join("\n")}`,
  );
}
