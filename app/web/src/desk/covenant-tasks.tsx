import {
  announcedAct,
  describeTrigger,
  reportCovenant,
  triggerKindOf,
  triggersOf,
} from "@defi-ready/securities";
import type { CovenantReportArgs, Waterfall } from "@defi-ready/securities/program";
import type { ReactNode } from "react";
import { Act } from "../actions/act.js";
import type { Action } from "../actions/action.js";
import { stopActAction } from "../actions/control/control-actions.js";
import { FieldsForm } from "../actions/fields-form.js";
import { actWords } from "../data/control.js";
import { day, moment, money } from "../format.js";
import { Task } from "./card.js";
import type { Desk } from "./desks.js";

/** Flag of a trigger: what it is about was declared. */
const RAISED = 1;

/** What the agent in control has announced, for the arbitrator. */
export function AnnouncedTask({ desk: { listed, time } }: Readonly<{ desk: Desk }>): ReactNode {
  const { security } = listed;
  const act = announcedAct(security.data);
  if (act === undefined || time >= act.until) {
    return null;
  }
  const words = actWords(act, security.data);
  return (
    <Task
      what={`The agent in control announced to ${words}`}
      note={`It can do so from ${moment(act.from)} until ${moment(act.until)}, unless you stop it.`}
    >
      <Act label="Stop it" action={() => stopActAction(security, words)} />
    </Task>
  );
}

/** Events that the arbitrator declares and lifts. */
export function EventTasks({ desk }: Readonly<{ desk: Desk }>): ReactNode {
  return triggersOf(desk.waterfall.data).map((trigger, place) => {
    if (triggerKindOf(trigger) !== "event") {
      return null;
    }
    const isDeclared = (trigger.flags & RAISED) !== 0;
    const label = isDeclared ? "Lift it" : "Declare it";
    return (
      <Task
        // biome-ignore lint/suspicious/noArrayIndexKey: a trigger is known by its place
        key={place}
        what={`Trigger ${place}: ${describeTrigger(trigger, desk.decimals)}`}
        note={
          isDeclared ? `You declared it on ${day(trigger.reportedAt)}.` : "You declare it if it has happened."
        }
      >
        <Act
          label={label}
          form={(ask) => (
            <FieldsForm
              fields={[{ key: "document", label: "The document that says so", kind: "document" }]}
              make={(typed) =>
                reportAction(desk.waterfall.data, {
                  place,
                  title: isDeclared ? "Lift the event" : "Declare the event",
                  says: isDeclared
                    ? "You say that it is over: the covenant holds again."
                    : "You declare that it has happened: nothing is drawn from now on, and once the cure is over, what the covenant says follows.",
                  report: {
                    __kind: "Event",
                    declared: !isDeclared,
                    documentSha256: typed.document("document"),
                  },
                })
              }
              ask={ask}
            />
          )}
        />
      </Task>
    );
  });
}

/** Net worths that the reporter reports. */
export function NetWorthTasks({ desk }: Readonly<{ desk: Desk }>): ReactNode {
  return triggersOf(desk.waterfall.data).map((trigger, place) =>
    triggerKindOf(trigger) === "net worth" ? (
      <Task
        // biome-ignore lint/suspicious/noArrayIndexKey: a trigger is known by its place
        key={place}
        what={`Trigger ${place}: ${describeTrigger(trigger, desk.decimals)}`}
        note={
          trigger.reportedAt === 0n
            ? "It was never reported."
            : `${money(trigger.reported, desk.decimals)}, reported on ${day(trigger.reportedAt)}`
        }
      >
        <Act
          label="Report the net worth"
          form={(ask) => (
            <FieldsForm
              fields={[
                { key: "value", label: "Net worth", kind: "amount" },
                { key: "document", label: "The report", kind: "document" },
              ]}
              make={(typed) => {
                const value = typed.positive("value", desk.decimals);
                return reportAction(desk.waterfall.data, {
                  place,
                  title: "Report the net worth",
                  says: `You report a net worth of ${money(value, desk.decimals)}.`,
                  report: { __kind: "NetWorth", value, documentSha256: typed.document("document") },
                });
              }}
              ask={ask}
            />
          )}
        />
      </Task>
    ) : null,
  );
}

function reportAction(
  waterfall: Waterfall,
  {
    place,
    title,
    says,
    report,
  }: Readonly<{ place: number; title: string; says: string; report: CovenantReportArgs }>,
): Action {
  return {
    title,
    key: `report ${waterfall.security} ${place}`,
    plan: async ({ signer }) => ({
      instructions: await reportCovenant({ authority: signer, waterfall, place, report }),
      says: [says],
      done: "It is reported.",
    }),
  };
}
