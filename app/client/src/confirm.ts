import {
  type Address,
  type Base64EncodedWireTransaction,
  isSolanaError,
  type Rpc,
  type Signature,
  SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE,
  SOLANA_ERROR__TRANSACTION_ERROR__BLOCKHASH_NOT_FOUND,
  type SolanaRpcApi,
} from "@solana/kit";
import { ClientError, transactionFailure } from "./errors.js";
import { isUnreachable } from "./transport.js";

const COMMITMENT = "confirmed";
const FIRST_POLL_MILLISECONDS = 20;
const POLL_MILLISECONDS = 400;
const RESEND_POLLS = 5;
/** Calls in a row that may fail while a transaction is under way: asking again is the only way to learn its fate. */
const MAX_LOST_CALLS = 10;

/** A signed transaction. */
export type Signed = Readonly<{
  wire: Base64EncodedWireTransaction;
  signature: Signature;
  /** The programs of its instructions, in order. */
  programs: readonly Address[];
  /** The last block height at which it can be included. */
  expiry: bigint;
}>;

/** The cluster did not include a transaction in time, and no longer can. */
export class TransactionExpired extends ClientError {}

/**
 * Sends a transaction and waits until it is confirmed; sends it again from time to time, since nodes drop transactions
 * that they have no room for.
 *
 * @throws TransactionFailure with the refusing program's own message; TransactionExpired when it can no longer be
 * included.
 */
export async function submitAndConfirm(rpc: Rpc<SolanaRpcApi>, signed: Signed): Promise<void> {
  await submit(rpc, signed);
  let lost = 0;
  for (let polls = 1; ; polls += 1) {
    try {
      if (await isConfirmed(rpc, signed)) {
        return;
      }
      if ((await rpc.getBlockHeight({ commitment: COMMITMENT }).send()) > signed.expiry) {
        // It may have been confirmed between the two calls.
        if (await isConfirmed(rpc, signed, true)) {
          return;
        }
        throw new TransactionExpired(
          `transaction ${signed.signature} expired before the cluster included it: try again`,
        );
      }
      if (polls % RESEND_POLLS === 0) {
        await submit(rpc, signed);
      }
      lost = 0;
    } catch (error) {
      lost += 1;
      if (!isUnreachable(error) || lost > MAX_LOST_CALLS) {
        throw error;
      }
    }
    await pause(Math.min(FIRST_POLL_MILLISECONDS * 2 ** (polls - 1), POLL_MILLISECONDS));
  }
}

async function submit(rpc: Rpc<SolanaRpcApi>, { wire }: Signed): Promise<void> {
  try {
    await rpc
      .sendTransaction(wire, { encoding: "base64", skipPreflight: true, preflightCommitment: COMMITMENT })
      .send();
  } catch (error) {
    // A node that says so may be behind, or the blockhash may have expired: the block height decides.
    if (!isUnknownBlockhash(error)) {
      throw error;
    }
  }
}

function isUnknownBlockhash(error: unknown): boolean {
  return (
    isSolanaError(error, SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE) &&
    isSolanaError(error.cause, SOLANA_ERROR__TRANSACTION_ERROR__BLOCKHASH_NOT_FOUND)
  );
}

async function isConfirmed(
  rpc: Rpc<SolanaRpcApi>,
  { signature, programs }: Signed,
  searchTransactionHistory = false,
): Promise<boolean> {
  const { value } = await rpc.getSignatureStatuses([signature], { searchTransactionHistory }).send();
  const [status] = value;
  // Before it is confirmed it may be on a fork that is abandoned, where its outcome may differ.
  if (status === null || status === undefined || status.confirmationStatus === "processed") {
    return false;
  }
  if (status.err !== null) {
    throw transactionFailure({ error: status.err, logs: await logsOf(rpc, signature), programs });
  }
  return true;
}

async function logsOf(rpc: Rpc<SolanaRpcApi>, signature: Signature): Promise<readonly string[]> {
  const found = await rpc
    .getTransaction(signature, {
      commitment: COMMITMENT,
      encoding: "json",
      maxSupportedTransactionVersion: 0,
    })
    .send();
  return found?.meta?.logMessages ?? [];
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
