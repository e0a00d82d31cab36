import { type Cluster, commitmentOf, listAllSecurities } from "@defi-ready/securities";
import {
  BOOK_DISCRIMINATOR,
  getBookDecoder,
  getReferenceRateDecoder,
  getSecurityDecoder,
  REFERENCE_RATE_DISCRIMINATOR,
  SECURITIES_PROGRAM_ADDRESS,
  SECURITY_DISCRIMINATOR,
} from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";

/** Accounts that a node gives at once. */
const CHUNK = 100;
const DISCRIMINATOR_BYTES = 8;

const READERS = [
  [SECURITY_DISCRIMINATOR, getSecurityDecoder()],
  [BOOK_DISCRIMINATOR, getBookDecoder()],
  [REFERENCE_RATE_DISCRIMINATOR, getReferenceRateDecoder()],
] as const;

/**
 * The number of the last event of each security, book and reference rate, as the chain counts them: of those that are
 * given, and of every security there is. What is closed counts no more.
 */
export async function eventCounters(
  cluster: Cluster,
  streams: readonly string[],
): Promise<Map<string, bigint>> {
  const securities = await listAllSecurities(cluster);
  const counters = new Map(securities.map(({ address, data }) => [String(address), data.eventSequence]));
  const others = streams.filter((stream) => !counters.has(stream));
  for (let at = 0; at < others.length; at += CHUNK) {
    const some = others.slice(at, at + CHUNK);
    const { value } = await cluster.rpc
      .getMultipleAccounts(some as Address[], { encoding: "base64", commitment: commitmentOf(cluster) })
      .send();
    for (const [index, account] of value.entries()) {
      const counter = account?.owner === SECURITIES_PROGRAM_ADDRESS ? counterOf(account.data[0]) : undefined;
      if (counter !== undefined) {
        counters.set(some[index] ?? "", counter);
      }
    }
  }
  return counters;
}

function counterOf(base64: string): bigint | undefined {
  const data = Buffer.from(base64, "base64");
  const [, decoder] =
    READERS.find(([discriminator]) =>
      data.subarray(0, DISCRIMINATOR_BYTES).equals(Buffer.from(discriminator)),
    ) ?? [];
  return decoder?.decode(data).eventSequence;
}
