import type { StructureDraft, TierState, Waterfall } from "../generated/index.js";
import { isSameTrigger } from "./continuation.js";
import { continuedPlaces } from "./draft.js";

/**
 * The waterfall as it would be if a draft replaced it now: each tier takes over what the one that it continues has counted, and a trigger
 * whose terms are as before what was found of it. The program does it with fees due up to that day, and tests the triggers.
 */
export function replacedWaterfall(waterfall: Waterfall, draft: StructureDraft): Waterfall {
  const { rules } = draft;
  const places = continuedPlaces(draft);
  const kept = new Set<number>();
  const triggers = rules.triggers.map((trigger, at) => {
    if (at >= rules.triggerCount) {
      return trigger;
    }
    const place = waterfall.triggers.findIndex(
      (old, from) => from < waterfall.triggerCount && !kept.has(from) && isSameTrigger(old, trigger),
    );
    kept.add(place);
    return waterfall.triggers[place] ?? trigger;
  });
  return {
    ...waterfall,
    structureVersion: waterfall.structureVersion + 1,
    tierCount: rules.tierCount,
    triggerCount: rules.triggerCount,
    tiers: rules.tiers.map((tier, at) => {
      const place = places[at];
      const old = place === undefined ? undefined : waterfall.tiers[place];
      return old === undefined ? tier : takenOver(tier, old);
    }),
    triggers,
    revolvingUntil: rules.revolvingUntil,
    proRataFrom: rules.proRataFrom,
    principalPaysInterest: rules.principalPaysInterest,
    poolDailyBps: rules.poolDailyBps,
  };
}

function takenOver(tier: TierState, old: TierState): TierState {
  const { taken, owed, due, payee } = old;
  const always = { ...tier, taken, owed, due, payee };
  if (tier.kind !== old.kind) {
    return always;
  }
  const { remainder, reached, clawedBack, year } = old;
  return { ...always, remainder, reached, clawedBack, year };
}
