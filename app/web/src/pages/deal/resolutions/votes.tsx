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
  const { classes, majority, phase } = stood.standing;
  return (
    <>
      <p>{askedWords(stood)}</p>
      <ul className="tallies">
        {classes.map((tally) => (
          <li key={tally.rank}>
            <ClassVotes deal={deal} tally={tally} majority={majority} isAhead={phase === "announced"} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Which classes are asked, and why these. */
function askedWords(stood: Stood): string {
  const isOne = stood.standing.classes.length === 1;
  const these = isOne ? "This class" : "These classes";
  if (isOver(stood)) {
    return `${these} ${isOne ? "was" : "were"} asked.`;
  }
  const { asked, why } = consentOf(stood.proposal);
  return asked === "named"
    ? `The proposal asks ${these.toLowerCase()}.`
    : `${these} ${isOne ? "is" : "are"} asked, since ${why}.`;
}

function ClassVotes({
  deal,
  tally: { rank, inFavour, against, shares, needed, consents },
  majority,
  isAhead,
}: Readonly<{
  deal: Deal;
  tally: ClassTally;
  majority: Stood["standing"]["majority"];
  /** Whether the vote has not opened. */
  isAhead: boolean;
}>): ReactNode {
  const decimals = deal.classes[rank]?.tranche.data.decimals ?? 0;
  const isConsent = majority === "shares";
  const label = `${percentOf(inFavour, shares)} in favour, ${percentOf(against, shares)} against; ${percentOf(needed, shares)} ${isConsent ? "in favour" : "of votes"} are needed`;
  return (
    <>
      <p className="tally">
        <strong>
          <Untrusted>{classNameAt(deal, rank)}</Untrusted>
        </strong>{" "}
        {isAhead ? null : (
          <Status tone={consents ? "good" : "plain"}>{consents ? "Consents" : "Has not consented"}</Status>
        )}
      </p>
      <Meter value={inFavour} rest={against} of={shares} mark={needed} label={label} />
      <p className="hint">
        {isAhead
          ? ""
          : `${money(inFavour, decimals)} in favour (${percentOf(inFavour, shares)}), ${money(against, decimals)} against (${percentOf(against, shares)}), of `}
        {money(shares, decimals)} shares {isAhead ? "count by now" : "that count"}.{" "}
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
