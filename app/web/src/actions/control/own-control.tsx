import { announcedAct, inControl, isStepDue, nextStage, stageName } from "@defi-ready/securities";
import type { ReactNode } from "react";
import { actWords, mayNow } from "../../data/control.js";
import type { Deal } from "../../data/deal.js";
import { useWallet } from "../../wallet/context.js";
import { Act } from "../act.js";
import { announceAction, stepAction, stopActAction } from "./control-actions.js";

/** What the connected wallet can do about who is in control: anyone moves control on where that is due. */
export function OwnControl({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const wallet = useWallet();
  return wallet === undefined ? null : <OfOwner deal={deal} owner={wallet.address} />;
}

function OfOwner({ deal, owner }: Readonly<{ deal: Deal; owner: string }>): ReactNode {
  const { security, tested, time } = deal;
  const { data } = security;
  const isDue = isStepDue({ security: data, waterfall: tested, now: time });
  const next = nextStage(data.control);
  const act = announcedAct(data);
  const isAgent = data.control.stage > 0 && inControl(data) === owner;
  const mayStop = act !== undefined && (isAgent || owner === data.arbitrator);
  const mayAccelerate = isAgent && mayNow(data, "mode") && act === undefined;
  const words = act === undefined ? "" : actWords(act, data);
  return (
    <div className="buttons">
      {isDue && next !== undefined ? (
        <Act
          label={`Move control to the ${stageName(next)}`}
          variant="primary"
          action={() => stepAction(security)}
        />
      ) : null}
      {mayStop ? <Act label="Stop what is announced" action={() => stopActAction(security, words)} /> : null}
      {mayAccelerate ? (
        <Act
          label="Announce an acceleration"
          action={() =>
            announceAction(security, {
              act: { __kind: "Accelerate" },
              words: "have all cash repay the debts",
              now: time,
            })
          }
        />
      ) : null}
    </div>
  );
}
