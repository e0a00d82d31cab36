import type { Phase } from "@defi-ready/securities";
import { deadlineAt, isNegotiable, principalOf } from "@defi-ready/securities";
import type { Book, Security, Tranche } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import { alikeIn, type Market } from "../../data/market.js";
import { className, classSymbol, dealName, hostOf, nameWithin } from "../../data/names.js";
import { PHASE_WORDS } from "../../format.js";

/** A book in the list of deals. */
type BookEntry = Readonly<{ address: Address; book: Book; phase: Phase; endsAt: bigint }>;

/** A class in the list of deals. */
export type ClassEntry = Readonly<{
  tranche: Tranche;
  /** Within its deal. */
  name: string;
  symbol: string;
  books: readonly BookEntry[];
}>;

/** A deal in the list. */
export type DealEntry = Readonly<{
  address: Address;
  security: Security;
  name: string;
  /** Of its document. */
  host: string;
  classes: readonly ClassEntry[];
  /** Capital outstanding of debts and equity, settlement base units. */
  capital: bigint;
  /** Whether its structure may still change. */
  isDraft: boolean;
  /** How many other deals have a name that reads like its own. */
  alike: number;
  time: bigint;
  /** What it can be found by, in small letters. */
  text: string;
}>;

/** Deals with something to enter first, then by what they have outstanding. */
export function entriesOf(market: Market): readonly DealEntry[] {
  const { listed, names, time } = market;
  const alike = alikeIn(market);
  return listed
    .map(({ security: { address, data: security }, classes: found }) => {
      const fullNames = found.map(({ tranche }) => className(tranche, names));
      const name = dealName({ address, id: security.id }, fullNames);
      const classes = found.map(({ tranche, books }, at) => ({
        tranche: tranche.data,
        name: nameWithin(name, fullNames[at] ?? ""),
        symbol: classSymbol(tranche, names),
        books: books.map(({ book, phase }) => ({
          address: book.address,
          book: book.data,
          phase,
          endsAt: deadlineAt(book.data, time),
        })),
      }));
      const host = hostOf(security.document.uri);
      return {
        address,
        security,
        name,
        host,
        classes,
        capital: classes.reduce((sum, { tranche }) => sum + principalOf(tranche), 0n),
        isDraft: isNegotiable(security),
        alike: alike.get(address)?.length ?? 0,
        time,
        text: [
          name,
          host,
          address,
          security.sponsor,
          ...fullNames,
          ...classes.flatMap(({ symbol, books }) => [
            symbol,
            ...books.flatMap((one) => [one.address, PHASE_WORDS[one.phase]]),
          ]),
        ]
          .join(" ")
          .toLowerCase(),
      };
    })
    .sort((a, b) => openIn(b) - openIn(a) || (a.capital < b.capital ? 1 : a.capital > b.capital ? -1 : 0));
}

/** Whether every word that is sought is in a deal. */
export function matches({ text }: DealEntry, sought: string): boolean {
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function openIn({ classes }: DealEntry): number {
  return classes.some(({ books }) => books.some(({ phase }) => phase === "building" || phase === "offering"))
    ? 1
    : 0;
}
