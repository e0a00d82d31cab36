import { deadlineAt, escrowAsset } from "@defi-ready/securities";
import type { Address as SolanaAddress } from "@solana/kit";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Liveness } from "../../data/as-of.js";
import { type BookView, useBook } from "../../data/book.js";
import { useTickets } from "../../data/tickets.js";
import { lasting, PHASE_WORDS, percentOf, short } from "../../format.js";
import { slots } from "../../slots.js";
import { Address } from "../../ui/address.js";
import { Amount } from "../../ui/amount.js";
import { Boundary } from "../../ui/boundary.js";
import { Meter } from "../../ui/meter.js";
import { MoneyWords } from "../../ui/money-words.js";
import { Notice, Status } from "../../ui/notice.js";
import { AsOfSlot, Read } from "../../ui/read.js";
import { PageHead, Section } from "../../ui/section.js";
import { AlikeNotice } from "../alike-notice.js";
import { phaseTone, timeLeft } from "../phase.js";
import { LineOfBook } from "./line.js";
import { Assets, Poll, Rewards } from "./rewards.js";
import { BookTerms } from "./terms.js";
import { Tickets } from "./tickets.js";

/** One book of a deal. */
export function BookPage({
  security,
  book,
}: Readonly<{ security: SolanaAddress; book: SolanaAddress }>): ReactNode {
  const { query, liveness } = useBook({ security, book });
  return (
    <>
      <PageHead
        title={query.data === undefined ? `Book ${short(book)}` : titleOf(query.data.value)}
        over={
          <>
            <Link href="/">Deals</Link> <span aria-hidden="true">/</span>{" "}
            <Link href={`/deal/${query.data?.value.security.address ?? security}`}>The deal</Link>
          </>
        }
      >
        <p className="as-of">
          <Address value={book} />
          <AsOfSlot query={query} liveness={liveness} />
        </p>
      </PageHead>
      <Read query={query} what="the book">
        {(view) =>
          view.security.address === security ? (
            <Parts view={view} liveness={liveness} />
          ) : (
            <Notice
              tone="wrong"
              title="This book belongs to another deal"
              action={<Link href={`/deal/${view.security.address}/book/${book}`}>Look at it there</Link>}
            >
              The link that led here names the deal <Address value={security} />, and the book is of{" "}
              <Address value={view.security.address} />. Do not trust what was said with that link.
            </Notice>
          )
        }
      </Read>
    </>
  );
}

const titleOf = ({ name, book }: BookView): string =>
  book.data.number === 0 ? `Book of ${name}` : `Book ${book.data.number + 1} of ${name}`;

function Parts({ view, liveness }: Readonly<{ view: BookView; liveness: Liveness }>): ReactNode {
  const { book, rewards } = view;
  const { data } = book;
  const tickets = useTickets({ security: data.security, book: book.address, liveness });
  return (
    <>
      <AlikeNotice security={data.security} />
      <Standing view={view} />
      {slots.book.map((Slot, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
        <Slot security={data.security} book={book.address} key={at} />
      ))}
      <Section
        title="The line"
        aside={`${data.openTickets.toLocaleString("en-US")} tickets, ${data.lineCapacity.toLocaleString("en-US")} places`}
      >
        <Read query={tickets} what="the tickets">
          {(all) => (
            <>
              {all.length === 0 ? null : (
                <Boundary what="the picture of the line">
                  <LineOfBook view={view} tickets={all} />
                </Boundary>
              )}
              <Tickets view={view} tickets={all} />
            </>
          )}
        </Read>
      </Section>
      {rewards.length === 0 ? null : (
        <Section title="Rewards by place in line">
          <Rewards view={view} />
        </Section>
      )}
      <Section title="Terms">
        <BookTerms view={view} />
      </Section>
      {data.poll.number === 0 ? null : (
        <Section title="Poll">
          <Poll view={view} />
        </Section>
      )}
      <Section title="Money it takes">
        <Assets view={view} />
      </Section>
    </>
  );
}

/** Money in line against minimum and cap, and the time that is left. */
function Standing({ view }: Readonly<{ view: BookView }>): ReactNode {
  const { phase, time, book } = view;
  const { data } = book;
  const { decimals, mint } = escrowAsset(data);
  const amount = (value: bigint) => <Amount value={value} decimals={decimals} />;
  const isSold = phase === "settling";
  const filled = isSold ? data.accepted : data.live;
  const left = timeLeft({ phase, book: data, endsAt: deadlineAt(data, time), now: time });
  return (
    <>
      <p className="state-line">
        <Status tone={phaseTone(phase)}>{PHASE_WORDS[phase]}</Status>
      </p>
      <p className="hint">
        <MoneyWords mint={mint} names={view.names} />
      </p>
      <dl className="figures">
        <div>
          <dt>{isSold ? "Accepted" : "In line"}</dt>
          <dd>{amount(filled)}</dd>
        </div>
        <div>
          <dt>Committed</dt>
          <dd>{amount(data.committed)}</dd>
        </div>
        <div>
          <dt>Cap</dt>
          <dd>{amount(data.cap)}</dd>
        </div>
        <div>
          <dt>Price of a share</dt>
          <dd>{amount(data.price)}</dd>
        </div>
        {left === undefined ? null : (
          <div>
            <dt>Time left</dt>
            <dd>{left > 0n ? lasting(left) : "none"}</dd>
          </div>
        )}
      </dl>
      <Meter
        value={filled}
        of={data.cap}
        mark={data.minimum}
        label={`${percentOf(filled, data.cap)} of the cap`}
      />
      <p className="hint">
        {percentOf(filled, data.cap)} of the cap; the mark is{" "}
        {filled > data.cap ? "the cap" : <>the minimum of {amount(data.minimum)}</>}.
      </p>
    </>
  );
}
