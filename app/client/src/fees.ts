import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import { associatedTokenAddress } from "./addresses.js";
import { ClientError } from "./errors.js";
import { getPayFeeInstruction, type Security, type Waterfall } from "./generated/index.js";
import { isFee, tiersOf } from "./tiers.js";
import { createAssociatedTokenAccount } from "./token.js";
import { settlementVault } from "./vaults-and-assets.js";

/** A fee tier and its money, in settlement base units. */
export type Fee = Readonly<{
  /** Its place in the waterfall, from 0. */
  tier: number;
  /** The wallet that is paid. */
  payee: Address;
  /** Taken and not yet paid to the payee. */
  owed: bigint;
  /** Ever paid to the payee. */
  paid: bigint;
  /** Due, and no distribution could pay it yet. A fee that accrues by the day is due up to the last distribution. */
  unmet: bigint;
}>;

/** The fee tiers of a waterfall. */
export function feesOf(waterfall: Waterfall): Fee[] {
  return tiersOf(waterfall)
    .map((tier, place) => ({ tier, place }))
    .filter(({ tier }) => isFee(tier))
    .map(({ tier: { payee, owed, taken, due }, place }) => ({
      tier: place,
      payee,
      owed,
      paid: taken - owed,
      unmet: due - taken,
    }));
}

/** Pays a fee's payee what the tier took, and opens its token account if it is missing. By anyone. */
export async function payFee(
  options: Readonly<{
    /** Pays the rent of the payee's account, if it has to be opened. */
    payer: TransactionSigner;
    security: Account<Security>;
    waterfall: Account<Waterfall>;
    /** Its place in the waterfall, from 0. */
    tier: number;
  }>,
): Promise<Instruction[]> {
  const { payer, security, waterfall, tier } = options;
  const fee = feesOf(waterfall.data).find((one) => one.tier === tier);
  if (fee === undefined) {
    throw new ClientError(`tier ${tier} of the waterfall is not a fee`);
  }
  const { address: vault, mint, tokenProgram } = settlementVault(security.data);
  return [
    ...(await createAssociatedTokenAccount({ payer, owner: fee.payee, mint, tokenProgram })),
    getPayFeeInstruction({
      security: security.address,
      waterfall: waterfall.address,
      payeeAccount: await associatedTokenAddress({ owner: fee.payee, mint, tokenProgram }),
      vault,
      settlementMint: mint,
      tokenProgram,
      tier,
    }),
  ];
}
