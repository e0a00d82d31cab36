import type { Json } from "./json.js";

/** Error codes of JSON-RPC and of Solana's RPC nodes. */
export const RpcErrorCode = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internalError: -32603,
  sendTransactionPreflightFailure: -32002,
  blockNotAvailable: -32004,
  unsupportedTransactionVersion: -32015,
  minContextSlotNotReached: -32016,
} as const;

/** An error that is sent to the client as it is. */
export class RpcError extends Error {
  override readonly name = "RpcError";

  constructor(
    readonly code: number,
    message: string,
    readonly data?: Json,
  ) {
    super(message);
  }

  /** The `error` field of a JSON-RPC response. */
  toJson(): { code: number; message: string; data?: Json } {
    return this.data === undefined
      ? { code: this.code, message: this.message }
      : { code: this.code, message: this.message, data: this.data };
  }
}

/** The client sent invalid parameters. */
export function invalidParams(message: string): RpcError {
  return new RpcError(RpcErrorCode.invalidParams, message);
}

/** The method is not served; the name helps the developer who reads the log. */
export function methodNotFound(method: string): RpcError {
  return new RpcError(RpcErrorCode.methodNotFound, `Method not found: ${method}`);
}
