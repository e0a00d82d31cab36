import { type Cluster, type Effects, effectsOf } from "@defi-ready/securities";
import type { TransactionSigner } from "@solana/kit";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Action, Plan } from "./action.js";

/** A plan and what a simulation of it found, or why it cannot be done. */
export type Planned =
  | Readonly<{ is: "planning" }>
  | Readonly<{ is: "ready"; plan: Plan; effects: Effects }>
  | Readonly<{ is: "refused"; error: unknown; plan?: Plan | undefined }>;

/** Plans an action and simulates it; `again` does so anew. */
export function usePlan(
  options: Readonly<{ action: Action; cluster: Cluster; signer: TransactionSigner | undefined }>,
): Readonly<{ planned: Planned; again: () => void }> {
  const { action, cluster, signer } = options;
  const [planned, setPlanned] = useState<Planned>({ is: "planning" });
  const [round, setRound] = useState(0);
  // An action is made anew with each rendering of its form: it is planned as it was when it was asked for.
  const asked = useRef(action);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round plans again
  useEffect(() => {
    if (signer === undefined) {
      return undefined;
    }
    let isCurrent = true;
    const set = (one: Planned) => {
      if (isCurrent) {
        setPlanned(one);
      }
    };
    set({ is: "planning" });
    void planAndSimulate(asked.current, cluster, signer).then(set);
    return () => {
      isCurrent = false;
    };
  }, [cluster, signer, round]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  return useMemo(() => ({ planned, again }), [planned, again]);
}

async function planAndSimulate(
  action: Action,
  cluster: Cluster,
  signer: TransactionSigner,
): Promise<Planned> {
  let plan: Plan | undefined;
  try {
    plan = await action.plan({ cluster, signer });
    const { instructions, lookupTables } = plan;
    const effects = await effectsOf(cluster, { instructions, payer: signer, lookupTables });
    return { is: "ready", plan, effects };
  } catch (error) {
    return { is: "refused", error, plan };
  }
}
