import { isFrozenForm } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import type { Snapshot } from "../chain/snapshot.js";
import type { Database } from "../database/open.js";
import { addressIn, type Moment, timeOf } from "./happenings.js";

/** A time in which accounts of a class in the frozen form are thawed, and what it receives is held. */
export type Thaw = Readonly<{
  /** The first thaw. */
  from: Moment;
  /** The last freeze; `undefined` while accounts are thawed. */
  until: Moment | undefined;
}>;

/** The times in which accounts of each class were thawed, in order. */
export type Thaws = ReadonlyMap<string, readonly Thaw[]>;

/** Reads them, of the classes that are in the frozen form. */
export async function readThaws(
  database: Database,
  { security, slot, classes }: Pick<Snapshot, "security" | "slot" | "classes">,
): Promise<Thaws> {
  const thaws = new Map<string, Thaw[]>();
  if (!classes.some(({ data }) => isFrozenForm(data))) {
    return thaws;
  }
  const rows = await database
    .selectFrom("events")
    .select(["signature", "ordinal", "slot", "place", "time", "name", "data"])
    .where("security", "=", security)
    .where("name", "in", ["AccountThawed", "AccountFrozen"])
    .where("slot", "<=", slot)
    .orderBy("slot")
    .orderBy("place")
    .orderBy("ordinal")
    .execute();
  for (const row of rows) {
    const data = JSON.parse(row.data) as Record<string, unknown>;
    const at = { slot: row.slot, place: row.place, ordinal: row.ordinal, time: timeOf(row) };
    note(thaws, addressIn(data, "tranche"), { at, name: row.name, data });
  }
  return thaws;
}

function note(
  thaws: Map<string, Thaw[]>,
  tranche: Address,
  event: Readonly<{ at: Moment; name: string; data: Readonly<Record<string, unknown>> }>,
): void {
  const { at, name, data } = event;
  const own = thaws.get(tranche) ?? [];
  thaws.set(tranche, own);
  const last = own.at(-1);
  if (name === "AccountThawed") {
    if (last === undefined || last.until !== undefined) {
      own.push({ from: at, until: undefined });
    }
  } else if (last !== undefined && Number(data.thawed) === 0) {
    // What is held is credited behind it, to whoever has shares then.
    own[own.length - 1] = { from: last.from, until: { ...at, ordinal: at.ordinal + 1n } };
  }
}
