import { countedIrregular, settlementVault, vaultOf } from "@defi-ready/securities";
import type { Security } from "@defi-ready/securities/program";
import { type CrankReport, type Job, jobFor, type Skipped } from "@defi-ready/securities-bot";
import type { Account } from "@solana/kit";
import type { Context, Output } from "./context.js";
import { money, short } from "./format.js";
import { ProgressView } from "./progress.js";

/** Does a part of the bot's work, shows its progress, and returns its report. */
export async function withJob(context: Context, work: (job: Job) => Promise<void>): Promise<CrankReport> {
  context.sent.isQuiet = true;
  context.sent.again = "run it again: it does only what is left";
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
    [report.locked, "book locked", "books locked"],
    [report.givenUp, "book failed with its group", "books failed with their group"],
    [report.credentials, "credential copied", "credentials copied"],
    [report.marked, "mark set or removed", "marks set or removed"],
    [report.moved, "ticket moved up", "tickets moved up"],
    [report.settled, "ticket settled", "tickets settled"],
    [report.released, "book's proceeds released", "books' proceeds released"],
    [report.points, "manager's points taken", "managers' points taken"],
    [report.fixed, "rate fixed", "rates fixed"],
    [report.frozen, "account of shares frozen", "accounts of shares frozen"],
    [report.windows, "window opened", "windows opened"],
    [report.refunded, "ticket refunded", "tickets refunded"],
    [report.closed, "series closed", "series closed"],
    [report.executed, "resolution or measure executed", "resolutions and measures executed"],
    [report.converted, "class or record converted", "classes and records converted"],
    [
      report.reclaimed,
      "vote, resolution, measure or conversion closed",
      "votes, resolutions, measures and conversions closed",
    ],
    [report.losses, "loss recorded", "losses recorded"],
    [report.collected, "source collected", "sources collected"],
    [report.swept, "vault swept", "vaults swept"],
    [report.returned, "vault's proceeds returned", "vaults' proceeds returned"],
    [report.checked, "test of triggers", "tests of triggers"],
    [report.stepped, "step of control", "steps of control"],
    [report.repaid, "payment of what waited in a deal", "payments of what waited in deals"],
    [report.fees, "fee paid", "fees paid"],
    [report.opened, "holder's token account opened", "holders' token accounts opened"],
    [report.paid, "holder paid", "holders paid"],
    [
      report.escheated,
      "holder's money sent to the escheat owner",
      "holders' money sent to the escheat owner",
    ],
  ] as const;
  const done = parts
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => countedIrregular({ count, one, many }));
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
