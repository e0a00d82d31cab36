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

/** An RPC that waits and asks again where the node says that it is busy. */
export function patientRpc(url: string): Rpc<SolanaRpcApi> {
  return createSolanaRpcFromTransport(patient(createDefaultRpcTransport({ url })));
}

/**
 * Asks again, later each time, where a node is busy. Every request of ours may be repeated: a transaction that is sent
 * twice has one signature, and runs once.
 */
export function patient(transport: RpcTransport, firstWait = FIRST_WAIT_MILLISECONDS): RpcTransport {
  return async <T>(request: Parameters<RpcTransport>[0]): Promise<T> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await transport<T>(request);
      } catch (error) {
        if (tries === TRIES || !isBusy(error)) {
          throw error;
        }
        const wait = Math.min(firstWait * 2 ** (tries - 1), MAX_WAIT_MILLISECONDS);
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  };
}

/** Whether a node, or the gateway before it, said that it is busy. */
export function isBusy(error: unknown): boolean {
  return (
    isSolanaError(error, SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR) && BUSY.includes(error.context.statusCode)
  );
}

/** Codes with which a connection fails. */
const UNREACHABLE = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNRESET",
  "ETIMEDOUT",
  "EPIPE",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_SOCKET",
];

/** Whether the node could not be spoken to at all: nothing else that is tried now would go better. */
export function isUnreachable(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as Error & { code?: unknown };
    if (UNREACHABLE.includes(String(code)) || cause.message === "fetch failed") {
      return true;
    }
  }
  return isBusy(error);
}
