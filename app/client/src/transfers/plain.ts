import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import { getTransferCheckedInstruction } from "@solana-program/token";
import { findHolder } from "../accounts.js";
import { TOKEN_2022_PROGRAM } from "../addresses.js";
import { admissionOf } from "../admission.js";
import type { Cluster } from "../cluster.js";
import { countedAccount } from "../form.js";
import type { Security, Tranche } from "../generated/index.js";
import { checkThaw, readyToThaw, thawShares } from "./frozen.js";

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
  const [source, destination] = await Promise.all(
    (
      [
        [owner.address, sender],
        [to, receiver],
      ] as const
    ).map(([one, holder]) => countedAccount({ owner: one, shareMint: mint, holder: holder?.data })),
  );
  const thaw = async (one: Address, holder: typeof sender) =>
    holder?.data.isThawed === 1
      ? []
      : await thawShares({ caller: owner, tranche, owner: one, holder: holder?.data });
  return [
    ...(await readyToThaw({ ...common, owner: to })),
    ...(await admissionOf({ cluster, security, tranches: [tranche.address], owner: owner.address })),
    // Without a record nothing can be thawed: the program says so in its own words.
    ...(sender === undefined
      ? await checkThaw({ tranche: tranche.address, owner: owner.address, account: source as Address })
      : await thaw(owner.address, sender)),
    ...(await thaw(to, receiver)),
    getTransferCheckedInstruction(
      {
        source: source as Address,
        mint,
        destination: destination as Address,
        authority: owner,
        amount,
        decimals,
      },
      { programAddress: TOKEN_2022_PROGRAM },
    ),
  ];
}
