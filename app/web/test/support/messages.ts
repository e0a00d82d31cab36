import {
  type CompiledTransactionMessage,
  getCompiledTransactionMessageDecoder,
  getCompiledTransactionMessageEncoder,
  type Transaction,
  type TransactionMessageBytes,
} from "@solana/kit";

type Compiled = CompiledTransactionMessage & Readonly<{ version: "legacy" | 0 }>;

/** A transaction with a change in its message, that nobody has signed. */
export function changed(given: Transaction, change: (message: Compiled) => Compiled): Transaction {
  const message = getCompiledTransactionMessageDecoder().decode(given.messageBytes) as Compiled;
  const messageBytes = getCompiledTransactionMessageEncoder().encode(
    change(message) as never,
  ) as unknown as TransactionMessageBytes;
  const signatures = Object.fromEntries(Object.keys(given.signatures).map((one) => [one, null]));
  return { messageBytes, signatures };
}

/** What a wallet could sign instead: the same blockhash, and nothing of what was asked but its fees. */
export const withoutInstructions = (given: Transaction): Transaction =>
  changed(given, (message) => ({ ...message, instructions: message.instructions.slice(-1) }));
