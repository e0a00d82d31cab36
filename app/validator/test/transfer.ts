import assert from "node:assert/strict";
import {
  isSolanaError,
  type KeyPairSigner,
  SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE,
  type SolanaErrorCode,
} from "@solana/kit";
import { getTransferSolInstruction } from "@solana-program/system";

/** How transactions are written. */
export const base64 = { encoding: "base64" } as const;

/** Moves SOL, in lamports. */
export function transfer(source: KeyPairSigner, destination: KeyPairSigner, amount: bigint) {
  return getTransferSolInstruction({ source, destination: destination.address, amount });
}

/** Expects a preflight failure whose cause has a code. */
export async function refused(
  send: Promise<unknown>,
  code: SolanaErrorCode,
  context: Record<string, unknown> = {},
) {
  await assert.rejects(send, (error) => {
    assert.ok(isSolanaError(error, SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE));
    assert.ok(isSolanaError(error.cause, code), String(error.cause));
    for (const [name, value] of Object.entries(context)) {
      assert.equal((error.cause.context as Record<string, unknown>)[name], value);
    }
    return true;
  });
}
