import {
  escrowAsset,
  isCommitted,
  isQualified,
  isSettled,
  lineCapacity,
  moneyAhead,
  type Phase,
} from "@defi-ready/securities";
import type { Book, Ticket } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import { type ReactNode, useRef, useState } from "react";
import type { BookView } from "../../data/book.js";
import { short } from "../../format.js";
import { Amount } from "../../ui/amount.js";
import { Notice, Status } from "../../ui/notice.js";
import { useWallet } from "../../wallet/context.js";

/** The height of a row and of the frame, in pixels: only rows in view are drawn, whatever the number of tickets. */
const ROW = 40;
const FRAME = 480;
/** Rows that are drawn beyond each edge of the frame. */
const BEYOND = 8;

/** What an empty line means, where it is not that nobody has come yet. */
const EMPTY: Partial<Record<Phase, string>> = {
  settling: "All tickets are settled",
  refunding: "All money has gone back",
};

/** The tickets of a book in the order of the line. */
export function Tickets({
  view,
  tickets,
}: Readonly<{ view: BookView; tickets: readonly Account<Ticket>[] }>): ReactNode {
  const frame = useRef<HTMLElement>(null);
  const [top, setTop] = useState(0);
  const wallet = useWallet();
  const { book, line } = view;
  const { decimals } = escrowAsset(book.data);
  if (tickets.length === 0) {
    return <Notice title={EMPTY[view.phase] ?? "Nobody is in line yet"} />;
  }
  const first = Math.max(0, Math.floor(top / ROW) - BEYOND);
  const last = Math.min(tickets.length, Math.ceil((top + FRAME) / ROW) + BEYOND);
  return (
    <section
      ref={frame}
      className="tickets"
      aria-label="Tickets in the order of the line"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
      tabIndex={0}
      onScroll={() => setTop(frame.current?.scrollTop ?? 0)}
    >
      <table aria-rowcount={tickets.length + 1}>
        <caption className="unseen">Tickets in the order of the line</caption>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col" className="numeric">
              Place
            </th>
            <th scope="col" className="numeric wide">
              Ticket
            </th>
            <th scope="col">Owner</th>
            <th scope="col" className="numeric">
              Money
            </th>
            <th scope="col" className="numeric">
              Ahead of it
            </th>
            <th scope="col">
              <span className="state-title">State</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <Gap rows={first} />
          {tickets.slice(first, last).map(({ address, data }, at) => {
            const ahead = moneyAhead({ line, version: book.data.offerVersion, place: placeIn(line, data) });
            const isYours = data.owner === wallet?.address;
            return (
              <tr key={address} aria-rowindex={first + at + 2} className={isYours ? "yours" : undefined}>
                <td className="numeric">{first + at + 1}</td>
                <td className="numeric wide">{data.id}</td>
                <td>
                  {isYours ? <strong>you</strong> : <code title={data.owner}>{short(data.owner)}</code>}
                </td>
                <td className="numeric">
                  <Amount value={data.value} decimals={decimals} />
                </td>
                <td className="numeric">
                  <Amount value={ahead.live} decimals={decimals} />
                </td>
                <td>
                  <TicketState book={book.data} ticket={data} />
                </td>
              </tr>
            );
          })}
          <Gap rows={tickets.length - last} />
        </tbody>
      </table>
    </section>
  );
}

/** Rows that are out of view, as their height. */
function Gap({ rows }: Readonly<{ rows: number }>): ReactNode {
  return rows === 0 ? null : (
    <tr className="gap-row">
      <td colSpan={6} className="gap" style={{ height: rows * ROW }} />
    </tr>
  );
}

/** The line is read just before the tickets: one that came between may lie beyond it. */
function placeIn(line: Uint8Array, { place }: Ticket): number {
  return Math.min(place, lineCapacity(line));
}

function TicketState({ book, ticket }: Readonly<{ book: Book; ticket: Ticket }>): ReactNode {
  if (isSettled(ticket)) {
    return <Status tone="warn">Settled, refund waits</Status>;
  }
  if (ticket.committedTo === 0) {
    return <Status tone="plain">Not committed</Status>;
  }
  if (!isCommitted({ book, ticket })) {
    return <Status tone="warn">Committed to a replaced offer</Status>;
  }
  return book.restricted === 1 && !isQualified(ticket) ? (
    <Status tone="warn">Committed, not qualified</Status>
  ) : (
    <Status tone="good">Committed</Status>
  );
}
