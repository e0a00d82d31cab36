import type { Account, Address } from "@solana/kit";
import { Command } from "commander";
import { crankDistributions, crankPayments, type Job } from "../bot/index.js";
import {
  listDistributions,
  parseAmount,
  postDistribution,
  readSecurity,
  readTranches,
  settlementVault,
} from "../client/index.js";
import type { Security } from "../generated/index.js";
import { action, type Context, examples, type Output, parseAddress, parseDay } from "./context.js";
import { sha256Of } from "./file.js";
import { day, money, short, table, text } from "./format.js";
import { outcome, withJob } from "./outcome.js";

type PostOptions = Readonly<{ from: bigint; to: bigint; note: string; document?: string }>;

/** `distribution`: money into a security, through its waterfall, out to its holders. */
export function distributionCommand(): Command {
  return new Command("distribution")
    .description("Payments into a security: post one, run it through the waterfall, pay the holders.")
    .addCommand(postCommand())
    .addCommand(verb("run", "Run the distributions that wait, in order.", run, "distribution run 9xQe..."))
    .addCommand(verb("pay", "Pay all holders what they are owed.", pay, "distribution pay 9xQe..."))
    .addCommand(
      verb(
        "list",
        "List the payments into a security, with their source.",
        list,
        "distribution list 9xQe...",
      ),
    );
}

function verb(
  name: string,
  description: string,
  work: (context: Context, security: Account<Security>) => Promise<Output>,
  example: string,
): Command {
  const command = new Command(name)
    .description(description)
    .argument("<security>", "the security's address", parseAddress);
  return action(examples(command, example), async (context, _, address) =>
    work(context, await readSecurity(context.cluster, address as Address)),
  );
}

function postCommand(): Command {
  const command = new Command("post")
    .description("Pay money into a security, with its period and its source.")
    .argument("<security>", "the security's address", parseAddress)
    .argument("<amount>", "settlement money, such as 12000 or 12000.50")
    .requiredOption("--from <date>", "first day of the period, such as 2026-01-01", parseDay)
    .requiredOption("--to <date>", "end of the period, not before its start", parseDay)
    .option("--note <text>", "where the money comes from, at most 64 bytes", "")
    .option("--document <file>", "the document behind it; its SHA-256 goes on record");
  examples(
    command,
    'distribution post 9xQe... 12000 --from 2026-01-01 --to 2026-02-01 --note "rents of January"',
  );
  return action<PostOptions>(command, async (context, options, address, amount) => {
    const payer = await context.signer();
    const security = await readSecurity(context.cluster, address as Address);
    const { decimals } = settlementVault(security.data);
    const units = parseAmount(amount ?? "", decimals);
    const { instructions, distribution, number } = await postDistribution({
      payer,
      security,
      payment: {
        amount: units,
        periodStart: options.from,
        periodEnd: options.to,
        note: options.note,
        documentSha256: options.document === undefined ? new Uint8Array(32) : sha256Of(options.document),
      },
    });
    const signature = await context.send(instructions, payer);
    return {
      text: `posted distribution ${number} of ${money(units, decimals)}`,
      json: { signature, distribution, number, amount: units },
    };
  });
}

async function run(context: Context, security: Account<Security>): Promise<Output> {
  return await withSecurity(context, security, (job) => crankDistributions(job, security));
}

async function pay(context: Context, security: Account<Security>): Promise<Output> {
  return await withSecurity(context, security, async (job) => {
    for (const tranche of await readTranches(context.cluster, security)) {
      await crankPayments(job, security, tranche);
    }
  });
}

async function withSecurity(
  context: Context,
  security: Account<Security>,
  work: (job: Job) => Promise<void>,
): Promise<Output> {
  return outcome(await withJob(context, work), security);
}

async function list(context: Context, security: Account<Security>): Promise<Output> {
  const { decimals } = settlementVault(security.data);
  const all = (await listDistributions(context.cluster, security.address)).map(({ address, data }) => ({
    distribution: address,
    number: data.number,
    status: data.status === 0 ? "waits" : "run",
    gross: data.gross,
    periodStart: data.periodStart,
    periodEnd: data.periodEnd,
    payer: data.payer,
    note: text(data.note),
    tiers: data.tiers,
  }));
  const rows = all.map((one) => [
    String(one.number),
    `${day(one.periodStart)} to ${day(one.periodEnd)}`,
    money(one.gross, decimals),
    one.status,
    short(one.payer),
    one.note,
  ]);
  return {
    text:
      rows.length === 0
        ? "nothing has been paid in"
        : table([{ right: "No" }, "Period", { right: "Amount" }, "Status", "Payer", "Source"], rows),
    json: { security: security.address, decimals, distributions: all },
  };
}
