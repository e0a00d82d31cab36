import { curvesOf } from "@defi-ready/securities";
import { LinePicture, lineOf } from "@defi-ready/securities-charts";
import { type ReactNode, useDeferredValue, useMemo } from "react";
import { useTickets } from "../../data/tickets.js";
import { useWallet } from "../../wallet/context.js";
import type { Investor } from "./investor.js";

/** The line as it would be with some money more at its end. */
export function LineWithIt({
  investor,
  value,
  isCommitted,
}: Readonly<{
  investor: Investor;
  /** Settlement base units. */
  value: bigint;
  isCommitted: boolean;
}>): ReactNode {
  const { book, state, decimals, rewards } = investor;
  const wallet = useWallet();
  const tickets = useTickets({
    security: book.data.security,
    book: book.address,
    liveness: "live",
  }).data?.value;
  // The slider moves at once; a long line follows when there is time.
  const shown = useDeferredValue(value);
  const line = useMemo(
    () =>
      tickets === undefined
        ? undefined
        : lineOf({
            book: book.data,
            tickets,
            yours: wallet?.address,
            line: state.line,
            adding: { value: shown, committed: isCommitted },
          }),
    [book, tickets, wallet?.address, state, shown, isCommitted],
  );
  return line === undefined ? null : (
    <LinePicture
      line={line}
      decimals={decimals}
      rewards={curvesOf(book.data).map(({ knots, knotCount }, at) => ({
        name: rewards[at]?.kind ?? "reward",
        decimals: rewards[at]?.decimals ?? 0,
        knots: knots.slice(0, knotCount),
      }))}
      title="The line with it"
    />
  );
}
