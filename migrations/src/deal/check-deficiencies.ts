import type { Field } from "./field.js";
import type { TrancheKind } from "./model.js";
import type { NamedTier } from "./named-tier.js";
import { INTEREST } from "./tier.js";

/**
 * Checks the tiers that cover what is written off, by the rules of the program's `math/structure.rs`: each is of a debt,
 * behind interest and arrears of that debt and of those senior to it, behind the deficiencies of all those, and before every
 * carry.
 */
export function checkDeficiencies(tiers: readonly NamedTier[], tranches: Field): void {
  const all = tranches.items();
  const kindOf = (rank: number) => all[rank]?.get("kind").choice<TrancheKind>();
  const nameOf = (rank: number) => `"${all[rank]?.get("name").text()}"`;
  for (const [at, { field, tier }] of tiers.entries()) {
    if (tier?.kind !== "deficiency") {
      continue;
    }
    const { rank } = tier;
    const kind = kindOf(rank);
    if (kind !== undefined && kind !== "debt") {
      field
        .get("pay")
        .refuse(
          `${nameOf(rank)} is ${kind === "cover" ? "a cover" : "equity"}: only what is written off of a debt is covered so`,
        );
      continue;
    }
    const late = tiers.slice(at + 1).find(({ tier: one }) => {
      const pays = one !== undefined && INTEREST.includes(one.kind) && "rank" in one;
      return pays && one.rank <= rank && kindOf(one.rank) === "debt";
    });
    if (late?.tier !== undefined && "rank" in late.tier) {
      field
        .get("pay")
        .refuse(
          `${nameOf(late.tier.rank)} is paid ${late.tier.kind} after it, by ${late.field.name}: put the deficiency after interest and arrears of its debt and of those senior to it`,
        );
    }
    const uncovered = all.findIndex((_, senior) => {
      const covers = tiers.some(({ tier: one }) => one?.kind === "deficiency" && one.rank === senior);
      return senior < rank && kindOf(senior) === "debt" && !covers;
    });
    if (uncovered !== -1) {
      field
        .get("pay")
        .refuse(
          `${nameOf(uncovered)} is senior to ${nameOf(rank)} and has no deficiency tier: income would write up the junior while losses of the senior stand, so put one of it before this`,
        );
    }
    const carry = tiers.slice(0, at).find(({ tier: one }) => one?.kind === "carry");
    if (carry !== undefined) {
      field
        .get("pay")
        .refuse(
          `stands behind the carry of ${carry.field.name}, which would count as profit what covers losses: put it before`,
        );
    }
  }
}
