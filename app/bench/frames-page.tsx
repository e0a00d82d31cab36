/** Runs in a browser: ten thousand tickets in line, of which one after the other leaves and comes back at the end. */

import { type Book, getBookDecoder, getTicketDecoder, type Ticket } from "@defi-ready/securities/program";
import { LinePicture, lineOf } from "@defi-ready/securities-charts";
import { type Account, type Address, getAddressDecoder } from "@solana/kit";
import { useState } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";

/** What is measured, in milliseconds. */
export type Frames = Readonly<{
  /** From the accounts to the first paint. */
  first: number;
  /** Of each update: from the changed accounts to what React and the canvas have drawn. */
  updates: readonly number[];
  /** Of each frame in which something was drawn: all work of the page in it. */
  work: readonly number[];
}>;

const UNIT = 1_000_000n;
const BOOK = getBookDecoder();
const TICKET = getTicketDecoder();
const EMPTY_TICKET = TICKET.decode(new Uint8Array(TICKET.fixedSize));
const CURVE = [{ money: 30_000_000n * UNIT, reward: 900_000n * UNIT, bend: 700_000n * UNIT }];

function addressOf(number: number): Address {
  const bytes = new Uint8Array(32).fill(7);
  new DataView(bytes.buffer).setUint32(0, number);
  return getAddressDecoder().decode(bytes);
}

function ticketOf(id: number): Account<Ticket> {
  const value = BigInt(100 + ((id * 7_919) % 8_000)) * UNIT;
  const data = {
    ...EMPTY_TICKET,
    id,
    owner: addressOf(id % 997),
    value,
    units: value,
    committedTo: id % 9 === 0 ? 0 : 1,
  };
  return { address: addressOf(1_000_000 + id), data } as unknown as Account<Ticket>;
}

const committedOf = (tickets: readonly Account<Ticket>[]) =>
  tickets.reduce((sum, { data }) => (data.committedTo === 1 ? sum + data.value : sum), 0n);

function bookOf(tickets: readonly Account<Ticket>[]): Book {
  const empty = BOOK.decode(new Uint8Array(BOOK.fixedSize));
  const terms = { cap: 30_000_000n * UNIT, minimum: 9_000_000n * UNIT };
  return { ...empty, stage: 1, offerVersion: 1, lot: 1n, ...terms, committed: committedOf(tickets) };
}

let change: (tickets: readonly Account<Ticket>[]) => void = () => undefined;

function Page({ begin }: Readonly<{ begin: readonly Account<Ticket>[] }>) {
  const [tickets, setTickets] = useState(begin);
  change = setTickets;
  const line = lineOf({ book: bookOf(tickets), tickets, yours: addressOf(5) });
  return (
    <LinePicture
      line={line}
      decimals={6}
      symbol="USDC"
      rewards={[{ name: "warrants", decimals: 6, knots: CURVE }]}
    />
  );
}

/** The work of all callbacks of a frame, added up by the time that the frame has. */
function countWork(): Map<number, number> {
  const work = new Map<number, number>();
  const real = globalThis.requestAnimationFrame.bind(globalThis);
  globalThis.requestAnimationFrame = (callback) =>
    real((now) => {
      const start = performance.now();
      callback(now);
      work.set(now, (work.get(now) ?? 0) + performance.now() - start);
    });
  return work;
}

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
/** Longer than the line takes to move. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 700));

/** Paints a line, then lets tickets leave and come back. */
export async function measure({
  count,
  rounds,
}: Readonly<{ count: number; rounds: number }>): Promise<Frames> {
  let tickets = Array.from({ length: count }, (_, id) => ticketOf(id + 1));
  const root = document.createElement("div");
  document.body.append(root);
  const begun = performance.now();
  flushSync(() => createRoot(root).render(<Page begin={tickets} />));
  await frame();
  const first = performance.now() - begun;
  await pause();
  const work = countWork();
  const updates: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await new Promise<void>((resolve) => {
      requestAnimationFrame(() => {
        const at = (round * 2_477) % tickets.length;
        const [gone] = tickets.slice(at, at + 1);
        tickets = [...tickets.slice(0, at), ...tickets.slice(at + 1), ...(gone === undefined ? [] : [gone])];
        const start = performance.now();
        flushSync(() => change(tickets));
        updates.push(performance.now() - start);
        resolve();
      });
    });
    await pause();
  }
  return { first, updates, work: [...work.values()].filter((one) => one > 0.05) };
}

Object.assign(globalThis, { measure });
