import {
  type Account,
  AccountRole,
  type Address,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import {
  getPayHoldersInstruction,
  getPostDistributionInstruction,
  getRunDistributionInstruction,
  type Holder,
  type PostDistributionInstructionDataArgs,
  type Security,
} from "../generated/index.js";
import {
  associatedTokenAddress,
  distributionAddress,
  trancheAddress,
  waterfallAddress,
} from "./addresses.js";
import { settlementVault } from "./settlement.js";

/** The most holders that one instruction pays. */
export const MAX_PAY_BATCH = 24;

/** Pays money into a security, with its period and its source, as its next distribution. By anyone. */
export async function postDistribution(
  input: Readonly<{
    payer: TransactionSigner;
    security: Account<Security>;
    payment: PostDistributionInstructionDataArgs;
    /** The payer's token account; its associated one if left out. */
    source?: Address | undefined;
  }>,
): Promise<Readonly<{ instructions: Instruction[]; distribution: Address; number: number }>> {
  const { payer, security, payment } = input;
  const { address: vault, mint, tokenProgram } = settlementVault(security.data);
  const number = security.data.nextDistribution;
  const distribution = await distributionAddress(security.address, number);
  const instruction = getPostDistributionInstruction({
    payer,
    security: security.address,
    distribution,
    source: input.source ?? (await associatedTokenAddress(payer.address, mint, tokenProgram)),
    vault,
    settlementMint: mint,
    tokenProgram,
    ...payment,
  });
  return { instructions: [instruction], distribution, number };
}

/** Runs a security's distribution, the earliest that waits if no other is named, through its waterfall. By anyone. */
export async function runDistribution(
  security: Account<Security>,
  number = security.data.nextRun,
): Promise<Instruction[]> {
  const run = getRunDistributionInstruction({
    security: security.address,
    waterfall: await waterfallAddress(security.address),
    distribution: await distributionAddress(security.address, number),
  });
  const ranks = Array.from({ length: security.data.trancheCount }, (_, rank) => rank);
  const tranches = await Promise.all(ranks.map((rank) => trancheAddress(security.address, rank)));
  const metas = tranches.map((address) => ({ address, role: AccountRole.WRITABLE as const }));
  return [{ ...run, accounts: [...run.accounts, ...metas] }];
}

/** Pays a batch of a tranche's holders what they are owed, each to its payout account. By anyone. */
export function payHolders(
  security: Account<Security>,
  tranche: Address,
  holders: readonly Account<Holder>[],
): Instruction[] {
  const { address: vault, mint, tokenProgram } = settlementVault(security.data);
  const pay = getPayHoldersInstruction({
    security: security.address,
    tranche,
    vault,
    settlementMint: mint,
    tokenProgram,
  });
  const metas = holders.flatMap(({ address, data }) =>
    [address, data.payoutAccount].map((account) => ({
      address: account,
      role: AccountRole.WRITABLE as const,
    })),
  );
  return [{ ...pay, accounts: [...pay.accounts, ...metas] }];
}
