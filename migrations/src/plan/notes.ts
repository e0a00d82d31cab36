import { type Address, fetchEncodedAccounts, type Rpc, type SolanaRpcApi } from "@solana/kit";
import type { ChainState } from "../chain/state.js";
import { bookAddress, counted, deadlineAt } from "../client.js";
import type { BookTerms, Deal, Moment } from "../deal/model.js";
import { formatDuration, formatTime } from "../deal/values.js";
import type { Difference } from "./differences.js";

/** How much later than its offset a moment may be: what the transaction that opened its book took to land. */
const LANDING = 3_600n;

/** A difference that is left as it is, and why. */
export type Note = Difference & Readonly<{ why: string }>;

/**
 * What differs between file and chain and is not carried out, because nothing could, or because a part that a file leaves
 * out stays: offsets that moved since their book was opened, and books and sources that the file no longer names.
 */
export async function notesOf(rpc: Rpc<SolanaRpcApi>, deal: Deal, state: ChainState): Promise<Note[]> {
  return [
    ...deal.books.flatMap((terms, at) => movedOffsets(terms, at, state)),
    ...(await unnamedBooks(rpc, deal, state)),
    ...unnamedSources(deal, state),
  ];
}

/** Offsets of a book's clock that are others than those it was opened with. */
function movedOffsets(terms: BookTerms, at: number, { books, time }: ChainState): Note[] {
  const book = books[at]?.book;
  if (book === undefined || terms.opensAt.kind === "at" || terms.group > 0) {
    return [];
  }
  const base = book.opensAt - terms.opensAt.seconds;
  const note = (name: string, moment: Moment | null, onChain: bigint, why: string): Note[] => {
    if (moment?.kind !== "after" || onChain === 0n) {
      return [];
    }
    const moved = onChain - (base + moment.seconds);
    return moved >= -LANDING && moved <= LANDING
      ? []
      : [
          {
            field: `books[${at}].${name}`,
            onChain: formatTime(onChain),
            inFile: `+${formatDuration(moment.seconds)}`,
            why,
          },
        ];
  };
  const fixed = "an offset counts from when the book was opened, and what it was then stays";
  const votes = "only a vote of the money in line moves a deadline";
  const voted = deadlineAt(book, time) !== book.deadline;
  return [
    ...(book.offerVersion === 1 ? note("offer_ends", terms.offerEnds, book.offerEnds, fixed) : []),
    ...(voted ? [] : note("deadline", terms.deadline, book.deadline, book.extensionBps > 0 ? votes : fixed)),
    ...(book.poll.number > 0
      ? []
      : note("latest_deadline", terms.latestDeadline, book.latestDeadline, fixed)),
    ...note("rights_until", terms.rightsUntil, book.rightsUntil, fixed),
  ];
}

/** Open books on chain that the file does not name. */
async function unnamedBooks(
  rpc: Rpc<SolanaRpcApi>,
  deal: Deal,
  { addresses, tranches }: ChainState,
): Promise<Note[]> {
  const unnamed = await Promise.all(
    tranches.flatMap((state, rank) => {
      const tranche = addresses.tranches[rank]?.tranche;
      const count = state?.tranche.nextBook ?? 0;
      return tranche === undefined
        ? []
        : Array.from({ length: count }, (_, number) => number)
            .filter((number) => !deal.books.some((one) => one.rank === rank && one.number === number))
            .map(async (number) => ({ rank, number, book: await bookAddress(tranche, number) }));
    }),
  );
  const found = await existing(
    rpc,
    unnamed.map(({ book }) => book),
  );
  return unnamed
    .filter(({ book }) => found.has(book))
    .map(({ rank, number, book }) => ({
      field: "books",
      onChain: `book ${number} of ${deal.tranches[rank]?.name ?? `rank ${rank}`}, ${book}`,
      inFile: "not named",
      why: "a book that the file leaves out stays open until it is locked or fails",
    }));
}

async function existing(
  rpc: Rpc<SolanaRpcApi>,
  addresses: readonly Address[],
): Promise<ReadonlySet<Address>> {
  if (addresses.length === 0) {
    return new Set();
  }
  const accounts = await fetchEncodedAccounts(rpc, [...addresses], { commitment: "confirmed" });
  return new Set(accounts.filter((account) => account.exists).map(({ address }) => address));
}

/** Sources on chain behind those that the file names. */
function unnamedSources(deal: Deal, { security }: ChainState): Note[] {
  const count = security?.nextSource ?? 0;
  return count <= deal.sources.length
    ? []
    : [
        {
          field: "sources",
          onChain: counted(count, "source"),
          inFile: String(deal.sources.length),
          why: "sources that the file leaves out stay, and can be paid and collected",
        },
      ];
}
