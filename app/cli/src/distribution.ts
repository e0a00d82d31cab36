import {
  associatedTokenAddress,
  ClientError,
  canRepay,
  clusterTime,
  isPending,
  listDistributions,
  listPendingPayments,
  modeOf,
  parseAmount,
  parsePositiveAmount,
  postDistribution,
  readDistribution,
  readDistributionNumber,
  readSecurity,
  readTranches,
  readWaterfall,
  repayReinvestment,
  settlementVault,
  simulateRepayment,
  tokenBalance,
  vaultOf,
} from "@defi-ready/securities";
import { crankPayments } from "@defi-ready/securities-bot";
import type { Address } from "@solana/kit";
import { Command, Option } from "commander";
import {
  action,
  type Context,
  examples,
  type Output,
  parseAddress,
  parseCount,
  parseDay,
  parseNonce,
  UsageError,
} from "./context.js";
import { carryOutCommand, correctCommand, pendingList, pendingOf } from "./distribution-correct.js";
import { postFile, requireNoneOf, SIMILAR_CHOICES } from "./distribution-file.js";
import { describeRecord, entryOf, listOf, recordOf, settingOf, summaryOf } from "./distribution-record.js";
import { documentHash } from "./document-hash.js";
import { longNote, withFigures } from "./figures.js";
import { moment, money } from "./format.js";
import { outcome, withJob } from "./outcome.js";

type PostOptions = Readonly<{
  from?: bigint;
  to?: bigint;
  file?: string;
  dryRun?: boolean;
  similar?: (typeof SIMILAR_CHOICES)[number];
  note: string;
  document?: string;
  principal?: string;
  tips?: string;
  recovery?: boolean;
  clawback?: number;
  wait?: boolean;
  mint?: Address;
  nonce?: bigint;
}>;

/** `distribution`: money into a security, through its waterfall, and out to its holders. */
export function distributionCommand(): Command {
  return new Command("distribution")
    .description(
      "Payments into a security: post one, which runs through the waterfall at once, and pay the holders.",
    )
    .addCommand(postCommand())
    .addCommand(repayCommand())
    .addCommand(payCommand())
    .addCommand(carryOutCommand())
    .addCommand(correctCommand())
    .addCommand(listCommand())
    .addCommand(showCommand());
}

function postCommand(): Command {
  const command = new Command("post")
    .description(
      "Pay money into a security, with its period and its source. It runs through the waterfall at once; " +
        "`distribution pay` then pays the holders.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .argument("[amount]", "how much, such as 12000 or 12000.50")
    .option("--from <date>", "first day of the period, such as 2026-01-01", parseDay)
    .option("--to <date>", "end of the period, not before its start", parseDay)
    .option(
      "--file <csv>",
      "pay in the rows of a table of payments, as deal files name one: each once, when its period is over",
    )
    .option("--dry-run", "with --file: say what would be posted, and post nothing")
    .addOption(
      new Option(
        "--similar <choice>",
        "with --file: what to do with rows that look like a payment that was made, by somebody else or with another note, principal or kind; nothing is posted if left out and there are some",
      ).choices(SIMILAR_CHOICES),
    )
    .option("--note <text>", "where the money comes from, at most 64 bytes", "")
    .option("--document <file>", "the document that supports it; its SHA-256 goes on record")
    .option(
      "--principal <amount>",
      "how much of it is principal: repayments of the assets and sale proceeds; nothing if left out",
    )
    .option("--tips <amount>", "settlement money on top, for tips to whoever pays the holders")
    .option("--recovery", "make good recorded losses first; the security's servicer alone may")
    .option(
      "--clawback <tranche>",
      "pay back carry that this tranche was overpaid, to the holders it was taken from; anybody may",
      parseCount,
    )
    .option("--wait", "let it wait as long as the deal lets payments be corrected, and run only then")
    .option("--mint <mint>", "the mint that is paid in; settlement money if left out", parseAddress)
    .option(
      "--nonce <number>",
      "your own number for it, used once, so that it cannot be paid twice; random if left out",
      parseNonce,
    );
  examples(
    command,
    'distribution post 9xQe... 12000 --from 2026-01-01 --to 2026-02-01 --note "rents of January" --tips 5',
    "distribution post 9xQe... 52000 --principal 50000 --from 2026-01-01 --to 2026-02-01",
    "distribution post 9xQe... 800 --from 2026-01-01 --to 2026-02-01 --recovery",
    "distribution post 9xQe... --file payments.csv --dry-run",
    "distribution post 9xQe... 20 --from 2026-01-01 --to 2026-02-01 --clawback 1",
    "distribution post 9xQe... 52000 --from 2026-01-01 --to 2026-02-01 --wait",
  );
  return action<PostOptions>(command, post);
}

async function post(
  context: Context,
  options: PostOptions,
  address?: string,
  text?: string,
): Promise<Output> {
  const { from: periodStart, to: periodEnd, file, dryRun = false, similar } = options;
  if (file !== undefined) {
    const { note, document, principal, tips, recovery, clawback, wait, mint, nonce } = options;
    requireNoneOf({
      "the amount": text,
      "--from": periodStart,
      "--to": periodEnd,
      "--note": note,
      "--document": document,
      "--principal": principal,
      "--tips": tips,
      "--recovery": recovery,
      "--clawback": clawback,
      "--wait": wait,
      "--mint": mint,
      "--nonce": nonce,
    });
    return await postFile(context, { security: address as Address, file, dryRun, similar });
  }
  if (text === undefined || periodStart === undefined || periodEnd === undefined) {
    throw new UsageError("give the amount with --from and --to, or a table of payments with --file");
  }
  if (dryRun || similar !== undefined) {
    throw new UsageError(`${dryRun ? "--dry-run" : "--similar"} is for --file`);
  }
  const payer = await context.signer();
  const security = await readSecurity(context.cluster, address as Address);
  const { decimals } = vaultOf(security.data, options.mint);
  const amount = parsePositiveAmount(text, decimals);
  const principal = parseAmount(options.principal ?? "0", decimals);
  if (principal > amount) {
    throw new ClientError(
      `--principal ${money(principal, decimals)} is more than the payment of ${money(amount, decimals)}: it is a part of it`,
    );
  }
  const tipBudget = parseAmount(options.tips ?? "0", settlementVault(security.data).decimals);
  const { instructions, distribution, nonce } = await postDistribution({
    payer,
    security,
    mint: options.mint,
    nonce: options.nonce,
    payment: {
      amount,
      principal,
      tipBudget,
      recovery: options.recovery === true,
      clawback: options.clawback ?? null,
      wait: options.wait === true,
      periodStart,
      periodEnd,
      note: options.note,
      documentSha256: documentHash(options.document),
    },
  });
  const { mint, tokenProgram } = vaultOf(security.data, options.mint);
  const source = await associatedTokenAddress({ owner: payer.address, mint, tokenProgram });
  const signature = await withFigures(
    {
      DistributionTooSmall: () =>
        `the smallest is ${money(security.data.minDistribution, settlementVault(security.data).decimals)}`,
      TextTooLong: () => longNote(options.note),
      funds: async () => `you hold ${money(await tokenBalance(context.cluster, source), decimals)}`,
      exists: async () => {
        const { data } = await readDistribution(context.cluster, distribution);
        const which = isPending(data) ? "a payment that waits" : `distribution ${data.number}`;
        return `you have paid in under number ${nonce} already: ${which} at ${distribution}; to pay again, give another --nonce`;
      },
    },
    () =>
      context.sendConfirmed(`pay ${money(amount, decimals)} into ${security.address}`, instructions, payer),
  );
  if (options.wait === true) {
    const { data } = await readDistribution(context.cluster, distribution);
    return {
      text: `posted ${money(amount, decimals)}, which waits at ${distribution}: it can be sent back until ${moment(data.dueAt)}, and runs from then on`,
      json: { signature, amount, nonce, distribution, dueAt: data.dueAt },
    };
  }
  const entry = await entryOf(context, security, distribution);
  return {
    text: `posted distribution ${entry.number} of ${money(amount, decimals)}: ${summaryOf(entry)}`,
    json: { signature, amount, nonce, ...entry },
  };
}

function repayCommand(): Command {
  const command = new Command("repay")
    .description(
      "Run what is in the deal already, as the next payment would: a reserve pays what has fallen due that it may pay, " +
        "the reinvestment account repays the tranches once the deal does not revolve any more, and a reserve and covers " +
        "that protect nothing any more go home. Anybody may.",
    )
    .argument("<security>", "the security's address", parseAddress);
  examples(command, "distribution repay 9xQe...");
  return action(command, async (context, _, address) => {
    const { cluster } = context;
    const caller = await context.signer();
    const security = await readSecurity(cluster, address as Address);
    const { data: waterfall } = await readWaterfall(cluster, security.address);
    const now = await clusterTime(cluster);
    const { reinvestment, decimals } = settlementVault(security.data);
    const revolves = `the deal revolves until ${moment(waterfall.revolvingUntil)}: until then the reinvestment account waits for new assets`;
    if (!canRepay({ security: security.data, waterfall }, now)) {
      throw new ClientError(
        reinvestment === 0n
          ? "the reinvestment account is empty: there is nothing that could repay the tranches, and neither reserve nor covers hold anything"
          : revolves,
      );
    }
    const repaid = await simulateRepayment(cluster, { security, now, payer: caller.address });
    if (repaid.total === 0n) {
      const isWaiting = reinvestment > 0n && modeOf(waterfall, now) === "revolving";
      throw new ClientError(
        `nothing would leave now: a reserve pays on a due date and afterwards what has fallen due at the tiers ahead of it, and reserve and covers go home once what they protect is owed nothing any more${
          reinvestment === 0n
            ? ""
            : isWaiting
              ? `; ${revolves}`
              : ", and a floor under subordination holds the rest back"
        }`,
      );
    }
    const { instructions, distribution, nonce } = await repayReinvestment({ caller, security, now });
    const signature = await context.send(instructions, caller);
    const entry = await entryOf(context, security, distribution);
    return {
      text: `repaid ${money(repaid.total, decimals)} as distribution ${entry.number}: ${summaryOf(entry) || "the capital of covers"}`,
      json: { signature, nonce, ...entry },
    };
  });
}

function payCommand(): Command {
  const command = new Command("pay")
    .description("Pay all holders what they are owed; tips for it go to your account of settlement money.")
    .argument("<security>", "the security's address", parseAddress)
    .option("--mint <mint>", "the mint to pay; settlement money if left out", parseAddress);
  examples(command, "distribution pay 9xQe...");
  return action<{ mint?: Address }>(command, async (context, { mint }, address) => {
    const security = await readSecurity(context.cluster, address as Address);
    const report = await withJob(context, async (job) => {
      for (const tranche of await readTranches(context.cluster, security)) {
        await crankPayments(job, { security, tranche, mint });
      }
    });
    return outcome(report, security);
  });
}

function listCommand(): Command {
  const command = new Command("list")
    .description("List the payments into a security, with their source and their use.")
    .argument("<security>", "the security's address", parseAddress);
  examples(command, "distribution list 9xQe...");
  return action(command, async (context, _, address) => {
    const { cluster } = context;
    const security = await readSecurity(cluster, address as Address);
    const setting = await settingOf(context, security, await readWaterfall(cluster, security.address));
    const all = (await listDistributions(cluster, security.address)).map((one) => recordOf(one, setting));
    const pending = await listPendingPayments(cluster, security.address);
    const { decimals } = settlementVault(security.data);
    return {
      text: [
        ...(pending.length > 0 && all.length === 0 ? [] : [listOf(all)]),
        ...(pending.length === 0 ? [] : [pendingList(pending, security.data)]),
      ].join("\n\n"),
      json: {
        security: security.address,
        decimals,
        distributions: all,
        pending: pending.map((one) => pendingOf(one, security.data)),
      },
    };
  });
}

function showCommand(): Command {
  const command = new Command("show")
    .description("Show a payment into a security: source, document, mode, and what each tier took.")
    .argument("<security>", "the security's address", parseAddress)
    .argument("<number>", "the distribution's number", parseCount);
  examples(command, "distribution show 9xQe... 0");
  return action(command, async (context, _, address, number) => {
    const security = await readSecurity(context.cluster, address as Address);
    const { cluster } = context;
    const found = await readDistributionNumber(cluster, {
      security: security.address,
      number: Number(number),
    });
    const setting = await settingOf(context, security, await readWaterfall(cluster, security.address));
    const entry = recordOf(found, setting);
    return { text: describeRecord(entry), json: entry };
  });
}
