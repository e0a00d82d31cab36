import { isLossDue, LOSS_STATES, settlementVault, vaultsOf } from "@defi-ready/securities";
import type { ReactNode } from "react";
import type { Deal } from "../../data/deal.js";
import { nameWithin } from "../../data/names.js";
import { day, hex, moment, text } from "../../format.js";
import { Address } from "../../ui/address.js";
import { Amount } from "../../ui/amount.js";
import { Day } from "../../ui/day.js";
import { Status } from "../../ui/notice.js";
import { Table } from "../../ui/table.js";
import { Untrusted } from "../../ui/untrusted.js";

/** Losses that were announced, recorded or struck out. */
export function Losses({ deal: { losses, security, time } }: Readonly<{ deal: Deal }>): ReactNode {
  const { decimals } = settlementVault(security.data);
  return (
    <Table
      caption="Losses"
      columns={[
        { title: "Announced", heads: true, cell: ({ data }) => day(data.announcedAt) },
        {
          title: "State",
          cell: ({ data }) => (
            <Status tone={data.status === 1 ? "wrong" : "plain"}>
              {isLossDue(data, time) ? "due to be recorded" : (LOSS_STATES[data.status] ?? "–")}
            </Status>
          ),
        },
        {
          title: "Amount",
          numeric: true,
          cell: ({ data }) => <Amount value={data.amount} decimals={decimals} />,
        },
        { title: "Takes effect", numeric: true, cell: ({ data }) => <Day>{moment(data.dueAt)}</Day> },
        {
          title: "Written off",
          numeric: true,
          cell: ({ data }) => <Amount value={data.writtenOff} decimals={decimals} />,
        },
        { title: "Report", cell: ({ data }) => <code className="hash">{hex(data.reportSha256)}</code> },
      ]}
      rows={losses}
      rowKey={({ address }) => address}
    />
  );
}

/** Accounts that payers of revenue pay into. */
export function Sources({ deal: { sources, security } }: Readonly<{ deal: Deal }>): ReactNode {
  const vaults = vaultsOf(security.data);
  const decimalsOf = (vault: number) => vaults[vault]?.decimals ?? 0;
  return (
    <Table
      caption="Sources of revenue"
      columns={[
        { title: "No", numeric: true, heads: true, cell: ({ source }) => source.data.number },
        { title: "What for", cell: ({ source }) => <Untrusted>{text(source.data.note)}</Untrusted> },
        { title: "Kind", cell: ({ source }) => (source.data.isPrincipal === 1 ? "Principal" : "Income") },
        {
          title: "Waits there",
          numeric: true,
          cell: ({ source, balance }) => <Amount value={balance} decimals={decimalsOf(source.data.vault)} />,
        },
        {
          title: "Collected",
          numeric: true,
          cell: ({ source }) => (
            <Amount value={source.data.collected} decimals={decimalsOf(source.data.vault)} />
          ),
        },
        { title: "Account", cell: ({ source }) => <Address value={source.data.account} /> },
      ]}
      rows={sources}
      rowKey={({ source }) => source.address}
    />
  );
}

/** Series of warrants on the shares of a deal. */
export function Warrants({ deal: { classes, security, name } }: Readonly<{ deal: Deal }>): ReactNode {
  const { decimals } = settlementVault(security.data);
  const rows = classes.flatMap((one) => one.series.map((state) => ({ ...state, on: one })));
  return (
    <Table
      caption="Warrants"
      columns={[
        {
          title: "On",
          heads: true,
          cell: ({ on }) => <Untrusted>{nameWithin(name, on.name)}</Untrusted>,
        },
        {
          title: "Strike",
          numeric: true,
          cell: ({ series }) => <Amount value={series.data.strike} decimals={decimals} />,
        },
        { title: "Expire", numeric: true, cell: ({ series }) => <Day>{day(series.data.expiresAt)}</Day> },
        {
          title: "Granted",
          numeric: true,
          cell: ({ series, on }) => (
            <Amount value={series.data.granted} decimals={on.tranche.data.decimals} />
          ),
        },
        {
          title: "Outstanding",
          numeric: true,
          cell: ({ supply, on }) => <Amount value={supply} decimals={on.tranche.data.decimals} />,
        },
        { title: "Series", cell: ({ series }) => <Address value={series.address} /> },
      ]}
      rows={rows}
      rowKey={({ series }) => series.address}
    />
  );
}
