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

/** From when what a holder is owed in a mint may go to the escheat account; `undefined` while it may not. */
export function escheatsAt(
  options: Readonly<{ security: Security; holder: Holder; vault?: number | undefined }>,
): bigint | undefined {
  const { security, holder, vault = 0 } = options;
  const { unpayableSince = 0n } = holder.earnings[vault] ?? {};
  return security.escheat === NOBODY || unpayableSince === 0n
    ? undefined
    : unpayableSince + BigInt(security.escheatDays) * DAY;
}

/** What goes to the escheat account then: what a holder was owed when payment first failed, not what it earned since. */
export function unpayableOf(holder: Holder, vault = 0): bigint {
  return holder.earnings[vault]?.unpayable ?? 0n;
}

/**
 * Sends what a holder could not be paid for the security's escheat time to the escheat owner's account, which is opened
 * if it is missing. What it earned since payment first failed stays owed, and waits as long from then on. The holder's
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

/** What went to the escheat account for a holder and was not restored, in base units of a mint. */
export function escheatedOf(
  options: Readonly<{ security: Security; holder: Holder; mint?: Address | undefined }>,
): bigint {
  const { security, holder, mint } = options;
  const at = vaultIndexOf(security, vaultOf(security, mint).mint);
  return holder.earnings[at]?.escheated ?? 0n;
}

/** Gives a holder back what went to the escheat account: it is owed again. By anyone who pays it in. */
export async function restoreEscheated(
  options: Readonly<{
    payer: TransactionSigner;
    security: Account<Security>;
    holder: Account<Holder>;
    /** Base units, at most what went there. */
    amount: bigint;
    /** The settlement mint if left out. */
    mint?: Address | undefined;
    /** The payer's token account; its associated one if left out. */
    source?: Address | undefined;
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
      source: options.source ?? (await associatedTokenAddress({ owner: payer.address, mint, tokenProgram })),
      vault,
      mint,
      tokenProgram,
      amount,
    }),
  ];
}
