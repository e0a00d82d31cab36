import { isLossDue, measuresOf } from "@defi-ready/securities";
import type { ReactNode } from "react";
import { Act } from "../actions/act.js";
import { FieldsForm } from "../actions/fields-form.js";
import { day, moment, money, text } from "../format.js";
import { Amount } from "../ui/amount.js";
import { Untrusted } from "../ui/untrusted.js";
import { Card, Task } from "./card.js";
import type { Desk } from "./desks.js";
import { announceAction, collectAction, postAction, recordAction } from "./servicer-actions.js";

/** The longest note of a payment, in bytes. */
const MAX_NOTE = 64;
const DAY = 86_400n;
const MONTH = 30n * DAY;

/** What a servicer has to do: post payments, collect revenue, announce losses. */
export function ServicerDesk({ desk }: Readonly<{ desk: Desk }>): ReactNode {
  const { listed, sources, losses, decimals, time } = desk;
  const { security } = listed;
  const correction = measuresOf(security.data).find(({ word }) => word === "correction");
  const open = losses.filter(({ data }) => data.status === 0);
  return (
    <Card title="Servicer">
      <Task
        what="Payments that the assets have made"
        note={`The smallest is ${money(security.data.minDistribution, decimals)}. Each runs through the waterfall at once${
          correction === undefined ? "" : ", unless you let it wait"
        }.`}
      >
        <Act
          label="Post a payment"
          variant="primary"
          form={(ask) => (
            <FieldsForm
              fields={[
                { key: "amount", label: "Amount", kind: "amount" },
                {
                  key: "principal",
                  label: "Of that principal",
                  kind: "amount",
                  hint: "Repayments of the assets and sale proceeds. Empty: all of it is income.",
                },
                { key: "from", label: "From", kind: "date", start: day(time - MONTH) },
                { key: "to", label: "To", kind: "date", start: day(time) },
                { key: "note", label: "Source", hint: "What paid, in a few words" },
                { key: "document", label: "Document, if there is one", kind: "document" },
                {
                  key: "recovery",
                  label: "It is a recovery, which undoes recorded losses first",
                  kind: "check",
                },
                ...(correction === undefined
                  ? []
                  : [
                      {
                        key: "wait" as const,
                        label: `It waits for ${correction.waits}, while you and the arbitrator can send it back`,
                        kind: "check" as const,
                      },
                    ]),
              ]}
              make={(typed) => {
                const amount = typed.positive("amount", decimals);
                const principal = typed.amount("principal", decimals);
                const [periodStart, periodEnd] = [typed.day("from"), typed.day("to")];
                const note = typed.text("note");
                const recovery = typed.isChecked("recovery");
                if (amount < security.data.minDistribution) {
                  typed.refuse(
                    "amount",
                    `The smallest payment of this deal is ${money(security.data.minDistribution, decimals)}.`,
                  );
                }
                if (principal > amount) {
                  typed.refuse("principal", `The payment is ${money(amount, decimals)} in all.`);
                }
                if (recovery && principal > 0n) {
                  typed.refuse(
                    "principal",
                    "The principal of a recovery is what it undoes: leave this empty.",
                  );
                }
                if (periodEnd < periodStart) {
                  typed.refuse("to", "The period ends before it starts.");
                }
                if (new TextEncoder().encode(note).length > MAX_NOTE) {
                  typed.refuse("note", `At most ${MAX_NOTE} bytes fit: shorten it.`);
                }
                const documentSha256 =
                  typed.text("document") === "" ? new Uint8Array(32) : typed.document("document");
                return postAction(security, {
                  amount,
                  principal,
                  periodStart,
                  periodEnd,
                  note,
                  documentSha256,
                  recovery,
                  wait: correction !== undefined && typed.isChecked("wait"),
                });
              }}
              ask={ask}
            />
          )}
        />
      </Task>
      {sources.map(({ source, balance }) => {
        const places =
          security.data.vaults.find(({ mint }) => mint === source.data.mint)?.decimals ?? decimals;
        return (
          <Task
            key={source.address}
            what={
              <>
                Revenue of <Untrusted>{text(source.data.note)}</Untrusted>:{" "}
                <Amount value={balance} decimals={places} /> has come in
              </>
            }
          >
            <Act label="Collect" disabled={balance === 0n} action={() => collectAction(security, source)} />
          </Task>
        );
      })}
      <Task
        what="Losses of the pool"
        note={`A loss is announced first, and can be recorded ${security.data.lossNotice / DAY} days later.`}
      >
        <Act
          label="Announce a loss"
          form={(ask) => (
            <FieldsForm
              fields={[
                { key: "amount", label: "Amount", kind: "amount" },
                { key: "report", label: "Report", kind: "document" },
              ]}
              make={(typed) =>
                announceAction(security, typed.positive("amount", decimals), typed.document("report"))
              }
              ask={ask}
            />
          )}
        />
      </Task>
      {open.map((loss) => {
        const isDue = isLossDue(loss.data, time);
        return (
          <Task
            key={loss.address}
            what={
              <>
                Announced loss of <Amount value={loss.data.amount} decimals={decimals} />
              </>
            }
            note={
              isDue
                ? "Its notice is over: anyone can record it."
                : `It can be recorded from ${moment(loss.data.dueAt)}.`
            }
          >
            <Act label="Record" disabled={!isDue} action={() => recordAction(security, loss, false)} />
          </Task>
        );
      })}
    </Card>
  );
}
