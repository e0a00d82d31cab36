import type { ReactNode } from "react";
import { Link } from "wouter";
import { PHASE_WORDS } from "../format.js";
import { Amount } from "../ui/amount.js";
import { Section } from "../ui/section.js";
import { Table } from "../ui/table.js";
import { classWords, dealWords } from "./actions.js";
import type { OpenTicket } from "./holdings.js";

/** Money in books, with the way to each. */
export function TicketsSection({ tickets }: Readonly<{ tickets: readonly OpenTicket[] }>): ReactNode {
  return (
    <Section title="In line">
      <Table
        caption="Your money in books"
        rows={tickets}
        rowKey={({ ticket }) => ticket.address}
        columns={[
          {
            title: "Class",
            heads: true,
            cell: (one) => (
              <>
                {classWords(one)} {dealWords(one)}
              </>
            ),
          },
          {
            title: "Money",
            numeric: true,
            cell: ({ ticket, decimals }) => <Amount value={ticket.data.value} decimals={decimals} />,
          },
          {
            title: "Committed",
            cell: ({ ticket, book }) =>
              ticket.data.committedTo === book.data.offerVersion && book.data.offerVersion > 0
                ? `to offer ${book.data.offerVersion}`
                : "no",
          },
          { title: "Book", cell: ({ phase }) => PHASE_WORDS[phase] },
          {
            title: "Actions",
            cell: ({ security, book, ticket }) => (
              <Link href={`/deal/${security.address}/book/${book.address}`}>Ticket {ticket.data.id}</Link>
            ),
          },
        ]}
      />
    </Section>
  );
}
