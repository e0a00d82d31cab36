/** For Node's own test runner: cleanup when the tests of a file end, and assertions. */
import assert from "node:assert/strict";
import { after } from "node:test";
import { type Cluster, readSecurityState, reconcile } from "@defi-ready/securities";
import type { Address } from "@solana/kit";

/** Waits for something to start, and closes it when the tests of the file, or the running test, end. */
export async function closeAfterTests<T extends Readonly<{ close(): Promise<void> }>>(
  starting: Promise<T>,
): Promise<T> {
  const started = await starting;
  after(() => started.close());
  return started;
}

/** Compares every counter of a security with the sum of its parts. */
export async function assertReconciles(
  options: Readonly<{ cluster: Cluster; security: Address }>,
): Promise<void> {
  const { cluster, security } = options;
  const broken = reconcile(await readSecurityState(cluster, security)).filter(({ holds }) => !holds);
  assert.deepEqual(broken, []);
}
