/** Runs in a browser: ten thousand tickets in line, of which one after the other leaves and comes back at the end. */

import { type Book, getBookDecoder, getTicketDecoder, type Ticket } from "@defi-ready/securities/program";
import { LinePicture, lineOf } from "@defi-ready/securities-charts";
import { type Account, type Address, getAddressDecoder } from "@solana/kit";
import { useState } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";

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

let show: (tickets: readonly Account<Ticket>[]) => void = () => undefined;

function Page({ begin }: Readonly<{ begin: readonly Account<Ticket>[] }>) {
  const [tickets, setTickets] = useState(begin);
  show = setTickets;
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

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
/** Longer than the line takes to move. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 700));

let tickets: readonly Account<Ticket>[] = [];

/** Paints a line for the first time; returns the milliseconds that it took. */
async function begin(count: number): Promise<number> {
  tickets = Array.from({ length: count }, (_, id) => ticketOf(id + 1));
  const root = document.createElement("div");
  document.body.append(root);
  const begun = performance.now();
  flushSync(() => createRoot(root).render(<Page begin={tickets} />));
  await frame();
  const took = performance.now() - begun;
  await pause();
  return took;
}

/** Lets tickets leave and come back, one after the other, each in a frame. */
async function change(rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const at = (round * 2_477) % tickets.length;
    tickets = [...tickets.slice(0, at), ...tickets.slice(at + 1), ...tickets.slice(at, at + 1)];
    await new Promise<void>((resolve) => {
      requestAnimationFrame(() => {
        flushSync(() => show(tickets));
        resolve();
      });
    });
    await pause();
  }
}

Object.assign(globalThis, { begin, change });
