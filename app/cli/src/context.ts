import {
  AmountError,
  ClientError,
  type Cluster,
  connect,
  explain,
  exportTransaction,
  listAllSecurities,
  type NamedCluster,
  NOBODY,
  readClusterName,
  requireAccepted,
  requireProgram,
  type SendOptions,
  send,
  unknownOutcomeOf,
} from "@defi-ready/securities";
import { EXIT_FAILURE, EXIT_UNKNOWN, EXIT_USAGE } from "@defi-ready/securities-terminal";
import {
  type Address,
  type AddressesByLookupTableAddress,
  createNoopSigner,
  type Instruction,
  type KeyPairSigner,
  type Signature,
  type TransactionSigner,
} from "@solana/kit";
import type { Command } from "commander";
import { toJson, toJsonLine } from "./format.js";
import { inCommands } from "./instructions.js";
import { interruptible, Sent } from "./interruption.js";
import { hasKeyFile, readKeypair } from "./keypair.js";
import { formatOf, type GlobalOptions, type Settings, settingsOf } from "./settings.js";
import { type Streams, streamsOf } from "./streams.js";
import { describeUnsigned, NotSent } from "./unsigned.js";

export { parseAddress, parseCount, parseDay, parseMoment, parseNonce } from "./arguments.js";
export { EXIT_FAILURE, EXIT_UNKNOWN, EXIT_USAGE };

/** The request makes no sense. */
export class UsageError extends ClientError {}

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
  /** Whether JSON is written in one line. */
  readonly compact: boolean;
  /** Where the settings say that the node can be subscribed to. */
  readonly websocketUrl: string | undefined;
  /** Whether nothing is asked. */
  readonly isSure: boolean;
  /** What was sent, for whoever is interrupted. */
  readonly sent = new Sent();
  readonly #keypair: string;
  readonly #isKeyNamed: boolean;
  readonly #unsigned: TransactionSigner | undefined;
  readonly #feePayer: Address | undefined;
  readonly #streams: Streams;
  /** Kit accepts one signer for an address in a transaction. */
  readonly #keys = new Map<Address, KeyPairSigner>();

  constructor(settings: Settings, streams: Streams) {
    const { json, unsigned, feePayer } = settings;
    this.json = json;
    this.compact = settings.compact;
    this.websocketUrl = settings.websocketUrl;
    // Whatever happens to the node or to this process from here on, there is something to look for.
    this.cluster = clusterOf(settings, (signature) => {
      this.sent.begins(signature);
      streams.err(sendingLine(signature, json));
    });
    this.#keypair = settings.keypair;
    this.#isKeyNamed = settings.isKeyNamed;
    this.isSure = settings.yes === true;
    this.#unsigned = unsigned === undefined ? undefined : createNoopSigner(unsigned);
    this.#feePayer = feePayer ?? unsigned;
    if (feePayer !== undefined && unsigned === undefined) {
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

  /** Whether transactions are printed for others to sign. */
  get isUnsigned(): boolean {
    return this.#unsigned !== undefined;
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

  /**
   * Who a command that signs nothing speaks for: the key of the key file; without one, the address that transactions are
   * printed for, or nobody.
   *
   * @throws {ClientError} If the command line names a key file that cannot be read.
   */
  async observer(): Promise<TransactionSigner> {
    return (await this.self()) ?? createNoopSigner(await someoneWithSol(this.cluster));
  }

  /** The same, where nobody stands in for a key that there is not. */
  async self(): Promise<TransactionSigner | undefined> {
    if (this.#unsigned !== undefined) {
      return this.#unsigned;
    }
    return hasKeyFile(this.#keypair) || this.#isKeyNamed ? await this.keypair() : undefined;
  }

  /** The key of a key file: the same signer however often, and by whichever file, it is requested. */
  async keyOf(path: string): Promise<KeyPairSigner> {
    const read = await readKeypair(path);
    const key = this.#keys.get(read.address) ?? read;
    this.#keys.set(key.address, key);
    return key;
  }

  /** The cluster's name. */
  async named(): Promise<NamedCluster> {
    return await readClusterName(this.cluster);
  }

  /**
   * Asks whether something may be done that cannot be taken back, on the cluster and with the key that it names. Nothing is
   * asked where it is not done: where the transaction is only printed.
   *
   * @param what What is going to be done, in words that follow "going to", with its figures.
   * @param first What it begins with, which is simulated before anybody is asked: nobody is asked about what would be refused.
   * @throws {TransactionFailure} If that would be refused.
   * @throws {UsageError} If nobody can be asked, and the command line does not say `--yes`.
   * @throws {ClientError} If the answer is not yes.
   */
  async confirm(what: string, first?: SendOptions): Promise<void> {
    if (this.isSure || this.#unsigned !== undefined) {
      return;
    }
    if (first !== undefined) {
      await requireAccepted(this.cluster, first);
    }
    const { ask } = this.#streams;
    const where = whereWords(await this.named(), await this.signer());
    if (ask === undefined) {
      throw new UsageError(
        `going to ${what} (${where}), which cannot be taken back: say that you mean it with --yes`,
      );
    }
    const answer = await ask(`Going to ${what} (${where}). This cannot be taken back. Do it? [y/N] `);
    if (!/^\s*(y|yes)\s*$/i.test(answer)) {
      throw new ClientError("nothing was done");
    }
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
    const signature = await send(this.cluster, { instructions, payer, lookupTables });
    this.sent.lands();
    return signature;
  }

  /**
   * Signs with the key, sends, and waits, after a question, if there is one. Nobody is asked about what would be refused: it is
   * simulated first.
   *
   * @param what What is going to be done, as {@link Context.confirm} takes it; nothing is asked without it.
   * @throws {NotSent} With the transaction, if it is for somebody else to sign.
   */
  async sendConfirmed(
    what: string | undefined,
    instructions: readonly Instruction[],
    payer: TransactionSigner,
    lookupTables?: AddressesByLookupTableAddress,
  ): Promise<Signature> {
    if (what !== undefined) {
      await this.confirm(what, { instructions, payer, lookupTables });
    }
    return await this.send(instructions, payer, lookupTables);
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

/** An address that a simulation can name as its payer: that of a sponsor, who has SOL as a rule. */
async function someoneWithSol(cluster: Cluster): Promise<Address> {
  const [first] = await listAllSecurities(cluster);
  return first?.data.sponsor ?? NOBODY;
}

/** Where something is done, and who signs it, in words. */
export function whereWords({ name }: NamedCluster, { address }: Readonly<{ address: Address }>): string {
  return `on ${name}, signed by ${address}`;
}

/** The cluster that the settings name. */
export function clusterOf(settings: Settings, onSigned?: Cluster["onSigned"]): Cluster {
  const { url, timeout, commitment, priorityFee: price, maxPriorityFee: max } = settings;
  return { ...connect(url, timeout), commitment, priorityFee: { price, max }, onSigned };
}

/** Tells a transaction's signature just before it is sent. */
function sendingLine(signature: Signature, json: boolean): string {
  return json ? `${JSON.stringify({ sending: signature })}\n` : `sending ${signature}\n`;
}

/** What to say of an error, and how the command ends. */
export function complaint(
  error: unknown,
  url: string | undefined,
): Readonly<{ message: string; exitCode: number; signature?: Signature }> {
  const message = inCommands(explain(error, url));
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
    const given = command.optsWithGlobals<GlobalOptions & Options>();
    const streams = streamsOf(command);
    const { json: isJson, compact } = formatOf(given);
    const write = compact ? toJsonLine : toJson;
    let url: string | undefined;
    let output: Output;
    let uninterrupted = () => {};
    try {
      const settings = settingsOf(given);
      url = settings.url;
      const context = new Context(settings, streams);
      uninterrupted = interruptible(context.sent, (message, signature) => {
        streams.err(isJson ? `${write({ error: message, signature })}\n` : `${message}\n`);
      });
      if (needsProgram) {
        await requireProgram(context.cluster);
      }
      output = await run(context, given, ...args).catch((error: unknown) => notSent(error, given));
    } catch (error) {
      const { message, exitCode: code, ...more } = complaint(error, url);
      streams.err(isJson ? `${write({ error: message, ...more })}\n` : `error: ${message}\n`);
      throw new CommandFailed(code === EXIT_FAILURE ? exitCode : code);
    } finally {
      uninterrupted();
    }
    const { json } = output;
    const said = !isJson ? output.text : json === undefined ? undefined : write(json);
    if (said !== undefined) {
      streams.out(`${said}\n`);
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

/** Columns of an example, and of what it continues with. */
const EXAMPLE_WIDTH = 78;

/** Examples under a command's help; one that is too long goes on in the next line, as a shell reads it. */
export function examples(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText("after", `\nExamples:\n${lines.map(exampleOf).join("\n")}`);
}

function exampleOf(line: string): string {
  const rows = ["  $ securities"];
  for (const word of line.match(/(?:"[^"]*"|\S)+/g) ?? []) {
    const last = rows.at(-1) ?? "";
    if (last.length + 1 + word.length > EXAMPLE_WIDTH) {
      rows.push(`      ${word}`);
    } else {
      rows[rows.length - 1] = `${last} ${word}`;
    }
  }
  return rows.join(" \\\n");
}
