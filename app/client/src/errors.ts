import {
  type Address,
  address,
  type Rpc,
  type Signature,
  type SolanaRpcApi,
  type TransactionError,
} from "@solana/kit";
import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from "./addresses.js";
import {
  FRAMEWORK_ERRORS,
  INSTRUCTION_ERRORS,
  SYSTEM_ERRORS,
  TOKEN_ERRORS,
  TRANSACTION_ERRORS,
} from "./error-tables.js";
import { programErrorMessage, programErrorName } from "./generated/errors/texts.js";
import { SECURITIES_PROGRAM_ADDRESS } from "./generated/index.js";

export { programErrorMessage, programErrorName };

const SYSTEM_PROGRAM = address("11111111111111111111111111111111");
const FIRST_PROGRAM_ERROR = 6000;

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

/** Turns a transaction's error into the refusing program's own words. */
export function transactionFailure(
  options: Readonly<{
    error: TransactionError;
    logs: readonly string[];

    /** The programs of the transaction's instructions, in order. */
    programs: readonly Address[];
  }>,
): TransactionFailure {
  const { error, logs, programs } = options;
  if (typeof error === "string") {
    return new TransactionFailure(TRANSACTION_ERRORS[error] ?? `the transaction was refused: ${error}`, {
      logs,
    });
  }
  if (!("InstructionError" in error)) {
    const [kind = "unknown"] = Object.keys(error);
    return new TransactionFailure(TRANSACTION_ERRORS[kind] ?? `the transaction was refused: ${kind}`, {
      logs,
    });
  }
  const [index, reason] = error.InstructionError;
  const instruction = Number(index);
  const program = refusingProgram(logs) ?? programs[instruction];
  if (typeof reason === "string") {
    const text = shortfall(logs) ?? INSTRUCTION_ERRORS[reason] ?? "the instruction was refused";
    return new TransactionFailure(`${text} (${reason})`, { program, instruction, logs });
  }
  const code = Number(reason.Custom);
  const { text, source, errorName } = numbered(code, program, logs);
  const label = errorName === undefined ? `${source} error ${code}` : `${source} error ${code}, ${errorName}`;
  return new TransactionFailure(`${text} (${label})`, { program, code, errorName, instruction, logs });
}

type Numbered = Readonly<{ text: string; source: string; errorName?: string | undefined }>;

function numbered(code: number, program: Address | undefined, logs: readonly string[]): Numbered {
  const own = program === SECURITIES_PROGRAM_ADDRESS;
  if (own && code >= FIRST_PROGRAM_ERROR) {
    const text = programErrorMessage(code) ?? "a refusal that this client does not know: update it";
    return { text, source: "securities", errorName: programErrorName(code) };
  }
  if (program === SYSTEM_PROGRAM) {
    return { text: shortfall(logs) ?? SYSTEM_ERRORS[code] ?? "the system program refused", source: "system" };
  }
  // The securities program's numbers are never this low, so one without logs is from the token program that it called.
  if (program === TOKEN_PROGRAM || program === TOKEN_2022_PROGRAM || (own && code < 100)) {
    return { text: TOKEN_ERRORS[code] ?? "the token program refused", source: "token" };
  }
  const logged = frameworkLog(logs);
  if (logged !== undefined) {
    return logged;
  }
  return { text: FRAMEWORK_ERRORS[code] ?? "a program refused", source: own ? "Anchor" : "program" };
}

/** The framework under the program writes its errors to the log: `... Error Code: X. Error Number: N. Error Message: M.` */
function frameworkLog(logs: readonly string[]): Numbered | undefined {
  for (const log of logs) {
    const match =
      /AnchorError (?:caused by account: (\w+)|.*?)\. Error Code: (\w+)\. Error Number: \d+\. Error Message: (.*?)\.?$/.exec(
        log,
      );
    if (match !== null) {
      const [, account, errorName, message = ""] = match;
      const text = account === undefined ? message : `${message} (account ${account})`;
      return { text, source: "Anchor", errorName };
    }
  }
  return undefined;
}

/** The first program to fail is the innermost. */
function refusingProgram(logs: readonly string[]): Address | undefined {
  const match = logs.map((log) => /^Program (\w{32,44}) failed: /.exec(log)).find((found) => found !== null);
  return match?.[1] as Address | undefined;
}

/** The system program logs how much SOL was missing. */
function shortfall(logs: readonly string[]): string | undefined {
  const match = logs
    .map((log) => /insufficient lamports (\d+), need (\d+)/.exec(log))
    .find((found) => found !== null);
  return match === undefined || match === null
    ? undefined
    : `insufficient SOL: the payer holds ${sol(match[1])}, ${sol(match[2])} is needed`;
}

function sol(lamports: string | undefined): string {
  const digits = (lamports ?? "0").padStart(10, "0");
  return `${digits.slice(0, -9)}.${digits.slice(-9).replace(/0+$/, "").padEnd(2, "0")} SOL`;
}
