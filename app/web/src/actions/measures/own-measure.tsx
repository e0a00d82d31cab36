import type { ReactNode } from "react";
import type { Deal } from "../../data/deal.js";
import { isOver, isPending, type Measured, measureText } from "../../data/measured.js";
import { useWallet } from "../../wallet/context.js";
import { Act } from "../act.js";
import {
  type Canceller,
  cancelMeasureAction,
  closeMeasureAction,
  takeMeasureAction,
} from "./measure-actions.js";

/** What the connected wallet can do about a measure. */
export function OwnMeasure({ deal, of }: Readonly<{ deal: Deal; of: Measured }>): ReactNode {
  const wallet = useWallet();
  if (wallet === undefined) {
    return null;
  }
  const { measure, phase, kind } = of;
  const decimals = of.of?.tranche.data.decimals ?? 0;
  const by = cancellerOf(of, deal, wallet.address);
  const mayTake = phase === "takeable";
  const what = measureText(kind, decimals);
  const isBlocked = phase === "in force" && kind.__kind === "Block" && by === "arbitrator";
  return (
    <div className="buttons">
      {mayTake ? <Act label="Take it" variant="primary" action={() => takeMeasureAction(of, what)} /> : null}
      {by !== undefined && (isBlocked || isPending(of)) ? (
        <Act
          label={isBlocked ? "Lift it" : by === "owner" ? "End it: my key is not lost" : "Cancel it"}
          action={() => cancelMeasureAction(measure, by, isBlocked)}
        />
      ) : null}
      {isOver(of) ? <Act label="Close" variant="quiet" action={() => closeMeasureAction(measure)} /> : null}
    </div>
  );
}

/** As whom an address cancels a measure, if it may. */
function cancellerOf({ owner, kind }: Measured, { security }: Deal, address: string): Canceller | undefined {
  const { sponsor, arbitrator } = security.data;
  if (address === arbitrator) {
    return "arbitrator";
  }
  if (address === sponsor) {
    return "sponsor";
  }
  return kind.__kind === "Recovery" && address === owner ? "owner" : undefined;
}
