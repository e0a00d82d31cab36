import { type Address, getBase58Encoder, getBase64Encoder, type ReadonlyUint8Array } from "@solana/kit";
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
const [SOURCE, DESTINATION, TRANCHE] = [0, 2, 5] as const;

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
export function eventsIn({ transaction, meta }: TransactionOnChain): ProgramEvent[] {
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
      events.push(...movedIn(meta, { tranche, bytes, places: accounts }));
    }
  }
  return events;
}

type Call = Readonly<{ tranche: Address; bytes: ReadonlyUint8Array; places: readonly number[] }>;
type Moved = Extract<ProgramEvent, Readonly<{ name: "SharesMoved" }>>;

/** The shares that a call of the hook moved; none between two accounts of one owner. */
function movedIn(meta: Meta, { tranche, bytes, places }: Call): Moved[] {
  const balances = [...(meta.preTokenBalances ?? []), ...(meta.postTokenBalances ?? [])];
  const ownerOf = (place: number) =>
    balances.find(({ accountIndex }) => accountIndex === places[place])?.owner;
  const amount = new DataView(Uint8Array.from(bytes).buffer).getBigUint64(TAG_BYTES, true);
  const [from, to] = [ownerOf(SOURCE), ownerOf(DESTINATION)];
  if (from !== undefined && to !== undefined) {
    return from === to ? [] : [{ name: "SharesMoved", data: { tranche, from, to, amount } }];
  }
  // A token account that was opened and closed in this transaction has no balance at either end: the log tells its owner.
  const logged = movesLogged(meta).find(
    ({ data }) =>
      data.tranche === tranche &&
      data.amount === amount &&
      (from ?? data.from) === data.from &&
      (to ?? data.to) === data.to,
  );
  if (logged === undefined) {
    throw new RangeError("whose shares moved cannot be told from the transaction: its log is cut");
  }
  return [logged];
}

/** The moves that the program itself logged. Every program may log such bytes: the log tells whose they are. */
function movesLogged({ logMessages }: Meta): Moved[] {
  const running: string[] = [];
  return (logMessages ?? []).flatMap((line) => {
    const [, started] = /^Program (\w{32,44}) invoke \[\d+\]$/.exec(line) ?? [];
    if (started !== undefined) {
      running.push(started);
    } else if (/^Program \w{32,44} (success|failed)/.test(line)) {
      running.pop();
    } else if (line.startsWith(LOG) && running.at(-1) === SECURITIES_PROGRAM_ADDRESS) {
      const event = decodeEvent(base64.encode(line.slice(LOG.length)));
      return event?.name === "SharesMoved" ? [event] : [];
    }
    return [];
  });
}

function hex(bytes: ReadonlyUint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
