import { type Address, getBase58Encoder, getBase64Encoder, type ReadonlyUint8Array } from "@solana/kit";
import { holderAddress } from "./addresses.js";
import { EVENTS } from "./generated/events.js";
import { SECURITIES_PROGRAM_ADDRESS } from "./generated/index.js";

type Layouts = typeof EVENTS;

/** The name of one of the program's events. */
export type EventName = keyof Layouts;

/** What an event of a name holds. */
type EventData<Name extends EventName = EventName> = ReturnType<Layouts[Name]["decoder"]["decode"]>;

/** One of the program's events. */
export type ProgramEvent = {
  [Name in EventName]: Readonly<{ name: Name; data: EventData<Name> }>;
}[EventName];

/** A token account's owner at one end of a transaction, as `getTransaction` tells it. */
type TokenBalance = Readonly<{ accountIndex: number; owner?: Address | undefined }>;

/** The parts of a transaction that events are in, as `getTransaction` gives it in the encoding `json`. */
export type TransactionOnChain = Readonly<{
  transaction: Readonly<{ message: Readonly<{ accountKeys: readonly Address[] }> }>;
  meta: Readonly<{
    err: unknown;
    innerInstructions?:
      | readonly Readonly<{
          instructions: readonly Readonly<{
            programIdIndex: number;
            accounts: readonly number[];
            data: string;
          }>[];
        }>[]
      | null
      | undefined;
    loadedAddresses?: Readonly<{ writable: readonly Address[]; readonly: readonly Address[] }> | undefined;
    logMessages?: readonly string[] | null | undefined;
    preTokenBalances?: readonly TokenBalance[] | undefined;
    postTokenBalances?: readonly TokenBalance[] | undefined;
  }> | null;
}>;

type Meta = NonNullable<TransactionOnChain["meta"]>;

/** What a program's call to itself with an event begins with. */
const EVENT_TAG = "e445a52e51cb9a1d";
/** What a call of a transfer hook begins with. */
const HOOK_TAG = "692565c54bfb661a";
const TAG_BYTES = 8;
const LOG = "Program data: ";
/** Places of accounts in a call of the hook. */
const [SOURCE, DESTINATION, TRANCHE, SOURCE_HOLDER, DESTINATION_HOLDER] = [0, 2, 5, 6, 7] as const;

const base58 = getBase58Encoder();
const base64 = getBase64Encoder();
const BY_START = new Map(Object.entries(EVENTS).map(([name, { start }]) => [start, name as EventName]));

/** Decodes an event from the bytes that begin with its discriminator; `undefined` if it is none that is known. */
function decodeEvent(bytes: ReadonlyUint8Array): ProgramEvent | undefined {
  const name = BY_START.get(hex(bytes.subarray(0, TAG_BYTES)));
  return name === undefined
    ? undefined
    : ({ name, data: EVENTS[name].decoder.decode(bytes, TAG_BYTES) } as ProgramEvent);
}

/**
 * The program's events of a transaction, in the order in which they happened; none of one that failed. They are read
 * from the calls that the program made to itself, which cut logs do not lose and no other program can make. That shares
 * moved is read from the token program's calls of the hook, whose own event is only logged.
 *
 * @throws {RangeError} For an event of a program that is newer than this code.
 */
export async function eventsIn({ transaction, meta }: TransactionOnChain): Promise<ProgramEvent[]> {
  if (meta === null || meta.err !== null) {
    return [];
  }
  const { writable = [], readonly = [] } = meta.loadedAddresses ?? {};
  const keys = [...transaction.message.accountKeys, ...writable, ...readonly];
  const events: ProgramEvent[] = [];
  for (const { programIdIndex, accounts, data } of (meta.innerInstructions ?? []).flatMap(
    ({ instructions }) => instructions,
  )) {
    if (keys[programIdIndex] !== SECURITIES_PROGRAM_ADDRESS) {
      continue;
    }
    const bytes = base58.encode(data);
    const tag = hex(bytes.subarray(0, TAG_BYTES));
    if (tag === EVENT_TAG && accounts.length === 1) {
      const event = decodeEvent(bytes.subarray(TAG_BYTES));
      if (event === undefined) {
        throw new RangeError("an event of the program is not known here: update this package");
      }
      events.push(event);
    } else if (tag === HOOK_TAG) {
      const tranche = accounts.map((at) => keys[at])[TRANCHE];
      if (tranche === undefined) {
        throw new RangeError("a call of the transfer hook lacks its accounts");
      }
      events.push(...(await movedIn(meta, { tranche, bytes, places: accounts, keys })));
    }
  }
  return events;
}

type Call = Readonly<{
  tranche: Address;
  bytes: ReadonlyUint8Array;
  /** Of the call's accounts, by their places in the transaction. */
  places: readonly number[];
  /** All accounts of the transaction. */
  keys: readonly Address[];
}>;

/** The shares that a call of the hook moved; none between two accounts of one owner. */
async function movedIn(meta: Meta, { tranche, bytes, places, keys }: Call): Promise<ProgramEvent[]> {
  const balances = [...(meta.preTokenBalances ?? []), ...(meta.postTokenBalances ?? [])];
  const ownerOf = async (account: number, record: number) =>
    balances.find(({ accountIndex }) => accountIndex === places[account])?.owner ??
    (await ownerByRecord(meta, keys, { tranche, record: keys[places[record] ?? -1] }));
  const [from, to] = [await ownerOf(SOURCE, SOURCE_HOLDER), await ownerOf(DESTINATION, DESTINATION_HOLDER)];
  const amount = new DataView(Uint8Array.from(bytes).buffer).getBigUint64(TAG_BYTES, true);
  return from === to ? [] : [{ name: "SharesMoved", data: { tranche, from, to, amount } }];
}

/**
 * The owner of a holder record, for a token account that was opened and closed in one transaction and so has no balance
 * at either end: an account of the transaction, as its shares leave only if the owner signs, or one that a log names,
 * whose address the record's is derived from. A log alone proves nothing: every program may write one, and logs are cut.
 */
async function ownerByRecord(
  { logMessages }: Meta,
  keys: readonly Address[],
  { tranche, record }: Readonly<{ tranche: Address; record: Address | undefined }>,
): Promise<Address> {
  for (const owner of new Set([...keys, ...(logMessages ?? []).flatMap(ownersIn)])) {
    if ((await holderAddress(tranche, owner)) === record) {
      return owner;
    }
  }
  throw new RangeError(`who holds ${record} cannot be told from the transaction`);
}

function ownersIn(log: string): Address[] {
  const event = log.startsWith(LOG) ? decodeEvent(base64.encode(log.slice(LOG.length))) : undefined;
  return event?.name === "SharesMoved" ? [event.data.from, event.data.to] : [];
}

function hex(bytes: ReadonlyUint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
