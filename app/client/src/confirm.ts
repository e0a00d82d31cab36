import {
  type Address,
  type Base64EncodedWireTransaction,
  type Blockhash,
  isSolanaError,
  type Rpc,
  type Signature,
  SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE,
  SOLANA_ERROR__TRANSACTION_ERROR__ALREADY_PROCESSED,
  SOLANA_ERROR__TRANSACTION_ERROR__BLOCKHASH_NOT_FOUND,
  type SolanaRpcApi,
} from "@solana/kit";
import { ClientError, OutcomeUnknown, TransactionFailure, transactionFailure } from "./errors.js";
import { statusOf } from "./status.js";
import { isRefusal, mayPass } from "./transport.js";

const COMMITMENT = "confirmed";
const FINALIZED = "finalized";
const FIRST_POLL_MILLISECONDS = 20;
const POLL_MILLISECONDS = 400;
const RESEND_POLLS = 5;
/** How many block heights a blockhash is accepted after its own. */
const BLOCKHASH_LIFETIME = 150n;
/** How many slots a node without history remembers transactions: longer than any blockhash lives. */
const MEMORY_SLOTS = 300n;
/** How long the status of a transaction that landed may stay unknown to a node that is past it. */
const STATUS_LAG_MILLISECONDS = 5_000;
/**
 * How long a node may leave questions unanswered while a transaction is under way, from the first of them on: asking
 * again is the only way to learn its fate.
 */
const MAX_SILENCE_MILLISECONDS = 15_000;
/** How long a transaction is awaited: longer than any blockhash lives, unless blocks are not made. */
const MAX_WAIT_MILLISECONDS = 180_000;

/** A signed transaction. */
export type Signed = Readonly<{
  signature: Signature;
  /** The programs of its instructions, in order. */
  programs: readonly Address[];
  /** A slot before it was sent. */
  slot: bigint;
  /** Whether it is awaited until it is final, rather than confirmed. */
  untilFinal?: boolean | undefined;
  /**
   * What is sent, and until when it can be included; left out for one that its signer sent itself, in a form that is not
   * known here: it is never called dead.
   */
  sent?: Readonly<{ wire: Base64EncodedWireTransaction }> & Lifetime;
}>;

/** How long a transaction can be included. */
export type Lifetime = Readonly<{
  blockhash: Blockhash;
  /** The slot of which the blockhash is, or a later one: a node that has not come as far does not know it. */
  slot: bigint;
  /** The last block height at which it can be included, or a later one. */
  expiry: bigint;
}>;

/** The cluster did not include a transaction in time, and provably never will. */
export class TransactionExpired extends ClientError {}

/**
 * Sends a transaction and waits until it is confirmed, or final if that is asked for; sends it again from time to time,
 * since nodes drop transactions that they have no room for.
 *
 * @throws TransactionFailure with the refusing program's own message; TransactionExpired when it can no longer be
 * included; OutcomeUnknown when neither can be learned.
 */
export async function submitAndConfirm(rpc: Rpc<SolanaRpcApi>, signed: Signed): Promise<void> {
  await awaitOutcome(rpc, signed, true);
}

async function awaitOutcome(rpc: Rpc<SolanaRpcApi>, signed: Signed, isNew: boolean): Promise<void> {
  const { signature } = signed;
  // The same transaction however often it is sent, so that waiting on repeats nothing.
  const again = (through = rpc) => awaitOutcome(through, signed, false);
  const start = Date.now();
  let silent: number | undefined;
  let dead: number | undefined;
  for (let polls = 0; ; polls += 1) {
    if (polls % RESEND_POLLS === 0 && dead === undefined) {
      await submit(rpc, signed, isNew && polls === 0);
    }
    const asked = Date.now();
    try {
      const fate = await fateOf(rpc, signed);
      if (fate === "confirmed") {
        return;
      }
      silent = undefined;
      dead = fate === "open" ? undefined : (dead ?? asked);
    } catch (error) {
      if (error instanceof TransactionFailure) {
        throw error;
      }
      silent ??= asked;
      const isCut = (error as Error).name === "AbortError";
      if (isCut || !mayPass(error) || Date.now() > silent + MAX_SILENCE_MILLISECONDS) {
        throw new OutcomeUnknown(signature, error, again);
      }
    }
    if (dead !== undefined && silent === undefined && asked > dead + STATUS_LAG_MILLISECONDS) {
      throw new TransactionExpired(
        `transaction ${signature} expired before the cluster included it: try again`,
      );
    }
    if (Date.now() > start + MAX_WAIT_MILLISECONDS) {
      throw new OutcomeUnknown(signature, undefined, again);
    }
    await new Promise((resolve) =>
      setTimeout(resolve, Math.min(FIRST_POLL_MILLISECONDS * 2 ** polls, POLL_MILLISECONDS)),
    );
  }
}

/**
 * Sends a transaction.
 *
 * @throws The node's refusal if it is the first to get it; a later one says nothing about what others have, and a lost
 * answer nothing at all.
 */
async function submit(rpc: Rpc<SolanaRpcApi>, { sent }: Signed, isFirst: boolean): Promise<void> {
  if (sent === undefined) {
    return;
  }
  try {
    await rpc
      .sendTransaction(sent.wire, {
        encoding: "base64",
        skipPreflight: true,
        preflightCommitment: COMMITMENT,
      })
      .send();
  } catch (error) {
    if (isFirst && isRefusal(error) && !isOpinion(error)) {
      throw error;
    }
  }
}

/** Whether a node thinks that a blockhash has expired, where it may be behind, or that the transaction has landed. */
function isOpinion(error: unknown): boolean {
  return (
    isSolanaError(error, SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE) &&
    (isSolanaError(error.cause, SOLANA_ERROR__TRANSACTION_ERROR__BLOCKHASH_NOT_FOUND) ||
      isSolanaError(error.cause, SOLANA_ERROR__TRANSACTION_ERROR__ALREADY_PROCESSED))
  );
}

/** Whether a transaction is confirmed, may still be, or can no longer land. */
async function fateOf(rpc: Rpc<SolanaRpcApi>, signed: Signed): Promise<"confirmed" | "open" | "dead"> {
  const standing = await standingOf(rpc, signed);
  if (standing !== "absent") {
    return standing;
  }
  const end = signed.sent === undefined ? undefined : await endOf(rpc, signed.sent);
  if (end === undefined) {
    return "open";
  }
  // It may have been included between the two calls.
  const last = await standingOf(rpc, signed, end);
  return last === "absent" ? "dead" : last;
}

/**
 * A slot from which on a transaction cannot land any more; undefined while it may. Two ways have to agree on what is
 * final: its last height is behind that of the newest blockhash, and its own blockhash is not valid to a node that has
 * come as far, and farther than where the blockhash began. The height is taken from the newest blockhash's, as the
 * transaction's was: some nodes answer with a slot where they are asked for a height.
 */
async function endOf(rpc: Rpc<SolanaRpcApi>, signed: Lifetime): Promise<bigint | undefined> {
  const { context, value } = await rpc.getLatestBlockhash({ commitment: FINALIZED }).send();
  const { slot } = context;
  if (slot <= signed.slot || value.lastValidBlockHeight - BLOCKHASH_LIFETIME <= signed.expiry) {
    return undefined;
  }
  const validity = await rpc
    .isBlockhashValid(signed.blockhash, { commitment: FINALIZED, minContextSlot: slot })
    .send();
  return validity.value || validity.context.slot < slot ? undefined : slot;
}

/**
 * Whether a transaction is confirmed, included but not confirmed, or unknown to the node.
 *
 * @param end A slot that the node must have reached to know, and which may be long after the transaction.
 */
async function standingOf(
  rpc: Rpc<SolanaRpcApi>,
  { signature, programs, slot, untilFinal }: Signed,
  end?: bigint,
): Promise<"confirmed" | "open" | "absent"> {
  const found = await statusOf(rpc, signature, end !== undefined);
  const { status } = found;
  if (!status) {
    if (found.slot < (end ?? 0n)) {
      throw new ClientError("the node is behind the cluster");
    }
    if (end !== undefined && !found.history && found.slot >= slot + MEMORY_SLOTS) {
      throw new ClientError("the node keeps no history, and may have forgotten it");
    }
    return "absent";
  }
  // Before it is confirmed it may be on a fork that is abandoned, where its outcome may differ.
  if (status.confirmationStatus === "processed") {
    return "open";
  }
  if (status.err !== null) {
    const logs = await logsOf(rpc, signature).catch(() => []);
    throw await transactionFailure({ error: status.err, logs, programs });
  }
  return untilFinal === true && status.confirmationStatus !== FINALIZED ? "open" : "confirmed";
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
