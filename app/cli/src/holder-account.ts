import {
  ClientError,
  closeHolder,
  clusterTime,
  earningsOf,
  readHolder,
  readSecurity,
  readTokenAccounts,
  readTranche,
  setPayoutAccount,
  settlementVault,
} from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import { Command } from "commander";
import { action, type Context, examples, parseAddress } from "./context.js";
import { money } from "./format.js";

/** `holder payout`: where a record's payments go. */
export function payoutCommand(): Command {
  const command = new Command("payout")
    .description("Have what a tranche owes you paid to another token account of the settlement mint.")
    .argument("<tranche>", "the tranche's address", parseAddress)
    .argument("<account>", "the token account", parseAddress);
  examples(command, "holder payout 4vJ9... 5Fgh...");
  return action(command, async (context, _, address, to) => {
    const owner = await context.signer();
    const payoutAccount = to as Address;
    const { tranche, security } = await readBoth(context, address as Address);
    const holder = await readHolder(context.cluster, { tranche: tranche.address, owner: owner.address });
    const { mint } = settlementVault(security.data);
    const [account] = await readTokenAccounts(context.cluster, [payoutAccount]);
    if (account === undefined || account.mint !== mint) {
      const what = account === undefined ? "is not a token account" : `is a token account of ${account.mint}`;
      throw new ClientError(`${payoutAccount} ${what}: name one of the settlement mint, ${mint}`);
    }
    const whose = account.owner === owner.address ? "" : `, which belongs to ${account.owner}`;
    const question = whose !== "" ? `have what you are owed paid to ${payoutAccount}${whose}` : undefined;
    const signature = await context.sendConfirmed(
      question,
      await setPayoutAccount({ owner, security: security.address, holder, payoutAccount }),
      owner,
    );
    return {
      text: `what you are owed is paid to ${payoutAccount}${whose}`,
      json: { signature, payoutAccount, owner: account.owner },
    };
  });
}

/** `holder close`: ends a record of nothing. */
export function closeCommand(): Command {
  const command = new Command("close")
    .description(
      "Close your record in a tranche once it has no shares and is owed nothing; its rent goes back.",
    )
    .argument("<tranche>", "the tranche's address", parseAddress);
  examples(command, "holder close 4vJ9...");
  return action(command, async (context, _, address) => {
    const owner = await context.signer();
    const { tranche, security } = await readBoth(context, address as Address);
    const holder = await readHolder(context.cluster, { tranche: tranche.address, owner: owner.address });
    const now = await clusterTime(context.cluster);
    const { owed } = earningsOf({ holder: holder.data, tranche: tranche.data, now });
    if (holder.data.shares > 0n || owed > 0n) {
      const shares = money(holder.data.shares, tranche.data.decimals);
      const due = money(owed, settlementVault(security.data).decimals);
      throw new ClientError(
        `the record holds ${shares} shares and is owed ${due}: transfer the shares and claim what is owed first`,
      );
    }
    const signature = await context.send(
      await closeHolder({ owner, security: security.address, holder }),
      owner,
    );
    return {
      text: `closed; the rent went back to ${holder.data.rentPayer}`,
      json: { signature, rentPayer: holder.data.rentPayer },
    };
  });
}

async function readBoth(context: Context, address: Address) {
  const tranche = await readTranche(context.cluster, address);
  return { tranche, security: await readSecurity(context.cluster, tranche.data.security) };
}
