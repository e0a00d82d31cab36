import {
  approveTicket,
  ClientError,
  readBook,
  readTicketById,
  settlementVault,
} from "@defi-ready/securities";
import { AllocationRule, type Book, type Security } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import type { ReactNode } from "react";
import { Act } from "../actions/act.js";
import type { Action } from "../actions/action.js";
import { FieldsForm } from "../actions/fields-form.js";
import { money } from "../format.js";

/** The largest number that a ticket may have. */
const MOST = 2 ** 32 - 1;

/** Where the sponsor chooses whose money is accepted: says so of one ticket after the other. */
export function Approval({
  security,
  book,
  decimals,
}: Readonly<{ security: Account<Security>; book: Account<Book>; decimals: number }>): ReactNode {
  return book.data.allocation !== AllocationRule.Discretionary ? null : (
    <Act
      label="Approve a ticket"
      form={(ask) => (
        <FieldsForm
          fields={[
            { key: "ticket", label: "Ticket", hint: "Its number, as the book's page lists it" },
            {
              key: "amount",
              label: "Accepted of it",
              kind: "amount",
              hint: "Settlement money, at most the ticket's; 0 accepts none of it",
            },
          ]}
          make={(typed) =>
            approveAction({
              security,
              book,
              decimals,
              id: typed.read("ticket", readNumber),
              amount: typed.amount("amount", decimals),
            })
          }
          ask={ask}
        />
      )}
    />
  );
}

function readNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text) || Number(text) > MOST) {
    throw new ClientError("A ticket's number is a whole number, such as 3.");
  }
  return Number(text);
}

function approveAction({
  security,
  book: shown,
  decimals,
  id,
  amount,
}: Readonly<{
  security: Account<Security>;
  book: Account<Book>;
  decimals: number;
  id: number;
  amount: bigint;
}>): Action {
  return {
    title: `Approve ticket ${id}`,
    key: `approve ${shown.address} ${id} ${amount}`,
    plan: async ({ cluster, signer }) => {
      const [book, ticket] = await Promise.all([
        readBook(cluster, shown.address),
        readTicketById(cluster, { book: shown.address, id }),
      ]);
      const { value, owner, approved } = ticket.data;
      if (amount > value) {
        throw new ClientError(`ticket ${id} holds ${money(value, decimals)}: approve that or less`);
      }
      return {
        instructions: await approveTicket({ sponsor: signer, book, ticket, amount }),
        money: settlementVault(security.data).mint,
        says: [
          `If the book is locked, ${money(amount, decimals)} of the ${money(value, decimals)} of ticket ${id} are accepted, as far as the cap allows. Until then you can change it.`,
        ],
        facts: [
          ["Its owner", owner],
          ["Approved so far", money(approved, decimals)],
        ],
        done: `${money(amount, decimals)} of ticket ${id} are approved.`,
      };
    },
  };
}
