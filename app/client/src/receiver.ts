import {
  type AccountMeta,
  AccountRole,
  type Address,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import { readBytes } from "./accounts.js";
import {
  associatedTokenAddress,
  holderAddress,
  hookAccountsAddress,
  shareAccountAddress,
  shareMintAddress,
  TOKEN_2022_PROGRAM,
} from "./addresses.js";
import type { Cluster } from "./cluster.js";
import { getOpenHolderInstruction, SECURITIES_PROGRAM_ADDRESS } from "./generated/index.js";
import { createAssociatedTokenAccount } from "./token.js";

/** An owner about to receive shares of a tranche. */
type Receiver = Readonly<{
  /** Pays the rents. */
  payer: TransactionSigner;
  owner: Address;
  security: Address;
  tranche: Address;
  /** A ticket of the owner, which shows that somebody signs for it; required if its account suggests otherwise. */
  ticket?: Address | undefined;
  /** The security's settlement mint. */
  settlement: Readonly<{ mint: Address; tokenProgram: Address }>;
}>;

/** An owner about to receive shares, and the cluster to read. */
export type ReceiverInstructionsOptions = Receiver & Readonly<{ cluster: Cluster }>;

/**
 * Opens the accounts that an owner lacks to receive shares: its record in the tranche and its share account; no
 * instructions if it has both. Nothing fails if somebody else opens them meanwhile.
 */
export async function receiverInstructions(options: ReceiverInstructionsOptions): Promise<Instruction[]> {
  const { cluster, payer, owner, tranche } = options;
  const shareMint = await shareMintAddress(tranche);
  const [holder, shareAccount] = await readBytes(cluster, [
    await holderAddress(tranche, owner),
    await shareAccountAddress(owner, shareMint),
  ]);
  const instructions: Instruction[] = [];
  if (holder?.owner !== SECURITIES_PROGRAM_ADDRESS) {
    instructions.push(await openRecord(options));
  }
  if (shareAccount?.owner !== TOKEN_2022_PROGRAM) {
    instructions.push(
      ...(await createAssociatedTokenAccount({
        payer,
        owner,
        mint: shareMint,
        tokenProgram: TOKEN_2022_PROGRAM,
      })),
    );
  }
  return instructions;
}

/** Opens an owner's record in a tranche, paid to its associated token account. */
export async function openRecord(receiver: Receiver): Promise<Instruction> {
  const { payer, owner, ticket, security, tranche, settlement } = receiver;
  return getOpenHolderInstruction({
    payer,
    owner,
    ...(ticket === undefined ? {} : { ticket }),
    security,
    tranche,
    holder: await holderAddress(tranche, owner),
    payoutAccount: await associatedTokenAddress({
      owner,
      mint: settlement.mint,
      tokenProgram: settlement.tokenProgram,
    }),
  });
}

/**
 * The accounts that a transfer of shares passes to the program's hook, in the order that Token-2022 resolves them: the
 * hook's own accounts, the program, the list of the hook's accounts.
 */
export async function hookMetas(
  options: Readonly<{ tranche: Address; shareMint: Address; from: Address; to: Address }>,
): Promise<AccountMeta[]> {
  const { tranche, shareMint, from, to } = options;
  return [
    { address: tranche, role: AccountRole.READONLY },
    { address: await holderAddress(tranche, from), role: AccountRole.WRITABLE },
    { address: await holderAddress(tranche, to), role: AccountRole.WRITABLE },
    { address: SECURITIES_PROGRAM_ADDRESS, role: AccountRole.READONLY },
    { address: await hookAccountsAddress(shareMint), role: AccountRole.READONLY },
  ];
}
