import { type Account, type Address, getAddressDecoder } from "@solana/kit";
import { BOOK, list, SECURITY, TRANCHE } from "./account-kinds.js";
import { readBytes } from "./accounts.js";
import { TOKEN_2022_PROGRAM } from "./addresses.js";
import { type Cluster, clusterTime } from "./cluster.js";
import type { Book, Security, Tranche } from "./generated/index.js";
import { type Phase, phaseOf } from "./phase.js";

/** A mint's base, and the byte that says that it is one, come before its extensions. */
const EXTENSIONS_OFFSET = 166;
const METADATA_EXTENSION = 19;
const ADDRESS_BYTES = 32;

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
    list(cluster, SECURITY, []),
    list(cluster, TRANCHE, []),
    list(cluster, BOOK, []),
    clusterTime(cluster),
  ]);
  const classesOf = grouped(tranches, ({ data }) => data.security);
  const booksOf = grouped(books, ({ data }) => data.tranche);
  const listed = securities
    .sort((a, b) => (a.address < b.address ? -1 : 1))
    .map((security) => ({
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

/** What a mint calls its shares: texts that its creator chose. */
export type MintName = Readonly<{ name: string; symbol: string; uri: string }>;

/** The names of share mints, by mint; those without one are left out. */
export async function readMintNames(
  cluster: Cluster,
  mints: readonly Address[],
): Promise<ReadonlyMap<Address, MintName>> {
  const found = await readBytes(cluster, mints);
  return new Map(
    mints.flatMap((mint, at) => {
      const account = found[at];
      const name = account?.owner === TOKEN_2022_PROGRAM ? mintNameIn(account.data, mint) : undefined;
      return name === undefined ? [] : [[mint, name] as const];
    }),
  );
}

/** The name in a mint's bytes, if it holds one of itself; what is cut off or malformed has none. */
export function mintNameIn(data: Uint8Array, mint: Address): MintName | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  for (let at = EXTENSIONS_OFFSET; at + 4 <= data.length; ) {
    const [kind, size] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    const body = at + 4;
    if (kind === METADATA_EXTENSION && body + size <= data.length) {
      return nameIn(data.subarray(body, body + size), mint);
    }
    at = body + size;
  }
  return undefined;
}

function nameIn(body: Uint8Array, mint: Address): MintName | undefined {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  let at = 2 * ADDRESS_BYTES;
  if (body.length < at || getAddressDecoder().decode(body, ADDRESS_BYTES) !== mint) {
    return undefined;
  }
  const texts: string[] = [];
  while (texts.length < 3) {
    const end = at + 4 <= body.length ? at + 4 + view.getUint32(at, true) : Number.POSITIVE_INFINITY;
    if (end > body.length) {
      return undefined;
    }
    texts.push(new TextDecoder().decode(body.subarray(at + 4, end)));
    at = end;
  }
  const [name = "", symbol = "", uri = ""] = texts;
  return { name, symbol, uri };
}
