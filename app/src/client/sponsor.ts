import {
  type Account,
  type Address,
  generateKeyPairSigner,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import { getCreateAccountInstruction } from "@solana-program/system";
import {
  type CreateSecurityInstructionDataArgs,
  type CreateTrancheInstructionDataArgs,
  getCreateSecurityInstruction,
  getCreateTrancheInstruction,
  getDrawProceedsInstruction,
  getOpenBookInstruction,
  getSetWaterfallInstruction,
  getSweepVaultInstruction,
  type OpenBookInstructionDataArgs,
  SECURITIES_PROGRAM_ADDRESS,
  type Security,
  type TierTermsArgs,
  type Tranche,
} from "../generated/index.js";
import {
  bookAddress,
  hookAccountsAddress,
  securityAddress,
  shareMintAddress,
  trancheAddress,
  vaultAddress,
  waterfallAddress,
} from "./addresses.js";
import type { Cluster } from "./cluster.js";
import { lineSize } from "./line.js";
import { settlementVault } from "./settlement.js";
import { readMint } from "./token.js";

/** Creates a security that settles in a mint, with its vault and an empty waterfall. */
export async function createSecurity(
  cluster: Cluster,
  input: Readonly<{
    sponsor: TransactionSigner;
    settlementMint: Address;
    terms: CreateSecurityInstructionDataArgs;
  }>,
): Promise<Readonly<{ instructions: Instruction[]; security: Address }>> {
  const { sponsor, settlementMint, terms } = input;
  const { tokenProgram } = await readMint(cluster, settlementMint);
  const security = await securityAddress(sponsor.address, BigInt(terms.id));
  const instruction = getCreateSecurityInstruction({
    sponsor,
    security,
    waterfall: await waterfallAddress(security),
    settlementMint,
    vault: await vaultAddress(security, settlementMint),
    tokenProgram,
    ...terms,
  });
  return { instructions: [instruction], security };
}

/** Creates the next tranche of a security, with its share mint. */
export async function createTranche(
  input: Readonly<{ sponsor: TransactionSigner; security: Address; terms: CreateTrancheInstructionDataArgs }>,
): Promise<Readonly<{ instructions: Instruction[]; tranche: Address; shareMint: Address }>> {
  const { sponsor, security, terms } = input;
  const tranche = await trancheAddress(security, terms.rank);
  const shareMint = await shareMintAddress(tranche);
  const instruction = getCreateTrancheInstruction({
    sponsor,
    security,
    tranche,
    mint: shareMint,
    hookAccounts: await hookAccountsAddress(shareMint),
    ...terms,
  });
  return { instructions: [instruction], tranche, shareMint };
}

/** Sets the tiers that distributions run through, in order, all at once. */
export async function setWaterfall(
  input: Readonly<{ sponsor: TransactionSigner; security: Address; tiers: readonly TierTermsArgs[] }>,
): Promise<Instruction[]> {
  const { sponsor, security, tiers } = input;
  const waterfall = await waterfallAddress(security);
  return [getSetWaterfallInstruction({ sponsor, security, waterfall, tiers: [...tiers] })];
}

/** What a sponsor says about a new book; its number is the tranche's next. */
export type BookTerms = Omit<OpenBookInstructionDataArgs, "number">;

/**
 * Opens a tranche's next book. A program cannot create an account of a line's size, so the same transaction does it
 * first, with a key that signs once and is then forgotten.
 */
export async function openBook(
  cluster: Cluster,
  input: Readonly<{
    sponsor: TransactionSigner;
    security: Account<Security>;
    tranche: Account<Tranche>;
    terms: BookTerms;
    /** Places in line: a power of two from 16 to 65,536. */
    linePlaces: number;
    line?: TransactionSigner | undefined;
  }>,
): Promise<Readonly<{ instructions: Instruction[]; book: Address; line: Address }>> {
  const { sponsor, security, tranche, terms } = input;
  const space = lineSize(input.linePlaces);
  const line = input.line ?? (await generateKeyPairSigner());
  const number = tranche.data.nextBook;
  const book = await bookAddress(tranche.address, number);
  const vault = settlementVault(security.data);
  const rent = await cluster.rpc.getMinimumBalanceForRentExemption(space).send();
  return {
    instructions: [
      getCreateAccountInstruction({
        payer: sponsor,
        newAccount: line,
        lamports: rent,
        space,
        programAddress: SECURITIES_PROGRAM_ADDRESS,
      }),
      getOpenBookInstruction({
        sponsor,
        security: security.address,
        waterfall: await waterfallAddress(security.address),
        tranche: tranche.address,
        book,
        line: line.address,
        settlementMint: vault.mint,
        vault: await vaultAddress(book, vault.mint),
        tokenProgram: vault.tokenProgram,
        ...terms,
        number,
      }),
    ],
    book,
    line: line.address,
  };
}

/** Draws proceeds to one of the destinations that the security named. */
export function drawProceeds(
  input: Readonly<{
    sponsor: TransactionSigner;
    security: Account<Security>;
    destination: Address;
    amount: bigint;
  }>,
): Instruction[] {
  const { sponsor, security, destination, amount } = input;
  const { address: vault, mint, tokenProgram } = settlementVault(security.data);
  return [
    getDrawProceedsInstruction({
      sponsor,
      security: security.address,
      vault,
      destination,
      settlementMint: mint,
      tokenProgram,
      amount,
    }),
  ];
}

/** Moves what somebody sent to the vault unasked into the treasury. By anyone. */
export function sweepVault(security: Account<Security>): Instruction[] {
  const { address: vault } = settlementVault(security.data);
  return [getSweepVaultInstruction({ security: security.address, vault })];
}
