import {
  AmountError,
  ClientError,
  canEnter,
  canLeave,
  isPolling,
  parsePositiveAmount,
} from "@defi-ready/securities";
import { type Address, isAddress } from "@solana/kit";
import type { ReactNode } from "react";
import { money } from "../../format.js";
import { Amount } from "../../ui/amount.js";
import { Notice, Status } from "../../ui/notice.js";
import { Read } from "../../ui/read.js";
import { Section } from "../../ui/section.js";
import { Facts } from "../../ui/table.js";
import { useWallet } from "../../wallet/context.js";
import { Act } from "../act.js";
import { TextForm } from "../text-form.js";
import { DepositForm } from "./deposit-form.js";
import { type Investor, type OwnTicket, useInvestor } from "./investor.js";
import {
  commitAction,
  refundAccountAction,
  settleAction,
  uncommitAction,
  voteAction,
  withdrawAction,
} from "./ticket-actions.js";

/** In a book's page: the wallet's tickets, and what can be done with them. */
export function InvestorSection({
  security,
  book,
}: Readonly<{ security: Address; book: Address }>): ReactNode {
  const wallet = useWallet();
  const query = useInvestor({ security, book, owner: wallet?.address });
  return (
    <Section title="Your money in this book">
      <Read query={query} what="your money in this book">
        {(investor) => <Standing investor={investor} isConnected={wallet !== undefined} />}
      </Read>
    </Section>
  );
}

function Standing({
  investor,
  isConnected,
}: Readonly<{ investor: Investor; isConnected: boolean }>): ReactNode {
  const { phase, tickets, credential, balances, decimals } = investor;
  const isOpen = canEnter(phase);
  const word = tickets.length === 0 ? "Deposit" : "Top up";
  return (
    <div className="standing">
      {credential === "missing" ? (
        <Notice tone="warn" title="You have no credential for these shares">
          Your money keeps a place in line, and counts only once a qualifier of this deal has issued you one.
        </Notice>
      ) : null}
      {tickets.length === 0 ? (
        <p className="lead">{emptyWords(investor, isConnected)}</p>
      ) : (
        <ul className="own-tickets">
          {tickets.map((own) => (
            <li key={own.ticket.address}>
              <TicketCard investor={investor} own={own} />
            </li>
          ))}
        </ul>
      )}
      {isOpen ? (
        <div className="buttons">
          <Act
            label={word}
            variant={tickets.length === 0 ? "primary" : "plain"}
            form={(ask) => <DepositForm investor={investor} ask={ask} />}
          />
          {balances[0] === undefined ? null : (
            <span className="hint">
              You hold {money(balances[0], decimals)}
              {tickets.length === 0 ? "" : " more"}.
            </span>
          )}
        </div>
      ) : null}
    </div>
  );
}

function emptyWords({ phase }: Investor, isConnected: boolean): string {
  if (!canEnter(phase)) {
    return isConnected ? "You have nothing in this book." : "This book takes no more money.";
  }
  return isConnected
    ? "You have nothing in line yet. The sooner money is in line, the further ahead it stands."
    : "See what your money would get before you connect a wallet: place in line, shares and rewards.";
}

function TicketCard({ investor, own }: Readonly<{ investor: Investor; own: OwnTicket }>): ReactNode {
  const { decimals, state, rewards, phase } = investor;
  const { ticket, preview, isSettled } = own;
  const isLocked = phase === "settling";
  const amount = (value: bigint, places: number) => <Amount value={value} decimals={places} />;
  return (
    <article className="own-ticket" aria-label={`Ticket ${ticket.data.id}`} data-ticket={ticket.data.id}>
      <header>
        <h3>
          {amount(preview.value, decimals)} <span className="hint">ticket {ticket.data.id}</span>
        </h3>
        <TicketStatus investor={investor} own={own} />
      </header>
      <Facts
        entries={[
          ...(isLocked
            ? []
            : [
                [
                  "Ahead of you",
                  <span key="ahead" data-ahead>
                    {amount(preview.liveAhead, decimals)}
                  </span>,
                ] as const,
              ]),
          ["Accepted", amount(preview.accepted, decimals)],
          ["Shares", amount(preview.shares, state.tranche.decimals)],
          ...rewards.map(
            ({ kind, decimals: of }, at) =>
              [kind, amount(preview.rewards[at] ?? 0n, of)] as readonly [string, ReactNode],
          ),
        ]}
      />
      {preview.committed || isLocked || isSettled ? null : (
        <p className="hint">Commit it to see what it gets: only committed money buys shares.</p>
      )}
      <TicketActions investor={investor} own={own} />
    </article>
  );
}

function TicketStatus({ investor, own }: Readonly<{ investor: Investor; own: OwnTicket }>): ReactNode {
  const { phase, book } = investor;
  const { preview, isSettled, ticket } = own;
  if (isSettled) {
    return <Status tone="warn">Settled; a refund waits</Status>;
  }
  if (phase === "refunding") {
    return <Status tone="warn">The book has failed: your money comes back</Status>;
  }
  if (phase === "settling") {
    return <Status tone="warn">Locked, not settled yet</Status>;
  }
  if (!preview.committed) {
    const was = ticket.data.committedTo;
    const words =
      was > 0 ? `Was committed to offer ${was}, not to ${book.data.offerVersion}` : "Not committed";
    return <Status tone={was > 0 ? "warn" : "plain"}>{words}</Status>;
  }
  return preview.qualified ? (
    <Status tone="good">Committed to offer {book.data.offerVersion}</Status>
  ) : (
    <Status tone="warn">Committed; counts once you have a credential</Status>
  );
}

function TicketActions({ investor, own }: Readonly<{ investor: Investor; own: OwnTicket }>): ReactNode {
  const { phase, book, time, decimals } = investor;
  const { ticket, preview } = own;
  const { id, value, poll } = ticket.data;
  const of = ` ticket ${id}`;
  const mayVote = isPolling(book.data, time) && id < book.data.poll.ticketsBefore;
  const voted = poll === book.data.poll.number ? " again" : "";
  return (
    <div className="buttons">
      {phase === "offering" && !preview.committed ? (
        <Act
          label="Commit"
          title={`Commit${of}`}
          variant="primary"
          action={() => commitAction(investor, ticket)}
        />
      ) : null}
      {phase === "settling" || phase === "refunding" ? (
        <Act
          label={preview.accepted > 0n ? "Settle" : "Take back"}
          variant="primary"
          action={() => settleAction(investor, ticket)}
        />
      ) : null}
      {mayVote ? (
        <>
          <Act label={`Vote yes${voted}`} action={() => voteAction(investor, ticket, true)} />
          <Act label={`Vote no${voted}`} action={() => voteAction(investor, ticket, false)} />
        </>
      ) : null}
      {canLeave({ phase, book: book.data }) ? (
        <Act
          label="Withdraw"
          title={`Withdraw from${of}`}
          form={(ask) => (
            <TextForm
              label="How much"
              hint={`All of it is ${money(value, decimals)}`}
              start={money(value, decimals)}
              inputMode="decimal"
              make={(text) => withdrawAction(investor, ticket, withdrawal(text, value, decimals))}
              ask={ask}
            />
          )}
        />
      ) : null}
      {phase === "offering" && preview.committed ? (
        <Act label="Revoke consent" variant="quiet" action={() => uncommitAction(investor, ticket)} />
      ) : null}
      <Act
        label="Refund account"
        title={`Refund account of${of}`}
        variant="quiet"
        form={(ask) => (
          <TextForm
            label="Token account"
            hint={`Refunds go to ${ticket.data.refundAccount} now`}
            make={(text) => refundAccountAction(investor, ticket, readAddress(text))}
            ask={ask}
          />
        )}
      />
    </div>
  );
}

function withdrawal(text: string, value: bigint, decimals: number): bigint {
  const amount = parsePositiveAmount(text, decimals);
  if (amount > value) {
    throw new AmountError(`The ticket holds ${money(value, decimals)}.`);
  }
  return amount;
}

/** An address that somebody typed. */
function readAddress(text: string): Address {
  const typed = text.trim();
  if (!isAddress(typed)) {
    throw new ClientError("An address is 32 to 44 letters and digits of base58.");
  }
  return typed;
}
