import { valueAt } from "@defi-ready/securities";
import type { ReactNode } from "react";
import { Act } from "../actions/act.js";
import { FieldsForm } from "../actions/fields-form.js";
import { lasting, moment, money, short } from "../format.js";
import { Amount } from "../ui/amount.js";
import { Untrusted } from "../ui/untrusted.js";
import { Card, Task } from "./card.js";
import { NetWorthTasks } from "./covenant-tasks.js";
import type { Desk, Rated } from "./desks.js";
import { reportPoolAction, reportRateAction } from "./other-actions.js";

/** What a reporter has to do: say what the pool, assets and shares are worth. */
export function ReporterDesk({ desk }: Readonly<{ desk: Desk }>): ReactNode {
  const { listed, waterfall, rates, decimals, time } = desk;
  const { security } = listed;
  const { poolValue, poolAt, poolDailyBps } = waterfall.data;
  return (
    <Card title="Reporter">
      <Task
        what={
          poolAt === 0n ? (
            "The pool's value has never been reported"
          ) : (
            <>
              The pool is reported at <Amount value={poolValue} decimals={decimals} />
            </>
          )
        }
        note={
          poolAt === 0n
            ? undefined
            : `${moment(poolAt)}, ${lasting(time - poolAt)} ago. It may move ${poolDailyBps / 100} % in a day.`
        }
      >
        <Act
          label="Report its value"
          variant="primary"
          form={(ask) => (
            <FieldsForm
              fields={[
                { key: "value", label: "Value", kind: "amount" },
                { key: "report", label: "Report", kind: "document" },
              ]}
              make={(typed) =>
                reportPoolAction(security, typed.positive("value", decimals), typed.document("report"))
              }
              ask={ask}
            />
          )}
        />
      </Task>
      {rates.map((rated) => (
        <RateTask desk={desk} rated={rated} key={rated.mint} />
      ))}
      <NetWorthTasks desk={desk} />
    </Card>
  );
}

function RateTask({ desk, rated }: Readonly<{ desk: Desk; rated: Rated }>): ReactNode {
  const { decimals, time, listed } = desk;
  const { rate, reportedAt, dailyBps } = rated.rate.data;
  const unit = 10n ** BigInt(rated.decimals);
  const name =
    rated.name === undefined ? (
      <>tokens of {short(rated.mint)}</>
    ) : (
      <>
        shares <Untrusted>{rated.name.symbol}</Untrusted>
      </>
    );
  return (
    <Task
      what={
        reportedAt === 0n ? (
          <>What {name} are worth has never been reported</>
        ) : (
          <>
            One of the {name} is reported at <Amount value={valueAt(rate, unit)} decimals={decimals} />
          </>
        )
      }
      note={
        reportedAt === 0n
          ? undefined
          : `${moment(reportedAt)}, ${lasting(time - reportedAt)} ago. It may move ${dailyBps / 100} % in a day.`
      }
    >
      <Act
        label="Report"
        title="Report a rate"
        form={(ask) => (
          <FieldsForm
            fields={[
              {
                key: "value",
                label: "Worth of one",
                kind: "amount",
                hint: "In the deal's money",
                start: reportedAt === 0n ? "" : money(valueAt(rate, unit), decimals),
              },
            ]}
            make={(typed) => reportRateAction(listed.security, rated, typed.positive("value", decimals))}
            ask={ask}
          />
        )}
      />
    </Task>
  );
}
