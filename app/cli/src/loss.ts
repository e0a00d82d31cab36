import {
  announceLoss,
  clusterTime,
  correctLoss,
  isLossDue,
  LOSS_STATES,
  listLosses,
  parsePositiveAmount,
  principalOf,
  readLoss,
  readSecurity,
  readTranches,
  recordLoss,
  settlementVault,
  strikeLoss,
} from "@defi-ready/securities";
import { type Loss, type Tranche, TrancheKind } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { Command } from "commander";
import { action, type Context, examples, parseAddress } from "./context.js";
import { sha256Of } from "./document-hash.js";
import { withFigures } from "./figures.js";
import { hexOf, moment, money, table } from "./format.js";

const REPORT = "the report's file, or its SHA-256 in 64 hexadecimal digits";

/** `loss`: losses of the pool. */
export function lossCommand(): Command {
  return new Command("loss")
    .description(
      "Losses of the pool: announced with a report, recorded after their notice or struck out before it ends.",
    )
    .addCommand(announceCommand())
    .addCommand(recordCommand())
    .addCommand(strikeCommand())
    .addCommand(correctCommand())
    .addCommand(listCommand());
}

function announceCommand(): Command {
  const command = new Command("announce")
    .description(
      "Announce that the pool lost something. Nothing changes until the security's notice is over and somebody records " +
        "it. By the servicer; a report can be used once, and its rent is not refunded.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .argument("<amount>", "settlement money")
    .requiredOption("--report <file>", "the report that it is based on; its SHA-256 goes on record");
  examples(command, "loss announce 9xQe... 2500 --report default-of-loan-17.pdf");
  return action<{ report: string }>(command, async (context, { report }, address, text) => {
    const servicer = await context.signer();
    const security = await readSecurity(context.cluster, address as Address);
    const { decimals } = settlementVault(security.data);
    const amount = parsePositiveAmount(text ?? "", decimals);
    const reportSha256 = sha256Of(report);
    const { instructions, loss } = await announceLoss({ servicer, security, amount, reportSha256 });
    const exists = async () => {
      const { amount: before } = (
        await readLoss(context.cluster, { security: security.address, reportSha256 })
      ).data;
      return `a loss of ${money(before, decimals)} was announced with this report already: a report is used once, so base another loss on one of its own`;
    };
    const signature = await withFigures({ exists }, () => context.send(instructions, servicer));
    const { data } = await readLoss(context.cluster, { security: security.address, reportSha256 });
    return {
      text: `announced a loss of ${money(amount, decimals)}: anyone may record it from ${moment(data.dueAt)}, and the arbitrator strike it out until then`,
      json: { signature, loss, amount, dueAt: data.dueAt, reportSha256: hexOf(reportSha256) },
    };
  });
}

function recordCommand(): Command {
  const command = new Command("record")
    .description(
      "Record an announced loss: covers pay for it first, and the rest is written off, starting with the most junior tranche. By " +
        "anyone once its notice is over, and earlier with the arbitrator's signature.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .argument("<report>", REPORT)
    .option("--arbitrator <file>", "key file of the arbitrator, who lets it take effect now");
  examples(command, "loss record 9xQe... default-of-loan-17.pdf");
  return action<{ arbitrator?: string }>(command, async (context, options, address, report) => {
    const payer = await context.signer();
    const arbitrator = options.arbitrator === undefined ? undefined : await context.keyOf(options.arbitrator);
    const security = await readSecurity(context.cluster, address as Address);
    const { decimals } = settlementVault(security.data);
    const { address: loss, data: announced } = await lossOf(context, security.address, report);
    const before = await readTranches(context.cluster, security);
    const signature = await context.sendConfirmed(
      `record a loss of ${money(announced.amount, decimals)}, which holders bear from then on`,
      await recordLoss({ security, loss, arbitrator }),
      payer,
    );
    const after = await readTranches(context.cluster, security);
    const { data } = await lossOf(context, security.address, report);
    const tranches = before.map((tranche, rank) => change(tranche, after[rank] ?? tranche, decimals));
    return {
      text: [`recorded a loss of ${money(data.recorded, decimals)}`, ...linesOf(tranches)].join("\n"),
      json: { signature, loss, amount: data.recorded, reportSha256: hexOf(data.reportSha256), tranches },
    };
  });
}

function strikeCommand(): Command {
  const command = new Command("strike")
    .description("Strike out an announced loss, until it is recorded. By the arbitrator.")
    .argument("<security>", "the security's address", parseAddress)
    .argument("<report>", REPORT);
  examples(command, "loss strike 9xQe... default-of-loan-17.pdf");
  return action(command, async (context, _, address, report) => {
    const arbitrator = await context.signer();
    const security = await readSecurity(context.cluster, address as Address);
    const { address: loss, data } = await lossOf(context, security.address, report);
    const amount = money(data.amount, settlementVault(security.data).decimals);
    const signature = await context.sendConfirmed(
      `strike out the announced loss of ${amount}`,
      await strikeLoss({ arbitrator, security: security.address, loss }),
      arbitrator,
    );
    return { text: `struck out the announced loss of ${amount}`, json: { signature, loss } };
  });
}

function correctCommand(): Command {
  const command = new Command("correct")
    .description(
      "Lower a recorded loss: principal is written up, the most senior first, without cash. By the servicer and the " +
        "arbitrator together.",
    )
    .argument("<security>", "the security's address", parseAddress)
    .argument("<report>", REPORT)
    .argument("<amount>", "settlement money, at most the part of the loss that is still written off")
    .option("--arbitrator <file>", "key file of the arbitrator; the servicer's own if left out");
  examples(command, "loss correct 9xQe... default-of-loan-17.pdf 500 --arbitrator arbitrator.json");
  return action<{ arbitrator?: string }>(command, async (context, options, address, report, text) => {
    const servicer = await context.signer();
    const arbitrator = options.arbitrator === undefined ? servicer : await context.keyOf(options.arbitrator);
    const security = await readSecurity(context.cluster, address as Address);
    const { decimals } = settlementVault(security.data);
    const amount = parsePositiveAmount(text ?? "", decimals);
    const { address: loss } = await lossOf(context, security.address, report);
    const before = await readTranches(context.cluster, security);
    const signature = await context.sendConfirmed(
      `lower the loss by ${money(amount, decimals)}, which writes principal up`,
      await correctLoss({ servicer, arbitrator, security, loss, amount }),
      servicer,
    );
    const after = await readTranches(context.cluster, security);
    const tranches = before.map((tranche, rank) => change(tranche, after[rank] ?? tranche, decimals));
    return {
      text: [`lowered the loss by ${money(amount, decimals)}`, ...linesOf(tranches)].join("\n"),
      json: { signature, loss, amount, tranches },
    };
  });
}

function listCommand(): Command {
  const command = new Command("list")
    .description("List a security's losses, and the state of each.")
    .argument("<security>", "the security's address", parseAddress);
  examples(command, "loss list 9xQe...");
  return action(command, async (context, _, address) => {
    const security = await readSecurity(context.cluster, address as Address);
    const losses = await listLosses(context.cluster, security.address);
    const time = await clusterTime(context.cluster);
    const { decimals } = settlementVault(security.data);
    return {
      text: losses.length === 0 ? "no loss was announced" : lossTable(losses, time, decimals),
      json: losses.map(({ address: loss, data }) => ({
        loss,
        state: LOSS_STATES[data.status],
        amount: data.amount,
        announcedAt: data.announcedAt,
        dueAt: data.dueAt,
        recorded: data.recorded,
        writtenOff: data.writtenOff,
        corrected: data.corrected,
        reportSha256: hexOf(data.reportSha256),
      })),
    };
  });
}

/** Losses in a table, for people. */
export function lossTable(losses: readonly Account<Loss>[], time: bigint, decimals: number): string {
  const rows = losses.map(({ data }) => [
    `${hexOf(data.reportSha256)?.slice(0, 16) ?? ""}..`,
    money(data.amount, decimals),
    standing(data, time),
    money(data.recorded, decimals),
    money(data.writtenOff - data.corrected, decimals),
  ]);
  return table(
    ["Report", { right: "Announced" }, "State", { right: "Recorded" }, { right: "Written off" }],
    rows,
  );
}

function standing(loss: Loss, time: bigint): string {
  if (loss.status !== 0) {
    return `${LOSS_STATES[loss.status] ?? "?"} ${moment(loss.endedAt)}`;
  }
  return isLossDue(loss, time) ? "announced, can be recorded now" : `on notice until ${moment(loss.dueAt)}`;
}

async function lossOf(context: Context, security: Address, report = ""): Promise<Account<Loss>> {
  const hash = /^[0-9a-f]{64}$/.test(report) ? Uint8Array.from(Buffer.from(report, "hex")) : sha256Of(report);
  return await readLoss(context.cluster, { security, reportSha256: hash });
}

type Change = Readonly<{
  rank: number;
  lost: bigint;
  repaid: bigint;
  principal: bigint;
  wiped: boolean;
  words: string;
}>;

/** The effect of a loss or a correction on a tranche. */
function change({ data: then }: Account<Tranche>, { data: now }: Account<Tranche>, decimals: number): Change {
  const [lost, repaid] = [now.loss - then.loss, now.principalRepaid - then.principalRepaid];
  const cover = now.kind === TrancheKind.Cover;
  const parts = [
    ...(lost > 0n ? [`${cover ? "pays" : "loses"} ${money(lost, decimals)}`] : []),
    ...(lost < 0n ? [`is written up by ${money(-lost, decimals)}`] : []),
    ...(repaid > 0n ? [`is repaid ${money(repaid, decimals)}`] : []),
    ...(now.status === 1 && then.status === 0 ? ["is wiped out"] : []),
    ...(now.status === 0 && then.status === 1 ? ["is open again"] : []),
  ];
  const words = `${cover ? "cover" : "tranche"} ${now.rank} ${parts.join(" and ")}`;
  return { rank: now.rank, lost, repaid, principal: principalOf(now), wiped: now.status === 1, words };
}

function linesOf(changes: readonly Change[]): string[] {
  return changes.filter(({ lost, repaid }) => lost !== 0n || repaid > 0n).map(({ words }) => `  ${words}`);
}
