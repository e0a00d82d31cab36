import type { CurvePoint } from "@defi-ready/securities";
import {
  type Book,
  getBookDecoder,
  getBookEncoder,
  getTicketDecoder,
  type Ticket,
} from "@defi-ready/securities/program";
import { type Account, type Address, address, getAddressDecoder } from "@solana/kit";

/** Six decimals, as the money of the samples has. */
export const UNIT = 1_000_000n;

const BOOK_BYTES = getBookEncoder().fixedSize;
const EMPTY_BOOK = getBookDecoder().decode(new Uint8Array(BOOK_BYTES));
const EMPTY_TICKET = getTicketDecoder().decode(new Uint8Array(getTicketDecoder().fixedSize));

/** An address that a number gives. */
export function addressOf(number: number): Address {
  const bytes = new Uint8Array(32).fill(7);
  new DataView(bytes.buffer).setUint32(0, number);
  return getAddressDecoder().decode(bytes);
}

/** A book that is open, with an offer. */
function bookOf(terms: Partial<Book>): Book {
  return { ...EMPTY_BOOK, stage: 1, offerVersion: 1, lot: 1n, ...terms };
}

/** What a sample says of a ticket. */
export type SampleTicket = Readonly<{
  id: number;
  owner: number;
  /** Settlement base units. */
  value: bigint;
  isCommitted?: boolean;
  approved?: bigint;
}>;

/** Tickets in order of the line. */
function ticketsOf(samples: readonly SampleTicket[]): Account<Ticket>[] {
  return samples.map(({ id, owner, value, isCommitted = true, approved = 0n }, place) => ({
    address: addressOf(1_000_000 + id),
    data: {
      ...EMPTY_TICKET,
      id,
      place,
      owner: addressOf(owner),
      units: value,
      value,
      approved,
      committedTo: isCommitted ? 1 : 0,
    },
    executable: false,
    lamports: 0n,
    programAddress: address("11111111111111111111111111111111"),
    space: 0n,
  })) as unknown as Account<Ticket>[];
}

/** A book and its tickets, with what follows from them. */
export function bookWith(
  terms: Partial<Book>,
  samples: readonly SampleTicket[],
): Readonly<{ book: Book; tickets: readonly Account<Ticket>[] }> {
  const live = samples.reduce((sum, { value }) => sum + value, 0n);
  const committed = samples.reduce((sum, one) => sum + (one.isCommitted === false ? 0n : one.value), 0n);
  return { book: bookOf({ live, committed, ...terms }), tickets: ticketsOf(samples) };
}

/** The warrants of the worked example in docs/escrow-book.md. */
export const WARRANTS: readonly CurvePoint[] = [
  { money: 400_000n * UNIT, reward: 200_000n * UNIT },
  { money: 1_000_000n * UNIT, reward: 300_000n * UNIT },
];

/** Its bonus shares. */
export const BONUS: readonly CurvePoint[] = [{ money: 200_000n * UNIT, reward: 10_000n * UNIT }];

/** Its first line: Ana, Ben, Cleo and Dan. */
export const JOINED: readonly SampleTicket[] = [
  { id: 1, owner: 1, value: 300_000n * UNIT },
  { id: 2, owner: 2, value: 200_000n * UNIT },
  { id: 3, owner: 3, value: 250_000n * UNIT },
  { id: 4, owner: 4, value: 400_000n * UNIT },
];

/** A crowd of tickets of different sizes, some of which wait; the same for the same number. */
export function crowd(count: number): SampleTicket[] {
  let state = 42;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    owner: index % 997,
    value: BigInt(Math.floor(100 + random() ** 4 * 20_000)) * UNIT,
    isCommitted: random() > 0.12,
  }));
}
