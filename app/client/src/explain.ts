import { isSolanaError, SOLANA_ERROR__JSON_RPC__METHOD_NOT_FOUND } from "@solana/kit";
import { counted } from "./counted.js";
import { OutcomeUnknown, unknownOutcomeOf } from "./errors.js";
import { shownUrl, withoutSecrets } from "./shown-url.js";
import { isFailedFetch, retryAfter } from "./transport.js";

const NO_HOST = "there is no such host";
const CUT = "the connection was cut or timed out";
/** What the names and codes of errors of a connection mean. */
const FAULTS: Readonly<Record<string, string>> = {
  TimeoutError: "there was no answer in time",
  ECONNREFUSED: "connection refused; is a validator running there?",
  ENOTFOUND: NO_HOST,
  EAI_AGAIN: NO_HOST,
  ECONNRESET: CUT,
  ETIMEDOUT: CUT,
  UND_ERR_CONNECT_TIMEOUT: CUT,
  UND_ERR_SOCKET: CUT,
};

/** What the codes of errors of files mean. */
const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is no folder",
  EACCES: "that is not permitted",
  EPERM: "that is not permitted",
  EEXIST: "it exists already",
  EROFS: "nothing can be written there",
  ENOSPC: "the disk is full",
};

/** Why a file cannot be read or written, in a few words. */
export function fileFault(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return FILE_FAULTS[String(code)] ?? (error instanceof Error ? error.message : String(error));
}

/** Says in one line what went wrong, whatever was thrown; nothing of the URL that may be a key is in it. */
export function explain(error: unknown, url?: string): string {
  const said = wordsFor(error, url);
  return url === undefined ? said : withoutSecrets(said, url);
}

function wordsFor(error: unknown, url: string | undefined): string {
  const where = url === undefined ? "the RPC node" : shownUrl(url);
  if (error instanceof OutcomeUnknown) {
    return error.cause === undefined ? error.message : `${error.message} (${explain(error.cause, url)})`;
  }
  if (error instanceof Error && unknownOutcomeOf(error) !== undefined) {
    return error.message;
  }
  const wait = retryAfter(error);
  if (wait !== undefined) {
    return `${where} is busy, and says to ask again in ${counted(Math.ceil(wait / 1_000), "second")}`;
  }
  if (error instanceof Error && error.name === "AbortError") {
    return `stopped before ${where} answered`;
  }
  const cut = connectionFault(error);
  if (cut !== undefined) {
    return `cannot reach ${where}: ${cut}`;
  }
  if (error instanceof TypeError && isFailedFetch(error)) {
    return `cannot reach ${where}: ${error.cause instanceof Error ? error.cause.message : "no answer"}`;
  }
  if (error instanceof SyntaxError) {
    return `${where} does not answer in JSON: is that an RPC node? (${error.message})`;
  }
  if (isSolanaError(error, SOLANA_ERROR__JSON_RPC__METHOD_NOT_FOUND)) {
    return `${where} does not know a method this needs: ${error.message}`;
  }
  if (error instanceof Error && "path" in error && fileFault(error) !== error.message) {
    return `cannot open ${String(error.path)}: ${fileFault(error)}`;
  }
  if (error instanceof Error) {
    const server = (error as Error & { context?: { __serverMessage?: string } }).context?.__serverMessage;
    return server === undefined || error.message.includes(server)
      ? error.message
      : `${error.message}: ${server}`;
  }
  return String(error);
}

/** What kept a request from being answered; undefined if nothing did. */
function connectionFault(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const fault = FAULTS[cause.name] ?? FAULTS[String((cause as Error & { code?: unknown }).code)];
    if (fault !== undefined) {
      return fault;
    }
  }
  return undefined;
}
