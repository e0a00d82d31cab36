import type { Cluster } from "@defi-ready/securities";
import type { Address, Signature } from "@solana/kit";

const POLLS = 5;
const POLL_MILLISECONDS = 200;

/**
 * How much each token account's balance changed in a transaction, base units, by the cluster's record; `undefined` if
 * the node keeps no records.
 */
export async function tokenChangesIn(
  { rpc }: Cluster,
  signature: Signature,
): Promise<ReadonlyMap<Address, bigint> | undefined> {
  for (let polls = 0; polls < POLLS; polls += 1) {
    const found = await rpc
      .getTransaction(signature, {
        commitment: "confirmed",
        encoding: "json",
        maxSupportedTransactionVersion: 0,
      })
      .send();
    if (found === null || found.meta === null) {
      // A node may know that a transaction is confirmed before it can show it.
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
      continue;
    }
    const { preTokenBalances = [], postTokenBalances = [], loadedAddresses } = found.meta;
    const { writable = [], readonly = [] } = loadedAddresses ?? {};
    const keys = [...found.transaction.message.accountKeys, ...writable, ...readonly];
    const received = new Map<Address, bigint>();
    const add = (index: number, amount: bigint) => {
      const key = keys[index];
      if (key !== undefined) {
        received.set(key, (received.get(key) ?? 0n) + amount);
      }
    };
    for (const { accountIndex, uiTokenAmount } of postTokenBalances) {
      add(accountIndex, BigInt(uiTokenAmount.amount));
    }
    for (const { accountIndex, uiTokenAmount } of preTokenBalances) {
      add(accountIndex, -BigInt(uiTokenAmount.amount));
    }
    return received;
  }
  return undefined;
}
