import {
  createDefaultRpcTransport,
  createSolanaRpcFromTransport,
  isSolanaError,
  type Rpc,
  type RpcTransport,
  SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR,
  type SolanaRpcApi,
} from "@solana/kit";

/** The answers of a busy node, or of its gateway: asking again may help. */
const BUSY = [429, 502, 503, 504];
const TRIES = 5;
const FIRST_WAIT_MILLISECONDS = 250;
const MAX_WAIT_MILLISECONDS = 8_000;

/**
 * Error codes of an established connection that broke, such as one that the node closed as idle just as it was used.
 */
const BROKEN = ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"];

/** An RPC that waits and retries if the node is busy or the connection breaks. */
export function patientRpc(url: string): Rpc<SolanaRpcApi> {
  return createSolanaRpcFromTransport(patient(createDefaultRpcTransport({ url })));
}

/**
 * Retries with growing delays if a node is busy or the connection breaks, but not if there is no connection at all. All
 * our requests are safe to repeat: a transaction that is sent twice has one signature, and runs once.
 */
function patient(transport: RpcTransport, firstWait = FIRST_WAIT_MILLISECONDS): RpcTransport {
  return async <T>(request: Parameters<RpcTransport>[0]): Promise<T> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await transport<T>(request);
      } catch (error) {
        if (tries === TRIES || !(isBusy(error) || hasCode(error, BROKEN))) {
          throw error;
        }
        const wait = Math.min(firstWait * 2 ** (tries - 1), MAX_WAIT_MILLISECONDS);
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  };
}

/** Whether a node, or the gateway before it, said that it is busy. */
function isBusy(error: unknown): boolean {
  return (
    isSolanaError(error, SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR) && BUSY.includes(error.context.statusCode)
  );
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

/** Whether the node could not be reached at all: nothing else would work now either. */
export function isUnreachable(error: unknown): boolean {
  return isBusy(error) || hasCode(error, UNREACHABLE) || isFailedFetch(error);
}

function isFailedFetch(error: unknown): boolean {
  return error instanceof TypeError && error.message === "fetch failed";
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
