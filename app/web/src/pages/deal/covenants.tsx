import { settlementVault } from "@defi-ready/securities";
import { CovenantGauges } from "@defi-ready/securities-charts";
import type { ReactNode } from "react";
import type { Deal } from "../../data/deal.js";
import { slots } from "../../slots.js";
import { Notice } from "../../ui/notice.js";

/** The tests that a deal has to meet: where each stands, its limit, and how far it is from failing. */
export function Covenants({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const { covenants: Actions } = slots;
  return (
    <>
      {deal.untested === undefined ? null : (
        <Notice tone="warn" title="The tests could not be run now">
          What you see is by the accounts as they are: {deal.untested}.
        </Notice>
      )}
      {deal.covenants.some(({ key }) => key.startsWith("trigger")) ? (
        <p className="hint">While one of the deal's triggers fails, no proceeds are drawn.</p>
      ) : null}
      <CovenantGauges
        covenants={deal.covenants}
        decimals={settlementVault(deal.security.data).decimals}
        title="Where each stands, and where it fails"
      />
      {Actions === undefined ? null : <Actions deal={deal} />}
    </>
  );
}
