import type { Address } from "@solana/kit";
import type { Asset, Book, Security, Vault } from "../generated/index.js";

/** The vault of a security's settlement mint. */
export function settlementVault(security: Security): Vault {
  return first(security.vaults, "vault");
}

/** The asset that a book keeps in escrow: the settlement mint, one to one. */
export function escrowAsset(book: Book): Asset {
  return first(book.assets, "asset");
}

/** What the program owes from a vault; its token balance is never below this. */
export function obligationsOf(vault: Vault): bigint {
  return vault.treasury + vault.posted + vault.payable + vault.reserve + vault.tips;
}

/** The token accounts that a security's proceeds may be drawn to. */
export function destinationsOf(security: Security): Address[] {
  return security.destinations.slice(0, security.destinationCount);
}

function first<T>(list: readonly T[], what: string): T {
  const [one] = list;
  if (one === undefined) {
    throw new RangeError(`the account has no ${what}: it is not of this program's version`);
  }
  return one;
}
