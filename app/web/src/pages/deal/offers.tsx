import { deadlineAt, settlementVault } from "@defi-ready/securities";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Deal } from "../../data/deal.js";
import { nameWithin } from "../../data/names.js";
import { lasting, moment, PHASE_WORDS, percentOf } from "../../format.js";
import { Amount } from "../../ui/amount.js";
import { Meter } from "../../ui/meter.js";
import { Status } from "../../ui/notice.js";
import { Untrusted } from "../../ui/untrusted.js";
import { phaseTone, timeLeft } from "../phase.js";

/** The books of a deal: what is on offer, and what was sold. */
export function Offers({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const { classes, security, time } = deal;
  const { decimals } = settlementVault(security.data);
  const amount = (value: bigint) => <Amount value={value} decimals={decimals} />;
  const books = classes.flatMap(({ name, books: found, tranche }) =>
    found.map((one) => ({ ...one, tranche, name: nameWithin(deal.name, name) })),
  );
  return (
    <ul className="offers">
      {books.map(({ book: { address, data }, phase, name }) => {
        const isSold = phase === "settling";
        const filled = isSold ? data.accepted : data.live;
        const left = timeLeft({ phase, book: data, endsAt: deadlineAt(data, time), now: time });
        return (
          <li key={address} className="offer">
            <div className="offer-head">
              <h3>
                <Link href={`/deal/${security.address}/book/${address}`}>
                  <Untrusted>{name}</Untrusted>
                  {data.number === 0 ? null : `, book ${data.number + 1}`}
                </Link>
              </h3>
              <Status tone={phaseTone(phase)}>{PHASE_WORDS[phase]}</Status>
            </div>
            <p className="offer-amounts">
              <strong>{amount(filled)}</strong> {isSold ? "accepted" : "in line"}
              <span className="quiet">
                {" "}
                of {amount(data.cap)}, {percentOf(filled, data.cap)}
              </span>
            </p>
            <Meter
              value={filled}
              of={data.cap}
              mark={data.minimum}
              label={`${percentOf(filled, data.cap)} of the cap`}
            />
            <p className="offer-under">
              {isSold ? (
                <>Locked {moment(data.lockedAt)}</>
              ) : (
                <>
                  Committed {amount(data.committed)}, minimum {amount(data.minimum)}
                  {left === undefined ? null : <> · {left > 0n ? `${lasting(left)} left` : "time is up"}</>}
                </>
              )}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
