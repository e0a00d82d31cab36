import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import { associatedTokenAddress } from "./addresses.js";
import { payeesOf } from "./distribution.js";
import {
  getEscheatInstruction,
  getRestoreEscheatedInstruction,
  type Holder,
  type Security,
} from "./generated/index.js";
import { NOBODY } from "./phase.js";
import { createAssociatedTokenAccount } from "./token.js";
import { vaultIndexOf, vaultOf } from "./vaults-and-assets.js";

const DAY = 86_400n;

/**
 * From when the money that a holder is owed in a mint may go to the escheat account, Unix time; `undefined` while it
 * may not.
 */
export function escheatsAt(
  options: Readonly<{ security: Security; holder: Holder; vault?: number | undefined }>,
): bigint | undefined {
  const { security, holder, vault = 0 } = options;
  const { unpayableSince = 0n } = holder.earnings[vault] ?? {};
  return security.escheat === NOBODY || unpayableSince === 0n
    ? undefined
    : unpayableSince + BigInt(security.escheatDays) * DAY;
}

/**
 * The amount that then goes to the escheat account, base units: what the holder was owed when payment first failed,
 * without its earnings since.
 */
export function unpayableOf(holder: Holder, vault = 0): bigint {
  return holder.earnings[vault]?.unpayable ?? 0n;
}

/**
 * Sends money that a holder could not be paid for the security's escheat time to the escheat owner's account, which is
 * opened if it is missing. Earnings since payment first failed stay owed, and wait for as long again. The holder's
 * record keeps the claim. By anyone.
 */
export async function escheat(
  options: Readonly<{
    /** Pays the rent of the escheat account, if it has to be opened. */
    payer: TransactionSigner;
    security: Account<Security>;
    holder: Account<Holder>;
    /** The settlement mint if left out. */
    mint?: Address | undefined;
  }>,
): Promise<Instruction[]> {
  const { payer, security, holder } = options;
  const { data } = security;
  const { address: vault, mint, tokenProgram } = vaultOf(data, options.mint);
  const [payee] = await payeesOf({ security: data, holders: [holder], mint });
  // Without an escheat owner the program refuses, in its own words.
  const open =
    data.escheat === NOBODY
      ? []
      : await createAssociatedTokenAccount({ payer, owner: data.escheat, mint, tokenProgram });
  return [
    ...open,
    getEscheatInstruction({
      security: security.address,
      tranche: holder.data.tranche,
      holder: holder.address,
      payoutAccount: payee?.account ?? holder.data.payoutAccount,
      escheatAccount: await associatedTokenAddress({ owner: data.escheat, mint, tokenProgram }),
      vault,
      mint,
      tokenProgram,
      bump: payee?.bump ?? 0,
    }),
  ];
}

/** The money that went to the escheat account for a holder and was not restored, in base units of a mint. */
export function escheatedOf(
  options: Readonly<{ security: Security; holder: Holder; mint?: Address | undefined }>,
): bigint {
  const { security, holder, mint } = options;
  const at = vaultIndexOf(security, vaultOf(security, mint).mint);
  return holder.earnings[at]?.escheated ?? 0n;
}

/** Restores escheated money to a holder, to whom it is owed again. By anyone who pays it in. */
export async function restoreEscheated(
  options: Readonly<{
    payer: TransactionSigner;
    security: Account<Security>;
    holder: Account<Holder>;
    /** Base units, at most the amount that was escheated. */
    amount: bigint;
    /** The settlement mint if left out. */
    mint?: Address | undefined;
    /** The payer's token account; its associated one if left out. */
    payingAccount?: Address | undefined;
  }>,
): Promise<Instruction[]> {
  const { payer, security, holder, amount } = options;
  const { address: vault, mint, tokenProgram } = vaultOf(security.data, options.mint);
  return [
    getRestoreEscheatedInstruction({
      payer,
      security: security.address,
      tranche: holder.data.tranche,
      holder: holder.address,
      payingAccount:
        options.payingAccount ?? (await associatedTokenAddress({ owner: payer.address, mint, tokenProgram })),
      vault,
      mint,
      tokenProgram,
      amount,
    }),
  ];
}
