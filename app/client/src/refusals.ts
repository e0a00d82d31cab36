/**
 * What refusals mean, in words. Loaded once something is refused, and apart from everything else, so that it brings
 * along nothing but words.
 */
import {
  FRAMEWORK_ERRORS,
  INSTRUCTION_ERRORS,
  SYSTEM_ERRORS,
  TOKEN_ERRORS,
  TRANSACTION_ERRORS,
} from "./error-tables.js";
import { programErrorMessage, programErrorName } from "./generated/errors/texts.js";

const FIRST_PROGRAM_ERROR = 6000;

/** A program whose numbers are known. */
export type Refuser = "securities" | "system" | "token";

/** What a transaction's own error means, by its name in the RPC; undefined where the name says it. */
export const ofTransaction = (kind: string): string | undefined => TRANSACTION_ERRORS[kind];

/** What an instruction's error without a number means, by its name in the RPC; undefined where the name says it. */
export const ofInstruction = (reason: string, logs: readonly string[]): string | undefined =>
  shortfall(logs) ?? INSTRUCTION_ERRORS[reason];

/** A numbered error in words. */
type Numbered = Readonly<{
  text: string;
  /** Whose number it is. */
  source: string;
  errorName?: string | undefined;
}>;

/** What a number means, by the program that refused with it and what it logged. */
export function numbered(code: number, refuser: Refuser | undefined, logs: readonly string[]): Numbered {
  const own = refuser === "securities";
  if (own && code >= FIRST_PROGRAM_ERROR) {
    const text = programErrorMessage(code) ?? "a refusal that this client does not know: update it";
    return { text, source: "securities", errorName: programErrorName(code) };
  }
  if (refuser === "system") {
    return { text: shortfall(logs) ?? SYSTEM_ERRORS[code] ?? "the system program refused", source: "system" };
  }
  // The securities program's numbers are never this low, so one without logs is from the token program that it called.
  if (refuser === "token" || (own && code < 100)) {
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
