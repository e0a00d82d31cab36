import type { ReactNode } from "react";
import { Link } from "wouter";
import { Act } from "../actions/act.js";
import { day, money } from "../format.js";
import { Amount } from "../ui/amount.js";
import { Day } from "../ui/day.js";
import { Section } from "../ui/section.js";
import { type Column, Table } from "../ui/table.js";
import { Untrusted } from "../ui/untrusted.js";
import type { Deals } from "./classes.js";
import type { OwnFee } from "./payee.js";
import { payFeeAction } from "./payee-actions.js";

/** Fees and expenses that are paid to the account, and those that can be paid now. */
export function FeesSection({
  fees,
  nameOf,
}: Readonly<{ fees: readonly OwnFee[]; nameOf: Deals["nameOf"] }>): ReactNode {
  const columns: readonly Column<OwnFee>[] = [
    {
      title: "Deal",
      heads: true,
      cell: ({ security }) => (
        <Link href={`/deal/${security.address}`}>
          <Untrusted>{nameOf(security.address)}</Untrusted>
        </Link>
      ),
    },
    {
      title: "For",
      cell: (fee) => (
        <>
          {fee.words}
          {fee.expenseLeft === undefined ? null : (
            <>
              <br />
              <span className="hint">
                {money(fee.expenseLeft, fee.decimals)} can still be submitted for it this year
              </span>
            </>
          )}
        </>
      ),
    },
    {
      title: "Owed to you",
      numeric: true,
      cell: ({ owed, decimals }) => <Amount value={owed} decimals={decimals} />,
    },
    {
      title: "Since",
      cell: ({ since }) => (since === undefined ? null : <Day>{day(since)}</Day>),
    },
    {
      title: "Due, not taken yet",
      numeric: true,
      cell: ({ unmet, decimals }) => <Amount value={unmet} decimals={decimals} />,
    },
    {
      title: "Paid so far",
      numeric: true,
      cell: ({ paid, decimals }) => <Amount value={paid} decimals={decimals} />,
    },
    {
      title: "Actions",
      cell: (fee) =>
        fee.owed === 0n && fee.treasuryPays === 0n ? null : (
          <div className="buttons">
            {fee.owed === 0n ? null : (
              <Act label="Have it paid" variant="primary" action={() => payFeeAction(fee)} />
            )}
            {fee.treasuryPays === 0n ? null : (
              <Act
                label={`Have ${money(fee.treasuryPays, fee.decimals)} paid out of the treasury`}
                action={() => payFeeAction(fee, true)}
              />
            )}
          </div>
        ),
    },
  ];
  return (
    <Section
      title="Fees and expenses"
      aside="What is due is taken by the deal's next payments, and is owed from then on"
    >
      <Table
        caption="Fees and expenses that are paid to you"
        columns={columns}
        rows={fees}
        rowKey={({ security, tier }) => `${security.address} ${tier}`}
      />
    </Section>
  );
}
