import { type Address, createAddressWithSeed } from "@solana/kit";
import {
  associatedTokenAddress,
  bookAddress,
  conversionAddress,
  disclosureCalendarAddress,
  governanceAddress,
  rateAddress,
  SECURITIES_PROGRAM_ADDRESS,
  securityAddress,
  shareMintAddress,
  sourceAddress,
  TOKEN_PROGRAM,
  trancheAddress,
  vaultAddress,
  waterfallAddress,
} from "../client.js";
import { otherMints, reportedMints } from "../deal/mints.js";
import type { BookTerms, Deal, Party } from "../deal/model.js";

/** The accounts of a tranche. */
export type TrancheAddresses = Readonly<{ tranche: Address; mint: Address }>;
/** The accounts of a book. */
export type BookAddresses = Readonly<{
  book: Address;
  line: Address;
  escrow: Address;
  /** The escrows of its other assets, in the order of the deal file. */
  escrows: readonly Address[];
}>;
/** A mint besides the settlement mint, and the security's vault for it. */
export type OtherVault = Readonly<{ mint: Address; vault: Address }>;
/** A source of revenue: its mint, and the token account that its payer pays. */
export type SourceAddresses = Readonly<{ source: Address; mint: Address; account: Address }>;
/** A mint whose value the reporter reports, and the address of the rate. */
export type ReportedAddresses = Readonly<{ mint: Address; rate: Address }>;

/** The addresses of all that a deal creates, before and after it is created. */
export type DealAddresses = Readonly<{
  sponsor: Address;
  settlementMint: Address;
  /** The token program that owns the settlement mint. */
  tokenProgram: Address;
  security: Address;
  waterfall: Address;
  /** The calendar of disclosures. */
  calendar: Address;
  /** How holders decide. */
  governance: Address;
  vault: Address;
  destinations: readonly Address[];
  tranches: readonly TrancheAddresses[];
  /** In the order of the deal file. */
  books: readonly BookAddresses[];
  /** In the order of the deal file. */
  conversions: readonly Address[];
  /** For each book, the series of warrants or the tranches that its rewards pay in; empty for a closed book. */
  rewards: readonly (readonly (Address | undefined)[])[];
  /** For the other mints that books take and distributions come in. */
  otherVaults: readonly OtherVault[];
  /** For the mints and shares whose value is reported. */
  rates: readonly ReportedAddresses[];
  /** In the order of the deal file. */
  sources: readonly SourceAddresses[];
}>;

/** An address derived from another that must sign for it, and the seed. */
type Seeded = Readonly<{ seed: string; address: Address }>;

/**
 * The line account of a book. A program cannot create an account of this size, so the sponsor's own signature does; the
 * address is derived from the sponsor's, so that a second run finds it and no key has to be kept. The seed has at most
 * 29 of the 32 bytes available.
 */
export async function lineAddress({
  sponsor,
  id,
  rank,
  number,
}: Readonly<{ sponsor: Address; id: bigint; rank: number; number: number }>): Promise<Seeded> {
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
    : (await testMintAddress(deal.origin ?? sponsor, deal.id)).address;
}

/** A role's address. */
export function resolveParty(party: Party, sponsor: Address): Address {
  return party === "sponsor" ? sponsor : party;
}

/**
 * Derives every address of a deal except those of warrants, which depend on the chain.
 *
 * @param programs The token program of each mint; the classic one where it is not known.
 */
export async function dealAddresses(
  deal: Deal,
  sponsor: Address,
  settlementMint: Address,
  programs: ReadonlyMap<Address, Address>,
): Promise<Omit<DealAddresses, "rewards">> {
  const tokenProgram = programs.get(settlementMint) ?? TOKEN_PROGRAM;
  const security = await securityAddress(deal.origin ?? sponsor, deal.id);
  const tranches = await Promise.all(
    deal.tranches.map(async (_, rank) => {
      const tranche = await trancheAddress(security, rank);
      return { tranche, mint: await shareMintAddress(tranche) };
    }),
  );
  const books = await Promise.all(
    deal.books.map((terms) => bookAddresses(terms, { deal, sponsor, security, settlementMint })),
  );
  const otherVaults = otherMints(deal).map(async ({ mint }) => ({
    mint,
    vault: await vaultAddress(security, mint),
  }));
  const rates = reportedMints(deal).map(async ({ of }) => {
    const mint =
      of.kind === "mint" ? of.mint : await shareMintAddress(await trancheAddress(security, of.rank));
    return { mint, rate: await rateAddress(security, mint) };
  });
  return {
    sponsor,
    settlementMint,
    tokenProgram,
    security,
    waterfall: await waterfallAddress(security),
    calendar: await disclosureCalendarAddress(security),
    governance: await governanceAddress(security),
    vault: await vaultAddress(security, settlementMint),
    destinations: await Promise.all(
      deal.destinations.map((destination) =>
        destination.kind === "account"
          ? destination.address
          : associatedTokenAddress({
              owner: resolveParty(destination.owner, sponsor),
              mint: destination.mint ?? settlementMint,
              tokenProgram: programs.get(destination.mint ?? settlementMint) ?? TOKEN_PROGRAM,
            }),
      ),
    ),
    tranches,
    books,
    conversions: await Promise.all(
      deal.conversions.map(async ({ from, number }) =>
        conversionAddress(await trancheAddress(security, from), number),
      ),
    ),
    otherVaults: await Promise.all(otherVaults),
    rates: await Promise.all(rates),
    sources: await Promise.all(
      deal.sources.map(({ mint }, number) => sourceAddresses(security, number, mint ?? settlementMint)),
    ),
  };
}

async function sourceAddresses(security: Address, number: number, mint: Address): Promise<SourceAddresses> {
  const source = await sourceAddress(security, number);
  return { source, mint, account: await vaultAddress(source, mint) };
}

async function bookAddresses(
  { rank, number, assets }: BookTerms,
  of: Readonly<{ deal: Deal; sponsor: Address; security: Address; settlementMint: Address }>,
): Promise<BookAddresses> {
  const book = await bookAddress(await trancheAddress(of.security, rank), number);
  const line = await lineAddress({ sponsor: of.sponsor, id: of.deal.id, rank, number });
  return {
    book,
    line: line.address,
    escrow: await vaultAddress(book, of.settlementMint),
    escrows: await Promise.all(assets.map(({ mint }) => vaultAddress(book, mint))),
  };
}
