import { explain } from "@defi-ready/securities";
import type { ReactNode } from "react";
import { useCluster } from "../connection/connection.js";
import { Button } from "../ui/button.js";
import { Notice } from "../ui/notice.js";
import { Loading } from "../ui/section.js";
import { Facts } from "../ui/table.js";
import type { Plan } from "./action.js";
import { EffectsView, type MintLabels, MintWords } from "./effects.js";
import { sentence } from "./stage.js";
import type { Planned } from "./use-plan.js";

/** A plan in words, with what a simulation of it found. */
export function PlannedView({
  planned,
  again,
}: Readonly<{
  planned: Planned;
  /** Plans anew; left out where that is done by other means. */
  again?: (() => void) | undefined;
}>): ReactNode {
  const { url } = useCluster();
  if (planned.is === "planning") {
    return <Loading what="the chain, and trying it out" />;
  }
  const { plan } = planned;
  return (
    <>
      {plan === undefined ? null : (
        <PlanWords plan={plan} labels={planned.is === "ready" ? planned.labels : undefined} />
      )}
      {planned.is === "refused" ? (
        <Notice
          tone="wrong"
          title="This would be refused"
          action={again === undefined ? undefined : <Button onClick={again}>Try again</Button>}
        >
          {sentence(explain(planned.error, url))}
        </Notice>
      ) : (
        <EffectsView effects={planned.effects} labels={planned.labels} names={planned.plan.names} />
      )}
    </>
  );
}

function PlanWords({
  plan: { says, facts = [], warns = [], money },
  labels = new Map(),
}: Readonly<{ plan: Plan; labels?: MintLabels | undefined }>): ReactNode {
  const entries = [
    ...facts,
    ...(money === undefined
      ? []
      : [["Money is in", <MintWords key="money" mint={money} labels={labels} />] as const]),
  ];
  return (
    <>
      <ul className="says">
        {says.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sentences of one plan do not move
          <li key={at}>{one}</li>
        ))}
      </ul>
      {entries.length === 0 ? null : <Facts entries={entries} />}
      {warns.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sentences of one plan do not move
        <Notice key={at} tone="warn" title="Before you sign">
          {one}
        </Notice>
      ))}
    </>
  );
}
