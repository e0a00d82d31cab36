import { ClientError, type EventName } from "@defi-ready/securities";
import { type Address, address } from "@solana/kit";
import type { Database } from "../database/open.js";

/** When and where something happened: by time, and within it by place on chain. */
export type Moment = Readonly<{ time: bigint; slot: bigint; place: bigint; ordinal: bigint }>;

/** An event, as it is read back. */
export type Happening = Moment &
  Readonly<{ name: EventName; signature: string; data: Readonly<Record<string, unknown>> }>;

/** What tells how a security is made up, what it was paid, what it told its holders and what these decided; few, however many these are. */
const STRUCTURAL: readonly EventName[] = [
  "BookLocked",
  "BookOpened",
  "ClassConverted",
  "ClassRedeemed",
  "ConversionClosed",
  "CurveSet",
  "DisclosurePosted",
  "Distributed",
  "FeePaid",
  "LossCorrected",
  "LossRecorded",
  "NoticePosted",
  "ProceedsDrawn",
  "ProceedsReleased",
  "ResolutionExecuted",
  "ResolutionProposed",
  "ResolutionStopped",
  "RetentionReleased",
  "SecurityEnded",
  "SeriesCreated",
  "SharesConverted",
  "SourceRegistered",
  "WarrantsExercised",
  "WindDownBegan",
  "WrapperCreated",
];

/** Whether one came before another. */
export function isBefore(one: Moment, other: Moment): boolean {
  return compareMoments(one, other) < 0;
}

/** Orders by time, and within it by place on chain. */
export function compareMoments(one: Moment, other: Moment): number {
  for (const key of ["time", "slot", "place", "ordinal"] as const) {
    if (one[key] !== other[key]) {
      return one[key] < other[key] ? -1 : 1;
    }
  }
  return 0;
}

/** A time, before everything that happens in that second. */
export const startOf = (time: bigint): Moment => ({ time, slot: -1n, place: 0n, ordinal: 0n });

type Row = Readonly<{
  signature: string;
  ordinal: bigint;
  slot: bigint;
  place: bigint;
  time: bigint | null;
  name: string;
  data: string;
}>;

const COLUMNS = [
  "events.signature",
  "events.ordinal",
  "events.slot",
  "events.place",
  "events.time",
  "events.name",
  "events.data",
] as const;

/** What tells how a security is made up, what it was paid and what it told its holders, up to a slot, in order. */
export async function structuralHistory(
  database: Database,
  { security, slot }: Readonly<{ security: Address; slot: bigint }>,
): Promise<Happening[]> {
  const rows = await database
    .selectFrom("events")
    .select(COLUMNS)
    .where("security", "=", security)
    .where("name", "in", STRUCTURAL)
    .where("slot", "<=", slot)
    .execute();
  return ordered(rows);
}

/** What concerned an owner in a security, up to a slot, in order. */
export async function ownersHistory(
  database: Database,
  options: Readonly<{ security: Address; tranches: readonly Address[]; owner: Address; slot: bigint }>,
): Promise<Happening[]> {
  const { security, tranches, owner, slot } = options;
  const rows = await database
    .selectFrom("mentions")
    .innerJoin("events", (join) =>
      join
        .onRef("events.signature", "=", "mentions.signature")
        .onRef("events.ordinal", "=", "mentions.ordinal"),
    )
    .select(COLUMNS)
    .select("events.security")
    .where("mentions.address", "=", owner)
    .where("events.slot", "<=", slot)
    .execute();
  const ours = rows.filter((row) =>
    row.security === null
      ? row.name === "SharesMoved" && tranches.includes(addressIn(JSON.parse(row.data), "tranche"))
      : row.security === security,
  );
  return ordered(ours);
}

function ordered(rows: readonly Row[]): Happening[] {
  return rows
    .map(({ time, data, name, ...row }) => ({
      ...row,
      name: name as EventName,
      time: timeOf({ signature: row.signature, time }),
      data: JSON.parse(data) as Record<string, unknown>,
    }))
    .sort(compareMoments);
}

/**
 * When a transaction was, in Unix seconds.
 *
 * @throws {ClientError} If no node told it: it would be in no period, or in a wrong one.
 */
export function timeOf({ signature, time }: Readonly<{ signature: string; time: bigint | null }>): bigint {
  if (time === null) {
    throw new ClientError(
      `no node has told the time of ${signature} yet: \`securities index check\` asks for it, with --url at a node that keeps the times of blocks`,
    );
  }
  return time;
}

/** An amount of an event. */
export function amountIn(data: Readonly<Record<string, unknown>>, field: string): bigint {
  return BigInt(String(data[field] ?? 0));
}

/** The amounts of a list of an event. */
export function amountsIn(data: Readonly<Record<string, unknown>>, field: string): bigint[] {
  return ((data[field] ?? []) as unknown[]).map((one) => BigInt(String(one)));
}

/** A record whose thawed account was frozen with what was delivered to it. Share base units. */
type DeliveredFreeze = Readonly<{ tranche: Address; before: bigint; shares: bigint; thawed: number }>;

/** What a delivery froze: of a settled ticket, or of points that the manager took. */
export function freezesIn(data: Readonly<Record<string, unknown>>): readonly DeliveredFreeze[] {
  return ((data.frozen ?? []) as Readonly<Record<string, unknown>>[]).map((one) => ({
    tranche: addressIn(one, "tranche"),
    before: amountIn(one, "before"),
    shares: amountIn(one, "shares"),
    thawed: Number(one.thawed),
  }));
}

/** An address of an event. */
export function addressIn(data: Readonly<Record<string, unknown>>, field: string): Address {
  return address(String(data[field]));
}
