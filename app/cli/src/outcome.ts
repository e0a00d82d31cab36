import { settlementVault, vaultOf } from "@defi-ready/securities";
import type { Security } from "@defi-ready/securities/program";
import { type CrankReport, type Job, jobFor, type Skipped } from "@defi-ready/securities-bot";
import type { Account } from "@solana/kit";
import type { Context, Output } from "./context.js";
import { money, short } from "./format.js";
import { ProgressView } from "./progress.js";

/** Does a part of the bot's work, shows its progress, and returns its report. */
export async function withJob(context: Context, work: (job: Job) => Promise<void>): Promise<CrankReport> {
  const view = new ProgressView((line) => context.progress(line), process.stderr.isTTY && !context.json);
  const job = jobFor(context.cluster, {
    payer: await context.keypair(),
    onProgress: (progress) => view.show(progress),
  });
  await work(job).finally(() => view.end());
  return job.report.finish(1);
}

/** The bot's work in one line, and the items it skipped. */
export function outcome(report: CrankReport, security?: Account<Security>): Output & { text: string } {
  const parts = [
    [report.locked, "books locked"],
    [report.marked, "marks set"],
    [report.moved, "tickets moved up"],
    [report.settled, "tickets settled"],
    [report.released, "proceeds released"],
    [report.points, "managers' points taken"],
    [report.refunded, "tickets refunded"],
    [report.closed, "series closed"],
    [report.losses, "losses recorded"],
    [report.collected, "sources collected"],
    [report.swept, "vaults swept"],
    [report.returned, "vaults' proceeds returned"],
    [report.checked, "tests of triggers"],
    [report.repaid, "reinvestment accounts repaid"],
    [report.fees, "fees paid"],
    [report.opened, "holders' token accounts opened"],
    [report.paid, "holders paid"],
    [report.escheated, "holders' money sent to the escheat owner"],
  ] as const;
  const done = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const sums = security === undefined ? [] : sumsOf(report, security);
  const sum = sums.length === 0 ? "" : `, ${sums.join(" and ")} in all`;
  const line = (what: string) => (one: Skipped) =>
    `  ${what} (${one.task} ${short(one.subject)}): ${one.reason}`;
  const { waiting, skipped, unlisted } = report;
  const left = [
    ...waiting.map(line("waits")),
    ...skipped.map(line("passed over")),
    ...(unlisted === 0 ? [] : [`  and ${unlisted} more`]),
  ];
  const head =
    done.length === 0 ? "nothing was due" : `${report.dryRun ? "would be: " : ""}${done.join(", ")}${sum}`;
  return {
    text: [`${head}${report.stopped ? "; stopped before all was done" : ""}`, ...left].join("\n"),
    json: report,
    failed: report.skipped.length > 0,
  };
}

/** The payments to the holders of a security, in each mint. */
function sumsOf({ amounts, inKind }: CrankReport, { address, data }: Account<Security>): string[] {
  const amount = amounts.get(address);
  const settled = amount === undefined ? [] : [money(amount, settlementVault(data).decimals)];
  const others = inKind
    .filter((one) => one.security === address)
    .map((one) => `${money(one.amount, vaultOf(data, one.mint).decimals)} of ${short(one.mint)}`);
  return [...settled, ...others];
}
