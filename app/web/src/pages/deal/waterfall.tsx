import {
  describeTier,
  feesOf,
  modeOf,
  overpaidCarries,
  resumesAt,
  settlementVault,
  tiersOf,
} from "@defi-ready/securities";
import type { TierState } from "@defi-ready/securities/program";
import type { ReactNode } from "react";
import type { Deal } from "../../data/deal.js";
import { moment } from "../../format.js";
import { Amount } from "../../ui/amount.js";
import { Notice } from "../../ui/notice.js";
import { type Column, Facts, Table } from "../../ui/table.js";

type Row = Readonly<{ at: number; tier: TierState; words: string; note: ReactNode }>;

/** The tiers through which each payment runs, with what each took so far. */
export function WaterfallTiers({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const { waterfall, security, classes } = deal;
  const { data } = waterfall;
  if (data.tierCount === 0) {
    return (
      <Notice title="The sponsor has not set this yet">
        Nothing can be locked, and nothing paid in, before the deal says how money is divided.
      </Notice>
    );
  }
  const { decimals } = settlementVault(security.data);
  const fees = new Map(feesOf(data).map((fee) => [fee.tier, fee.owed]));
  const overpaid = new Map(
    overpaidCarries({
      security: security.data,
      waterfall: data,
      tranches: classes.map(({ tranche }) => tranche.data),
    }).map((one) => [one.tier, one]),
  );
  const rows = tiersOf(data).map((tier, at) => ({
    at,
    tier,
    words: withNames(describeTier(tier, decimals), deal),
    note: noteOf({ owed: fees.get(at) ?? 0n, over: overpaid.get(at)?.amount ?? 0n, decimals }),
  }));
  const columns: readonly Column<Row>[] = [
    { title: "Tier", numeric: true, cell: ({ at }) => at + 1 },
    { title: "Pays", heads: true, cell: ({ words }) => <span className="prose-cell">{words}</span> },
    {
      title: "Taken so far",
      numeric: true,
      cell: ({ tier }) => <Amount value={tier.taken} decimals={decimals} />,
    },
    { title: "Open", cell: ({ note }) => note },
  ];
  return (
    <>
      <p className="lead">Each payment runs through these tiers from the top until nothing is left.</p>
      <Table caption="Tiers of the waterfall" columns={columns} rows={rows} rowKey={({ at }) => String(at)} />
      <Facts entries={rulesOf(deal)} />
    </>
  );
}

/** Classes by their names where the client's words have their ranks. */
function withNames(words: string, { classes, name: dealName }: Deal): string {
  const named = words.replace(
    /\b(tranches?|cover) (\d)((?:, \d)*)/g,
    (all, word: string, first: string, more: string) => {
      const ranks = `${first}${more}`.split(", ").map(Number);
      const names = ranks.map((rank) => classes[rank]?.name);
      const known = names.every((one) => one !== undefined);
      const short = names.map((one) =>
        one?.startsWith(`${dealName} `) ? one.slice(dealName.length + 1) : one,
      );
      return known ? `${word === "cover" ? "cover " : ""}${short.join(", ")}` : all;
    },
  );
  return named.charAt(0).toUpperCase() + named.slice(1);
}

function noteOf({
  owed,
  over,
  decimals,
}: Readonly<{ owed: bigint; over: bigint; decimals: number }>): ReactNode {
  if (owed > 0n) {
    return (
      <>
        <Amount value={owed} decimals={decimals} /> to be paid out
      </>
    );
  }
  return over > 0n ? (
    <>
      <Amount value={over} decimals={decimals} /> too much, owed back
    </>
  ) : null;
}

function rulesOf({
  waterfall: { data },
  tested,
  time,
  security,
  ...deal
}: Deal): readonly (readonly [string, ReactNode])[] {
  const { decimals, reinvestment } = settlementVault(security.data);
  const resumes = resumesAt(tested);
  return [
    [
      "Principal",
      data.proRataFrom === 0n
        ? "repays the most senior first"
        : `repays the debts pro rata from ${moment(data.proRataFrom)} on, while all tests hold`,
    ],
    ...(data.principalPaysInterest === 1
      ? [["Unpaid interest", "is paid out of principal too"] as const]
      : []),
    ...(resumes === undefined
      ? []
      : [["Resumes", `${moment(resumes)}, if all tests hold until then`] as const]),
    ...(data.revolvingUntil > time ? [["Revolves until", moment(data.revolvingUntil)] as const] : []),
    ...(data.poolAt === 0n
      ? []
      : [
          [
            "Pool",
            <span key="pool">
              <Amount value={data.poolValue} decimals={decimals} />, reported {moment(data.poolAt)}
            </span>,
          ] as const,
        ]),
    ["Proceeds", deal.whyNotDrawn === undefined ? "may be drawn" : `wait: ${deal.whyNotDrawn}`],
    ...(reinvestment > 0n && modeOf(tested, time) === "revolving"
      ? [
          [
            "Money for new assets",
            deal.whyNotReinvested === undefined ? "may be drawn" : `waits: ${deal.whyNotReinvested}`,
          ] as const,
        ]
      : []),
  ];
}
