import { type PeriodState, periodStates } from "@defi-ready/securities";
import { type ReactNode, useState } from "react";
import type { Deal } from "../../../data/deal.js";
import { day, hex, text } from "../../../format.js";
import { Address } from "../../../ui/address.js";
import { Button } from "../../../ui/button.js";
import { Day } from "../../../ui/day.js";
import { Status } from "../../../ui/notice.js";
import { type Column, Table } from "../../../ui/table.js";
import { Notices } from "./notices.js";
import { Posted } from "./posted.js";

const SECONDS_A_DAY = 86_400n;
/** Rows of a calendar that are shown before somebody asks for all. */
const FEW = 12;

/** What holders are told: by a calendar, if the deal has one, and beside it. */
export function Told({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  return (
    <div className="told">
      {deal.told === undefined ? (
        <p className="lead">
          This deal has no calendar of disclosures: nothing on chain says what its holders are to be told, or
          when.
        </p>
      ) : (
        <Calendar deal={deal} told={deal.told} />
      )}
      <h3>Notices</h3>
      <Notices deal={deal} />
    </div>
  );
}

function Calendar({
  deal: { security, time },
  told: { calendar, posted },
}: Readonly<{ deal: Deal; told: NonNullable<Deal["told"]> }>): ReactNode {
  const [isAll, setAll] = useState(false);
  const states = periodStates({ security: security.data, calendar: calendar.data, posted, now: time }).sort(
    (a, b) => (a.due === b.due ? a.kind - b.kind : a.due < b.due ? 1 : -1),
  );
  return (
    <>
      <p className="lead">
        Each kind of disclosure is due again and again. The chain holds when a document was posted, its
        SHA-256 and where it is, not the document; what the document says, nothing on chain checks.
      </p>
      <Table
        caption="The calendar of disclosures, the latest first"
        columns={columnsAt(time)}
        rows={isAll ? states : states.slice(0, FEW)}
        rowKey={({ kind, period }) => `${kind} ${period}`}
      />
      {isAll || states.length <= FEW ? null : (
        <div className="buttons">
          <Button onClick={() => setAll(true)}>Show all {states.length}</Button>
        </div>
      )}
    </>
  );
}

const columnsAt = (time: bigint): readonly Column<PeriodState>[] => [
  {
    title: "Disclosure",
    heads: true,
    cell: ({ kind, period }) => (
      <>
        Kind {kind} <span className="quiet under">period {period}</span>
      </>
    ),
  },
  { title: "Period ends", cell: ({ end }) => <Day>{day(end)}</Day> },
  { title: "Due by", cell: ({ due }) => <Day>{day(due)}</Day> },
  { title: "State", cell: (one) => <PeriodStatus one={one} time={time} /> },
  { title: "By", cell: ({ attestor }) => <Address value={attestor} /> },
  {
    title: "Document",
    cell: ({ posted }) =>
      posted === undefined ? "–" : <Posted uri={text(posted.data.uri)} sha256={hex(posted.data.sha256)} />,
  },
];

/** Whether a disclosure was posted, in a word. */
function PeriodStatus({
  one: { end, posted, isLate },
  time,
}: Readonly<{ one: PeriodState; time: bigint }>): ReactNode {
  if (posted !== undefined) {
    return (
      <Status tone={isLate ? "warn" : "good"}>
        {isLate ? "Posted late" : "Posted"}, {day(posted.data.postedAt)}
      </Status>
    );
  }
  if (isLate) {
    return <Status tone="wrong">Late</Status>;
  }
  return <Status tone="plain">{time < end + SECONDS_A_DAY ? "To come" : "Due"}</Status>;
}
