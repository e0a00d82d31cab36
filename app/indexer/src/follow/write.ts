import type { Transaction } from "kysely";
import type { Tables } from "../database/schema.js";
import type { Rows } from "./rows.js";

/** Values of one statement in a condition. */
const CHUNK = 250;
/** Rows of one statement: few sizes, so that there are few statements to prepare. */
const SIZES = [128, 16, 4, 1] as const;
const CONTENT = ["events", "mentions", "payments"] as const;

/** Writes transactions that are not there yet, with all that follows from them. What is there already stays as it is. */
export async function writeRows(
  database: Transaction<Tables>,
  rows: readonly Rows[],
  state: Readonly<{ pass: bigint; finalSlot: bigint }>,
): Promise<void> {
  const transactions = rows.map(({ position: { signature, slot, place, time } }) => ({
    signature,
    slot,
    place,
    time,
    is_final: slot <= state.finalSlot ? 1n : 0n,
    seen: state.pass,
  }));
  await insert(database, "transactions", transactions);
  for (const table of CONTENT) {
    await insert(
      database,
      table,
      rows.flatMap((one) => one[table] as readonly Tables[typeof table][]),
    );
  }
}

async function insert<Table extends "transactions" | (typeof CONTENT)[number]>(
  database: Transaction<Tables>,
  table: Table,
  rows: readonly Tables[Table][],
): Promise<void> {
  for (let at = 0; at < rows.length; ) {
    const left = rows.length - at;
    const size = SIZES.find((one) => one <= left) ?? 1;
    await database
      .insertInto(table)
      .values(rows.slice(at, at + size) as never)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    at += size;
  }
}

/** Removes transactions that a fork dropped, with all that followed from them. */
export async function removeRows(
  database: Transaction<Tables>,
  signatures: readonly string[],
): Promise<void> {
  for (let at = 0; at < signatures.length; at += CHUNK) {
    const some = signatures.slice(at, at + CHUNK);
    for (const table of [...CONTENT, "transactions"] as const) {
      await database.deleteFrom(table).where("signature", "in", some).execute();
    }
  }
}

/** What numbers the events of transactions. */
export async function streamsOf(
  database: Transaction<Tables>,
  signatures: readonly string[],
): Promise<string[]> {
  const found = new Set<string>();
  for (let at = 0; at < signatures.length; at += CHUNK) {
    const rows = await database
      .selectFrom("events")
      .select("stream")
      .distinct()
      .where("signature", "in", signatures.slice(at, at + CHUNK))
      .execute();
    for (const { stream } of rows) {
      if (stream !== null) {
        found.add(stream);
      }
    }
  }
  return [...found];
}
