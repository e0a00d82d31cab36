import type { Address, Rpc, Signature, SolanaRpcApi, TransactionError } from "@solana/kit";
import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from "./addresses.js";
import { SECURITIES_PROGRAM_ADDRESS } from "./generated/index.js";
import type { Refuser } from "./refusals.js";

const SYSTEM_PROGRAM = "11111111111111111111111111111111" as Address;

/** A request that cannot be met: the message says why, and what would be right. */
export class ClientError extends Error {
  override readonly name = "ClientError";
}

/** A transaction was signed and sent, and nothing can be learned of its fate: it may have landed, or still land. */
export class OutcomeUnknown extends ClientError {
  /** @param cause What prevented to learn it. */
  constructor(
    /** Where to look for it. */
    readonly signature: Signature,
    cause?: unknown,
    /**
     * Goes on waiting for the very same transaction, for which nothing is signed, and throws as `send` does; through
     * another node of the same chain if one is given. Left out where it is not known any more.
     */
    readonly again?: (through?: Rpc<SolanaRpcApi>) => Promise<void>,
  ) {
    super(`sent, outcome unknown: check ${signature} before repeating`, { cause });
  }
}

/** The unknown outcome of a transaction that an error is about, or was caused by. */
export function unknownOutcomeOf(error: unknown): OutcomeUnknown | undefined {
  let cause = error;
  while (cause instanceof Error && !(cause instanceof OutcomeUnknown)) {
    cause = cause.cause;
  }
  return cause instanceof OutcomeUnknown ? cause : undefined;
}

/** What is known about a failed transaction. */
export type FailureDetails = Readonly<{
  /** The program that refused, if one did. */
  program?: Address | undefined;
  /** Its error number, if it gave one. */
  code?: number | undefined;
  /** The number's name. */
  errorName?: string | undefined;
  /** Position of the instruction that failed. */
  instruction?: number | undefined;
  logs: readonly string[];
}>;

/** A transaction failed as a whole; the message is the refusing program's own. */
export class TransactionFailure extends Error {
  override readonly name = "TransactionFailure";

  constructor(
    message: string,
    readonly details: FailureDetails,
  ) {
    super(message);
  }

  /** Whether the securities program refused with this number. */
  isProgramError(code: number): boolean {
    return this.details.program === SECURITIES_PROGRAM_ADDRESS && this.details.code === code;
  }
}

/** What is known of a refused transaction. */
export type RefusedTransaction = Readonly<{
  error: TransactionError;
  logs: readonly string[];

  /** The programs of the transaction's instructions, in order. */
  programs: readonly Address[];
}>;

/**
 * Turns a transaction's error into the refusing program's own words. They are loaded only now, since a page that is
 * refused nothing does without them; where they cannot be loaded, the failure says what the number is.
 */
export async function transactionFailure({
  error,
  logs,
  programs,
}: RefusedTransaction): Promise<TransactionFailure> {
  const words = await import("./refusals.js").catch(() => undefined);
  if (typeof error === "string" || !("InstructionError" in error)) {
    const kind = typeof error === "string" ? error : (Object.keys(error)[0] ?? "unknown");
    return new TransactionFailure(words?.ofTransaction(kind) ?? `the transaction was refused: ${kind}`, {
      logs,
    });
  }
  const [index, reason] = error.InstructionError;
  const instruction = Number(index);
  const program = refusingProgram(logs) ?? programs[instruction];
  if (typeof reason === "string") {
    const text = words?.ofInstruction(reason, logs) ?? "the instruction was refused";
    return new TransactionFailure(`${text} (${reason})`, { program, instruction, logs });
  }
  const code = Number(reason.Custom);
  const { text, source, errorName } = words?.numbered(code, refuserOf(program), logs) ?? WORDLESS;
  const label = errorName === undefined ? `${source} error ${code}` : `${source} error ${code}, ${errorName}`;
  return new TransactionFailure(`${text} (${label})`, { program, code, errorName, instruction, logs });
}

const WORDLESS = {
  text: "a program refused, and the meaning of its number could not be loaded",
  source: "program",
  errorName: undefined,
};

const REFUSERS: Readonly<Record<Address, Refuser>> = {
  [SECURITIES_PROGRAM_ADDRESS]: "securities",
  [SYSTEM_PROGRAM]: "system",
  [TOKEN_PROGRAM]: "token",
  [TOKEN_2022_PROGRAM]: "token",
};

const refuserOf = (program: Address | undefined): Refuser | undefined =>
  program === undefined ? undefined : REFUSERS[program];

/** The first program to fail is the innermost. */
function refusingProgram(logs: readonly string[]): Address | undefined {
  const match = logs.map((log) => /^Program (\w{32,44}) failed: /.exec(log)).find((found) => found !== null);
  return match?.[1] as Address | undefined;
}
