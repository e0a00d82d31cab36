import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import {
  associatedTokenAddress,
  associatedTokenPda,
  distributionAddress,
  waterfallAddress,
} from "./addresses.js";
import {
  getPayHoldersInstruction,
  getPostDistributionInstruction,
  type Holder,
  type PostDistributionInstructionDataArgs,
  type Security,
} from "./generated/index.js";
import { randomNonce } from "./nonce.js";
import { withTranches, writable } from "./tranche-metas.js";
import { settlementVault, vaultIndexOf, vaultOf } from "./vaults-and-assets.js";

/** The most holders that one instruction pays. */
export const MAX_PAY_BATCH = 24;

/**
 * A payment into a security; it is all income, has no tip budget, is neither a recovery nor a clawback and does not wait unless it
 * says so.
 */
export type Payment = Omit<PostDistributionInstructionDataArgs, "nonce" | Unless> &
  Partial<Pick<PostDistributionInstructionDataArgs, Unless>>;
type Unless = "principal" | "tipBudget" | "recovery" | "clawback" | "wait";

/** A prepared distribution: its instructions, where its record will be, and the payer's own number for it. */
export type Prepared = Readonly<{ instructions: Instruction[]; distribution: Address; nonce: bigint }>;

/**
 * Pays money into a security, with its period, its source and the part of it that is principal; it runs through the
 * waterfall at once, or once it can be corrected no more if it waits. By anyone; a recovery by the servicer. Once prepared, it stays valid whatever others post meanwhile,
 * and cannot be paid twice.
 */
export async function postDistribution(
  options: Readonly<{
    payer: TransactionSigner;
    security: Account<Security>;
    payment: Payment;
    /** The mint that is paid in; the settlement mint if left out. */
    mint?: Address | undefined;
    /** The payer's token account; its associated one if left out. */
    payingAccount?: Address | undefined;
    /** The payer's own number for it, part of its address and used once; random if left out. */
    nonce?: bigint | undefined;
  }>,
): Promise<Prepared> {
  const { payer, security, payment, nonce = randomNonce() } = options;
  const { address: vault, mint, tokenProgram } = vaultOf(security.data, options.mint);
  const distribution = await distributionAddress({ security: security.address, payer: payer.address, nonce });
  const instruction = getPostDistributionInstruction({
    principal: 0n,
    tipBudget: 0n,
    recovery: false,
    clawback: null,
    wait: false,
    ...payment,
    nonce,
    payer,
    security: security.address,
    waterfall: await waterfallAddress(security.address),
    distribution,
    payingAccount:
      options.payingAccount ?? (await associatedTokenAddress({ owner: payer.address, mint, tokenProgram })),
    vault,
    mint,
    tokenProgram,
  });
  return { instructions: [await withTranches(instruction, security)], distribution, nonce };
}

/** Who is paid, and where. */
export type Payee = Readonly<{
  /** The holder record's address. */
  holder: Address;
  account: Address;
  /** The bump of the account's address, if it is an associated account of a mint other than the settlement mint. */
  bump?: number | undefined;
}>;

/** What a record says of what waits for its owner's claim, see the program's `Holder.paid_on_claim`. */
const NOTHING_ON_CLAIM = 0;
const OTHER_MINTS_ON_CLAIM = 1;

/**
 * Whether what a holder is owed in a vault's mint waits until its owner claims it: the owner is an address of a program
 * that has not shown that it takes payments at that account, so nobody pays it unasked, and nothing of it is escheated.
 * It is paid once it names its payout account (`setPayoutAccount`).
 */
export const waitsForClaim = ({ paidOnClaim }: Pick<Holder, "paidOnClaim">, vault = 0): boolean =>
  paidOnClaim !== NOTHING_ON_CLAIM && (paidOnClaim !== OTHER_MINTS_ON_CLAIM || vault > 0);

/** Where a holder is paid in the settlement mint: the account that it named. */
export function payeeOf({ address, data }: Account<Holder>): Payee {
  return { holder: address, account: data.payoutAccount };
}

/** Where holders are paid in a mint: for any but the settlement mint, their owners' associated accounts. */
export async function payeesOf(
  options: Readonly<{
    security: Security;
    holders: readonly Account<Holder>[];
    mint?: Address | undefined;
  }>,
): Promise<Payee[]> {
  const { security, holders, mint = settlementVault(security).mint } = options;
  if (vaultIndexOf(security, mint) === 0) {
    return holders.map(payeeOf);
  }
  const { tokenProgram } = vaultOf(security, mint);
  return await Promise.all(
    holders.map(async ({ address, data }) => {
      const [account, bump] = await associatedTokenPda({ owner: data.owner, mint, tokenProgram });
      return { holder: address, account, bump };
    }),
  );
}

/** Where somebody receives tips for paying holders: its associated account of the settlement mint. */
export async function tipAccountOf(security: Security, owner: Address): Promise<Address> {
  const { mint, tokenProgram } = settlementVault(security);
  return associatedTokenAddress({ owner, mint, tokenProgram });
}

/**
 * Pays a batch of a tranche's holders what they are owed in a mint. By anyone, who is tipped from the tip budget for
 * payments in the settlement mint; holders who cannot be paid, or claim what they are owed ({@link waitsForClaim}), are
 * skipped and stay owed.
 */
export async function payHolders(
  options: Readonly<{
    security: Account<Security>;
    tranche: Address;
    payees: readonly Payee[];
    /** Receives the tips; if it does not exist, no tips are paid. See {@link tipAccountOf}. */
    tipAccount: Address;
    /** The mint to pay in; the settlement mint if left out. */
    mint?: Address | undefined;
  }>,
): Promise<Instruction[]> {
  const { security, tranche, payees, tipAccount } = options;
  const { address: vault, mint, tokenProgram } = vaultOf(security.data, options.mint);
  const others = vaultIndexOf(security.data, mint) > 0;
  const pay = getPayHoldersInstruction({
    security: security.address,
    tranche,
    vault,
    mint,
    tokenProgram,
    tipAccount,
    bumps: Uint8Array.from(others ? payees.map(({ bump = 0 }) => bump) : []),
  });
  const metas = payees.flatMap(({ holder, account }) => [writable(holder), writable(account)]);
  return [{ ...pay, accounts: [...pay.accounts, ...metas] }];
}
