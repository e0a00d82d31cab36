import {
  type Address,
  appendTransactionMessageInstructions,
  type Base64EncodedWireTransaction,
  compileTransaction,
  createNoopSigner,
  createTransactionMessage,
  getBase16Decoder,
  getBase58Decoder,
  getBase64Decoder,
  getBase64EncodedWireTransaction,
  getTransactionEncoder,
  getTransactionSize,
  getTransactionSizeLimit,
  type Instruction,
  isTransactionWithinSizeLimit,
  pipe,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
} from "@solana/kit";
import { type Cluster, commitmentOf } from "./cluster.js";
import { ClientError } from "./errors.js";

/** A transaction that nobody has signed. */
export type UnsignedTransaction = Readonly<{
  feePayer: Address;
  /** Who has to sign it, the fee payer first. */
  signers: readonly Address[];
  /** Its instructions in words that a person can check: program, accounts, data in hexadecimal. */
  instructions: readonly Readonly<{ program: Address; accounts: readonly Address[]; data: string }>[];
  /** The message to sign, in both notations that multisigs accept. */
  message: Readonly<{ base64: string; base58: string }>;
  /** The same with room for the signatures. */
  transaction: Readonly<{ base64: Base64EncodedWireTransaction; base58: string }>;
}>;

/**
 * Instructions as a transaction for somebody else to sign and send, such as a multisig, which executes them as its
 * vault. It is in the oldest format, which every multisig can read, and sets no compute budget, which is up to whoever
 * sends it. Its blockhash is recent; a multisig replaces it with its own.
 *
 * @throws {ClientError} If it is larger than any transaction may be.
 */
export async function exportTransaction(
  cluster: Cluster,
  options: Readonly<{ instructions: readonly Instruction[]; payer: Address }>,
): Promise<UnsignedTransaction> {
  const { instructions, payer } = options;
  const { value: lifetime } = await cluster.rpc
    .getLatestBlockhash({ commitment: commitmentOf(cluster) })
    .send();
  const compiled = compileTransaction(
    pipe(
      createTransactionMessage({ version: "legacy" }),
      (message) => setTransactionMessageFeePayerSigner(createNoopSigner(payer), message),
      (message) => appendTransactionMessageInstructions(instructions, message),
      (message) => setTransactionMessageLifetimeUsingBlockhash(lifetime, message),
    ),
  );
  if (!isTransactionWithinSizeLimit(compiled)) {
    throw new ClientError(
      `the transaction has ${getTransactionSize(compiled)} bytes, and no cluster takes more than ${getTransactionSizeLimit(compiled)}: do it in several steps`,
    );
  }
  const bytes = getTransactionEncoder().encode(compiled);
  return {
    feePayer: payer,
    signers: Object.keys(compiled.signatures) as Address[],
    instructions: instructions.map(({ programAddress, accounts = [], data = new Uint8Array() }) => ({
      program: programAddress,
      accounts: accounts.map(({ address }) => address),
      data: getBase16Decoder().decode(data),
    })),
    message: {
      base64: getBase64Decoder().decode(compiled.messageBytes),
      base58: getBase58Decoder().decode(compiled.messageBytes),
    },
    transaction: {
      base64: getBase64EncodedWireTransaction(compiled),
      base58: getBase58Decoder().decode(bytes),
    },
  };
}

/** Transactions that were not sent, in lines for the people of whoever signs them. */
export function describeUnsigned(
  transactions: readonly (UnsignedTransaction & Readonly<{ what?: string | undefined }>)[],
  signer: Address,
): string {
  const lines = transactions.flatMap((one, at) => [
    ...(one.what === undefined ? [] : [`${at + 1}. ${one.what}`]),
    `signers              ${one.signers.join(", ")}`,
    `message, base64      ${one.message.base64}`,
    `message, base58      ${one.message.base58}`,
    `transaction, base64  ${one.transaction.base64}`,
    `transaction, base58  ${one.transaction.base58}`,
  ]);
  return [`not sent: for ${signer} to sign and send`, ...lines].join("\n");
}
