import {
  type Address,
  address,
  getAddressEncoder,
  getProgramDerivedAddress,
  getU16Encoder,
  getU32Encoder,
  getU64Encoder,
  type ReadonlyUint8Array,
} from "@solana/kit";
import { SECURITIES_PROGRAM_ADDRESS } from "./generated/index.js";

/** The token program of most settlement mints. */
export const TOKEN_PROGRAM = address("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
/** The token program of every share mint. */
export const TOKEN_2022_PROGRAM = address("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
/** token-acl, which freezes and thaws the accounts of share mints in the frozen form. */
export const TOKEN_ACL_PROGRAM = address("TACLkU6CiCdkQN2MjoyDkVg2yAH9zkxiHDsiztQ52TP");
/** Derives and creates associated token accounts, for both token programs. */
export const ASSOCIATED_TOKEN_PROGRAM = address("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");

/** A seed: a fixed tag, an account, or a number at its width. */
type SeedValue = string | ReadonlyUint8Array;

const key = (account: Address): ReadonlyUint8Array => getAddressEncoder().encode(account);
const u32 = (number: number): ReadonlyUint8Array => getU32Encoder().encode(number);
const u64 = (number: bigint): ReadonlyUint8Array => getU64Encoder().encode(number);

async function deriveOf(programAddress: Address, ...seeds: readonly SeedValue[]): Promise<Address> {
  const [derived] = await getProgramDerivedAddress({ programAddress, seeds: [...seeds] });
  return derived;
}

const derive = (...seeds: readonly SeedValue[]): Promise<Address> =>
  deriveOf(SECURITIES_PROGRAM_ADDRESS, ...seeds);

/** The security that `origin` created under its own number. */
export const securityAddress = async (origin: Address, id: bigint): Promise<Address> =>
  derive("security", key(origin), u64(id));

/** A security's tranche, by rank; 0 is the most senior. */
export const trancheAddress = async (security: Address, rank: number): Promise<Address> =>
  derive("tranche", key(security), Uint8Array.of(rank));

/** A tranche's share mint. */
export const shareMintAddress = async (tranche: Address): Promise<Address> => derive("mint", key(tranche));

/** A security's waterfall. */
export const waterfallAddress = async (security: Address): Promise<Address> =>
  derive("waterfall", key(security));

/** The token account that a security, a book or a source of revenue has for a mint. */
export const vaultAddress = async (owner: Address, mint: Address): Promise<Address> =>
  derive("vault", key(owner), key(mint));

/** A tranche's book, by number. */
export const bookAddress = async (tranche: Address, number: number): Promise<Address> =>
  derive("book", key(tranche), getU16Encoder().encode(number));

/** An owner's ticket in a book, by the owner's own number for it. */
export const ticketAddress = async ({
  book,
  owner,
  nonce,
}: Readonly<{ book: Address; owner: Address; nonce: bigint }>): Promise<Address> =>
  derive("ticket", key(book), key(owner), u64(nonce));

/** The total of an owner's money in a book. */
export const ownerTotalAddress = async (book: Address, owner: Address): Promise<Address> =>
  derive("owner_total", key(book), key(owner));

/** The record of a ticket's refund that has left its book and waits for its owner. */
export const owedRefundAddress = async (ticket: Address): Promise<Address> => derive("owed", key(ticket));

/** A conversion of a tranche's shares, by number. */
export const conversionAddress = async (tranche: Address, number: number): Promise<Address> =>
  derive("conversion", key(tranche), u32(number));

/** A draft of a waterfall, by its author's number. */
export const draftAddress = async (security: Address, author: Address, number: number): Promise<Address> =>
  derive("draft", key(security), key(author), u32(number));

/** A series of warrants on a tranche's shares, by number. */
export const seriesAddress = async (tranche: Address, number: number): Promise<Address> =>
  derive("warrant", key(tranche), u32(number));

/** The mint of a series' warrants. */
export const warrantMintAddress = async (series: Address): Promise<Address> => derive("mint", key(series));

/** The wrapper of a tranche's shares, if it has one. */
export const wrapperAddress = async (tranche: Address): Promise<Address> => derive("wrapper", key(tranche));

/** The mint of a wrapper's units. */
export const unitMintAddress = async (wrapper: Address): Promise<Address> => derive("mint", key(wrapper));

/** The rate that a security's reporter reports for a mint. */
export const rateAddress = async (security: Address, mint: Address): Promise<Address> =>
  derive("rate", key(security), key(mint));

/** The rate that a security's reporter reports for a tranche's shares. */
export const shareRateAddress = async (security: Address, tranche: Address): Promise<Address> =>
  rateAddress(security, await shareMintAddress(tranche));

/** The reference rate of a reporter; the name is padded with zeros to 32 bytes, see `referenceName`. */
export const referenceAddress = async (reporter: Address, name: ReadonlyUint8Array): Promise<Address> =>
  derive("reference", key(reporter), name);

/** An owner's record in a tranche. */
export const holderAddress = async (tranche: Address, owner: Address): Promise<Address> =>
  derive("holder", key(tranche), key(owner));

/** The credential that a qualifier issued to an owner. */
export const credentialAddress = async (qualifier: Address, subject: Address): Promise<Address> =>
  derive("credential", key(qualifier), key(subject));

/** The registration of an address of a program with a security. */
export const protocolAddress = async (security: Address, address: Address): Promise<Address> =>
  derive("protocol", key(security), key(address));

/** What the records of a person are allotted in a tranche, if any of them is. */
export const personAddress = async (tranche: Address, person: Address): Promise<Address> =>
  derive("person", key(tranche), key(person));

/** A security's calendar of disclosures, if it has one. */
export const disclosureCalendarAddress = async (security: Address): Promise<Address> =>
  derive("disclosures", key(security));

/** A security's disclosure of a kind for a period, by the period's number from 0. */
export const disclosureAddress = async ({
  security,
  kind,
  period,
}: Readonly<{ security: Address; kind: number; period: number }>): Promise<Address> =>
  derive("disclosure", key(security), Uint8Array.of(kind), u32(period));

/** How the holders of a security decide, if they do. */
export const governanceAddress = async (security: Address): Promise<Address> =>
  derive("governance", key(security));

/** A security's resolution, by number. */
export const resolutionAddress = async (security: Address, number: number): Promise<Address> =>
  derive("resolution", key(security), u32(number));

/** How a holder's record votes on a resolution, if it does. */
export const ballotAddress = async (resolution: Address, holder: Address): Promise<Address> =>
  derive("ballot", key(resolution), key(holder));

/** A security's exceptional measure, by number. */
export const measureAddress = async (security: Address, number: number): Promise<Address> =>
  derive("measure", key(security), getU16Encoder().encode(number));

/** The transfer of a security's role, by the role's number and its place. */
export const roleTransferAddress = async ({
  security,
  role,
  place,
}: Readonly<{ security: Address; role: number; place: number }>): Promise<Address> =>
  derive("role_transfer", key(security), Uint8Array.of(role, place));

/** A security's distribution, by its payer and the payer's own number for it. */
export const distributionAddress = async ({
  security,
  payer,
  nonce,
}: Readonly<{ security: Address; payer: Address; nonce: bigint }>): Promise<Address> =>
  derive("distribution", key(security), key(payer), u64(nonce));

/** The loss of a report, by the report's SHA-256. */
export const lossAddress = async (security: Address, reportSha256: ReadonlyUint8Array): Promise<Address> =>
  derive("loss", key(security), reportSha256);

/** A security's source of revenue, by number. */
export const sourceAddress = async (security: Address, number: number): Promise<Address> =>
  derive("source", key(security), u32(number));

/** Where Token-2022 reads which accounts a share transfer passes to the program's hook. */
export const hookAccountsAddress = async (shareMint: Address): Promise<Address> =>
  derive("extra-account-metas", key(shareMint));

/** The authority that signs the program's events; part of every instruction. */
export const eventAuthorityAddress = async (): Promise<Address> => derive("__event_authority");

/** An owner's associated token account for a mint of either token program, with the bump of its address. */
export async function associatedTokenPda(
  options: Readonly<{ owner: Address; mint: Address; tokenProgram: Address }>,
): Promise<readonly [Address, number]> {
  const { owner, mint, tokenProgram } = options;
  return await getProgramDerivedAddress({
    programAddress: ASSOCIATED_TOKEN_PROGRAM,
    seeds: [key(owner), key(tokenProgram), key(mint)],
  });
}

/** An owner's associated token account for a mint of either token program. */
export async function associatedTokenAddress(
  options: Readonly<{ owner: Address; mint: Address; tokenProgram: Address }>,
): Promise<Address> {
  const { owner, mint, tokenProgram } = options;
  const [derived] = await associatedTokenPda({ owner, mint, tokenProgram });
  return derived;
}

/** An owner's account for a tranche's shares, or for warrants: where the program issues them to. */
export const shareAccountAddress = async (owner: Address, shareMint: Address): Promise<Address> =>
  associatedTokenAddress({ owner, mint: shareMint, tokenProgram: TOKEN_2022_PROGRAM });

/** What token-acl keeps of a share mint in the frozen form: who may freeze its accounts, and which program it asks. */
export const mintConfigAddress = (shareMint: Address): Promise<Address> =>
  deriveOf(TOKEN_ACL_PROGRAM, "MINT_CONFIG", key(shareMint));

/** What token-acl sets while it thaws or freezes a token account for anyone. */
export const freezingFlagAddress = (tokenAccount: Address): Promise<Address> =>
  deriveOf(TOKEN_ACL_PROGRAM, "FLAG_ACCOUNT", key(tokenAccount));

/** The list of the accounts that token-acl passes to the program when it asks about a thaw, or a freeze, of a share mint. */
export const gateAccountsAddress = (of: "thaw" | "freeze", shareMint: Address): Promise<Address> =>
  derive(`${of}_extra_account_metas`, key(shareMint));
