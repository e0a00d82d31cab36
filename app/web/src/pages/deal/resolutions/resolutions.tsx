import { CONSENT, type Consent } from "@defi-ready/securities";
import { type ReactNode, useId } from "react";
import type { Deal } from "../../../data/deal.js";
import { type Decided, isOver, type Stood, stoodAt } from "../../../data/decided.js";
import { classAt, proposalTitle } from "../../../data/proposed.js";
import { day, hex, moment, text } from "../../../format.js";
import { slots } from "../../../slots.js";
import { Address } from "../../../ui/address.js";
import { Status } from "../../../ui/notice.js";
import { type Column, Facts, Table } from "../../../ui/table.js";
import { Untrusted } from "../../../ui/untrusted.js";
import { Posted } from "../transfers/posted.js";
import { Changes } from "./changes.js";
import { Thresholds, Votes } from "./votes.js";
import { WouldPay } from "./would-pay.js";

/** How holders of a deal decide, what they are asked, and what they decided. */
export function Resolutions({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  return deal.decided === undefined ? null : <Shown deal={deal} decided={deal.decided} />;
}

function Shown({ deal, decided }: Readonly<{ deal: Deal; decided: Decided }>): ReactNode {
  const { noticeDays, votingDays, timelockDays } = decided.governance.data;
  const { propose: Propose } = slots;
  const all = stoodAt(decided, deal.time);
  const open = all.filter((one) => !isOver(one));
  const over = all.filter(isOver);
  return (
    <div className="resolutions">
      <p className="lead">
        Holders can change this deal. What is proposed is announced for {days(noticeDays)} and voted on for{" "}
        {days(votingDays)}; if every class that can get less by it consents, anyone can execute it{" "}
        {days(timelockDays)} after the close.
      </p>
      {Propose === undefined || deal.security.data.beganAt === 0n ? null : (
        <Propose deal={deal} decided={decided} />
      )}
      {open.length === 0 ? <p>Nothing is proposed now.</p> : null}
      {open.map((one) => (
        <One deal={deal} stood={one} key={one.resolution.address} />
      ))}
      {over.length === 0 ? null : (
        <details>
          <summary>Executed or ended: {over.length}</summary>
          {over.map((one) => (
            <One deal={deal} stood={one} key={one.resolution.address} />
          ))}
        </details>
      )}
      <details>
        <summary>Who has to consent to what</summary>
        <Thresholds deal={deal} decided={decided} />
        <Table
          caption="Who has to consent to what"
          columns={COLUMNS}
          rows={CONSENT}
          rowKey={({ of }) => of}
        />
      </details>
    </div>
  );
}

const days = (count: number): string => `${count} ${count === 1 ? "day" : "days"}`;

const ASKED: Readonly<Record<Consent["asked"], string>> = {
  named: "the classes that it names",
  changed: "the class that it changes",
  every: "every class",
  seniorDebt: "the most senior debt outstanding, with what is pari passu",
  stage: "the classes of the stage",
};

const COLUMNS: readonly Column<Consent>[] = [
  { title: "What", heads: true, cell: ({ of }) => of },
  { title: "Asked", cell: ({ asked }) => ASKED[asked] },
  {
    title: "Decided by",
    cell: ({ majority }) => (majority === "votes" ? "most votes, with a quorum" : "a part of all shares"),
  },
  { title: "Why", cell: ({ why }) => <span className="prose-cell">{why}</span> },
];

function One({ deal, stood }: Readonly<{ deal: Deal; stood: Stood }>): ReactNode {
  const id = useId();
  const { resolution, proposal } = stood;
  const { data } = resolution;
  const { resolution: Actions } = slots;
  return (
    <article className="resolution" aria-labelledby={id}>
      <h3 id={id}>
        Resolution {data.number}: <Untrusted>{proposalTitle(proposal, classAt(deal))}</Untrusted>
      </h3>
      <p>
        <Phase stood={stood} />
      </p>
      <Changes deal={deal} stood={stood} />
      {isOver(stood) ? null : <WouldPay deal={deal} stood={stood} />}
      <Votes deal={deal} stood={stood} />
      <Facts
        entries={[
          ["Proposed", <Proposed key="proposed" stood={stood} />],
          ["Vote", `from ${moment(data.opensAt)} until ${moment(data.closesAt)}`],
          ...execution(stood),
          [
            "Document",
            <Posted key="document" uri={text(data.documentUri)} sha256={hex(data.documentSha256)} />,
          ],
        ]}
      />
      {Actions === undefined ? null : <Actions deal={deal} stood={stood} />}
    </article>
  );
}

/** When it can be executed, or could have been. */
function execution({ standing: { phase }, resolution }: Stood): readonly (readonly [string, string])[] {
  if (phase === "failed" || phase === "stopped" || phase === "executed") {
    return [];
  }
  const { executableFrom, executableUntil } = resolution.data;
  const times = `from ${moment(executableFrom)} until ${moment(executableUntil)}`;
  const isDecided = phase !== "announced" && phase !== "voting";
  return [["Execution", isDecided ? times : `${times}, if every class that is asked consents`]];
}

const PROPOSERS = ["by the sponsor", "by the arbitrator"];

function Proposed({ stood: { resolution } }: Readonly<{ stood: Stood }>): ReactNode {
  const { proposedBy, proposer, proposedAt } = resolution.data;
  return (
    <>
      {day(proposedAt)}, {PROPOSERS[proposedBy] ?? "by a holder"} <Address value={proposer} />
    </>
  );
}

function Phase({ stood: { resolution, standing } }: Readonly<{ stood: Stood }>): ReactNode {
  const { opensAt, closesAt, executableFrom, executableUntil } = resolution.data;
  switch (standing.phase) {
    case "announced":
      return <Status tone="plain">Announced: the vote opens {moment(opensAt)}</Status>;
    case "voting":
      return <Status tone="good">Voted on until {moment(closesAt)}</Status>;
    case "timelock":
      return <Status tone="good">Consented: can be executed from {moment(executableFrom)}</Status>;
    case "executable":
      return <Status tone="warn">Consented: anyone can execute it until {moment(executableUntil)}</Status>;
    case "executed":
      return <Status tone="good">Executed</Status>;
    case "stopped":
      return <Status tone="wrong">Stopped</Status>;
    case "expired":
      return <Status tone="wrong">Consented, and not executed in time</Status>;
    case "failed":
      return <Status tone="wrong">Failed: not all classes that were asked consented</Status>;
  }
}
