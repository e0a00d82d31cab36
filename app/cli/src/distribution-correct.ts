import {
  ClientError,
  carryOutDistribution,
  clusterTime,
  correctDistribution,
  isPending,
  printable,
  readDistribution,
  readSecurity,
  settlementVault,
  vaultsOf,
} from "@defi-ready/securities";
import type { Distribution, Security } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { Command } from "commander";
import { action, type Context, examples, parseAddress } from "./context.js";
import { entryOf, summaryOf } from "./distribution-record.js";
import { day, hexOf, moment, money, short, table, text } from "./format.js";

/** A payment that waits, as commands give it to programs. Amounts are base units of its mint. */
export function pendingOf({ address, data }: Account<Distribution>, security: Security) {
  const vault = vaultsOf(security)[data.vault] ?? settlementVault(security);
  return {
    distribution: address,
    gross: data.gross,
    principal: data.principal,
    tipBudget: data.tipBudget,
    mint: vault.mint,
    decimals: vault.decimals,
    periodStart: data.periodStart,
    periodEnd: data.periodEnd,
    postedAt: data.postedAt,
    dueAt: data.dueAt,
    payer: data.payer,
    note: text(data.note),
    documentSha256: hexOf(data.documentSha256),
  };
}

/** Payments that wait in a table, for people. */
export function pendingList(all: readonly Account<Distribution>[], security: Security): string {
  const rows = all.map((one) => {
    const entry = pendingOf(one, security);
    return [
      one.address,
      `${day(entry.periodStart)} to ${day(entry.periodEnd)}`,
      money(entry.gross, entry.decimals),
      short(entry.payer),
      printable(entry.note),
      moment(entry.dueAt),
    ];
  });
  return table(["Waits", "Period", { right: "Amount" }, "Payer", "Source", "Runs from"], rows);
}

/** What both commands read: a payment that waits, and where. */
async function readPending({ cluster }: Context, address: string | undefined, payment: string | undefined) {
  const [security, distribution] = await Promise.all([
    readSecurity(cluster, address as Address),
    readDistribution(cluster, payment as Address),
  ]);
  if (!isPending(distribution.data)) {
    throw new ClientError(
      `distribution ${distribution.data.number} has run: it is its holders', and is not corrected any more`,
    );
  }
  return { security, distribution };
}

/** `distribution carry-out` */
export function carryOutCommand(): Command {
  const command = new Command("carry-out")
    .description(
      "Carry out a payment that has waited: it runs through the waterfall as if it came in now, and reaches holders over a " +
        "day. Anybody may, once it can be corrected no more.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .argument("<distribution>", "the payment's address, as `distribution list` shows it", parseAddress);
  examples(command, "distribution carry-out 9xQe... 5Hwn...");
  return action(command, async (context, _, address, payment) => {
    const caller = await context.signer();
    const { security, distribution } = await readPending(context, address, payment);
    const { dueAt } = distribution.data;
    if ((await clusterTime(context.cluster)) < dueAt) {
      throw new ClientError(`the payment can be corrected until ${moment(dueAt)}: it runs from then on`);
    }
    const instructions = await carryOutDistribution({ security, distribution: distribution.address });
    const signature = await context.send(instructions, caller);
    const entry = await entryOf(context, security, distribution.address);
    return {
      text: `carried out distribution ${entry.number} of ${money(entry.gross, entry.decimals)}: ${summaryOf(entry)}`,
      json: { signature, ...entry },
    };
  });
}

type CorrectOptions = Readonly<{ arbitrator: string; to?: Address }>;

/** `distribution correct` */
export function correctCommand(): Command {
  const command = new Command("correct")
    .description(
      "Send a payment that waits back to yourself, who posted it, with the arbitrator. Its tips and the rent of its record " +
        "come back too.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .argument("<distribution>", "the payment's address, as `distribution list` shows it", parseAddress)
    .requiredOption("--arbitrator <keypair>", "the arbitrator's key file")
    .option("--to <account>", "a token account of yours; the associated one if left out", parseAddress);
  examples(command, "distribution correct 9xQe... 5Hwn... --arbitrator arbitrator.json");
  return action<CorrectOptions>(command, async (context, options, address, payment) => {
    const payer = await context.signer();
    const arbitrator = await context.keyOf(options.arbitrator);
    const { security, distribution } = await readPending(context, address, payment);
    const instructions = await correctDistribution({
      payer,
      arbitrator,
      security,
      distribution,
      receivingAccount: options.to,
    });
    const { gross, tipBudget, decimals, mint } = pendingOf(distribution, security.data);
    const back = money(gross + tipBudget, decimals);
    const signature = await context.sendConfirmed(`send ${back} back`, instructions, payer);
    return {
      text: `sent ${back} back: nothing of it has run`,
      json: {
        signature,
        security: security.address,
        distribution: distribution.address,
        amount: gross + tipBudget,
        mint,
      },
    };
  });
}
