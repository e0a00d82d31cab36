import type { Account, Address } from "@solana/kit";
import { BOOK, list, TRANCHE } from "./account-kinds.js";
import { listAllSecurities } from "./accounts.js";
import { type Cluster, clusterTime } from "./cluster.js";
import type { Book, Security, Tranche } from "./generated/index.js";
import { type Phase, phaseOf } from "./phase.js";

/** A security in a list of many, with its classes and their books, without tickets and holders. */
export type Listed = Readonly<{
  security: Account<Security>;
  /** By rank. */
  classes: readonly Readonly<{
    tranche: Account<Tranche>;
    /** Those that are not closed, by number. */
    books: readonly Readonly<{ book: Account<Book>; phase: Phase }>[];
  }>[];
}>;

/** All securities of the program with their classes and books, by address, and the cluster's time: in four reads. */
export async function readMarket(cluster: Cluster): Promise<Readonly<{ listed: Listed[]; time: bigint }>> {
  const [securities, tranches, books, time] = await Promise.all([
    listAllSecurities(cluster),
    list(cluster, TRANCHE, []),
    list(cluster, BOOK, []),
    clusterTime(cluster),
  ]);
  const classesOf = grouped(tranches, ({ data }) => data.security);
  const booksOf = grouped(books, ({ data }) => data.tranche);
  const listed = securities.map((security) => ({
    security,
    classes: (classesOf.get(security.address) ?? [])
      .sort((a, b) => a.data.rank - b.data.rank)
      .map((tranche) => ({
        tranche,
        books: (booksOf.get(tranche.address) ?? [])
          .sort((a, b) => a.data.number - b.data.number)
          .map((book) => ({ book, phase: phaseOf(book.data, time) })),
      })),
  }));
  return { listed, time };
}

function grouped<T>(all: readonly T[], by: (one: T) => Address): ReadonlyMap<Address, T[]> {
  const groups = new Map<Address, T[]>();
  for (const one of all) {
    const key = by(one);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [one]);
    } else {
      group.push(one);
    }
  }
  return groups;
}
