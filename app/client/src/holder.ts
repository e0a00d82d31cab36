import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import { getTransferCheckedInstruction } from "@solana-program/token";
import { shareAccountAddress, shareMintAddress, TOKEN_2022_PROGRAM } from "./addresses.js";
import { admissionOf } from "./admission.js";
import type { Cluster } from "./cluster.js";
import { payeesOf } from "./distribution.js";
import { ClientError } from "./errors.js";
import { isFrozenForm } from "./form.js";
import {
  getClaimInstruction,
  getCloseHolderInstruction,
  getSetPayoutAccountInstruction,
  type Holder,
  type Security,
  type Tranche,
} from "./generated/index.js";
import { requireOwner } from "./owner.js";
import { hookMetas, openRecord, receiverInstructions } from "./receiver.js";
import { createAssociatedTokenAccount } from "./token.js";
import { plainTransfer } from "./transfers/plain.js";
import { settlementVault, vaultIndexOf, vaultOf } from "./vaults-and-assets.js";

/**
 * Opens an owner's record in a tranche, paid to its associated token account. By anyone, who pays the rent. Where the
 * record is there already, nothing happens.
 */
export async function openHolder(
  options: Readonly<{
    payer: TransactionSigner;
    owner: Address;
    security: Account<Security>;
    tranche: Address;
  }>,
): Promise<Instruction[]> {
  const { payer, owner, security, tranche } = options;
  const { mint, tokenProgram } = settlementVault(security.data);
  const record = await openRecord({
    payer,
    owner,
    security: security.address,
    tranche,
    settlement: { mint, tokenProgram },
  });
  return [record];
}

/**
 * Opens the two accounts that an owner needs to receive shares of a tranche, its record and its share account. Neither
 * instruction reads the chain or fails where its account is there already, so any wallet can send the pair before a
 * transfer. Standard helpers, which find the accounts of a transfer hook, read the receiver's share account: they build
 * the transfer once the pair has landed, or {@link transferShares} does, in one transaction with it.
 */
export async function openReceiver(
  options: Readonly<{
    payer: TransactionSigner;
    owner: Address;
    security: Account<Security>;
    tranche: Address;
  }>,
): Promise<Instruction[]> {
  const { payer, owner, tranche } = options;
  const mint = await shareMintAddress(tranche);
  return [
    ...(await openHolder(options)),
    ...(await createAssociatedTokenAccount({ payer, owner, mint, tokenProgram: TOKEN_2022_PROGRAM })),
  ];
}

/** Names another token account for a holder's payments. */
export async function setPayoutAccount(
  options: Readonly<{
    owner: TransactionSigner;
    security: Address;
    holder: Account<Holder>;
    payoutAccount: Address;
  }>,
): Promise<Instruction[]> {
  const { owner, security, holder, payoutAccount } = options;
  const { tranche } = holder.data;
  return [
    getSetPayoutAccountInstruction({ owner, security, tranche, holder: holder.address, payoutAccount }),
  ];
}

/** Closes a record without shares or money owed; its rent goes back to whoever paid it. */
export async function closeHolder(
  options: Readonly<{ owner: TransactionSigner; security: Address; holder: Account<Holder> }>,
): Promise<Instruction[]> {
  const { owner, security, holder } = options;
  const { tranche, rentPayer } = holder.data;
  return [getCloseHolderInstruction({ owner, security, tranche, holder: holder.address, rentPayer })];
}

/**
 * Pays a holder what it is owed in a mint. If no other account is given, in the settlement mint to its payout account,
 * in others to the owner's associated account, which is opened if it is missing.
 */
export async function claim(
  options: Readonly<{
    owner: TransactionSigner;
    security: Account<Security>;
    holder: Account<Holder>;
    /** The settlement mint if left out. */
    mint?: Address | undefined;
    destination?: Address | undefined;
  }>,
): Promise<Instruction[]> {
  const { owner, security, holder } = options;
  const { address: vault, mint, tokenProgram } = vaultOf(security.data, options.mint);
  const [payee] = await payeesOf({ security: security.data, holders: [holder], mint });
  const opens = options.destination === undefined && vaultIndexOf(security.data, mint) > 0;
  return [
    ...(opens
      ? await createAssociatedTokenAccount({ payer: owner, owner: holder.data.owner, mint, tokenProgram })
      : []),
    getClaimInstruction({
      owner,
      security: security.address,
      tranche: holder.data.tranche,
      holder: holder.address,
      destination: options.destination ?? payee?.account ?? holder.data.payoutAccount,
      vault,
      mint,
      tokenProgram,
    }),
  ];
}

/**
 * Moves shares to another owner: a plain transfer of Token-2022, with the accounts that the program's hook needs. Opens
 * the receiver's record and share account if they are missing, and copies its credential into the record if one is
 * required, all in one transaction. It also lands if somebody else opens them meanwhile. Of a class in the frozen form it thaws both
 * accounts, and is a transfer without a hook.
 *
 * @throws {ClientError} For a receiver that cannot own shares, see {@link requireOwner}, or that is the owner.
 */
export async function transferShares(
  options: Readonly<{
    cluster: Cluster;
    owner: TransactionSigner;
    tranche: Account<Tranche>;
    security: Account<Security>;
    to: Address;
    /** Share base units. */
    amount: bigint;
  }>,
): Promise<Instruction[]> {
  const { cluster, owner, tranche, security, to, amount } = options;
  if (to === owner.address) {
    throw new ClientError("the receiver is the owner itself: name somebody else");
  }
  await requireOwner(cluster, { owner: to, what: "the receiver" });
  if (isFrozenForm(tranche.data)) {
    return await plainTransfer(options);
  }
  const { mint, decimals } = tranche.data;
  const { mint: settlementMint, tokenProgram } = settlementVault(security.data);
  const transfer = getTransferCheckedInstruction(
    {
      source: await shareAccountAddress(owner.address, mint),
      mint,
      destination: await shareAccountAddress(to, mint),
      authority: owner,
      amount,
      decimals,
    },
    { programAddress: TOKEN_2022_PROGRAM },
  );
  const ready = await receiverInstructions({
    cluster,
    payer: owner,
    owner: to,
    security: security.address,
    tranche: tranche.address,
    settlement: { mint: settlementMint, tokenProgram },
  });
  const qualify = await admissionOf({ cluster, security, tranches: [tranche.address], owner: to });
  const hook = await hookMetas({ tranche: tranche.address, shareMint: mint, from: owner.address, to });
  return [...ready, ...qualify, { ...transfer, accounts: [...transfer.accounts, ...hook] }];
}
