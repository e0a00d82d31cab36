import { budgetOf, counted, type RunningBudget, settlementVault } from "@defi-ready/securities";
import type { ReactNode } from "react";
import type { Deal } from "../../../data/deal.js";
import { day, moment, money } from "../../../format.js";
import { Address } from "../../../ui/address.js";
import { Amount } from "../../../ui/amount.js";

/** What a manager may draw, to where, and until when. */
export function BudgetLine({
  deal,
  budget,
}: Readonly<{ deal: Deal; budget: Omit<RunningBudget, "left"> }>): ReactNode {
  const { manager, destination, vault, reinvestment, amount, days, until } = budget;
  const security = deal.security.data;
  const { decimals } = security.vaults[vault] ?? settlementVault(security);
  return (
    <>
      <Address value={manager} /> draws up to {money(amount, decimals)}
      {reinvestment ? " of what waits for new assets" : ""}
      {days === 0 ? "" : ` every ${counted(days, "day")}`} to <Address value={destination} /> until{" "}
      {day(until)}
    </>
  );
}

/** The budget of a deal, and what is left of it. */
export function Budget({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const security = deal.security.data;
  const budget = budgetOf(security, deal.time);
  if (budget === undefined) {
    return null;
  }
  const { decimals } = security.vaults[budget.vault] ?? settlementVault(security);
  const isOver = deal.time >= budget.until;
  return (
    <div className="budget">
      <p>
        <strong>Budget.</strong> <BudgetLine deal={deal} budget={budget} />.{" "}
        {isOver ? (
          `It has been over since ${moment(budget.until)}.`
        ) : (
          <>
            <Amount value={budget.left} decimals={decimals} /> is left
            {budget.days === 0 ? "" : " in this period"}.
          </>
        )}
      </p>
    </div>
  );
}
