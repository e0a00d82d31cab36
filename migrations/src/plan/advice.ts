import type { Deal, Party } from "../deal/model.js";
import type { Problem } from "../deal/problem.js";
import { Refusals } from "./refusals.js";

/** What investors should know of who holds a deal's roles: where one key holds roles that should check each other. */
export function adviceOf(deal: Deal): readonly Problem[] {
  const { servicer, reporter } = deal.roles;
  const notes = new Refusals(deal);
  const names: readonly (readonly [Party, string])[] = [
    ["sponsor", "the sponsor"],
    [servicer, "the servicer"],
  ];
  const reported =
    deal.triggers.some(({ test }) => test.kind === "collateral") ||
    deal.books.some(
      ({ priceMaxAge, assets }) => priceMaxAge > 0n || assets.some(({ adapter }) => adapter === "reported"),
    );
  const by = names.find(([party]) => party === reporter)?.[1];
  if (reported && by !== undefined) {
    notes.add("roles.reporter", `${by} reports the values that the deal depends on: name somebody else`);
  }
  const losses = deal.tranches.some(({ kind }) => kind === "debt" || kind === "cover");
  if (losses && servicer === "sponsor") {
    notes.add("roles.servicer", "the sponsor records losses and recoveries itself: name somebody else");
  }
  if (deal.escheat?.owner === "sponsor") {
    notes.add("escheat.owner", "what holders cannot be paid goes to the sponsor in the end: name a trustee");
  }
  return notes.problems;
}
