import {
  createDefaultRpcTransport,
  createSolanaRpcFromTransport,
  isSolanaError,
  type Rpc,
  type RpcTransport,
  SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR,
  type SolanaRpcApi,
} from "@solana/kit";

/** What a node answers that is busy, or a gateway whose node is: asking again may help. */
const BUSY = [429, 502, 503, 504];
const TRIES = 5;
const FIRST_WAIT_MILLISECONDS = 250;
const MAX_WAIT_MILLISECONDS = 8_000;

/** Codes of a connection that was there and broke, as one does that a node closes for being idle while it is used. */
const BROKEN = ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"];

/** An RPC that waits and asks again where the node says that it is busy, or the connection breaks. */
export function patientRpc(url: string): Rpc<SolanaRpcApi> {
  return createSolanaRpcFromTransport(patient(createDefaultRpcTransport({ url })));
}

/**
 * Asks again, later each time, where a node is busy or the connection breaks; not where there is none. Every request of ours may be repeated: a transaction that is sent
 * twice has one signature, and runs once.
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

/** Codes with which a connection fails. */
const UNREACHABLE = [
  ...BROKEN,
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
];

/** Whether the node could not be spoken to at all: nothing else that is tried now would go better. */
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
