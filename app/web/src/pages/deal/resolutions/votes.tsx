import { type ClassTally, consentOf, percentage } from "@defi-ready/securities";
import type { ReactNode } from "react";
import type { Deal } from "../../../data/deal.js";
import { type Decided, isOver, type Stood } from "../../../data/decided.js";
import { classNameAt } from "../../../data/proposed.js";
import { money, percentOf } from "../../../format.js";
import { Meter } from "../../../ui/meter.js";
import { Status } from "../../../ui/notice.js";
import { type Column, Table } from "../../../ui/table.js";
import { Untrusted } from "../../../ui/untrusted.js";

/** Which classes a resolution asks and why, and how each votes. */
export function Votes({ deal, stood }: Readonly<{ deal: Deal; stood: Stood }>): ReactNode {
  const { classes, majority } = stood.standing;
  return (
    <>
      <p>
        {classes.length === 1 ? "This class is asked" : "These classes are asked"}
        {isOver(stood) ? "" : `, since ${consentOf(stood.proposal).why}`}.
      </p>
      <ul className="tallies">
        {classes.map((tally) => (
          <li key={tally.rank}>
            <ClassVotes deal={deal} tally={tally} majority={majority} />
          </li>
        ))}
      </ul>
    </>
  );
}

function ClassVotes({
  deal,
  tally: { rank, inFavour, against, shares, needed, consents },
  majority,
}: Readonly<{ deal: Deal; tally: ClassTally; majority: Stood["standing"]["majority"] }>): ReactNode {
  const decimals = deal.classes[rank]?.tranche.data.decimals ?? 0;
  const isConsent = majority === "shares";
  const value = isConsent ? inFavour : inFavour + against;
  const label = `${percentOf(value, shares)} ${isConsent ? "in favour" : "vote"}, ${percentOf(needed, shares)} are needed`;
  return (
    <>
      <p className="tally">
        <strong>
          <Untrusted>{classNameAt(deal, rank)}</Untrusted>
        </strong>{" "}
        <Status tone={consents ? "good" : "plain"}>{consents ? "Consents" : "Has not consented"}</Status>
      </p>
      <Meter value={value} of={shares} mark={needed} label={label} />
      <p className="hint">
        {money(inFavour, decimals)} in favour ({percentOf(inFavour, shares)}), {money(against, decimals)}{" "}
        against ({percentOf(against, shares)}), of {money(shares, decimals)} shares that count.{" "}
        {isConsent
          ? `It takes ${money(needed, decimals)} in favour.`
          : `At least ${money(needed, decimals)} must vote, and more in favour than against.`}
      </p>
    </>
  );
}

type Part = Readonly<{ rank: number; name: string; consent: string; quorum: string; proposal: string }>;

const PARTS: readonly Column<Part>[] = [
  { title: "Class", heads: true, cell: ({ name }) => <Untrusted>{name}</Untrusted> },
  { title: "Consents with", numeric: true, cell: ({ consent }) => consent },
  { title: "Quorum", numeric: true, cell: ({ quorum }) => quorum },
  { title: "Proposes with", numeric: true, cell: ({ proposal }) => proposal },
];

/** What each class decides with. */
export function Thresholds({ deal, decided }: Readonly<{ deal: Deal; decided: Decided }>): ReactNode {
  const rows = deal.classes.flatMap((_, rank) => {
    const terms = decided.governance.data.classes[rank];
    return terms === undefined
      ? []
      : {
          rank,
          name: classNameAt(deal, rank),
          consent: percentage(terms.consentBps),
          quorum: percentage(terms.quorumBps),
          proposal: percentage(terms.proposalBps),
        };
  });
  return (
    <Table
      caption="What each class decides with, of its shares"
      columns={PARTS}
      rows={rows}
      rowKey={({ rank }) => String(rank)}
    />
  );
}
