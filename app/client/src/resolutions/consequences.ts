import { nextStage } from "../control/powers.js";
import { conversionBy } from "../conversions/outcome.js";
import type { Conversion, Security, StructureDraft, Waterfall } from "../generated/index.js";
import { tierKindOf } from "../tiers.js";
import { triggersOf } from "../triggers.js";
import { tierChanges, triggerChanges } from "./continuation.js";

/** The bits of what follows from a trigger. */
const ACCELERATES = 1;
const STEPS = 4;

/**
 * What else follows from another waterfall, in sentences, that its tiers and triggers do not say.
 *
 * @param deal `conversions` are those of the security's classes that are not closed.
 */
export function waterfallConsequences(
  deal: Readonly<{
    security: Security;
    waterfall: Waterfall;
    draft: StructureDraft;
    conversions: readonly Conversion[];
    decimals: number;
  }>,
): readonly string[] {
  const { security, waterfall, draft, conversions, decimals } = deal;
  const says: string[] = [];
  const triggers = draft.rules.triggers.slice(0, draft.rules.triggerCount);
  const lost = conversions.filter((one) => {
    const named = triggers[one.trigger];
    return (
      conversionBy(one) === "trigger" && one.done === 0 && (named === undefined || !isCovenant(one, named))
    );
  });
  for (const { number, trigger } of lost) {
    says.push(
      `Conversion ${number} follows from trigger ${trigger}, which is gone or another then: it never happens, and its shares are freed once it is closed.`,
    );
  }
  const steps = (all: readonly { consequences: number }[]) =>
    all.some(({ consequences }) => (consequences & STEPS) !== 0);
  if (steps(triggersOf(waterfall)) && !steps(triggers) && nextStage(security.control) !== undefined) {
    says.push(
      "No trigger moves control on any more: whoever is in control stays until a resolution gives it back.",
    );
  }
  const accelerates = triggersOf(waterfall).some(
    ({ consequences, failedSince }) => (consequences & ACCELERATES) !== 0 && failedSince > 0n,
  );
  const ends = triggerChanges({ waterfall, draft, decimals }).some(({ becomes }) => becomes === "ends");
  if (waterfall.tripped === 1 && accelerates && ends) {
    says.push(
      "The waterfall is accelerated by a trigger. If that one ends, the acceleration does once all others that accelerate have held for their cure, at least a day.",
    );
  }
  if (waterfall.held > 0n) {
    says.push(
      "Money is trapped by triggers: it runs through the new tiers once none of the new triggers traps it.",
    );
  }
  const changes = tierChanges({ waterfall, draft, decimals });
  const carry = draft.rules.tiers.some(
    (tier, to) =>
      tierKindOf(tier) === "carry" &&
      changes.some((one) => one.to === to && one.from !== undefined && one.before !== one.after),
  );
  if (carry) {
    says.push(
      "A carry counts all profit since the beginning: other terms of it count for profit that was made already.",
    );
  }
  return says;
}

type Trigger = Waterfall["triggers"][number];

/** Whether a trigger is the one that a conversion named. */
const isCovenant = ({ covenant }: Conversion, trigger: Trigger): boolean =>
  covenant.kind === trigger.kind &&
  covenant.rank === trigger.rank &&
  covenant.days === trigger.days &&
  covenant.cureDays === trigger.cureDays &&
  covenant.bps === trigger.bps &&
  covenant.min === trigger.min;
