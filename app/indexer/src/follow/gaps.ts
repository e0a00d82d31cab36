import type { Address } from "@solana/kit";
import { sql } from "kysely";
import type { Database } from "../database/open.js";

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

/** What a history has of a stream: its first and last numbers, and the last slot. */
type Known = Readonly<{ first: bigint; last: bigint; slot: bigint }>;

/** What a history has of some streams; nothing of those that it has no event of. */
export async function knownOf(
  database: Database,
  streams: readonly string[],
): Promise<ReadonlyMap<string, Known>> {
  const found = new Map<string, Known>();
  for (let at = 0; at < streams.length; at += CHUNK) {
    const rows = await database
      .selectFrom("events")
      .select(({ fn }) => [
        "stream",
        fn.min("sequence").as("first"),
        fn.max("sequence").as("last"),
        fn.max("slot").as("slot"),
      ])
      .where("stream", "in", streams.slice(at, at + CHUNK))
      .groupBy("stream")
      .execute();
    for (const { stream, first, last, slot } of rows) {
      found.set(String(stream), { first: BigInt(first ?? 0n), last: BigInt(last ?? 0n), slot });
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

/** The books that a history saw opened, whether it has an event of theirs or not. */
export async function booksOpened(database: Database): Promise<Address[]> {
  const rows = await database.selectFrom("events").select("data").where("name", "=", "BookOpened").execute();
  return rows.map(({ data }) => (JSON.parse(data) as { book: Address }).book);
}

/** The gap of everything of a stream after what a history has of it, up to a number. */
export const restOf = (stream: Address, known: Known | undefined, to: bigint): Gap => ({
  stream,
  from: (known?.last ?? 0n) + 1n,
  to,
  afterSlot: known?.slot,
  before: undefined,
  beforeSlot: undefined,
});

/**
 * The gaps at the end of streams: events that the chain counts and the history lacks, also where it has none at all.
 *
 * @param counters What the chain counted before the history was brought up to date.
 */
export async function missingHeads(
  database: Database,
  counters: ReadonlyMap<Address, bigint>,
): Promise<Gap[]> {
  const known = await knownOf(database, [...counters.keys()]);
  return [...counters].flatMap(([stream, counted]) => {
    const own = known.get(stream);
    return counted <= (own?.last ?? 0n) ? [] : [restOf(stream, own, counted)];
  });
}

/** The gaps at the beginning of books that a history saw opened, also of one that begins later than the chain. */
export async function missingStarts(database: Database): Promise<Gap[]> {
  const known = await knownOf(database, await booksOpened(database));
  return [...known].flatMap(([stream, { first }]) =>
    first <= 1n ? [] : [restOf(stream as Address, undefined, first - 1n)],
  );
}
