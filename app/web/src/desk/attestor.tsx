import type { PeriodState } from "@defi-ready/securities";
import type { ReactNode } from "react";
import { Act } from "../actions/act.js";
import { FieldsForm } from "../actions/fields-form.js";
import { day } from "../format.js";
import { Status } from "../ui/notice.js";
import { Card, Task } from "./card.js";
import type { Desk } from "./desks.js";
import { DOCUMENT_FIELDS, documentIn, postDisclosureAction } from "./disclosure-actions.js";

const SECONDS_A_DAY = 86_400n;
/** Disclosures that are shown at a time: the earliest first, and the others once those are posted. */
const FEW = 12;

/** What an attestor has to do: post the disclosures that holders are to be told. */
export function AttestorDesk({ desk: { listed, unposted, time } }: Readonly<{ desk: Desk }>): ReactNode {
  const isOver = ({ end }: PeriodState) => time >= end + SECONDS_A_DAY;
  const due = unposted.filter(isOver);
  const next = unposted.filter((one) => !isOver(one));
  return (
    <Card title="Attestor">
      {due.slice(0, FEW).map((one) => (
        <Task
          key={`${one.kind} ${one.period}`}
          what={
            <>
              Kind {one.kind}, period to {day(one.end)}:{" "}
              <Status tone={one.isLate ? "wrong" : "plain"}>{one.isLate ? "late" : "due"}</Status>
            </>
          }
          note={`${one.isLate ? "It was" : "It is"} due by ${day(one.due)}.`}
        >
          <Act
            label="Post it"
            title="Post a disclosure"
            variant="primary"
            form={(ask) => (
              <FieldsForm
                fields={DOCUMENT_FIELDS}
                make={(typed) => postDisclosureAction(listed.security, one, documentIn(typed))}
                ask={ask}
              >
                <p>
                  Kind {one.kind}, of the period to {day(one.end)}.
                </p>
              </FieldsForm>
            )}
          />
        </Task>
      ))}
      {due.length <= FEW ? null : <Task what={`${due.length - FEW} more are due after these.`} />}
      {next.map((one) => (
        <Task
          key={`${one.kind} ${one.period}`}
          what={`Kind ${one.kind}, period to ${day(one.end)}: to come`}
          note={`It can be posted from ${day(one.end + SECONDS_A_DAY)}, and is due by ${day(one.due)}.`}
        />
      ))}
    </Card>
  );
}
