import {
  claimRefund,
  createAssociatedTokenAccount,
  listOwedRefunds,
  payOwedRefund,
} from "@defi-ready/securities";
import type { OwedRefund } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import { Command } from "commander";
import { action, examples, parseAddress, UsageError } from "./context.js";
import { day, money, short, table } from "./format.js";

/** `refund`: refunds that could not be paid for a year, and left their books. */
export function refundCommand(): Command {
  return new Command("refund")
    .description(
      "Refunds that could not be paid to any account of their owner for a year: they wait for the owner indefinitely.",
    )
    .addCommand(listCommand())
    .addCommand(claimCommand());
}

function listCommand(): Command {
  const command = new Command("list")
    .description("List the refunds that wait for an owner.")
    .argument("[owner]", "the owner; your own key if left out", parseAddress);
  examples(command, "refund list", "refund list 8sYd...");
  return action(command, async (context, _, address) => {
    const owner = (address as Address | undefined) ?? (await context.signer()).address;
    const all = await listOwedRefunds(context.cluster, owner);
    const rows = all.map(({ data }) => [
      data.ticket,
      money(data.amount, data.decimals),
      data.mint,
      day(data.owedAt),
    ]);
    return {
      text:
        rows.length === 0
          ? `nothing waits for ${short(owner)}`
          : table(["Ticket", { right: "Amount" }, "Mint", "Since"], rows),
      json: { owner, owed: all.map(({ address: record, data }) => ({ record, ...shown(data) })) },
    };
  });
}

function shown({ ticket, security, mint, amount, decimals, owedAt }: OwedRefund) {
  return { ticket, security, mint, amount, decimals, owedAt };
}

function claimCommand(): Command {
  const command = new Command("claim")
    .description(
      "Pay out all refunds that wait for an owner: your own to your associated accounts, which are opened if they are missing, or " +
        "to one account; another owner's to its associated accounts, once they can be paid.",
    )
    .argument("[owner]", "the owner; your own key if left out", parseAddress)
    .option("--to <account>", "a token account for your own", parseAddress);
  examples(command, "refund claim", "refund claim --to 5Fgh...");
  return action<{ to?: Address }>(command, async (context, { to }, address) => {
    const signer = await context.signer();
    const owner = (address as Address | undefined) ?? signer.address;
    if (to !== undefined && owner !== signer.address) {
      throw new UsageError("--to is for your own refunds: another owner's go to its own accounts");
    }
    const all = await listOwedRefunds(context.cluster, owner);
    const signatures = [];
    for (const owed of all) {
      const { mint, tokenProgram } = owed.data;
      const own = owner === signer.address;
      const open =
        own && to === undefined
          ? await createAssociatedTokenAccount({ payer: signer, owner, mint, tokenProgram })
          : [];
      const claim = own
        ? await claimRefund({ owner: signer, owed, destination: to })
        : await payOwedRefund({ owed });
      signatures.push(await context.send([...open, ...claim], signer));
    }
    const lines = all.map(({ data }) => `paid ${money(data.amount, data.decimals)} of ${short(data.mint)}`);
    return {
      text: lines.length === 0 ? `nothing waits for ${short(owner)}` : lines.join("\n"),
      json: { owner, signatures, paid: all.map(({ data }) => shown(data)) },
    };
  });
}
