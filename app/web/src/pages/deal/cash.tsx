import { obligationsOf, purposeOf, tierKindOf, tiersOf, vaultsOf } from "@defi-ready/securities";
import type { ReactNode } from "react";
import type { Deal } from "../../data/deal.js";
import { Address } from "../../ui/address.js";
import { Amount } from "../../ui/amount.js";
import { Status } from "../../ui/notice.js";
import { Facts } from "../../ui/table.js";

const PURPOSES = {
  all: "Reserve",
  interest: "Reserve for interest",
  expenses: "Reserve for expenses",
} as const;

/** What the vaults hold, what of it is owed to whom, and what the reserves hold. */
export function Cash({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const { security, balances, waterfall } = deal;
  const reserves = tiersOf(waterfall.data).filter((tier) => tierKindOf(tier) === "reserve");
  return (
    <>
      {vaultsOf(security.data).map((vault, at) => {
        const balance = balances[at] ?? 0n;
        const amount = (value: bigint) => <Amount value={value} decimals={vault.decimals} />;
        const isCovered = balance >= obligationsOf(vault);
        return (
          <div key={vault.address} className="vault">
            <p className="offer-amounts">
              <strong>{amount(balance)}</strong> in the vault{" "}
              <Status tone={isCovered ? "good" : "wrong"}>
                {isCovered ? "covers all it owes" : "holds less than it owes"}
              </Status>
            </p>
            <Facts
              entries={[
                ["Owed to holders", amount(vault.payable)],
                ["Proceeds, not drawn", amount(vault.treasury)],
                ["Fees to be paid out", amount(vault.fees)],
                ...(at === 0
                  ? reserves.map((tier) => [PURPOSES[purposeOf(tier)], amount(tier.taken)] as const)
                  : []),
                ...(vault.reinvestment > 0n ? [["For new assets", amount(vault.reinvestment)] as const] : []),
                ...(vault.cover > 0n ? [["Capital of covers", amount(vault.cover)] as const] : []),
                ["Tips for bots", amount(vault.tips)],
                ...(vault.pending > 0n ? [["Payments that wait", amount(vault.pending)] as const] : []),
                ["Received so far", amount(vault.received)],
                ["Paid so far", amount(vault.paid)],
                ["Drawn so far", amount(vault.drawn)],
                ["Mint", <Address key="mint" value={vault.mint} />],
                ["Vault", <Address key="vault" value={vault.address} />],
              ]}
            />
          </div>
        );
      })}
    </>
  );
}
