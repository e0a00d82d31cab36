import { settlementVault, vaultsOf } from "@defi-ready/securities";
import type { ReactNode } from "react";
import type { Deal } from "../../data/deal.js";
import { day, moment, text } from "../../format.js";
import { slots } from "../../slots.js";
import { Address } from "../../ui/address.js";
import { Amount } from "../../ui/amount.js";
import { Table } from "../../ui/table.js";
import { Untrusted } from "../../ui/untrusted.js";

/** Payments into a deal that wait: until when they can be sent back. */
export function Waiting({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const { pending, security, time } = deal;
  const { payment: Actions } = slots;
  if (pending.length === 0) {
    return null;
  }
  const vaultOf = (at: number) => vaultsOf(security.data)[at] ?? settlementVault(security.data);
  return (
    <>
      <p>
        What waits has not run, and counts for nothing: no holder has any of it, and whoever posted it can
        take it back with the arbitrator until its time. From then on anyone carries it out, and it reaches
        holders over a day.
      </p>
      <Table
        caption="Payments that wait"
        columns={[
          {
            title: "Amount",
            heads: true,
            cell: ({ data }) => <Amount value={data.gross} decimals={vaultOf(data.vault).decimals} />,
          },
          { title: "Period", cell: ({ data }) => `${day(data.periodStart)} to ${day(data.periodEnd)}` },
          { title: "Source", cell: ({ data }) => <Untrusted>{text(data.note)}</Untrusted> },
          { title: "Paid by", cell: ({ data }) => <Address value={data.payer} /> },
          {
            title: "Can be sent back",
            cell: ({ data }) =>
              time < data.dueAt ? `until ${moment(data.dueAt)}` : "no longer: anyone can carry it out",
          },
          ...(Actions === undefined
            ? []
            : [
                {
                  title: "What you can do",
                  cell: (of: (typeof pending)[number]) => <Actions deal={deal} of={of} />,
                },
              ]),
        ]}
        rows={pending}
        rowKey={({ address }) => address}
      />
    </>
  );
}
