import type { Book } from "@defi-ready/securities/program";
import { knownKey } from "@defi-ready/securities-testing";
import { type Account, type Address, generateKeyPairSigner, type KeyPairSigner } from "@solana/kit";

/** Who deposits how much into which of a deal's two books, in thousandths of the cap, in this order. */
const PARTS = [
  { name: "Alder", book: 0, share: 150n, leaves: false },
  { name: "Birch", book: 0, share: 100n, leaves: true },
  { name: "Cedar", book: 0, share: 200n, leaves: false },
  { name: "Dogwood", book: 0, share: 80n, leaves: false },
  { name: "Elm", book: 0, share: 170n, leaves: false },
  { name: "Fir", book: 0, share: 120n, leaves: false },
  { name: "Gorse", book: 0, share: 160n, leaves: false },
  { name: "Hazel", book: 0, share: 140n, leaves: false },
  { name: "Iris", book: 1, share: 300n, leaves: false },
  { name: "Juniper", book: 1, share: 250n, leaves: false },
  { name: "Kelp", book: 1, share: 280n, leaves: true },
  { name: "Larch", book: 1, share: 240n, leaves: false },
] as const;

/** How many books the story needs. */
export const BOOKS = 2;

/** An investor of the story. */
export type Investor = Readonly<{
  name: string;
  signer: KeyPairSigner;
  /** Index among the deal's books. */
  book: number;
  /** Its deposit, settlement base units. */
  amount: bigint;
  /** Whether it leaves before the lock. */
  leaves: boolean;
}>;

/** Who acts for the security besides the sponsor. */
const ROLES = ["servicer", "reporter", "arbitrator"] as const;

/**
 * Gives everybody a key: known keys if the chain is discarded, so that a run can be repeated to the byte; new ones if
 * it is kept.
 */
export async function keysFor(repeatable: boolean): Promise<ReadonlyMap<string, KeyPairSigner>> {
  const names = ["sponsor", ...ROLES, "bot", ...PARTS.map(({ name }) => name)];
  const keys = names.map(async (name) => {
    const signer = repeatable ? await knownKey(`securities demo ${name}`) : await generateKeyPairSigner();
    return [name, signer] as const;
  });
  return new Map(await Promise.all(keys));
}

/** The investors, and the deposit of each: its part of the cap in whole lots. */
export function investorsOf(
  keys: ReadonlyMap<string, KeyPairSigner>,
  books: readonly Account<Book>[],
): Investor[] {
  return PARTS.map(({ name, book, share, leaves }) => {
    const { cap, lot, minTicket } = at(books, book).data;
    const part = (cap * share) / 1_000n;
    const amount = part < minTicket ? minTicket : part - (part % lot);
    return { name, signer: keyOf(keys, name), book, amount, leaves };
  });
}

/** A person's key. */
export function keyOf(keys: ReadonlyMap<string, KeyPairSigner>, name: string): KeyPairSigner {
  const key = keys.get(name);
  if (key === undefined) {
    throw new RangeError(`nobody is called ${name}`);
  }
  return key;
}

/** The name behind an address. */
export function nameOf(investors: readonly Investor[], owner: Address): string {
  return investors.find(({ signer }) => signer.address === owner)?.name ?? owner;
}

/** An element that must exist. */
export function at<T>(list: readonly T[], index: number): T {
  const one = list[index];
  if (one === undefined) {
    throw new RangeError(`there is no element ${index}`);
  }
  return one;
}
