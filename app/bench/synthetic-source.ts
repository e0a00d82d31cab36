/**
 * A history of any length: the transactions of a real deal, over and over, each time with event numbers that go on. What is
 * read of it is made when it is asked for, so that it holds nothing.
 */
import { type Cluster, eventsIn, type TransactionOnChain } from "@defi-ready/securities";
import { SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import type { Listed, Source } from "@defi-ready/securities-indexer";
import { getBase58Decoder, getBase58Encoder, type Signature } from "@solana/kit";

const TAG = "e445a52e51cb9a1d";
/** Where an event's number is: after the tag, the discriminator and what it is of. */
const NUMBER_OFFSET = 48;
const FIRST_SLOT = 1_000_000;
const TRANSACTIONS_IN_SLOT = 4;
const [base58, bytes58] = [getBase58Decoder(), getBase58Encoder()];

/** A place in a transaction that an event's number is written to. */
type Numbered = Readonly<{
  data: Uint8Array;
  at: readonly [list: number, instruction: number];
  before: bigint;
}>;
/** A transaction to be repeated. */
type Template = Readonly<{ transaction: TransactionOnChain; numbered: readonly Numbered[] }>;

/** Transactions to be repeated. */
export type Pattern = Readonly<{
  templates: readonly Template[];
  /** How many events a repetition has, and how many each stream has in it. */
  events: number;
  counts: ReadonlyMap<string, bigint>;
}>;

/** What a deal does from one day to the next; the rest of its life happens once. */
const DAILY: readonly string[] = ["Deposited", "Distributed", "SharesMoved", "Claimed", "HoldersPaid"];

/** Reads the transactions of the program that a pattern repeats, in order. */
export async function patternOf(cluster: Cluster, signatures: readonly Signature[]): Promise<Pattern> {
  const counts = new Map<string, bigint>();
  const templates: Template[] = [];
  let total = 0;
  for (const signature of signatures) {
    const found = await cluster.rpc
      .getTransaction(signature, { encoding: "json", maxSupportedTransactionVersion: 0 })
      .send();
    const transaction = found as unknown as TransactionOnChain;
    const events = await eventsIn(transaction);
    if (!events.some(({ name }) => DAILY.includes(name))) {
      continue;
    }
    const numbered = (transaction.meta?.innerInstructions ?? []).flatMap(({ instructions }, list) =>
      instructions.flatMap(({ data }, instruction): Numbered[] => {
        const bytes = Uint8Array.from(bytes58.encode(data));
        if (Buffer.from(bytes.subarray(0, 8)).toString("hex") !== TAG) {
          return [];
        }
        const stream = Buffer.from(bytes.subarray(16, NUMBER_OFFSET)).toString("hex");
        const before = counts.get(stream) ?? 0n;
        counts.set(stream, before + 1n);
        return [{ data: bytes, at: [list, instruction], before }];
      }),
    );
    templates.push({ transaction, numbered });
    total += events.length;
  }
  return { templates, events: total, counts };
}

/** A transaction of the history, by its place. */
function transactionAt({ templates, counts }: Pattern, place: number): TransactionOnChain {
  const template = templates[place % templates.length] as Template;
  const round = BigInt(Math.floor(place / templates.length));
  const copy = structuredClone(template.transaction) as unknown as {
    meta: { innerInstructions: { instructions: { data: string }[] }[] };
  };
  for (const { data, at, before } of template.numbered) {
    const stream = Buffer.from(data.subarray(16, NUMBER_OFFSET)).toString("hex");
    const number = round * (counts.get(stream) ?? 0n) + before + 1n;
    const bytes = Buffer.from(data);
    bytes.writeBigUInt64LE(number, NUMBER_OFFSET);
    const [list, instruction] = at;
    const target = copy.meta.innerInstructions[list]?.instructions[instruction];
    if (target !== undefined) {
      target.data = base58.decode(bytes);
    }
  }
  return copy as unknown as TransactionOnChain;
}

const slotOf = (place: number) => FIRST_SLOT + Math.floor(place / TRANSACTIONS_IN_SLOT);

function signatureOf(place: number): string {
  const bytes = new Uint8Array(64).fill(1);
  new DataView(bytes.buffer).setUint32(4, place);
  return base58.decode(bytes);
}

function placeOf(signature: string): number {
  return new DataView(Uint8Array.from(bytes58.encode(signature)).buffer).getUint32(4);
}

/** The history, so many transactions long. */
export function syntheticSource(pattern: Pattern, length: number): Source {
  return {
    genesis: () => Promise.resolve(SECURITIES_PROGRAM_ADDRESS),
    finalSlot: () => Promise.resolve(BigInt(slotOf(length))),
    list: ({ before, limit }) => {
      const newest = (before === undefined ? length : placeOf(before)) - 1;
      const count = Math.max(0, Math.min(limit, newest + 1));
      return Promise.resolve(Array.from({ length: count }, (_, index) => listed(newest - index)));
    },
    transaction: (signature) => Promise.resolve(transactionAt(pattern, placeOf(signature))),
    time: (slot) => Promise.resolve(slot),
    block: () => Promise.resolve(undefined),
  };
}

function listed(place: number): Listed {
  const slot = BigInt(slotOf(place));
  return { signature: signatureOf(place), slot, place: undefined, time: slot, failed: false };
}
