import {
  clusterTime,
  describeTrigger,
  overduePeriod,
  reportCovenant,
  triggerKindOf,
  triggersOf,
} from "@defi-ready/securities";
import type { TriggerState, Waterfall } from "@defi-ready/securities/program";
import type { ReactNode } from "react";
import type { Deal } from "../../data/deal.js";
import { useWallet } from "../../wallet/context.js";
import { Act } from "../act.js";
import type { Action } from "../action.js";

/** What the connected wallet can have tested: whether a disclosure is overdue, which the program looks at when it is asked. */
export function OwnCovenants({ deal: { tested } }: Readonly<{ deal: Deal }>): ReactNode {
  const wallet = useWallet();
  const asked = triggersOf(tested).flatMap((trigger, place) =>
    triggerKindOf(trigger) === "disclosure overdue" ? [{ trigger, place }] : [],
  );
  return wallet === undefined || asked.length === 0 ? null : (
    <div className="buttons">
      {asked.map(({ trigger, place }) => (
        <Act
          key={place}
          label={asked.length === 1 ? "Test the disclosures" : `Test the disclosures of kind ${trigger.rank}`}
          action={() => lookAction(tested, { trigger, place })}
        />
      ))}
    </div>
  );
}

/** Has the program look whether a disclosure is overdue. */
function lookAction(
  waterfall: Waterfall,
  { trigger, place }: Readonly<{ trigger: TriggerState; place: number }>,
): Action {
  return {
    title: "Test the disclosures",
    key: `report ${waterfall.security} ${place}`,
    plan: async ({ cluster, signer }) => {
      const now = await clusterTime(cluster);
      const { rank: kind, days: lateDays } = trigger;
      const disclosure = await overduePeriod(cluster, { security: waterfall.security, kind, lateDays, now });
      return {
        instructions: await reportCovenant({
          authority: signer,
          waterfall,
          place,
          report: { __kind: "Disclosure" },
          disclosure,
        }),
        says: [
          `The program looks whether ${describeTrigger(trigger)}, and the covenant goes by what it finds until somebody has it look again. Anyone may do this.`,
        ],
        done: "The program has looked.",
      };
    },
  };
}
