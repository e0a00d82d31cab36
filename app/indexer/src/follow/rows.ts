import {
  ClientError,
  type EventName,
  eventsIn,
  type ProgramEvent,
  type TransactionOnChain,
} from "@defi-ready/securities";
import { SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import { type EventRow, type MentionRow, type PaymentRow, padded } from "../database/schema.js";

/** Where a transaction stands on chain. */
export type Position = Readonly<{
  signature: string;
  slot: bigint;
  place: bigint;
  /** Unix seconds, where the node tells them. */
  time: bigint | null;
}>;

/** What a transaction writes into the tables. */
export type Rows = Readonly<{
  position: Position;
  /** Whether the transaction mentions the program: one that only mentions an account of it is none of the history's. */
  isOurs: boolean;
  events: readonly EventRow[];
  mentions: readonly MentionRow[];
  payments: readonly PaymentRow[];
}>;

/** The default address stands for nothing. */
const NOBODY = "11111111111111111111111111111111";

const KINDS: Partial<Record<EventName, string>> = {
  Claimed: "claimed",
  Escheated: "escheated",
  EscheatRestored: "restored",
};

/**
 * The rows of a transaction: the same whenever and in whatever order transactions are read.
 *
 * @throws {ClientError} For a transaction that cannot be read, with its signature.
 */
export async function rowsOf(position: Position, transaction: TransactionOnChain): Promise<Rows> {
  const events = await eventsIn(transaction).catch((error: unknown): never => {
    const why = error instanceof Error ? error.message : String(error);
    throw new ClientError(`transaction ${position.signature} cannot be read: ${why}`, { cause: error });
  });
  const { transaction: body, meta } = transaction;
  const { writable = [], readonly = [] } = meta?.loadedAddresses ?? {};
  return {
    position,
    isOurs: [...body.message.accountKeys, ...writable, ...readonly].includes(SECURITIES_PROGRAM_ADDRESS),
    events: events.map((event, ordinal) => eventRow(position, event, BigInt(ordinal))),
    mentions: events.flatMap((event, ordinal) => mentionsOf(position, event, BigInt(ordinal))),
    payments: events.flatMap((event, ordinal) => paymentsOf(position, event, BigInt(ordinal))),
  };
}

function eventRow(
  { signature, slot, place, time }: Position,
  event: ProgramEvent,
  ordinal: bigint,
): EventRow {
  const { name, data } = event;
  // What numbers an event is its first field.
  const [first] = Object.values(data);
  return {
    signature,
    ordinal,
    slot,
    place,
    time,
    name,
    stream: "sequence" in data ? String(first) : null,
    sequence: "sequence" in data ? data.sequence : null,
    security: "security" in data ? data.security : null,
    data: JSON.stringify(data, plain),
  };
}

/** Values that JSON has none for: 64-bit numbers become text, bytes hexadecimal. */
function plain(_: string, value: unknown): unknown {
  if (typeof value === "bigint") {
    return value.toString();
  }
  return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value;
}

/** The fields in which events name people, and accounts of theirs. What an event is of has columns of its own. */
const PEOPLE: readonly string[] = [
  "account",
  "address",
  "agent",
  "agents",
  "attestor",
  "author",
  "authority",
  "by",
  "decider",
  "destination",
  "from",
  "manager",
  "owner",
  "payee",
  "payer",
  "person",
  "program",
  "proposer",
  "qualifier",
  "qualifiers",
  "rentPayer",
  "sponsor",
  "to",
  "unitAccount",
];

function mentionsOf({ signature }: Position, { data }: ProgramEvent, ordinal: bigint): MentionRow[] {
  return [...new Set<string>(peopleIn(data))].sort().map((address) => ({ address, signature, ordinal }));
}

/** Whom an event names, also in what it lists and in its parts. */
function peopleIn(value: object): string[] {
  return Object.entries(value).flatMap(([field, one]: [string, unknown]) => {
    if (typeof one === "string") {
      return PEOPLE.includes(field) && one !== NOBODY ? [one] : [];
    }
    if (Array.isArray(one) && one.every((each) => typeof each === "string")) {
      return one.flatMap((each) => peopleIn({ [field]: each }));
    }
    return typeof one === "object" && one !== null && !(one instanceof Uint8Array) ? peopleIn(one) : [];
  });
}

function paymentsOf({ signature }: Position, event: ProgramEvent, ordinal: bigint): PaymentRow[] {
  if (event.name === "HoldersPaid") {
    const { security, tranche, mint, payments } = event.data;
    return payments.map(({ owner, amount }, item) => ({
      signature,
      ordinal,
      item: BigInt(item),
      security,
      tranche,
      owner,
      mint,
      kind: "paid",
      amount: padded(amount),
    }));
  }
  if (event.name === "Claimed" || event.name === "Escheated" || event.name === "EscheatRestored") {
    const { security, tranche, owner, mint, amount } = event.data;
    const kind = KINDS[event.name] ?? "";
    return [
      {
        signature,
        ordinal,
        item: 0n,
        security,
        tranche,
        owner,
        mint,
        kind,
        amount: padded(amount),
      },
    ];
  }
  return [];
}
