/**
 * A node with a history of any length: the transactions of a real deal, over and over, each time with event numbers that
 * go on. What it answers is made when it is asked for, so that it holds nothing.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Cluster, eventsIn, type TransactionOnChain } from "@defi-ready/securities";
import { SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
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
type Pattern = Readonly<{
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
function transactionAt({ templates, counts }: Pattern, place: number): unknown {
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
  return { ...copy, slot: slotOf(place), blockTime: slotOf(place) };
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

/** Starts the node; it answers what the index asks. */
export async function startSyntheticNode(
  pattern: Pattern,
  length: number,
): Promise<Readonly<{ url: string; close(): void }>> {
  const answer = (method: string, params: readonly unknown[]): unknown => {
    const context = { slot: slotOf(length) };
    switch (method) {
      case "getSignaturesForAddress": {
        const { before, limit } = params[1] as { before?: string; limit: number };
        const newest = (before === undefined ? length : placeOf(before)) - 1;
        return Array.from({ length: Math.max(0, Math.min(limit, newest + 1)) }, (_, index) => ({
          signature: signatureOf(newest - index),
          slot: slotOf(newest - index),
          blockTime: slotOf(newest - index),
          err: null,
          memo: null,
          confirmationStatus: "finalized",
        }));
      }
      case "getTransaction":
        return transactionAt(pattern, placeOf(params[0] as string));
      case "getGenesisHash":
        return SECURITIES_PROGRAM_ADDRESS;
      case "getSlot":
        return context.slot;
      case "getProgramAccounts":
        return [];
      case "getMultipleAccounts":
        return { context, value: (params[0] as unknown[]).map(() => null) };
      case "getAccountInfo":
        return {
          context,
          value: {
            executable: true,
            owner: SECURITIES_PROGRAM_ADDRESS,
            lamports: 1,
            data: ["", "base64"],
            rentEpoch: 0,
            space: 0,
          },
        };
      default:
        throw new Error(`the synthetic node does not know ${method}`);
    }
  };
  const plain = (_: string, value: unknown) => (typeof value === "bigint" ? Number(value) : value);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { id, method, params } = JSON.parse(Buffer.concat(chunks).toString()) as {
        id: unknown;
        method: string;
        params: unknown[];
      };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ jsonrpc: "2.0", id, result: answer(method, params) }, plain));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
