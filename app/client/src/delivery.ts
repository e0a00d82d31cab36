import type { Address, Instruction, ReadonlyUint8Array, TransactionSigner } from "@solana/kit";
import { getConfirmDeliveryInstruction, type Security } from "./generated/index.js";

/** Whether proceeds wait for a delivery that is not confirmed, whether or not it is overdue. */
export function isDeliveryAwaited({ delivery }: Security): boolean {
  return delivery.by > 0n && delivery.confirmedAt === 0n;
}

/** Whether a delivery was not confirmed by its date: anyone may then return the proceeds. */
export function hasDeliveryFailed(security: Security, now: bigint): boolean {
  return isDeliveryAwaited(security) && now >= security.delivery.by;
}

/** Confirms the delivery that proceeds wait for, by its document. By the arbitrator, once and before its date. */
export async function confirmDelivery(
  options: Readonly<{
    arbitrator: TransactionSigner;
    security: Address;
    /** Of the document that proves the delivery. */
    documentSha256: ReadonlyUint8Array;
  }>,
): Promise<Instruction[]> {
  const { arbitrator, security, documentSha256 } = options;
  return [
    getConfirmDeliveryInstruction({
      arbitrator,
      security,
      documentSha256: Uint8Array.from(documentSha256),
    }),
  ];
}
