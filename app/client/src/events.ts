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
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const MOVED = EVENTS.SharesMoved;
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
 * @throws {RangeError} For an event of a program that is newer than this code, and for shares whose owner the transaction
 *   does not show.
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
  const recordOf = (account: number) => keys[places[account] ?? -1];
  const [source, destination] = [recordOf(SOURCE_HOLDER), recordOf(DESTINATION_HOLDER)];
  if (source === destination) {
    return [];
  }
  const derived = new Map<Address, Promise<Address>>();
  const from = await ownerOf(meta, keys, { tranche, record: source, place: places[SOURCE], derived });
  const to = await ownerOf(meta, keys, { tranche, record: destination, place: places[DESTINATION], derived });
  const amount = new DataView(Uint8Array.from(bytes).buffer).getBigUint64(TAG_BYTES, true);
  if (from !== undefined && to !== undefined) {
    return [{ name: "SharesMoved", data: { tranche, from, to, amount } }];
  }
  if (amount === 0n) {
    return [];
  }
  throw new RangeError(
    `who holds ${from === undefined ? source : destination} cannot be told from the transaction`,
  );
}

/**
 * The owner of a holder record: whoever its address is derived from, of those that the transaction shows. These are the
 * owners of the token account at both ends, as one that is closed may be opened anew for somebody else; the accounts of
 * the transaction, for a token account that lived for one, as its shares leave only if the owner signs; and those that a
 * log names. What is only shown proves nothing: every program may log what it likes, and logs are cut.
 */
async function ownerOf(
  { preTokenBalances, postTokenBalances, logMessages }: Meta,
  keys: readonly Address[],
  {
    tranche,
    record,
    place,
    derived,
  }: Readonly<{
    tranche: Address;
    record: Address | undefined;
    /** The token account's, in the transaction. */
    place: number | undefined;
    /** The records of those who were looked at. */
    derived: Map<Address, Promise<Address>>;
  }>,
): Promise<Address | undefined> {
  const atEnds = [...(preTokenBalances ?? []), ...(postTokenBalances ?? [])].flatMap(
    ({ accountIndex, owner }) => (accountIndex === place && owner !== undefined ? [owner] : []),
  );
  const candidates = [() => atEnds, () => keys, () => (logMessages ?? []).flatMap(ownersIn)];
  for (const list of candidates) {
    for (const owner of list()) {
      const own = derived.get(owner) ?? holderAddress(tranche, owner);
      derived.set(owner, own);
      if ((await own) === record) {
        return owner;
      }
    }
  }
  return undefined;
}

/** The owners that a log names; none of what is no whole event that shares moved, which every program may log. */
function ownersIn(log: string): Address[] {
  if (!(log.startsWith(LOG) && BASE64.test(log.slice(LOG.length)))) {
    return [];
  }
  const bytes = base64.encode(log.slice(LOG.length));
  if (
    bytes.length !== TAG_BYTES + MOVED.decoder.fixedSize ||
    hex(bytes.subarray(0, TAG_BYTES)) !== MOVED.start
  ) {
    return [];
  }
  const { from, to } = MOVED.decoder.decode(bytes, TAG_BYTES);
  return [from, to];
}

function hex(bytes: ReadonlyUint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
