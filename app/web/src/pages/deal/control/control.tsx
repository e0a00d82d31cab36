import {
  announcedAct,
  type ControlStage,
  controlStages,
  nextStage,
  POWERS,
  type PowerRow,
  stageName,
} from "@defi-ready/securities";
import type { ReactNode } from "react";
import { ACTORS, actorOf, actWords } from "../../../data/control.js";
import type { Deal } from "../../../data/deal.js";
import { day, moment } from "../../../format.js";
import { slots } from "../../../slots.js";
import { Address } from "../../../ui/address.js";
import { Notice, Status } from "../../../ui/notice.js";
import { type Column, Table } from "../../../ui/table.js";
import { Budget } from "./budget.js";

/** Who is in control of a deal, who would be next, and what each of them may do. */
export function Control({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const security = deal.security.data;
  const { steppedAt, actDays } = security.control;
  const stages = controlStages(security);
  const { control: Actions } = slots;
  return (
    <div className="control">
      <p className="lead">
        {actorOf(security)}{" "}
        {steppedAt === 0n ? "is in control" : `has been in control since ${day(steppedAt)}`}.{" "}
        {nextWords(deal)} It goes back only by a resolution of the classes that are in control.
      </p>
      <Announced deal={deal} />
      <Budget deal={deal} />
      {Actions === undefined ? null : <Actions deal={deal} />}
      <Table
        caption="The stages of control"
        columns={stageColumns(deal)}
        rows={stages}
        rowKey={({ name }) => name}
      />
      <Table
        caption="What whoever is in control may do"
        columns={powerColumns(deal, stages)}
        rows={POWERS}
        rowKey={({ name }) => name}
      />
      <p className="hint">
        Until the first book is locked, the sponsor may do all of it. What an agent draws, and that it has all
        cash repay the debts or ends the revolving period, it announces{" "}
        {actDays === 1 ? "a day" : `${actDays} days`} before; the arbitrator can stop it until then. Paying in
        needs no power.
      </p>
    </div>
  );
}

/** Where control goes next, and why. */
function nextWords({ security: { data }, covenants }: Deal): string {
  const next = nextStage(data.control);
  if (next === undefined) {
    return "It steps no further.";
  }
  const isStepping = covenants.some(({ consequences }) => consequences.includes("step"));
  return isStepping
    ? `Once a covenant with that consequence has failed for its cure, anyone can move control to the ${stageName(next)}.`
    : "No covenant moves it on.";
}

function Announced({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const act = announcedAct(deal.security.data);
  return act === undefined || deal.time >= act.until ? null : (
    <Notice tone="warn" title={`The agent is going to ${actWords(act, deal.security.data)}`}>
      {deal.time < act.from
        ? `It was announced, and can be done from ${moment(act.from)} until ${moment(act.until)}. The arbitrator can stop it.`
        : `It was announced, and can be done until ${moment(act.until)}, unless the arbitrator stops it.`}
    </Notice>
  );
}

const stageColumns = ({ security: { data } }: Deal): readonly Column<ControlStage>[] => [
  {
    title: "Stage",
    heads: true,
    cell: ({ stage, name }) => `${stage + 1}. ${name.charAt(0).toUpperCase()}${name.slice(1)}`,
  },
  {
    title: "Who acts",
    cell: ({ acts }) => (acts === undefined ? "nobody: control never steps here" : <Address value={acts} />),
  },
  {
    title: "Now",
    cell: ({ stage }) =>
      stage === data.control.stage ? (
        <Status tone="good">In control</Status>
      ) : (
        <Status tone="plain">Not in control</Status>
      ),
  },
];

const powerColumns = (
  { security: { data } }: Deal,
  stages: readonly ControlStage[],
): readonly Column<PowerRow>[] => [
  { title: "May", heads: true, cell: ({ words }) => <span className="prose-cell">{words}</span> },
  ...stages
    .filter(({ acts }) => acts !== undefined)
    .map(({ stage, name, powers }) => ({
      title: stage === data.control.stage ? `${ACTORS[name]} (now)` : ACTORS[name],
      cell: (power: PowerRow) =>
        powers.includes(power) ? <Status tone="good">Yes</Status> : <Status tone="plain">No</Status>,
    })),
];
