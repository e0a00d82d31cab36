import type { Field } from "./field.js";
import type { Tier, TrancheKind } from "./model.js";
import type { NamedTier } from "./named-tier.js";

/** What pays a class its own part of what a share is of. */
const PARTS: readonly Tier["kind"][] = ["share", "split", "residual"];

/**
 * Checks shares by the rules of the program's `math/structure.rs`: all tranches that share have a capital, and those that
 * one shares with are paid behind it, by a share, a split or the residual.
 */
export function checkShares(tiers: readonly NamedTier[], tranches: Field): void {
  for (const [at, { field, tier }] of tiers.entries()) {
    if (tier?.kind === "share") {
      checkShare(field, tier, { after: tiers.slice(at + 1), all: tranches.items() });
    }
  }
}

type Rest = Readonly<{ after: readonly NamedTier[]; all: readonly Field[] }>;

function checkShare(field: Field, tier: Tier & { kind: "share" }, { after, all }: Rest): void {
  const lacksCapital = (rank: number) =>
    all[rank]?.get("kind").choice<TrancheKind>() === "equity" && !all[rank]?.get("par").given;
  if (lacksCapital(tier.rank)) {
    field.get("tranche").refuse("has no capital that a share could go by: give it a par, or pay it a split");
  }
  for (const [at, name] of field.get("with").items().entries()) {
    const rank = tier.with[at];
    const isPaid = after.some(
      ({ tier: other }) =>
        other !== undefined && PARTS.includes(other.kind) && "rank" in other && other.rank === rank,
    );
    if (rank === undefined) {
      continue;
    }
    if (rank === tier.rank) {
      name.refuse("is the tranche that takes the share: name the others");
    } else if (tier.with.indexOf(rank) < at) {
      name.refuse("is named already: name each other tranche once");
    } else if (lacksCapital(rank)) {
      name.refuse("has no capital that a share could go by: give it a par, or leave it out");
    } else if (!isPaid) {
      name.refuse(
        `gets no part of what is left: pay it a share, a split or the residual after ${field.name}`,
      );
    }
  }
  if (tier.givesUpBps === 10_000) {
    field.get("gives_up").refuse("is all of it: leave the tier out");
  }
}
