import type { Cluster } from "@defi-ready/securities";
import { getBase64Encoder, getTransactionDecoder, type Signature } from "@solana/kit";
import { type Deeds, deedsOfMessage, doesAll } from "../wallet/message.js";

const TRIES = 5;
const WAIT_MILLISECONDS = 1_000;

/** Whether a transaction that landed does what was asked for; undefined where the node does not show it whole. */
export async function landedAsAsked(
  { rpc }: Cluster,
  signature: Signature,
  asked: Deeds,
): Promise<boolean | undefined> {
  const ask = () =>
    rpc
      .getTransaction(signature, {
        commitment: "confirmed",
        encoding: "base64",
        maxSupportedTransactionVersion: 0,
      })
      .send()
      .catch(() => null);
  let found = await ask();
  // Nodes show a transaction a little later than its status.
  for (let tries = 1; found === null && tries < TRIES; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, WAIT_MILLISECONDS));
    found = await ask();
  }
  if (found === null) {
    return undefined;
  }
  const [wire] = found.transaction;
  const { messageBytes } = getTransactionDecoder().decode(getBase64Encoder().encode(wire));
  const { writable = [], readonly = [] } = found.meta?.loadedAddresses ?? {};
  const done = deedsOfMessage(messageBytes, [...writable, ...readonly]);
  return done === undefined ? undefined : doesAll(done, asked);
}
