import type { Snapshot } from "../chain/snapshot.js";
import type { Database } from "../database/open.js";
import { addressIn, amountsIn } from "./happenings.js";

/** What was ever paid in with wrapped shares of each class, by vault. */
export type PaidIn = ReadonlyMap<string, readonly bigint[]>;

/** Reads it from a history, up to the slot of a snapshot. */
export async function paidInByClass(database: Database, { security, slot }: Snapshot): Promise<PaidIn> {
  const rows = await database
    .selectFrom("events")
    .select("data")
    .where("security", "=", security)
    .where("name", "=", "SharesWrapped")
    .where("slot", "<=", slot)
    .execute();
  const sums = new Map<string, readonly bigint[]>();
  for (const row of rows) {
    const data = JSON.parse(row.data) as Record<string, unknown>;
    const tranche = addressIn(data, "tranche");
    const before = sums.get(tranche);
    sums.set(
      tranche,
      amountsIn(data, "paidIn").map((amount, vault) => amount + (before?.[vault] ?? 0n)),
    );
  }
  return sums;
}
