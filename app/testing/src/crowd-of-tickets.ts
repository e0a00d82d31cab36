import { randomBytes } from "node:crypto";
import { type Cluster, LINE_HEADER_BYTES, LINE_NODE_BYTES, readBook, readLine } from "@defi-ready/securities";
import { getBookEncoder, getTicketEncoder, SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import { type Address, getAddressDecoder } from "@solana/kit";
import { setAccounts } from "./crowd.js";

const BATCH = 500;
const COMMITTED_OFFSET = 8;
const VERSION_OFFSET = 16;

/**
 * Writes tickets behind those of a book on a development validator, as no transaction could: committed to the current offer,
 * each with the same money, at arbitrary addresses. The book's and the line's totals are written with them; the escrow is
 * not, so that these tickets can be looked at but not paid back.
 *
 * @param value Settlement base units of each ticket.
 */
export async function writeTickets(
  cluster: Cluster,
  options: Readonly<{ book: Address; count: number; value: bigint }>,
): Promise<void> {
  const { count, value } = options;
  const book = await readBook(cluster, options.book);
  const { data } = book;
  const decoder = getAddressDecoder();
  const encoder = getTicketEncoder();
  const anyone = () => decoder.decode(randomBytes(32));
  for (let at = 0; at < count; at += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, count - at) }, (_, more) => at + more);
    await setAccounts(
      cluster,
      numbers.map((number) => {
        const owner = anyone();
        const ticket = encoder.encode({
          version: 1,
          bump: 0,
          asset: 0,
          flags: 0,
          id: data.nextTicket + number,
          book: book.address,
          owner,
          rentPayer: owner,
          refundAccount: owner,
          nonce: 0n,
          units: value,
          value,
          depositedAt: data.opensAt,
          place: data.nextTicket + number,
          committedTo: data.offerVersion,
          approved: 0n,
          poll: 0,
          vote: 0,
          padding: new Uint8Array(3),
          within: 0n,
          unpayableSince: 0n,
        });
        return [anyone(), SECURITIES_PROGRAM_ADDRESS, ticket];
      }),
    );
  }
  const more = value * BigInt(count);
  const [first, ...assets] = data.assets;
  if (first === undefined) {
    throw new RangeError("the book has no asset");
  }
  const totals = getBookEncoder().encode({
    ...data,
    nextTicket: data.nextTicket + count,
    openTickets: data.openTickets + count,
    live: data.live + more,
    committed: data.committed + more,
    assets: [{ ...first, units: first.units + more }, ...assets],
  });
  const line = await readLine(cluster, data);
  fill(line, { from: data.nextTicket, count, value, version: data.offerVersion });
  await setAccounts(cluster, [
    [book.address, SECURITIES_PROGRAM_ADDRESS, totals],
    [data.line, SECURITIES_PROGRAM_ADDRESS, line],
  ]);
}

/** Adds money at places of a line to the nodes of its Fenwick tree above them. */
function fill(
  line: Uint8Array,
  { from, count, value, version }: Readonly<{ from: number; count: number; value: bigint; version: number }>,
): void {
  const view = new DataView(line.buffer, line.byteOffset, line.byteLength);
  const capacity = Math.floor((line.length - LINE_HEADER_BYTES) / LINE_NODE_BYTES);
  for (let place = from; place < from + count; place += 1) {
    for (let node = place + 1; node <= capacity; node += node & -node) {
      const offset = LINE_HEADER_BYTES + (node - 1) * LINE_NODE_BYTES;
      const isCurrent = view.getUint32(offset + VERSION_OFFSET, true) === version;
      const committed = isCurrent ? view.getBigUint64(offset + COMMITTED_OFFSET, true) : 0n;
      view.setBigUint64(offset, view.getBigUint64(offset, true) + value, true);
      view.setBigUint64(offset + COMMITTED_OFFSET, committed + value, true);
      view.setUint32(offset + VERSION_OFFSET, version, true);
    }
  }
}
