import { type Address, createAddressWithSeed } from "@solana/kit";
import {
  associatedTokenAddress,
  bookAddress,
  SECURITIES_PROGRAM_ADDRESS,
  securityAddress,
  shareMintAddress,
  TOKEN_PROGRAM,
  trancheAddress,
  vaultAddress,
  waterfallAddress,
} from "../client.js";
import type { Deal, Party } from "../deal/model.js";

/** The accounts of a tranche. */
export type TrancheAddresses = Readonly<{ tranche: Address; mint: Address }>;
/** The accounts of a book. */
export type BookAddresses = Readonly<{ book: Address; line: Address; vault: Address }>;

/** Where everything that a deal makes is, before and after it is made. */
export type DealAddresses = Readonly<{
  sponsor: Address;
  settlementMint: Address;
  /** The token program that owns the settlement mint. */
  tokenProgram: Address;
  security: Address;
  waterfall: Address;
  vault: Address;
  destinations: readonly Address[];
  tranches: readonly TrancheAddresses[];
  /** In the order of the deal file. */
  books: readonly BookAddresses[];
}>;

/** An address derived from another that must sign for it, and the seed. */
type Seeded = Readonly<{ seed: string; address: Address }>;

/**
 * The line account of a book. A program cannot create an account of this size, so the sponsor's own signature does;
 * the address is derived from the sponsor's, so that a second run finds it and no key has to be kept. The seed
 * has at most 29 of the 32 bytes there are.
 */
export async function lineAddress(
  sponsor: Address,
  id: bigint,
  rank: number,
  number: number,
): Promise<Seeded> {
  const seed = `line:${rank}:${number}:${id.toString(16)}`;
  return { seed, address: await seeded(sponsor, seed, SECURITIES_PROGRAM_ADDRESS) };
}

/** The test mint that a deal asks for. */
export async function testMintAddress(sponsor: Address, id: bigint): Promise<Seeded> {
  const seed = `test-mint:${id.toString(16)}`;
  return { seed, address: await seeded(sponsor, seed, TOKEN_PROGRAM) };
}

function seeded(baseAddress: Address, seed: string, programAddress: Address): Promise<Address> {
  return createAddressWithSeed({ baseAddress, seed, programAddress });
}

/** The settlement mint of a deal. */
export async function settlementMintAddress(deal: Deal, sponsor: Address): Promise<Address> {
  const { settlementMint } = deal;
  return settlementMint.kind === "existing"
    ? settlementMint.address
    : (await testMintAddress(sponsor, deal.id)).address;
}

/** A role's address. */
export function resolveParty(party: Party, sponsor: Address): Address {
  return party === "sponsor" ? sponsor : party;
}

/** Derives every address of a deal. */
export async function dealAddresses(
  deal: Deal,
  sponsor: Address,
  settlementMint: Address,
  tokenProgram: Address,
): Promise<DealAddresses> {
  const security = await securityAddress(sponsor, deal.id);
  const tranches = await Promise.all(
    deal.tranches.map(async (_, rank) => {
      const tranche = await trancheAddress(security, rank);
      return { tranche, mint: await shareMintAddress(tranche) };
    }),
  );
  const books = await Promise.all(
    deal.books.map(async ({ rank, number }) => {
      const tranche = await trancheAddress(security, rank);
      const book = await bookAddress(tranche, number);
      const line = await lineAddress(sponsor, deal.id, rank, number);
      return { book, line: line.address, vault: await vaultAddress(book, settlementMint) };
    }),
  );
  return {
    sponsor,
    settlementMint,
    tokenProgram,
    security,
    waterfall: await waterfallAddress(security),
    vault: await vaultAddress(security, settlementMint),
    destinations: await Promise.all(
      deal.destinations.map((destination) =>
        destination.kind === "account"
          ? destination.address
          : associatedTokenAddress(resolveParty(destination.owner, sponsor), settlementMint, tokenProgram),
      ),
    ),
    tranches,
    books,
  };
}
