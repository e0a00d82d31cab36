import {
  ClientError,
  clusterTime,
  commitmentOf,
  counted,
  feesOf,
  mintNames,
  printable,
  readTranches,
  readWaterfall,
  settlementVault,
} from "@defi-ready/securities";
import { programErrorMessage, programErrorName } from "@defi-ready/securities/error-texts";
import { getDistributionSize, type Security } from "@defi-ready/securities/program";
import type { Payment } from "@defi-ready/securities-migrations";
import { flowsOf, project, type Step } from "@defi-ready/securities-projection";
import { readEngine } from "@defi-ready/securities-projection/node";
import { type Account, isSome } from "@solana/kit";
import { startOnChain } from "./chain-start.js";
import type { Context } from "./context.js";
import { day, facts, money, table } from "./format.js";

const SOL_DECIMALS = 9;

/** What payments would do together. Amounts are settlement base units. */
export type Preview = Readonly<{
  /** What each class would get, by rank. */
  classes: readonly Readonly<{
    rank: number;
    name: string;
    interest: bigint;
    principal: bigint;
    /** Carry, splits and the residual. */
    other: bigint;
    /** Principal outstanding afterwards. */
    outstanding: bigint;
  }>[];
  /** What tiers of fees and expenses would take for their payees. */
  fees: bigint;
  /** What the reserves, and the reinvestment account, would hold afterwards. */
  reserve: bigint;
  reinvestment: bigint;
  /** What would go to the treasury, since nobody holds the class that it is for. */
  undistributed: bigint;
  /** Payment records that would be opened, and their rent in lamports. */
  records: number;
  rent: bigint;
}>;

/**
 * What payments would do if they were posted now, one after the other: played in memory from the accounts as they are, by
 * the program's own code.
 *
 * @throws {ClientError} If the program would refuse one of them.
 */
export async function previewOf(
  { cluster }: Context,
  security: Account<Security>,
  payments: readonly Payment[],
): Promise<Preview> {
  const [start, now, tranches, waterfall, record] = await Promise.all([
    startOnChain(cluster, security),
    clusterTime(cluster),
    readTranches(cluster, security),
    readWaterfall(cluster, security.address),
    cluster.rpc
      .getMinimumBalanceForRentExemption(BigInt(getDistributionSize()), { commitment: commitmentOf(cluster) })
      .send(),
  ]);
  const steps = payments.map(
    ({ amount, principal, recovery, clawback }): Step => ({
      at: now,
      event: { __kind: "Pay", amount, principal, recovery, clawback },
    }),
  );
  const reports = project(readEngine(), { start, steps });
  const { decimals } = settlementVault(security.data);
  for (const [at, { error }] of reports.entries()) {
    const payment = payments[at];
    if (error !== 0 && payment !== undefined) {
      throw new ClientError(
        `the payment of ${money(payment.amount, decimals)} from ${day(payment.periodStart)} to ${day(payment.periodEnd)} would be refused: ` +
          `${programErrorMessage(error) ?? "the program gives no reason that this version knows"} (securities error ${error}, ${programErrorName(error) ?? "unknown"}); nothing was posted`,
      );
    }
  }
  const names = await mintNames(
    cluster,
    tranches.map(({ data }) => data.mint),
  );
  const sum = (amounts: readonly bigint[]) => amounts.reduce((all, one) => all + one, 0n);
  const ran = reports.flatMap((report) => (isSome(report.ran) ? [report.ran.value] : []));
  const last = reports.at(-1);
  const feeTiers = feesOf(waterfall.data).map(({ tier }) => tier);
  return {
    classes: flowsOf({ start, steps }, reports).map((flows, rank) => ({
      rank,
      name: names.get(tranches[rank]?.data.mint ?? security.address)?.name ?? "",
      interest: sum(flows.map(({ interest }) => interest)),
      principal: sum(flows.map(({ principal }) => principal)),
      other: sum(flows.map(({ other }) => other)),
      outstanding: last?.classes[rank]?.outstanding ?? 0n,
    })),
    fees: sum(ran.flatMap(({ tiers }) => feeTiers.map((tier) => tiers[tier] ?? 0n))),
    reserve: last?.vault.reserve ?? 0n,
    reinvestment: last?.vault.reinvestment ?? 0n,
    undistributed: sum(ran.map((one) => one.undistributed)),
    records: payments.length,
    rent: record * BigInt(payments.length),
  };
}

/** The same, for people. */
export function describePreview(preview: Preview, decimals: number): string {
  const { classes, fees, reserve, reinvestment, undistributed, records, rent } = preview;
  const show = (amount: bigint) => money(amount, decimals);
  const rows = classes.map(({ rank, name, interest, principal, other, outstanding }) => [
    String(rank),
    printable(name),
    ...[interest, principal, other, outstanding].map(show),
  ]);
  const columns = ["Interest", "Principal", "Other", "Outstanding afterwards"];
  const optional = (name: string, amount: bigint) => (amount === 0n ? [] : [[name, show(amount)] as const]);
  return [
    table([{ right: "Tranche" }, "Name", ...columns.map((right) => ({ right }))], rows),
    facts([
      ...optional("Fees and expenses", fees),
      ...optional("Reserves afterwards", reserve),
      ...optional("For new assets", reinvestment),
      ...optional("To the treasury", undistributed),
      [
        "Records",
        `${counted(records, "payment record")}, kept on chain: ${money(rent, SOL_DECIMALS)} SOL of rent`,
      ],
    ]),
  ].join("\n\n");
}
