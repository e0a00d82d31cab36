import type { Address } from "@solana/kit";
import { sql } from "kysely";
import type { Database } from "../database/open.js";
import type { Follower } from "./follower.js";
import { readPart, readRows } from "./reader.js";
import type { Source } from "./source.js";
import { writeRows } from "./write.js";

/** Event numbers that are missing, or that are there twice. */
export type Gap = Readonly<{
  /** What numbers them: a security, a book or a reference rate. */
  stream: Address;
  /** The first number that is missing. */
  from: bigint;
  /** The last; below `from` if a number is there twice. */
  to: bigint;
  /** Where the event before them is; the beginning if there is none. */
  afterSlot: bigint | undefined;
  /** The transaction of the event after them; the newest if there is none. */
  before: string | undefined;
  beforeSlot: bigint | undefined;
}>;

/** The most gaps that are told at once. */
const MOST_GAPS = 1_000;
/** How many streams are named in one query. */
const CHUNK = 500;

type Numbered = Readonly<{
  stream: string;
  sequence: bigint;
  slot: bigint;
  signature: string;
  last: bigint | null;
  last_slot: bigint | null;
}>;

/**
 * The gaps in the event numbers of a history, of some streams or of all. Numbers begin with 1; where a history begins
 * later, so may they.
 */
export async function gapsOf(database: Database, streams?: readonly string[]): Promise<Gap[]> {
  if (streams !== undefined && streams.length > CHUNK) {
    const parts = [];
    for (let at = 0; at < streams.length; at += CHUNK) {
      parts.push(await gapsOf(database, streams.slice(at, at + CHUNK)));
    }
    return parts.flat();
  }
  if (streams?.length === 0) {
    return [];
  }
  const { from_slot: fromSlot } = await database
    .selectFrom("progress")
    .select("from_slot")
    .executeTakeFirstOrThrow();
  const which = streams === undefined ? sql`stream is not null` : sql`stream in (${sql.join(streams)})`;
  const { rows } = await sql<Numbered>`
    select * from (
      select stream, sequence, slot, signature,
        lag(sequence) over (partition by stream order by sequence) as last,
        lag(slot) over (partition by stream order by sequence) as last_slot
      from events where ${which}
    ) as numbered
    where sequence <> coalesce(last, ${fromSlot === 0n ? sql.lit(0) : sql`sequence - 1`}) + 1
    order by stream, sequence
    limit ${sql.lit(MOST_GAPS)}`.execute(database);
  return rows.map((row) => ({
    stream: row.stream as Address,
    from: (row.last ?? 0n) + 1n,
    to: row.sequence - 1n,
    afterSlot: row.last_slot ?? undefined,
    before: row.signature,
    beforeSlot: row.slot,
  }));
}

/** The last event numbers of a history, of some streams. */
async function lastNumbers(
  database: Database,
  streams: readonly string[],
): Promise<Map<string, Readonly<{ sequence: bigint; slot: bigint }>>> {
  const found = new Map<string, Readonly<{ sequence: bigint; slot: bigint }>>();
  for (let at = 0; at < streams.length; at += CHUNK) {
    const rows = await database
      .selectFrom("events")
      .select(({ fn }) => ["stream", fn.max("sequence").as("sequence"), fn.max("slot").as("slot")])
      .where("stream", "in", streams.slice(at, at + CHUNK))
      .groupBy("stream")
      .execute();
    for (const { stream, sequence, slot } of rows) {
      found.set(String(stream), { sequence: BigInt(sequence ?? 0n), slot });
    }
  }
  return found;
}

/** Everything that numbers events in a history. */
export async function streamsOf(database: Database): Promise<string[]> {
  const rows = await database
    .selectFrom("events")
    .select("stream")
    .distinct()
    .where("stream", "is not", null)
    .orderBy("stream")
    .execute();
  return rows.flatMap(({ stream }) => stream ?? []);
}

/**
 * The gaps at the end of streams: events that the chain counts and the history lacks.
 *
 * @param counters What the chain counted before the history was brought up to date.
 */
export async function missingHeads(
  database: Database,
  counters: ReadonlyMap<string, bigint>,
): Promise<Gap[]> {
  const last = await lastNumbers(database, [...counters.keys()]);
  const { from_slot: fromSlot } = await database
    .selectFrom("progress")
    .select("from_slot")
    .executeTakeFirstOrThrow();
  return [...counters].flatMap(([stream, counted]) => {
    const { sequence = 0n, slot = undefined } = last.get(stream) ?? {};
    // Where a history begins later, what has been quiet since has nothing in it.
    const isQuiet = fromSlot > 0n && slot === undefined;
    return counted <= sequence || isQuiet
      ? []
      : [
          {
            stream: stream as Address,
            from: sequence + 1n,
            to: counted,
            afterSlot: slot,
            before: undefined,
            beforeSlot: undefined,
          },
        ];
  });
}

/** Reads again what mentions a gap's stream, from the event after it back to the event before it. Says how many transactions it read. */
export async function fillGap(follower: Follower, gap: Gap): Promise<number> {
  const { database, batch } = follower;
  const { pass, mark_slot: markSlot, from_slot: fromSlot } = await follower.progress();
  const source: Source = follower.source;
  let [before, beforeSlot] = [gap.before, gap.beforeSlot];
  let read = 0;
  for (;;) {
    const { entries, isLast } = await readPart(source, {
      address: gap.stream,
      before,
      beforeSlot,
      floor: gap.afterSlot ?? fromSlot,
      minSlot: 0n,
      limit: batch,
    });
    const positions = entries.filter(({ listed }) => !listed.failed).map(({ position }) => position);
    // What is known is read again too: some of its rows may be what is missing.
    for (let at = 0; at < positions.length; at += batch) {
      const rows = await readRows(source, positions.slice(at, at + batch));
      await database.transaction().execute((open) => writeRows(open, rows, { pass, finalSlot: markSlot }));
    }
    read += positions.length;
    const last = entries.at(-1)?.position;
    if (isLast || last === undefined) {
      return read;
    }
    [before, beforeSlot] = [last.signature, last.slot];
  }
}
