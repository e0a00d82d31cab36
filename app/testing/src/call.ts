/** A node's answer to a method that fails. */
export class MethodError extends Error {
  override readonly name = "MethodError";

  constructor(
    /** The JSON-RPC error number. */
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Calls one of the embedded validator's own methods, such as `securities_warp`.
 *
 * @throws {MethodError} If the node refuses.
 */
export async function callNode(url: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const answer = (await response.json()) as {
    result?: unknown;
    error?: { code: number; message: string };
  };
  if (answer.error !== undefined) {
    throw new MethodError(answer.error.code, `${method}: ${answer.error.message}`);
  }
  return answer.result;
}
