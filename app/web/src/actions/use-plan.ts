import { type Cluster, type Effects, effectsOf } from "@defi-ready/securities";
import type { TransactionSigner } from "@solana/kit";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Action, Plan } from "./action.js";
import { type MintLabels, readMintLabels } from "./effects.js";

/** A plan and what a simulation of it found, or why it cannot be done. */
export type Planned =
  | Readonly<{ is: "planning" }>
  | Readonly<{ is: "ready"; plan: Plan; effects: Effects; labels: MintLabels }>
  | Readonly<{ is: "refused"; error: unknown; plan?: Plan | undefined }>;

const PLANNING: Planned = { is: "planning" };

/** Plans an action and simulates it; `again` does so anew. */
export function usePlan(
  options: Readonly<{ action: Action; cluster: Cluster; signer: TransactionSigner | undefined }>,
): Readonly<{ planned: Planned; again: () => void }> {
  const { action, cluster, signer } = options;
  const [last, setPlanned] = useState<Readonly<{ by: TransactionSigner; planned: Planned }>>();
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
        setPlanned({ by: signer, planned: one });
      }
    };
    set(PLANNING);
    void planAndSimulate(asked.current, cluster, signer).then(set);
    return () => {
      isCurrent = false;
    };
  }, [cluster, signer, round]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  // What another signer was to sign is never shown as this one's.
  const planned = last !== undefined && last.by === signer ? last.planned : PLANNING;
  return useMemo(() => ({ planned, again }), [planned, again]);
}

/** Plans an action and simulates it once. */
export async function planAndSimulate(
  action: Action,
  cluster: Cluster,
  signer: TransactionSigner,
): Promise<Planned> {
  let plan: Plan | undefined;
  try {
    plan = await action.plan({ cluster, signer });
    const { instructions, lookupTables } = plan;
    const effects = await effectsOf(cluster, { instructions, payer: signer, lookupTables });
    const mints = [
      ...effects.tokens.map(({ mint }) => mint),
      ...(plan.money === undefined ? [] : [plan.money]),
    ];
    const labels = await readMintLabels(cluster, [...new Set(mints)]);
    return { is: "ready", plan, effects, labels };
  } catch (error) {
    return { is: "refused", error, plan };
  }
}
