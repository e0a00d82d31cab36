import type { Address } from "@solana/kit";
import { ClientError } from "./errors.js";
import {
  type Asset,
  type Book,
  RateAdapter,
  type RewardCurve,
  type Security,
  type Vault,
} from "./generated/index.js";

/** The vaults of a security that are in use; the first is of its settlement mint. */
export function vaultsOf(security: Security): Vault[] {
  return security.vaults.slice(0, security.vaultCount);
}

/** The vault of a security's settlement mint. */
export function settlementVault(security: Security): Vault {
  return first(security.vaults, "vault");
}

/** A security's vault for a mint, its settlement mint if none is named. */
export function vaultOf(security: Security, mint?: Address): Vault {
  const vault =
    mint === undefined ? settlementVault(security) : vaultsOf(security).find((one) => one.mint === mint);
  if (vault === undefined) {
    throw new ClientError(`the security has no vault for the mint ${mint}`);
  }
  return vault;
}

/** Which of a security's vaults is of a mint; the settlement mint's is 0. */
export function vaultIndexOf(security: Security, mint: Address): number {
  return vaultsOf(security).indexOf(vaultOf(security, mint));
}

/** The assets that a book accepts; the first is the settlement mint. */
export function assetsOf(book: Book): Asset[] {
  return book.assets.slice(0, book.assetCount);
}

/** The settlement mint as a book keeps it in escrow. */
export function escrowAsset(book: Book): Asset {
  return first(book.assets, "asset");
}

/** One of the assets that a book accepts. */
export function assetOf(book: Book, index: number): Asset {
  const asset = assetsOf(book)[index];
  if (asset === undefined) {
    throw new ClientError(`the book accepts assets 0 to ${book.assetCount - 1}, not ${index}`);
  }
  return asset;
}

/** Whether a unit of an asset is always worth a unit of the settlement mint. */
export function isPar(asset: Asset): boolean {
  return asset.adapter === RateAdapter.OneToOne;
}

/** The reward curves of a book. */
export function curvesOf(book: Book): RewardCurve[] {
  return book.curves.slice(0, book.curveCount);
}

/** The program's obligations from a vault, base units; its token balance is never below this. */
export function obligationsOf(vault: Vault): bigint {
  const { treasury, payable, fees, reserve, reinvestment, cover, tips, pending } = vault;
  return treasury + payable + fees + reserve + reinvestment + cover + tips + pending;
}

/** The token accounts that a security's proceeds may be drawn to. */
export function destinationsOf(security: Security): Address[] {
  return security.destinations.slice(0, security.destinationCount);
}

function first<T>(list: readonly T[], what: string): T {
  const [one] = list;
  if (one === undefined) {
    throw new RangeError(`the account has no ${what}: it belongs to another version of the program`);
  }
  return one;
}
