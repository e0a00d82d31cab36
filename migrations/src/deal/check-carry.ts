import type { Field } from "./field.js";
import type { NamedTier, Shape } from "./named-tier.js";
import { ENTITLEMENTS, isPrincipal, isTest, rankOf, type Tier } from "./tier.js";
import { formatRate } from "./values.js";

/** The most steps of a carry. */
const MAX_STEPS = 3;

type Carry = Tier & { kind: "carry" };

/** Where a tier stands among the others. */
type Stand = Readonly<{
  before: readonly NamedTier[];
  after: readonly NamedTier[];
  /** By rank. */
  shapes: readonly Shape[];
  refuse: (field: Field, message: string) => void;
}>;

const nameOf = (shapes: readonly Shape[], rank: number) => `"${shapes[rank]?.name}"`;

/**
 * Checks a carry by the rules of the program's `math/structure.rs`: it takes a part of the profit of another tranche, behind all
 * entitlements of that and behind whatever keeps money, and steps of one carry stand in a row and do not fall.
 */
export function checkCarry(field: Field, tier: Carry, stand: Stand): void {
  checkBase(field, tier, stand);
  checkDealByDeal(field, tier, stand);
  checkStep(field, tier, stand);
}

function checkBase(field: Field, tier: Carry, { after, shapes, refuse }: Stand): void {
  const on = field.get("on");
  const { rank, base, bps, catchUpBps } = tier;
  if (rank === base) {
    refuse(on, "is the tranche that takes the carry: name the one whose profit it takes");
  } else if (shapes[base]?.kind === "cover") {
    refuse(on, `${nameOf(shapes, base)} is a cover, which makes no profit: name another tranche`);
  }
  const late = after.find(
    ({ tier: one }) =>
      one !== undefined &&
      ENTITLEMENTS.includes(one.kind) &&
      rankOf(one) === base &&
      !(tier.dealByDeal && isPrincipal(one)),
  );
  if (late !== undefined) {
    refuse(
      on,
      `${nameOf(shapes, base)} is paid ${late.tier?.kind} after its carry, by ${late.field.name}: put the carry after all that it is entitled to`,
    );
  }
  for (const { field: kept, tier: one } of after) {
    if (one?.kind === "reserve") {
      refuse(
        kept.get("pay"),
        `is kept behind the carry of ${field.name}, which would take its part of the reserve again in the next run: put the reserve before it`,
      );
    } else if (one !== undefined && isTest(one) && one.traps) {
      refuse(
        kept.get("trap"),
        `holds money back behind the carry of ${field.name}, which would take its part of it again in the next run: put the test before it, or let it repay debts`,
      );
    }
  }
  if (catchUpBps < bps) {
    refuse(
      field.get("catch_up"),
      `is below percent, ${formatRate(bps)}: use at least that much, or leave it out for no catch-up`,
    );
  }
}

/** Deal by deal, income passes capital that is outstanding, so that no tier may repay it out of income. */
function checkDealByDeal(field: Field, tier: Carry, { before, after, shapes, refuse }: Stand): void {
  const { base, dealByDeal, multipleBps } = tier;
  const shape = shapes[base];
  if (shape?.kind === undefined || tier.rank === base) {
    return;
  }
  if (multipleBps > 0 && !shape.hasPar) {
    refuse(
      field.get("multiple"),
      `${nameOf(shapes, base)} has no capital to be a multiple of: give it a par, or leave the multiple out`,
    );
  }
  const repays = [...before, ...after].some(
    ({ tier: one }) => one?.kind === "capital" && rankOf(one) === base,
  );
  const first = [...before, { field, tier }].find(
    ({ tier: one }) => one?.kind === "carry" && one.rank === tier.rank,
  );
  if (dealByDeal && !repays && first?.tier === tier) {
    refuse(
      field.get("deal_by_deal"),
      `needs a tier that pays capital of ${nameOf(shapes, base)}, and none that pays its principal or sweep: income would repay the capital of other deals before the carry`,
    );
  }
}

/** Carries of a tranche stand in a row, each above a higher multiple and with no smaller part. */
function checkStep(field: Field, tier: Carry, { before, shapes, refuse }: Stand): void {
  const steps = before.filter(({ tier: one }) => one?.kind === "carry" && one.rank === tier.rank);
  const last = before.at(-1);
  const step = last?.tier;
  if (steps.length === 0 || last === undefined) {
    return;
  }
  if (step?.kind !== "carry" || step.rank !== tier.rank) {
    refuse(
      field,
      `is a further step of the carry of ${nameOf(shapes, tier.rank)}: put it right behind the step before it`,
    );
  } else if (steps.length >= MAX_STEPS) {
    refuse(field, `is a fourth step of one carry: have at most ${MAX_STEPS}`);
  } else if (step.base !== tier.base || step.dealByDeal !== tier.dealByDeal) {
    refuse(field, `is a further step of ${last.field.name}: use the same on and deal_by_deal`);
  } else if (tier.multipleBps <= step.multipleBps) {
    refuse(field.get("multiple"), `is not above that of ${last.field.name}, the step before it`);
  } else if (tier.bps < step.bps) {
    refuse(
      field.get("percent"),
      `is below ${formatRate(step.bps)}, that of ${last.field.name}, the step before it: steps do not fall`,
    );
  }
}
