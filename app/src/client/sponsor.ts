import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import {
  type CreateSecurityInstructionDataArgs,
  type CreateTrancheInstructionDataArgs,
  getAddVaultInstruction,
  getCreateSecurityInstruction,
  getCreateTrancheInstruction,
  getDrawProceedsInstruction,
  getSetWaterfallInstruction,
  getSweepVaultInstruction,
  type Security,
  type TierTermsArgs,
} from "../generated/index.js";
import {
  hookAccountsAddress,
  securityAddress,
  shareMintAddress,
  trancheAddress,
  vaultAddress,
  waterfallAddress,
} from "./addresses.js";
import type { Cluster } from "./cluster.js";
import { vaultOf } from "./settlement.js";
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

/** Gives a security a vault for another mint, which proceeds of other deposit assets need. By the sponsor. */
export async function addVault(
  cluster: Cluster,
  input: Readonly<{ sponsor: TransactionSigner; security: Address; mint: Address }>,
): Promise<Instruction[]> {
  const { sponsor, security, mint } = input;
  const { tokenProgram } = await readMint(cluster, mint);
  const vault = await vaultAddress(security, mint);
  return [getAddVaultInstruction({ sponsor, security, mint, vault, tokenProgram })];
}

/** Draws proceeds to one of the destinations that the security named. */
export function drawProceeds(
  input: Readonly<{
    sponsor: TransactionSigner;
    security: Account<Security>;
    destination: Address;
    amount: bigint;
    /** The mint to draw; the settlement mint if left out. */
    mint?: Address | undefined;
  }>,
): Instruction[] {
  const { sponsor, security, destination, amount } = input;
  const { address: vault, mint, tokenProgram } = vaultOf(security.data, input.mint);
  return [
    getDrawProceedsInstruction({
      sponsor,
      security: security.address,
      vault,
      destination,
      mint,
      tokenProgram,
      amount,
    }),
  ];
}

/** Moves what somebody sent to a vault unasked into the treasury. By anyone. */
export function sweepVault(security: Account<Security>, of?: Address): Instruction[] {
  const { address: vault, mint } = vaultOf(security.data, of);
  return [getSweepVaultInstruction({ security: security.address, vault, mint })];
}
