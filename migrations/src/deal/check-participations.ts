import type { Field } from "./field.js";
import type { Tier, TrancheKind } from "./model.js";
import type { NamedTier } from "./named-tier.js";

/** What pays a class its own part of what a participation is of. */
const PARTS: readonly Tier["kind"][] = ["participation", "split", "residual"];

/**
 * Checks participations by the rules of the program's `math/structure.rs`: all tranches that share have a capital, and those that
 * one participates with are paid behind it, by a participation, a split or the residual.
 */
export function checkParticipations(tiers: readonly NamedTier[], tranches: Field): void {
  for (const [at, { field, tier }] of tiers.entries()) {
    if (tier?.kind === "participation") {
      checkParticipation(field, tier, { after: tiers.slice(at + 1), all: tranches.items() });
    }
  }
}

type Rest = Readonly<{ after: readonly NamedTier[]; all: readonly Field[] }>;

function checkParticipation(
  field: Field,
  tier: Tier & { kind: "participation" },
  { after, all }: Rest,
): void {
  const lacksCapital = (rank: number) =>
    all[rank]?.get("kind").choice<TrancheKind>() === "equity" && !all[rank]?.get("par").given;
  if (lacksCapital(tier.rank)) {
    field
      .get("tranche")
      .refuse("has no capital that a participation could go by: give it a par, or pay it a split");
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
      name.refuse("is the tranche that takes the participation: name the others");
    } else if (tier.with.indexOf(rank) < at) {
      name.refuse("is named already: name each other tranche once");
    } else if (lacksCapital(rank)) {
      name.refuse("has no capital that a participation could go by: give it a par, or leave it out");
    } else if (!isPaid) {
      name.refuse(
        `gets no part of what is left: pay it a participation, a split or the residual after ${field.name}`,
      );
    }
  }
  if (tier.givesUpBps === 10_000) {
    field.get("gives_up").refuse("is all of it: leave the tier out");
  }
}
