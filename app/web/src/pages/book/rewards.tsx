import { assetsOf, escrowAsset, isPassed, isPolling, percentage } from "@defi-ready/securities";
import type { ReactNode } from "react";
import type { BookReward, BookView } from "../../data/book.js";
import { hex, moment } from "../../format.js";
import { Address } from "../../ui/address.js";
import { Amount } from "../../ui/amount.js";
import { Status } from "../../ui/notice.js";
import { Facts, Table } from "../../ui/table.js";

const ADAPTERS = ["1:1", "at a reported rate", "at a stake pool's rate"];

/** What the places in line are rewarded with, in numbers. */
export function Rewards({ view: { book, rewards } }: Readonly<{ view: BookView }>): ReactNode {
  const { decimals } = escrowAsset(book.data);
  return (
    <Table
      caption="Rewards by place in line"
      columns={[
        { title: "Reward", heads: true, cell: ({ name }: BookReward) => name },
        {
          title: "In all",
          numeric: true,
          cell: (one) => <Amount value={one.budget} decimals={one.decimals} />,
        },
        {
          title: "Granted",
          numeric: true,
          cell: (one) => <Amount value={one.granted} decimals={one.decimals} />,
        },
        {
          title: "To the money in line",
          cell: ({ knots, decimals: places }) => (
            <ul>
              {knots.map(({ money, reward }) => (
                <li key={String(money)}>
                  <Amount value={reward} decimals={places} /> to the first{" "}
                  <Amount value={money} decimals={decimals} />
                </li>
              ))}
            </ul>
          ),
        },
      ]}
      rows={rewards}
      rowKey={({ name, budget }) => `${name} ${budget}`}
    />
  );
}

/** The latest poll of a book. */
export function Poll({ view: { book, time } }: Readonly<{ view: BookView }>): ReactNode {
  const { data } = book;
  const { poll } = data;
  const { decimals } = escrowAsset(data);
  const amount = (value: bigint) => <Amount value={value} decimals={decimals} />;
  const running = isPolling(data, time);
  const asksDeadline = poll.newDeadline > 0n;
  const passed = asksDeadline && isPassed(data);
  return (
    <>
      <p className="state-line">
        <Status tone={running ? "good" : "plain"}>
          {running
            ? `Runs until ${moment(poll.endsAt)}`
            : !asksDeadline
              ? "Ended"
              : passed
                ? "Passed"
                : "Not passed"}
        </Status>
      </p>
      <Facts
        entries={[
          ["Asks", asksDeadline ? `for the deadline ${moment(poll.newDeadline)}` : "for advice"],
          ["Yes", amount(poll.yes)],
          ["No", amount(poll.no)],
          ["Money that may vote", amount(poll.base)],
          ...(asksDeadline ? [["Needs more than", percentage(data.extensionBps)] as const] : []),
          [
            "Subject, SHA-256",
            <code key="subject" className="hash">
              {hex(poll.subjectSha256)}
            </code>,
          ],
        ]}
      />
    </>
  );
}

/** The assets that a book takes, and what its escrows hold. */
export function Assets({ view: { book, escrows } }: Readonly<{ view: BookView }>): ReactNode {
  const rows = assetsOf(book.data).map((asset, at) => ({ ...asset, held: escrows[at] ?? 0n }));
  return (
    <Table
      caption="Assets that the book takes"
      columns={[
        { title: "Mint", heads: true, cell: ({ mint }) => <Address value={mint} /> },
        { title: "Counts", cell: ({ adapter }) => ADAPTERS[adapter] ?? "–" },
        {
          title: "In line",
          numeric: true,
          cell: (one) => <Amount value={one.units} decimals={one.decimals} />,
        },
        {
          title: "Proceeds",
          numeric: true,
          cell: (one) => <Amount value={one.proceeds} decimals={one.decimals} />,
        },
        {
          title: "Escrow holds",
          numeric: true,
          cell: (one) => <Amount value={one.held} decimals={one.decimals} />,
        },
      ]}
      rows={rows}
      rowKey={({ escrow }) => escrow}
    />
  );
}
