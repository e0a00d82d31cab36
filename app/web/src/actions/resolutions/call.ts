import { costOfAll, isFixed, isFrozenForm, settlementVault } from "@defi-ready/securities";
import { type ProposalArgs, TrancheKind } from "@defi-ready/securities/program";
import type { Deal } from "../../data/deal.js";
import { money } from "../../format.js";
import type { FieldOf, Typed } from "../fields-form.js";

/** What a call of a class asks for beside the class. */
export const CALL_FIELDS: readonly FieldOf<"price" | "most">[] = [
  { key: "price", label: "Price of a share", kind: "amount", hint: "With all that the share is owed" },
  {
    key: "most",
    label: "For all shares together, at most",
    kind: "amount",
    hint: "The treasury pays it on the day of the execution",
  },
];

/** Whether a class can be called: one that somebody holds, open, no cover, not in the frozen form and without a fixed number. */
export function isCallable({ classes }: Deal, rank: number): boolean {
  const tranche = classes[rank]?.tranche.data;
  return (
    tranche !== undefined &&
    tranche.status === 0 &&
    tranche.shares > 0n &&
    tranche.kind !== TrancheKind.Cover &&
    !isFrozenForm(tranche) &&
    !isFixed(tranche)
  );
}

/** The call that was typed. */
export function callIn(typed: Typed<"class" | "price" | "most">, deal: Deal): ProposalArgs {
  const rank = Number(typed.text("class"));
  const { decimals } = settlementVault(deal.security.data);
  const price = typed.positive("price", decimals);
  const most = typed.positive("most", decimals);
  const tranche = deal.classes[rank]?.tranche.data;
  if (tranche !== undefined && costOfAll(tranche, price) > most) {
    typed.refuse("most", `All shares cost ${money(costOfAll(tranche, price), decimals)} at this price.`);
  }
  return { __kind: "Call", rank, price, most };
}
