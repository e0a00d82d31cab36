import {
  ClientError,
  escheat,
  escheatedOf,
  escheatsAt,
  NOBODY,
  parsePositiveAmount,
  payeesOf,
  payHolders,
  readHolder,
  readSecurity,
  readTranche,
  restoreEscheated,
  tipAccountOf,
  unpayableOf,
  vaultIndexOf,
  vaultOf,
  waitsForClaim,
} from "@defi-ready/securities";
import type { Address, TransactionSigner } from "@solana/kit";
import { Command } from "commander";
import { action, type Context, examples, type Output, parseAddress } from "./context.js";
import { moment, money, short } from "./format.js";

type Options = Readonly<{ mint?: Address }>;

/** `escheat`: sends money that a holder could not be paid to the escheat owner. */
export function escheatCommand(): Command {
  const command = new Command("escheat")
    .description(
      "Send money that a holder could not be paid for the security's escheat time to the escheat owner; its earnings since " +
        "payment first failed wait as long again. The holder's record keeps the claim. The first call records " +
        "when payment failed. Anybody may.",
    )
    .argument("<tranche>", "the tranche's address", parseAddress)
    .argument("<owner>", "the owner that cannot be paid", parseAddress)
    .option("--mint <mint>", "the mint that it is owed; settlement money if left out", parseAddress);
  examples(command, "escheat 4vJ9... 8sYd...");
  return action<Options>(command, async (context, { mint }, tranche, owner) => {
    const payer = await context.signer();
    const read = await readAll(context, tranche as Address, owner as Address);
    const { security, holder } = read;
    const { decimals, mint: of } = vaultOf(security.data, mint);
    const vault = vaultIndexOf(security.data, of);
    if (waitsForClaim(holder.data, vault)) {
      throw new ClientError(
        `what ${holder.data.owner} is owed waits to be claimed by its program, as long as it takes: it can be paid, so it is not escheated`,
      );
    }
    if (security.data.escheat !== NOBODY && holder.data.earnings[vault]?.unpayableSince === 0n) {
      return note(context, payer, { ...read, mint: of });
    }
    const amount = unpayableOf(holder.data, vault);
    const to = security.data.escheat;
    const signature = await context.sendConfirmed(
      `send ${money(amount, decimals)} of ${owner} to the escheat owner, ${to}`,
      await escheat({ payer, security, holder, mint }),
      payer,
    );
    return {
      text: `sent ${money(amount, decimals)} of ${short(holder.data.owner)} to ${short(to)}, who can be asked for it`,
      json: { signature, owner: holder.data.owner, to, amount },
    };
  });
}

/** `restore`: escheated money is owed to its holder again. */
export function restoreCommand(): Command {
  const command = new Command("restore")
    .description("Restore escheated money to its holder, from your account: it is owed again.")
    .argument("<tranche>", "the tranche's address", parseAddress)
    .argument("<owner>", "whose it is", parseAddress)
    .argument("[amount]", "how much; all of it if left out")
    .option("--mint <mint>", "which mint; settlement money if left out", parseAddress);
  examples(command, "restore 4vJ9... 8sYd...", "restore 4vJ9... 8sYd... 120.50");
  return action<Options>(command, async (context, { mint }, tranche, owner, text) => {
    const payer = await context.signer();
    const { security, holder } = await readAll(context, tranche as Address, owner as Address);
    const { decimals } = vaultOf(security.data, mint);
    const all = escheatedOf({ security: security.data, holder: holder.data, mint });
    const amount = text === undefined ? all : parsePositiveAmount(text, decimals);
    const signature = await context.sendConfirmed(
      `pay ${money(amount, decimals)} from your account, for ${owner} to be owed again`,
      await restoreEscheated({ payer, security, holder, amount, mint }),
      payer,
    );
    return {
      text: `restored ${money(amount, decimals)}: it is owed to ${short(holder.data.owner)} again`,
      json: { signature, owner: holder.data.owner, amount },
    };
  });
}

type Held = Awaited<ReturnType<typeof readAll>> & Readonly<{ mint: Address }>;

/** Tries to pay a holder: the program pays it, or records when it first could not. */
async function note(context: Context, payer: TransactionSigner, held: Held): Promise<Output> {
  const { security, holder, mint } = held;
  const { owner, tranche } = holder.data;
  const payees = await payeesOf({ security: security.data, holders: [holder], mint });
  const tipAccount = await tipAccountOf(security.data, payer.address);
  const signature = await context.send(
    await payHolders({ security, tranche, payees, tipAccount, mint }),
    payer,
  );
  const after = await readHolder(context.cluster, { tranche, owner });
  const vault = vaultIndexOf(security.data, mint);
  const paid = (after.data.earnings[vault]?.paid ?? 0n) - (holder.data.earnings[vault]?.paid ?? 0n);
  const from = escheatsAt({ security: security.data, holder: after.data, vault });
  const { decimals } = vaultOf(security.data, mint);
  const text =
    from === undefined
      ? paid > 0n
        ? `paid ${money(paid, decimals)} to ${short(owner)} after all`
        : `${short(owner)} is owed nothing`
      : `noted that ${short(owner)} cannot be paid: it may go to the escheat owner from ${moment(from)}`;
  return { text, json: { signature, owner, paid, escheatsAt: from ?? null } };
}

async function readAll({ cluster }: Context, address: Address, owner: Address) {
  const tranche = await readTranche(cluster, address);
  return {
    security: await readSecurity(cluster, tranche.data.security),
    holder: await readHolder(cluster, { tranche: address, owner }),
  };
}
