import {
  announcedAct,
  budgetOf,
  inControl,
  isStepDue,
  nextStage,
  stageName,
  vaultsOf,
} from "@defi-ready/securities";
import type { ReactNode } from "react";
import { actWords, mayNow } from "../../data/control.js";
import type { Deal } from "../../data/deal.js";
import { drawAction } from "../../desk/sponsor-actions.js";
import { money } from "../../format.js";
import { useWallet } from "../../wallet/context.js";
import { Act } from "../act.js";
import { FieldsForm } from "../fields-form.js";
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
      <BudgetDraw deal={deal} owner={owner} />
    </div>
  );
}

/** The draw of a manager within its budget. */
function BudgetDraw({ deal, owner }: Readonly<{ deal: Deal; owner: string }>): ReactNode {
  const { security, time } = deal;
  const budget = budgetOf(security.data, time);
  const vault = vaultsOf(security.data)[budget?.vault ?? 0];
  if (budget === undefined || budget.left === 0n || budget.manager !== owner || vault === undefined) {
    return null;
  }
  const { mint, decimals } = vault;
  return (
    <Act
      label="Draw within the budget"
      form={(ask) => (
        <FieldsForm
          fields={[{ key: "amount", label: "Amount", kind: "amount", start: money(budget.left, decimals) }]}
          ask={ask}
          make={(typed) =>
            drawAction(security, {
              mint,
              isReinvestment: budget.reinvestment,
              amount: typed.positive("amount", decimals),
              destination: budget.destination,
            })
          }
        />
      )}
    />
  );
}
