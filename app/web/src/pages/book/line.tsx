import { escrowAsset } from "@defi-ready/securities";
import type { Ticket } from "@defi-ready/securities/program";
import { LinePicture, lineOf } from "@defi-ready/securities-charts";
import type { Account } from "@solana/kit";
import { type ReactNode, useMemo } from "react";
import type { BookView } from "../../data/book.js";
import { useWallet } from "../../wallet/context.js";

/** The line of a book as a picture: money in order, what is accepted and what waits, and the rewards above it. */
export function LineOfBook({
  view,
  tickets,
}: Readonly<{ view: BookView; tickets: readonly Account<Ticket>[] }>): ReactNode {
  const wallet = useWallet();
  const { book, rewards } = view;
  const line = useMemo(
    () => lineOf({ book: book.data, tickets, yours: wallet?.address, line: view.line }),
    [book, tickets, wallet?.address, view.line],
  );
  return (
    <LinePicture
      line={line}
      decimals={escrowAsset(book.data).decimals}
      rewards={rewards.map(({ name, decimals, knots }) => ({ name, decimals, knots }))}
      title="Money in line"
    />
  );
}
