import type { MintName } from "@defi-ready/securities";
import type { Tranche } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { KIND_WORDS, short, text, visible } from "../format.js";

/** What share mints call their classes, by mint. */
export type Names = ReadonlyMap<Address, MintName>;

/** What a class is called: as its share mint says, or by its kind and rank. */
export const className = (tranche: Pick<Account<Tranche>, "data">, names: Names): string =>
  visible(givenName(tranche, names));

/** The same, with all that its mint has hidden in it: to compare, and not to show. */
export function givenName({ data }: Pick<Account<Tranche>, "data">, names: Names): string {
  const name = names.get(data.mint)?.name.trim() ?? "";
  return name === "" ? `${KIND_WORDS[data.kind] ?? "Class"} ${data.rank}` : name;
}

/** The symbol of a class's shares; `shares` if its mint gives none. */
export function classSymbol({ data }: Pick<Account<Tranche>, "data">, names: Names): string {
  const symbol = visible(names.get(data.mint)?.symbol.trim() ?? "");
  return symbol === "" ? "shares" : symbol;
}

/**
 * What a deal is called. It has no name of its own: the words that the names of its classes begin with, or its number
 * and address.
 */
export function dealName(
  security: Readonly<{ address: Address; id: bigint }>,
  classNames: readonly string[],
): string {
  const [first = [], ...others] = classNames.map((name) => name.split(/\s+/));
  const differs = first.findIndex((word, at) => others.some((other) => other[at] !== word));
  const shared = first.slice(0, differs < 0 ? first.length : differs).join(" ");
  return shared === "" ? `Security ${security.id} (${short(security.address)})` : shared;
}

/** What a class is called within its deal: its name without the words that all classes begin with. */
export function nameWithin(deal: string, name: string): string {
  return name.startsWith(`${deal} `) ? name.slice(deal.length + 1) : name;
}

/** The host of a document's address, to tell deals apart; empty if the address is none. */
export function hostOf(uri: ArrayLike<number>): string {
  const address = text(uri);
  return URL.canParse(address) ? new URL(address).host : "";
}
