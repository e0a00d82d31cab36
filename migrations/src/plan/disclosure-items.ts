import type { Address } from "@solana/kit";
import type { ChainState } from "../chain/state.js";
import { counted, type DisclosureTermsArgs, disclosureItems, isNegotiable, NOBODY } from "../client.js";
import type { Deal, DisclosureTerms } from "../deal/model.js";
import { DAY, formatTime } from "../deal/values.js";
import { calendarCost } from "./cost.js";
import { Comparison, list } from "./differences.js";
import { compared, item, type Parts, type PlanItem } from "./item.js";

const WHY = "Disclosures are named while no book is open, before the first lock and before one was posted";

/** What is due of holders again and again, in the program's form: whoever is the sponsor then posts what names nobody else. */
export const disclosureTermsOf = (deal: Deal, sponsor: Address): DisclosureTermsArgs[] =>
  deal.disclosures.map(({ kind, months, from, dueDays, attestor }) => ({
    kind,
    months,
    anchor: from,
    dueDays,
    attestor: attestor === "sponsor" || attestor === sponsor ? NOBODY : attestor,
  }));

/** The calendar of disclosures; no item if neither file nor chain has any. */
export function disclosureItemsOf(deal: Deal, state: ChainState): readonly PlanItem[] {
  const { security, calendar, addresses } = state;
  const found = calendar.value === undefined ? [] : disclosureItems(calendar.value);
  const wanted = disclosureTermsOf(deal, addresses.sponsor);
  if (found.length + wanted.length === 0) {
    return [];
  }
  const parts: Parts = {
    part: "disclosures",
    name: wanted.length === 0 ? "none" : counted(wanted.length, "kind"),
    field: "disclosures",
    address: addresses.calendar,
    note: deal.disclosures.map(wordsOf).join(", "),
  };
  const same = new Comparison("");
  same.field("disclosures", textOf(found), textOf(wanted));
  if (same.differences.length === 0) {
    return [item("keep", parts)];
  }
  const isPosted = (calendar.value?.posted ?? 0) > 0;
  if (security !== undefined && (!isNegotiable(security) || security.openBooks > 0 || isPosted)) {
    return [
      compared(
        parts,
        same.differences.map((difference) => ({ ...difference, why: WHY })),
      ),
    ];
  }
  return [
    calendar.value === undefined
      ? item("create", { ...parts, cost: calendarCost(state, calendar.lamports) })
      : item("change", { ...parts, differences: same.differences }),
  ];
}

function wordsOf({ name, kind }: DisclosureTerms): string {
  return `${kind}: ${name}`;
}

/** Kinds in words, by their numbers. */
function textOf(items: readonly DisclosureTermsArgs[]): string {
  return list(
    items
      .toSorted((a, b) => a.kind - b.kind)
      .map(
        ({ kind, months, anchor, dueDays, attestor }) =>
          `kind ${kind} every ${counted(months, "month")} from ${formatTime(BigInt(anchor) * DAY)}, due ${dueDays}d later, by ${attestor === NOBODY ? "the sponsor" : attestor}`,
      ),
  );
}
