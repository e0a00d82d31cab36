import { hasDeliveryFailed, isDeliveryAwaited } from "@defi-ready/securities";
import type { ReactNode } from "react";
import { Act } from "../actions/act.js";
import { FieldsForm } from "../actions/fields-form.js";
import { moment } from "../format.js";
import { Amount } from "../ui/amount.js";
import { Hash } from "../ui/hash.js";
import { Card, Task } from "./card.js";
import { AnnouncedTask, EventTasks } from "./covenant-tasks.js";
import type { Desk } from "./desks.js";
import { deliveryAction, strikeAction } from "./other-actions.js";
import { recordAction } from "./servicer-actions.js";

/** What an arbitrator has to do: answer losses, confirm deliveries. */
export function ArbitratorDesk({ desk }: Readonly<{ desk: Desk }>): ReactNode {
  const { listed, losses, decimals, time } = desk;
  const { security } = listed;
  const open = losses.filter(({ data }) => data.status === 0);
  const isAwaited = isDeliveryAwaited(security.data) && !hasDeliveryFailed(security.data, time);
  return (
    <Card title="Arbitrator">
      {open.length === 0 && !isAwaited ? (
        <Task what="Nothing waits for your answer." note="Losses, deliveries and new keys appear here." />
      ) : null}
      {open.map((loss) => (
        <Task
          key={loss.address}
          what={
            <>
              Announced loss of <Amount value={loss.data.amount} decimals={decimals} />
            </>
          }
          note={
            <>
              Without your answer anyone can record it from {moment(loss.data.dueAt)}. Report{" "}
              <Hash bytes={loss.data.reportSha256} />
            </>
          }
        >
          <Act label="Strike it out" action={() => strikeAction(security, loss)} />
          <Act label="Record it now" action={() => recordAction(security, loss, true)} />
        </Task>
      ))}
      <AnnouncedTask desk={desk} />
      <EventTasks desk={desk} />
      {isAwaited ? (
        <Task
          what="Proceeds wait for a delivery that you confirm"
          note={`By ${moment(security.data.delivery.by)}; after that anyone can send them back to the holders.`}
        >
          <Act
            label="Confirm the delivery"
            form={(ask) => (
              <FieldsForm
                fields={[{ key: "document", label: "Document of the delivery", kind: "document" }]}
                make={(typed) => deliveryAction(security, typed.document("document"))}
                ask={ask}
              />
            )}
          />
        </Task>
      ) : null}
    </Card>
  );
}
