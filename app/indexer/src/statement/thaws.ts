import { isFrozenForm } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import type { Snapshot } from "../chain/snapshot.js";
import type { Database } from "../database/open.js";
import { addressIn, freezesIn, type Moment, timeOf } from "./happenings.js";

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
    .where(({ eb, or, and }) =>
      or([
        eb("name", "in", ["AccountThawed", "AccountFrozen"]),
        // Nearly all deliveries freeze nothing.
        and([eb("name", "in", ["TicketSettled", "PointsTaken"]), eb("data", "not like", '%"frozen":[]%')]),
      ]),
    )
    .where("slot", "<=", slot)
    .orderBy("slot")
    .orderBy("place")
    .orderBy("ordinal")
    .execute();
  for (const row of rows) {
    const data = JSON.parse(row.data) as Record<string, unknown>;
    const at = { slot: row.slot, place: row.place, ordinal: row.ordinal, time: timeOf(row) };
    if (row.name === "AccountThawed") {
      begin(thaws, addressIn(data, "tranche"), at);
    }
    const frozen = row.name === "AccountFrozen" ? [data] : freezesIn(data);
    for (const one of frozen) {
      end(thaws, addressIn(one, "tranche"), { at, thawed: Number(one.thawed) });
    }
  }
  return thaws;
}

function begin(thaws: Map<string, Thaw[]>, tranche: Address, from: Moment): void {
  const own = thaws.get(tranche) ?? [];
  thaws.set(tranche, own);
  if (own.at(-1)?.until !== undefined || own.length === 0) {
    own.push({ from, until: undefined });
  }
}

/** With none that is thawed any more, what is held is credited behind the event, to whoever has shares then. */
function end(
  thaws: Map<string, Thaw[]>,
  tranche: Address,
  { at, thawed }: Readonly<{ at: Moment; thawed: number }>,
): void {
  const own = thaws.get(tranche) ?? [];
  const last = own.at(-1);
  if (last !== undefined && thawed === 0) {
    own[own.length - 1] = { from: last.from, until: { ...at, ordinal: at.ordinal + 1n } };
  }
}
