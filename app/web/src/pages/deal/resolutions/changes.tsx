import {
  budgetOf,
  controlStages,
  costOfAll,
  describeMode,
  describeTrigger,
  modeOf,
  principalOf,
  rolesOf,
  settlementVault,
  stageName,
  tierChanges,
  transferDisclosuresOf,
  triggerChanges,
  triggersOf,
  waterfallConsequences,
  yearlyRate,
} from "@defi-ready/securities";
import { isNone, isOption, type Option } from "@solana/kit";
import type { ReactNode } from "react";
import { ACTORS, actorOf } from "../../../data/control.js";
import type { Deal } from "../../../data/deal.js";
import { isOver, type Stood } from "../../../data/decided.js";
import { classNameAt } from "../../../data/proposed.js";
import { roleTitle } from "../../../data/role-names.js";
import { day, hex, money, text } from "../../../format.js";
import { Address } from "../../../ui/address.js";
import { type Column, Table } from "../../../ui/table.js";
import { Untrusted } from "../../../ui/untrusted.js";
import { BudgetLine } from "../control/budget.js";
import { Points } from "../disclosures.js";

/** One thing that a resolution changes. */
type Change = Readonly<{ what: string; before: ReactNode; after: ReactNode }>;

const WHAT: Column<Change> = {
  title: "What",
  heads: true,
  cell: ({ what }) => <Untrusted>{what}</Untrusted>,
};
const BEFORE: Column<Change> = { title: "Now", cell: ({ before }) => before };
const AFTER: Column<Change> = { title: "Then", cell: ({ after }) => after };
/** Of a resolution of which nothing has come. */
const WOULD: Column<Change> = { ...AFTER, title: "Would have been" };

/** What a resolution changes: as it is now, unless it was executed, and as it is then. */
export function Changes({ deal, stood }: Readonly<{ deal: Deal; stood: Stood }>): ReactNode {
  const isExecuted = stood.standing.phase === "executed";
  const changes = changesOf(deal, stood, isExecuted);
  if (changes.length === 0) {
    return <p>It changes nothing: the classes say what they think of its document.</p>;
  }
  return (
    <Table
      caption={`What resolution ${stood.resolution.data.number} changes`}
      columns={isExecuted ? [WHAT, AFTER] : [WHAT, BEFORE, isOver(stood) ? WOULD : AFTER]}
      rows={changes}
      rowKey={({ what }) => what}
    />
  );
}

function roleChange(
  { security, waterfall }: Deal,
  { role, to }: Extract<Stood["proposal"], { __kind: "Role" }>,
): Change {
  const place = "place" in role ? role.place : 0;
  const roles = rolesOf({ security: security.data, waterfall: waterfall.data });
  const held = roles.find((one) => one.word === role.__kind.toLowerCase() && one.place === place);
  return {
    what: held === undefined ? role.__kind : roleTitle(held),
    before: held === undefined ? "nobody" : <Address value={held.key} />,
    after: <Address value={to} />,
  };
}

function changesOf(
  deal: Deal,
  { proposal, resolution, draft, conversions }: Stood,
  isExecuted: boolean,
): readonly Change[] {
  const { security, waterfall, classes } = deal;
  const tranche = "rank" in proposal ? classes[proposal.rank]?.tranche.data : undefined;
  const name = "rank" in proposal ? classNameAt(deal, proposal.rank) : "";
  switch (proposal.__kind) {
    case "Advisory":
      return [];
    case "Document": {
      const { sha256, uri } = security.data.document;
      const { documentSha256, documentUri } = resolution.data;
      return [
        {
          what: "The deal's document",
          before: <Paper sha256={sha256} uri={uri} />,
          after: <Paper sha256={documentSha256} uri={documentUri} />,
        },
      ];
    }
    case "Role":
      return [roleChange(deal, proposal)];
    case "Waiver": {
      const trigger = triggersOf(waterfall.data)[proposal.trigger];
      return [
        {
          what: `Trigger ${proposal.trigger}`,
          before: trigger === undefined ? "none" : `It holds if ${describeTrigger(trigger)}.`,
          after: `It counts as met until ${day(proposal.until)}, and is tested again from then on.`,
        },
      ];
    }
    case "Authorised": {
      const decimals = tranche?.decimals ?? 0;
      return [
        {
          what: `The most shares of ${name}`,
          before: money(tranche?.authorised ?? 0n, decimals),
          after: money(proposal.shares, decimals),
        },
      ];
    }
    case "TransferRules":
      return [{ what: `Transfers of ${name}`, ...rulesOf(deal, proposal) }];
    case "Conversion":
      return [
        {
          what: `Conversion ${proposal.number} of ${name}`,
          before: "It waits for this resolution.",
          after: "It is approved.",
        },
      ];
    case "DebtTerms": {
      const { ratePpm, maturity } = proposal;
      const terms = [
        {
          what: `Rate of ${name}`,
          before: yearlyRate(tranche?.ratePpm ?? 0),
          after: yearlyRate(ratePpm),
        },
        { what: `Maturity of ${name}`, before: day(tranche?.maturity ?? 0n), after: day(maturity) },
      ];
      // Once it is done, what was before is not on chain any more.
      return terms.filter(({ before, after }) => isExecuted || before !== after);
    }
    case "Acceleration":
      return [
        {
          what: "Cash",
          before: describeMode(modeOf(deal.tested, deal.time)),
          after: proposal.declare ? describeMode("accelerated") : "as it was before lenders accelerated",
        },
      ];
    case "Floor":
      return [
        {
          what: `Lowest price of the next book of ${name}`,
          before: "the last price or, if it is higher, the reported value",
          after: `${money(proposal.price, security.data.vaults[0]?.decimals ?? 0)}, for ${money(proposal.shares, tranche?.decimals ?? 0)} shares, until ${day(proposal.until)}`,
        },
      ];
    case "Control":
      return [
        {
          what: "Who is in control",
          before: actorOf(security.data),
          after: ACTORS[stageName(proposal.stage)],
        },
      ];
    case "Agent": {
      const agent = controlStages(security.data)[proposal.stage]?.acts;
      return [
        {
          what: ACTORS[stageName(proposal.stage)],
          before: agent === undefined ? "nobody" : <Address value={agent} />,
          after: <Address value={proposal.to} />,
        },
      ];
    }
    case "Budget": {
      const budget = budgetOf(security.data, deal.time);
      const { terms } = proposal;
      return [
        {
          what: "The budget of a manager",
          before: budget === undefined ? "There is none." : <BudgetLine deal={deal} budget={budget} />,
          after: terms.amount === 0n ? "There is none." : <BudgetLine deal={deal} budget={terms} />,
        },
      ];
    }
    case "Waterfall":
      return draft === undefined || isExecuted
        ? [{ what: "The waterfall as a whole", before: "as it was", after: "as it is shown above" }]
        : waterfallChanges(deal, draft, conversions);
    case "Destination":
      return [
        {
          what: "An account that proceeds are drawn to",
          before: <Address value={proposal.from} />,
          after: <Address value={proposal.to} />,
        },
      ];
    case "Call": {
      const { decimals, treasury } = settlementVault(security.data);
      const cost = tranche === undefined ? 0n : costOfAll(tranche, proposal.price);
      const owed = tranche === undefined ? 0n : principalOf(tranche) + tranche.interestDue + tranche.arrears;
      const before =
        tranche?.par === 0n
          ? "They have what their class gets of profit."
          : `They are owed ${money(owed, decimals)} of principal and interest together.`;
      return [
        {
          what: `All shares of ${name}`,
          before: isExecuted ? "" : before,
          after: `Each ends for ${money(proposal.price, decimals)}, at once and with all that it is owed.`,
        },
        {
          what: "What it costs",
          before: isExecuted ? "" : `The treasury has ${money(treasury, decimals)}.`,
          after: isExecuted
            ? `at most ${money(proposal.most, decimals)}`
            : `${money(cost, decimals)} for the shares that there are now, and at most ${money(proposal.most, decimals)}. With less in the treasury on the day it is not executed.`,
        },
      ];
    }
    case "WindDown":
      return [
        {
          what: "The deal",
          before: "It goes on.",
          after:
            "It is wound down: nothing new begins, reserves and covers protect nothing any more, and it ends after 30 days or later.",
        },
      ];
  }
}

/** Tier by tier and trigger by trigger, and what else follows. */
function waterfallChanges(
  { security, waterfall }: Deal,
  draft: NonNullable<Stood["draft"]>,
  conversions: Stood["conversions"],
): readonly Change[] {
  const decimals = security.data.vaults[0]?.decimals ?? 0;
  const own = { security: security.data, waterfall: waterfall.data, draft, conversions, decimals };
  return [
    ...tierChanges(own).map(({ before, from, after, to }) => ({
      what: to === undefined ? `Tier ${from}, which ends` : `Tier ${to}`,
      before: before === undefined ? "none" : `${from}: ${before}`,
      after: after ?? "nothing: nobody is owed anything there",
    })),
    ...triggerChanges(own).map(({ words, becomes }, at) => ({
      what: `Trigger ${at}, which ${becomes}`,
      before: becomes === "begins" ? "none" : words,
      after: becomes === "ends" ? "none" : words,
    })),
    ...waterfallConsequences(own).map((words, at) => ({
      what: `What follows, ${at + 1}`,
      before: "",
      after: words,
    })),
  ];
}

function Paper({ sha256, uri }: Readonly<{ sha256: ArrayLike<number>; uri: ArrayLike<number> }>): ReactNode {
  return (
    <>
      <Untrusted>{text(uri)}</Untrusted>
      <br />
      <code className="hash">{hex(sha256)}</code>
    </>
  );
}

/** Who may receive shares of a class and when, by its rules as they are and as they would be. */
function rulesOf(
  { facts }: Deal,
  { rank, rules }: Extract<Stood["proposal"], { __kind: "TransferRules" }>,
): Pick<Change, "before" | "after"> {
  const moves = given(rules.moves);
  const from = moves?.laterFrom ?? 0n;
  const laterFrom = from === 0n ? null : ({ kind: "at", time: from } as const);
  const classes = facts.classes.map((one, at) =>
    at === rank
      ? {
          ...one,
          transfers: {
            ...rules,
            moves: moves === null ? null : { ...moves, laterFrom },
            // A retention stays.
            retained: one.transfers.retained,
          },
        }
      : one,
  );
  const shown = (points: ReturnType<typeof transferDisclosuresOf>) =>
    points.length === 0 ? "nothing limits transfers" : <Points points={points} />;
  return {
    before: shown(transferDisclosuresOf(facts, rank)),
    after: shown(transferDisclosuresOf({ ...facts, classes }, rank)),
  };
}

const given = <T,>(value: Option<T>): T | null => (isOption(value) && !isNone(value) ? value.value : null);
