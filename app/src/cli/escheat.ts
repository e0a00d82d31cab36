import type { Address } from "@solana/kit";
import { Command } from "commander";
import {
  clusterTime,
  earningsOf,
  escheat,
  escheatedOf,
  parseAmount,
  readHolder,
  readSecurity,
  readTranche,
  restoreEscheated,
  vaultIndexOf,
  vaultOf,
} from "../client/index.js";
import { action, type Context, examples, parseAddress } from "./context.js";
import { money, short } from "./format.js";

type Options = Readonly<{ mint?: Address }>;

/** `escheat`: what a holder could not be paid for long goes to the escheat owner. */
export function escheatCommand(): Command {
  const command = new Command("escheat")
    .description(
      "Send what a holder could not be paid for the security's escheat time to the escheat owner. The holder's record " +
        "keeps the claim. Anybody may.",
    )
    .argument("<tranche>", "the tranche's address", parseAddress)
    .argument("<owner>", "the owner that cannot be paid", parseAddress)
    .option("--mint <mint>", "what it is owed; settlement money if left out", parseAddress);
  examples(command, "escheat 4vJ9... 8sYd...");
  return action<Options>(command, async (context, { mint }, tranche, owner) => {
    const payer = await context.signer();
    const read = await readAll(context, tranche as Address, owner as Address);
    const { security, holder } = read;
    const { decimals } = vaultOf(security.data, mint);
    const vault = vaultIndexOf(security.data, vaultOf(security.data, mint).mint);
    const { owed } = earningsOf(holder.data, read.tranche.data, await clusterTime(context.cluster), vault);
    const signature = await context.send(await escheat({ payer, security, holder, mint }), payer);
    const to = security.data.escheat;
    return {
      text: `sent ${money(owed, decimals)} of ${short(holder.data.owner)} to ${short(to)}, where it may be asked for`,
      json: { signature, owner: holder.data.owner, to, amount: owed },
    };
  });
}

/** `restore`: what went to the escheat owner is owed to its holder again. */
export function restoreCommand(): Command {
  const command = new Command("restore")
    .description("Give a holder back what went to the escheat owner, from your account: it is owed again.")
    .argument("<tranche>", "the tranche's address", parseAddress)
    .argument("<owner>", "whose it is", parseAddress)
    .argument("[amount]", "how much; all that went there if left out")
    .option("--mint <mint>", "what it is; settlement money if left out", parseAddress);
  examples(command, "restore 4vJ9... 8sYd...", "restore 4vJ9... 8sYd... 120.50");
  return action<Options>(command, async (context, { mint }, tranche, owner, text) => {
    const payer = await context.signer();
    const { security, holder } = await readAll(context, tranche as Address, owner as Address);
    const { decimals } = vaultOf(security.data, mint);
    const all = escheatedOf(security.data, holder.data, mint);
    const amount = text === undefined ? all : parseAmount(text, decimals);
    const signature = await context.send(
      await restoreEscheated({ payer, security, holder, amount, mint }),
      payer,
    );
    return {
      text: `restored ${money(amount, decimals)}: it is owed to ${short(holder.data.owner)} again`,
      json: { signature, owner: holder.data.owner, amount },
    };
  });
}

async function readAll({ cluster }: Context, address: Address, owner: Address) {
  const tranche = await readTranche(cluster, address);
  return {
    tranche,
    security: await readSecurity(cluster, tranche.data.security),
    holder: await readHolder(cluster, address, owner),
  };
}
