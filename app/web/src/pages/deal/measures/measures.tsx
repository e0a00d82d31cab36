import { isPaused, MEASURES, measuresOf } from "@defi-ready/securities";
import { type ReactNode, useId } from "react";
import type { Deal } from "../../../data/deal.js";
import { isOver, type Measured, measuredOf, measureText } from "../../../data/measured.js";
import { nameWithin } from "../../../data/names.js";
import { day, hex, moment, text } from "../../../format.js";
import { slots } from "../../../slots.js";
import { Address } from "../../../ui/address.js";
import { Notice, Status } from "../../../ui/notice.js";
import { Facts } from "../../../ui/table.js";
import { Untrusted } from "../../../ui/untrusted.js";
import { Posted } from "../transfers/posted.js";

/** What sponsor and arbitrator can do to the holders of a deal together, and what they have announced and done. */
export function Measures({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const all = measuredOf(deal);
  const over = all.filter(isOver);
  const current = all.filter((one) => !isOver(one));
  const { announce: Announce } = slots;
  return (
    <div className="resolutions said">
      <p className="lead">
        The sponsor and the arbitrator of this deal, only both together, can announce these measures; a
        correction is by a payer and the arbitrator, and is not announced. It has had them from its creation,
        and nobody can add one.
      </p>
      <Facts
        entries={measuresOf(deal.security.data).map(({ word, waits }) => [
          capital(word),
          `${capital(MEASURES[word].does)}. It waits ${waits}.`,
        ])}
      />
      {deal.classes
        .filter(({ tranche }) => isPaused(tranche.data, deal.time))
        .map(({ tranche, name }) => (
          <Notice
            tone="warn"
            title={`Transfers of ${nameWithin(deal.name, name)} are paused until ${moment(tranche.data.pause.until)}`}
            key={tranche.address}
          >
            Its shares are neither sent nor wrapped until then. Payments, claims and refunds go on, and units
            can be unwrapped. It cannot be paused again before {moment(tranche.data.pause.nextFrom)}.
          </Notice>
        ))}
      {Announce === undefined ? null : <Announce deal={deal} />}
      {current.length === 0 ? <p>Nothing is announced, and nothing is in force.</p> : null}
      {current.map((one) => (
        <One deal={deal} of={one} key={one.measure.address} />
      ))}
      {over.length === 0 ? null : (
        <details>
          <summary>Over, done or cancelled: {over.length}</summary>
          {over.map((one) => (
            <One deal={deal} of={one} key={one.measure.address} />
          ))}
        </details>
      )}
    </div>
  );
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function One({ deal, of }: Readonly<{ deal: Deal; of: Measured }>): ReactNode {
  const id = useId();
  const { measure, kind, name } = of;
  const { data, address } = measure;
  const { measure: Actions } = slots;
  const decimals = of.of?.tranche.data.decimals ?? 0;
  return (
    <article className="resolution" aria-labelledby={id}>
      <h3 id={id}>
        Measure {data.number}: <Untrusted>{measureText(kind, decimals)}</Untrusted>
      </h3>
      <p>
        <Phase of={of} />
      </p>
      <Facts
        entries={[
          ["Class", <Untrusted key="class">{name}</Untrusted>],
          ...(kind.__kind === "Pause"
            ? []
            : [
                [
                  "Whose shares",
                  of.owner === undefined ? (
                    "of a record that is closed"
                  ) : (
                    <Address value={of.owner} key="owner" />
                  ),
                ] as const,
              ]),
          ...("to" in kind ? [["Who receives them", <Address value={kind.to} key="to" />] as const] : []),
          ["Announced", `${day(data.announcedAt)}, by the sponsor and the arbitrator`],
          ...endsOf(of),
          [
            "Document",
            <Posted key="document" uri={text(data.documentUri)} sha256={hex(data.documentSha256)} />,
          ],
        ]}
      />
      {Actions === undefined ? null : <Actions deal={deal} of={of} key={address} />}
    </article>
  );
}

/** Until when it can be taken, and who ends it before. */
function endsOf({ phase, kind, measure: { data } }: Measured): readonly (readonly [string, string])[] {
  if (phase === "waiting" || phase === "takeable") {
    return [
      ["Can be taken", `by anyone, from ${moment(data.takeableFrom)} until ${moment(data.takeableUntil)}`],
      ["Cancelled before by", CANCELLED_BY[kind.__kind]],
    ];
  }
  return phase === "in force" && kind.__kind === "Block"
    ? [["Lifted before by", "the arbitrator alone"]]
    : [];
}

const CANCELLED_BY: Readonly<Record<Measured["kind"]["__kind"], string>> = {
  Block: "the sponsor or the arbitrator",
  Pause: "the sponsor or the arbitrator",
  Recovery: "the sponsor, the arbitrator, or the owner, whose signature shows that the key is not lost",
  CourtOrder: "the sponsor or the arbitrator",
};

function Phase({ of: { phase, kind, measure } }: Readonly<{ of: Measured }>): ReactNode {
  const { takeableFrom, takeableUntil, until } = measure.data;
  const meanwhile = kind.__kind === "Pause" ? "" : "; the shares stay where they are meanwhile";
  switch (phase) {
    case "waiting":
      return (
        <Status tone="warn">{`Announced: can be taken from ${moment(takeableFrom)}${meanwhile}`}</Status>
      );
    case "takeable":
      return <Status tone="warn">{`Anyone can take it until ${moment(takeableUntil)}${meanwhile}`}</Status>;
    case "in force":
      return <Status tone="warn">{`In force until ${moment(until)}`}</Status>;
    case "expired":
      return <Status tone="plain">Not taken in time: nothing comes of it</Status>;
    case "over":
      return <Status tone="plain">{`Over since ${moment(until)}`}</Status>;
    case "done":
      return <Status tone="wrong">Done: the shares have moved</Status>;
    case "cancelled":
      return <Status tone="plain">Cancelled</Status>;
  }
}
