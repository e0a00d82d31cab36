import type { EventName } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import { addressIn, amountIn, type Happening } from "./happenings.js";

/** A holder's deposit, as it stood in line, came back or became shares. Amounts are base units of its asset. */
export type SubscriptionLine = Readonly<{
  time: bigint;
  what: "deposited" | "withdrawn" | "settled" | "refunded" | "waiting" | "claimed";
  book: Address | undefined;
  ticket: number | undefined;
  /** The book's number of the asset; 0 is the settlement mint. `undefined` for a refund that left its book. */
  asset: number | undefined;
  /** What went in, or came back. */
  amount: bigint;
  /** Of a settlement: the value that became shares, in settlement base units. */
  accepted: bigint | undefined;
  signature: string;
}>;

const SUBSCRIPTIONS: Partial<Record<EventName, Readonly<[SubscriptionLine["what"], amount: string]>>> = {
  Deposited: ["deposited", "units"],
  Withdrawn: ["withdrawn", "units"],
  TicketSettled: ["settled", "refunded"],
  TicketRefunded: ["refunded", "amount"],
  RefundOwed: ["waiting", "amount"],
  RefundClaimed: ["claimed", "amount"],
};

/** What an owner paid into books, and what came back or became shares, in order. */
export function subscriptionsOf(own: readonly Happening[]): SubscriptionLine[] {
  const assets = new Map<string, number>();
  return own.flatMap(({ name, data, time, signature }): SubscriptionLine[] => {
    const known = SUBSCRIPTIONS[name];
    if (known === undefined) {
      return [];
    }
    const ticket = `${data.book} ${data.ticket}`;
    if (name === "Deposited") {
      assets.set(ticket, Number(data.asset));
    }
    const isTicket = data.ticket !== undefined;
    return [
      {
        time,
        what: known[0],
        book: isTicket ? addressIn(data, "book") : undefined,
        ticket: isTicket ? Number(data.ticket) : undefined,
        asset: assets.get(ticket),
        amount: amountIn(data, known[1]),
        accepted: name === "TicketSettled" ? amountIn(data, "accepted") : undefined,
        signature,
      },
    ];
  });
}
