import { SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import type { Transaction } from "kysely";
import type { Tables } from "../database/schema.js";
import type { Follower } from "./follower.js";
import type { Gap } from "./gaps.js";
import { type Part, readPart, readRows } from "./reader.js";
import type { Position } from "./rows.js";
import { writeRows } from "./write.js";

/** Slots that are looked at together. */
const PAGE = 1_000;
/** The tables that say where a transaction is, and when. */
const PLACED = ["transactions", "events"] as const;

/** The places of a slot's transactions, by their signatures. */
type Places = ReadonlyMap<string, bigint>;

/**
 * Reads again what mentions a gap's stream, from the event after it back to the event before it. A transaction whose place
 * in its slot cannot be told here is left out, and with it the gap stays.
 *
 * @param minSlot The node must have reached this slot.
 */
export async function fillGap(follower: Follower, gap: Gap, minSlot = 0n): Promise<void> {
  const { database, batch, source } = follower;
  const { pass, mark_slot: markSlot, from_slot: fromSlot } = await follower.progress();
  let [before, beforeSlot] = [gap.before, gap.beforeSlot];
  for (;;) {
    const { entries, isLast } = await readPart(source, {
      address: gap.stream,
      before,
      beforeSlot,
      floor: gap.afterSlot ?? fromSlot,
      minSlot,
      limit: batch,
    });
    const succeeded = entries.filter(({ listed }) => !listed.failed);
    const places = await placesOf(follower, succeeded);
    const placed = succeeded.flatMap(({ position }): Position[] => {
      const place = places.get(position.slot)?.get(position.signature);
      return place === undefined ? [] : [{ ...position, place }];
    });
    // What is known is read again too: some of its rows may be what is missing.
    for (let at = 0; at < placed.length; at += batch) {
      const some = placed.slice(at, at + batch);
      // What mentions a stream need not mention the program: anybody may send lamports to an address.
      const rows = (await readRows(source, some)).filter(({ isOurs }) => isOurs);
      await database.transaction().execute(async (open) => {
        await writeRows(open, rows, { pass, finalSlot: markSlot });
        for (const slot of new Set(some.map((one) => one.slot))) {
          await movePlaces(open, slot, places.get(slot) ?? new Map());
        }
      });
    }
    const last = entries.at(-1)?.position;
    if (isLast || last === undefined) {
      return;
    }
    [before, beforeSlot] = [last.signature, last.slot];
  }
}

/**
 * The places of everything in the slots of some transactions, as a history has them that is made anew: in the block, where
 * the node's lists tell it, or else among those that mention the program. A list of something else does not show the
 * latter: the block does.
 */
async function placesOf(
  { database, source }: Follower,
  entries: Part["entries"],
): Promise<ReadonlyMap<bigint, Places>> {
  const places = new Map<bigint, Places>();
  for (const slot of new Set(entries.map(({ position }) => position.slot))) {
    const own = entries.filter(({ position }) => position.slot === slot).map(({ listed }) => listed);
    const told = own.flatMap(({ signature, place }) =>
      place === undefined ? [] : [[signature, place] as const],
    );
    const areTold = told.length === own.length;
    const others = await database
      .selectFrom("transactions")
      .select("signature")
      .where("slot", "=", slot)
      .where(
        "signature",
        "not in",
        own.map(({ signature }) => signature),
      )
      .execute();
    const block =
      areTold && others.length === 0 ? undefined : await source.block(slot, SECURITIES_PROGRAM_ADDRESS);
    places.set(
      slot,
      new Map(
        block?.map(({ signature, index }, rank) => [signature, areTold ? index : BigInt(rank)]) ?? told,
      ),
    );
  }
  return places;
}

/** Moves what is known of a slot to where it is among everything in it. */
async function movePlaces(database: Transaction<Tables>, slot: bigint, places: Places): Promise<void> {
  const known = await database
    .selectFrom("transactions")
    .select(["signature", "place"])
    .where("slot", "=", slot)
    .execute();
  for (const { signature, place: now } of known) {
    const place = places.get(signature);
    if (place !== undefined && place !== now) {
      for (const table of PLACED) {
        await database.updateTable(table).set({ place }).where("signature", "=", signature).execute();
      }
    }
  }
}

/**
 * Asks again for the times that no node has told yet.
 *
 * @returns How many transactions are left without.
 */
export async function fillTimes({ database, source }: Follower): Promise<bigint> {
  for (let after = -1n; ; ) {
    const slots = await database
      .selectFrom("transactions")
      .select("slot")
      .distinct()
      .where("time", "is", null)
      .where("slot", ">", after)
      .orderBy("slot")
      .limit(PAGE)
      .execute();
    for (const { slot } of slots) {
      const time = await source.time(slot);
      if (time !== null) {
        await database.transaction().execute((open) => tellTime(open, slot, time));
      }
    }
    const [last] = slots.slice(-1);
    if (last === undefined) {
      break;
    }
    after = last.slot;
  }
  const { count } = await database
    .selectFrom("transactions")
    .select(({ fn }) => fn.countAll<bigint>().as("count"))
    .where("time", "is", null)
    .executeTakeFirstOrThrow();
  return BigInt(count);
}

async function tellTime(database: Transaction<Tables>, slot: bigint, time: bigint): Promise<void> {
  for (const table of PLACED) {
    await database
      .updateTable(table)
      .set({ time })
      .where("slot", "=", slot)
      .where("time", "is", null)
      .execute();
  }
}
