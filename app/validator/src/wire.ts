import {
  type Address,
  type CompiledTransactionMessage,
  type CompiledTransactionMessageWithLifetime,
  getBase58Decoder,
  getBase58Encoder,
  getCompiledTransactionMessageDecoder,
  getTransactionDecoder,
  getTransactionEncoder,
  type Transaction,
} from "@solana/kit";
import { invalidParams } from "./rpc-error.js";

/** The largest transaction that the network carries: one IPv6 packet less its headers. */
const MAX_TRANSACTION_BYTES = 1232;

type CompiledInstruction = Readonly<{
  programAddressIndex: number;
  accountIndices: readonly number[];
  data: Uint8Array;
}>;

type Lookup = Readonly<{
  table: Address;
  writableIndexes: readonly number[];
  readonlyIndexes: readonly number[];
}>;

/** A message, decoded as far as the validator needs. */
export type WireMessage = Readonly<{
  version: "legacy" | 0;
  header: CompiledTransactionMessage["header"];
  staticAccounts: readonly Address[];
  lifetimeToken: string;
  instructions: readonly CompiledInstruction[];
  lookups: readonly Lookup[];
}>;

/** A transaction as received: its bytes, and their meaning. */
export type WireTransaction = Readonly<{
  bytes: Uint8Array;
  transaction: Transaction;
  message: WireMessage;
  /** The fee payer's signature, by which the transaction is known; all zeros if it is missing. */
  signature: string;
  signatures: readonly string[];
  fullySigned: boolean;
}>;

const NO_SIGNATURE = new Uint8Array(64);
const base58 = getBase58Decoder();

/**
 * Decodes a transaction.
 *
 * LiteSVM is native code, so only transactions that decode here and encode to the same bytes again may reach it.
 *
 * @throws RpcError (invalid params) when the bytes are too many or are not a transaction.
 */
export function decodeWireTransaction(bytes: Uint8Array): WireTransaction {
  if (bytes.length > MAX_TRANSACTION_BYTES) {
    throw invalidParams(
      `decoded solana_transaction::versioned::VersionedTransaction too large: ${bytes.length} bytes (max: ${MAX_TRANSACTION_BYTES} bytes)`,
    );
  }
  try {
    const transaction = getTransactionDecoder().decode(bytes);
    if (!Buffer.from(getTransactionEncoder().encode(transaction)).equals(bytes)) {
      throw new Error("not in canonical form");
    }
    const message = decodeMessage(transaction.messageBytes);
    const signatures = message.staticAccounts
      .slice(0, message.header.numSignerAccounts)
      .map((signer) => transaction.signatures[signer] ?? null);
    return {
      bytes,
      transaction,
      message,
      signature: base58.decode(signatures[0] ?? NO_SIGNATURE),
      signatures: signatures.map((signature) => base58.decode(signature ?? NO_SIGNATURE)),
      fullySigned: signatures.every((signature) => signature !== null),
    };
  } catch (error) {
    throw invalidParams(
      `failed to deserialize solana_transaction::versioned::VersionedTransaction: ${reasonOf(error)}`,
    );
  }
}

/**
 * Decodes a bare message, as `getFeeForMessage` takes it.
 *
 * @throws RpcError (invalid params) when the bytes are not a message.
 */
export function decodeWireMessage(bytes: Uint8Array): WireMessage {
  try {
    return decodeMessage(bytes);
  } catch (error) {
    throw invalidParams(
      `failed to deserialize solana_message::versions::VersionedMessage: ${reasonOf(error)}`,
    );
  }
}

function decodeMessage(
  bytes: Parameters<ReturnType<typeof getCompiledTransactionMessageDecoder>["decode"]>[0],
) {
  const compiled = getCompiledTransactionMessageDecoder().decode(bytes);
  if (compiled.version === 1) {
    throw new Error("transaction version 1 is not supported");
  }
  return toWireMessage(compiled);
}

function toWireMessage(
  compiled: Exclude<CompiledTransactionMessage, { version: 1 }> & CompiledTransactionMessageWithLifetime,
): WireMessage {
  const { header, staticAccounts } = compiled;
  if (header.numSignerAccounts === 0 || header.numSignerAccounts > staticAccounts.length) {
    throw new Error("the header asks for more signers than there are accounts, or for none");
  }
  const lookups = compiled.version === 0 ? (compiled.addressTableLookups ?? []) : [];
  return {
    version: compiled.version,
    header,
    staticAccounts,
    lifetimeToken: compiled.lifetimeToken,
    instructions: compiled.instructions.map((instruction) => ({
      programAddressIndex: instruction.programAddressIndex,
      accountIndices: instruction.accountIndices ?? [],
      data: Uint8Array.from(instruction.data ?? []),
    })),
    lookups: lookups.map((lookup) => ({
      table: lookup.lookupTableAddress,
      writableIndexes: lookup.writableIndexes,
      readonlyIndexes: lookup.readonlyIndexes,
    })),
  };
}

/** Whether the account at an index of the static accounts may be written. */
export function isStaticWritable(message: WireMessage, index: number): boolean {
  const { numSignerAccounts, numReadonlySignerAccounts, numReadonlyNonSignerAccounts } = message.header;
  return index < numSignerAccounts
    ? index < numSignerAccounts - numReadonlySignerAccounts
    : index < message.staticAccounts.length - numReadonlyNonSignerAccounts;
}

/** Replaces the 32 bytes of the lifetime token, for simulations with the latest blockhash. */
export function withBlockhash(wire: WireTransaction, blockhash: string): WireTransaction {
  const { message } = wire;
  const bytes = Uint8Array.from(wire.bytes);
  // Version prefix (none in legacy messages), three header bytes, the number of accounts (one or two bytes of
  // compact-u16), the accounts: the blockhash comes next.
  const messageStart = bytes.length - wire.transaction.messageBytes.length;
  const countBytes = message.staticAccounts.length < 0x80 ? 1 : 2;
  const prefix = message.version === "legacy" ? 0 : 1;
  const offset = messageStart + prefix + 3 + countBytes + 32 * message.staticAccounts.length;
  bytes.set(getBase58Encoder().encode(blockhash), offset);
  return {
    ...wire,
    bytes,
    transaction: getTransactionDecoder().decode(bytes),
    message: { ...message, lifetimeToken: blockhash },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
