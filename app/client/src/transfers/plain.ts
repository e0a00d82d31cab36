import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import { getTransferCheckedInstruction } from "@solana-program/token";
import { findHolder } from "../accounts.js";
import { shareAccountAddress, TOKEN_2022_PROGRAM } from "../addresses.js";
import { admissionOf } from "../admission.js";
import type { Cluster } from "../cluster.js";
import { tradedAccount } from "../form.js";
import type { Holder, Security, Tranche } from "../generated/index.js";
import { readTokenAccounts } from "../token.js";
import { checkThaw, freezeShares, readyToThaw, thawShares } from "./frozen.js";

/**
 * Moves shares of a class in the frozen form, in an exchange window: thaws the accounts of both ends, as far as they are frozen,
 * after what the receiver lacks was opened and credentials were taken over, and is a plain transfer of Token-2022 then.
 */
export async function plainTransfer(
  options: Readonly<{
    cluster: Cluster;
    owner: TransactionSigner;
    security: Account<Security>;
    tranche: Account<Tranche>;
    to: Address;
    /** Share base units. */
    amount: bigint;
  }>,
): Promise<Instruction[]> {
  const { cluster, owner, security, tranche, to, amount } = options;
  const { mint, decimals } = tranche.data;
  const common = { cluster, payer: owner, security, tranche: tranche.address };
  const [sender, receiver] = await Promise.all(
    [owner.address, to].map((one) => findHolder(cluster, { tranche: tranche.address, owner: one })),
  );
  const { source, instructions } = await thawedSource({ cluster, owner, tranche, sender, amount });
  const destination = await tradedAccount({ owner: to, shareMint: mint, holder: receiver?.data });
  return [
    ...(await readyToThaw({ ...common, owner: to })),
    ...(await admissionOf({ cluster, security, tranches: [tranche.address], owner: owner.address })),
    ...instructions,
    ...(receiver?.data.isThawed === 1 ? [] : await thawShares({ caller: owner, tranche, owner: to })),
    getTransferCheckedInstruction(
      { source, mint, destination, authority: owner, amount, decimals },
      { programAddress: TOKEN_2022_PROGRAM },
    ),
  ];
}

/**
 * The account that sends, and what thaws it. Where another account of the owner is thawed, which anybody may have asked for, and has
 * too little, the owner freezes that one and thaws the associated one.
 */
async function thawedSource(
  options: Readonly<{
    cluster: Cluster;
    owner: TransactionSigner;
    tranche: Account<Tranche>;
    sender: Account<Holder> | undefined;
    amount: bigint;
  }>,
): Promise<Readonly<{ source: Address; instructions: readonly Instruction[] }>> {
  const { cluster, owner, tranche, sender, amount } = options;
  const associated = await shareAccountAddress(owner.address, tranche.data.mint);
  if (sender === undefined) {
    // Without a record nothing can be thawed: the program says so in its own words.
    const check = { tranche: tranche.address, owner: owner.address, account: associated };
    return { source: associated, instructions: await checkThaw(check) };
  }
  const thaw = await thawShares({ caller: owner, tranche, owner: owner.address });
  const { isThawed, shareAccount } = sender.data;
  if (isThawed === 0) {
    return { source: associated, instructions: thaw };
  }
  const [found] = await readTokenAccounts(cluster, [shareAccount]);
  return shareAccount === associated || (found?.amount ?? 0n) >= amount
    ? { source: shareAccount, instructions: [] }
    : {
        source: associated,
        instructions: [...(await freezeShares({ caller: owner, tranche, holder: sender })), ...thaw],
      };
}
