import {
  createDefaultRpcTransport,
  createSolanaRpcFromTransport,
  isSolanaError,
  type Rpc,
  type RpcTransport,
  SOLANA_ERROR__JSON_RPC__METHOD_NOT_FOUND,
  SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE,
  SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR,
  type SolanaRpcApi,
} from "@solana/kit";
import { type Asked, isOfForm } from "./answers.js";
import { ClientError } from "./errors.js";

/** The answers of a node, or of its gateway, that limits its clients: it has not looked at the request. */
const LIMITED = [429, -32429];
/** Those of a node that is busy or behind the others; so is one that answers with an HTTP status from 500 up. */
const BUSY = [...LIMITED, -32005, -32016];
/** Nodes say it for want of another number: another try may help, but it may also be that they do not do such a thing. */
const SOME_ERROR = -32000;
/** The answers that say that a request was looked at and not done. Any other may come after it was passed on. */
const REFUSALS = [-32002, -32003, -32600, -32601, -32602, 400, 401, 403, 404, 413];
/** The errors that kit tells from others, and so do we. */
const KITS: readonly unknown[] = [
  SOLANA_ERROR__JSON_RPC__METHOD_NOT_FOUND,
  SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE,
];
/** Requests that a node may have taken although its answer is lost. Whoever sends them knows what to do then. */
const TAKEN = ["sendTransaction", "requestAirdrop"];

const TRIES = 5;
const FIRST_WAIT_MILLISECONDS = 250;
/** The longest wait for a busy node, all of a request's waits together. */
const MAX_WAIT_MILLISECONDS = 60_000;
/** The time that a request may take by default. */
const TIMEOUT_MILLISECONDS = 30_000;

/**
 * Error codes of an established connection that broke, such as one that the node closed as idle just as it was used.
 */
const BROKEN = ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"];

/** A node answered a request with an error. */
export class NodeError extends ClientError {
  /** @param code The error's number, as the node gave it. */
  constructor(
    message: string,
    readonly code: unknown,
  ) {
    super(message);
  }
}

/**
 * An RPC that waits and retries if the node is busy or the connection breaks.
 *
 * @param timeout Milliseconds that a request may take; 30,000 if left out.
 */
export function patientRpc(url: string, timeout = TIMEOUT_MILLISECONDS): Rpc<SolanaRpcApi> {
  return createSolanaRpcFromTransport(patient(createDefaultRpcTransport({ url }), timeout));
}

/**
 * Retries with growing delays, or when the node says, if it is busy or the connection breaks, but not if there is no
 * connection or no answer at all. A transaction is repeated only if the node has not looked at it.
 */
function patient(transport: RpcTransport, timeout: number): RpcTransport {
  return async <T>(request: Parameters<RpcTransport>[0]): Promise<T> => {
    const { signal, payload } = request;
    const isTaken = TAKEN.includes((payload as { method: string }).method);
    let waited = 0;
    for (let tries = 1; ; tries += 1) {
      try {
        const answer = await within(timeout, signal, (cut) => transport<T>({ ...request, signal: cut }));
        return checked(answer, payload as Asked);
      } catch (error) {
        const wait = Math.max(FIRST_WAIT_MILLISECONDS * 2 ** (tries - 1), retryAfter(error) ?? 0);
        waited += wait;
        if (
          tries === TRIES ||
          waited > MAX_WAIT_MILLISECONDS ||
          !(LIMITED.includes(answerOf(error)) || (!isTaken && mayRetry(error)))
        ) {
          throw error;
        }
        await pause(wait, signal);
      }
    }
  };
}

/** An answer that has a result of the form that the method's results have, or an error that kit knows. */
function checked<T>(answer: T, asked: Asked): T {
  const { error, ...rest } = (answer ?? {}) as { result?: unknown; error?: Record<string, unknown> | null };
  if (error === undefined || error === null) {
    if (rest.result === undefined) {
      throw new ClientError("the node's answer holds neither a result nor an error");
    }
    if (!isOfForm(asked, rest.result)) {
      throw new ClientError(`the node's answer to ${asked.method} is not of the form that a node gives`);
    }
    return rest as T;
  }
  const { code, message, data } = error;
  const number = Number(code);
  if (KITS.includes(number) && (data ?? number === KITS[0])) {
    return answer;
  }
  const words = message ?? (typeof error === "string" ? error : "it gave no reason");
  throw new NodeError(`the node refused: ${words}${code === undefined ? "" : ` (code ${code})`}`, code);
}

/** How long a busy node asks to be left alone, in milliseconds: it gives seconds, or a date. */
export function retryAfter(error: unknown): number | undefined {
  const told = isSolanaError(error, SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR)
    ? error.context.headers.get("retry-after")
    : undefined;
  const wait = Number(told) * 1_000 || Date.parse(told ?? "") - Date.now();
  return wait > 0 ? wait : undefined;
}

/** What a node, or the gateway before it, answered: a code of HTTP or JSON-RPC, 0 for none. */
function answerOf(error: unknown): number {
  return isSolanaError(error, SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR)
    ? error.context.statusCode
    : Number(error instanceof NodeError && error.code);
}

function isBusy(error: unknown): boolean {
  const code = answerOf(error);
  return BUSY.includes(code) || code >= 500;
}

function mayRetry(error: unknown): boolean {
  return isBusy(error) || answerOf(error) === SOME_ERROR || hasCode(error, BROKEN);
}

/** Error codes of a failed connection. */
const UNREACHABLE = [
  ...BROKEN,
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
];
/** The names of what a request throws that is cut. */
const CUT = ["TimeoutError", "AbortError"];

/** Whether the node could not be reached at all, or was not given the time: nothing else would work now either. */
export function isUnreachable(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isBusy(cause) || CUT.includes(cause.name) || isFailedFetch(cause)) {
      return true;
    }
  }
  return hasCode(error, UNREACHABLE);
}

/** Whether a node refused a request: it has looked at it, and does nothing about it. */
export function isRefusal(error: unknown): boolean {
  return REFUSALS.includes(answerOf(error)) || (isSolanaError(error) && KITS.includes(error.context.__code));
}

/** Whether another try may have another answer: the node was not reached, or gave an answer that is of no use. */
export function mayPass(error: unknown): boolean {
  const isUseless = isSolanaError(error) || error instanceof ClientError || error instanceof SyntaxError;
  return isUseless || isUnreachable(error);
}

/** Whether a request failed to get an answer, in the words of Node, Chrome, Firefox and Safari. */
export function isFailedFetch(error: unknown): boolean {
  return error instanceof TypeError && /fetch|network|^load failed/i.test(error.message);
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as Error & { code?: unknown };
    if (codes.includes(String(code))) {
      return true;
    }
  }
  return false;
}

/**
 * Does something that a signal can cut, within some milliseconds.
 *
 * @throws The signal's reason, or a TimeoutError.
 */
async function within<T>(
  milliseconds: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  // Whatever listens to a signal hears nothing of one that has been given before.
  signal?.throwIfAborted();
  const cut = new AbortController();
  const stop = () => cut.abort(signal?.reason);
  const timer = setTimeout(
    () => cut.abort(new DOMException("no answer in time", "TimeoutError")),
    milliseconds,
  );
  signal?.addEventListener("abort", stop);
  try {
    return await work(cut.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

/** Waits some milliseconds, or until a signal cuts it short: what follows fails then. */
function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, signal?.aborted ? 0 : milliseconds);
    signal?.addEventListener("abort", end);
  });
}
