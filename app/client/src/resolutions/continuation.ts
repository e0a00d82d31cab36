import { ClientError } from "../errors.js";
import type {
  StructureDraft,
  TierState,
  TierTermsArgs,
  Waterfall,
  WaterfallRulesArgs,
} from "../generated/index.js";
import { describeTier, isFee, tierKindOf, tiersOf } from "../tiers.js";
import { describeTrigger, triggersOf } from "../triggers.js";
import { continuedPlaces } from "./draft.js";

/** The most tiers of a waterfall. */
const MAX_TIERS = 24;

/** Rules that replace a waterfall, with the place of the tier that each tier continues. */
export type Continuation = Readonly<{ rules: WaterfallRulesArgs; continues: readonly (number | null)[] }>;

/** The kinds of tiers, as terms, in the order of their numbers on chain. */
const KINDS: readonly TierTermsArgs["__kind"][] = [
  "Interest",
  "Arrears",
  "Principal",
  "Residual",
  "Sweep",
  "Fee",
  "AnnualFee",
  "Reserve",
  "Cover",
  "Carry",
  "Split",
  "CollateralTest",
  "InterestTest",
  "Expense",
  "Capital",
  "Service",
  "Participation",
  "Deficiency",
];

/**
 * Which tier each tier of other rules continues: of the same kind and class, for fees and expenses of the same payee. A fee or an
 * expense that the rules leave out runs off: it gets a fee of nothing, which pays out what is due of it, where it stood.
 *
 * @throws {ClientError} If the rules leave out a reserve that holds money or a carry that was reached, and if they have too many tiers.
 */
export function continuationOf({
  waterfall,
  rules,
}: Readonly<{ waterfall: Waterfall; rules: WaterfallRulesArgs }>): Continuation {
  const before = tiersOf(waterfall);
  const used = new Set<number>();
  const continues: (number | null)[] = rules.tiers.map(() => null);
  const match = (fits: (old: TierState, tier: TierTermsArgs) => boolean) => {
    for (const [at, tier] of rules.tiers.entries()) {
      const place = before.findIndex((old, from) => !used.has(from) && fits(old, tier));
      if (continues[at] === null && place >= 0) {
        used.add(place);
        continues[at] = place;
      }
    }
  };
  match((old, tier) => isSameKind(old, tier) && isOfSame(old, tier));
  match((old, tier) => isFee(old) && "payee" in tier && old.payee === tier.payee);
  const tiers = [...rules.tiers];
  for (const [from, old] of before.entries()) {
    if (used.has(from)) {
      continue;
    }
    if (isFee(old)) {
      const at = placeOf(continues, from);
      tiers.splice(at, 0, { __kind: "Fee", bps: 0, incomeOnly: false, payee: old.payee });
      continues.splice(at, 0, from);
    } else if (holds(old)) {
      throw new ClientError(
        `the new waterfall has no ${tierKindOf(old)} like tier ${from}, which holds or counts money: keep one`,
      );
    }
  }
  if (tiers.length > MAX_TIERS) {
    throw new ClientError(
      `${tiers.length} tiers with the fees that run off: a waterfall has at most ${MAX_TIERS}`,
    );
  }
  return { rules: { ...rules, tiers }, continues };
}

const isSameKind = (old: TierState, tier: TierTermsArgs): boolean => KINDS[old.kind - 1] === tier.__kind;

/** Whether both are of the same payee, purpose, or class and base. */
function isOfSame(old: TierState, tier: TierTermsArgs): boolean {
  if ("payee" in tier) {
    return old.payee === tier.payee;
  }
  if (tier.__kind === "Reserve") {
    return old.purpose === tier.purpose;
  }
  const isBase =
    tier.__kind !== "Carry" || (tier.base === old.base && tier.dealByDeal === (old.dealByDeal === 1));
  return "rank" in tier && old.rank === tier.rank && isBase;
}

function holds(old: TierState): boolean {
  switch (tierKindOf(old)) {
    case "reserve":
      return old.taken > 0n;
    case "carry":
      return old.taken > 0n || old.reached > 0n || old.due > 0n || old.clawedBack > 0n;
    default:
      return false;
  }
}

/** Where a tier that ran at a place stands among those that continue others: before the first that stood behind it. */
function placeOf(continues: readonly (number | null)[], from: number): number {
  const behind = continues.findIndex((place) => place !== null && place > from);
  return behind < 0 ? continues.length - 1 : behind;
}

/** A tier as it is and as it would be. */
export type TierChange = Readonly<{
  /** What it pays now; `undefined`: it is new. */
  before: string | undefined;
  /** Its place now. */
  from: number | undefined;
  /** What it would pay; `undefined`: it ends. */
  after: string | undefined;
  /** Its place then. */
  to: number | undefined;
}>;

/** A draft, the waterfall that it would replace, and the decimals of the settlement mint. */
type Change = Readonly<{ waterfall: Waterfall; draft: StructureDraft; decimals: number }>;

/** A draft against the waterfall that it replaces: tier by tier, in the order of the draft, and then those that end. */
export function tierChanges({ waterfall, draft, decimals }: Change): readonly TierChange[] {
  const before = tiersOf(waterfall);
  const places = continuedPlaces(draft);
  const words = (tier: TierState) => describeTier(tier, decimals);
  const then = draft.rules.tiers.slice(0, draft.rules.tierCount).map((tier, to) => {
    const from = places[to];
    const old = from === undefined ? undefined : before[from];
    return { before: old === undefined ? undefined : words(old), from, after: words(tier), to };
  });
  const ended = before.flatMap((tier, from) =>
    places.includes(from) ? [] : [{ before: words(tier), from, after: undefined, to: undefined }],
  );
  return [...then, ...ended];
}

/** A trigger that stays as it is, begins or ends. */
export type TriggerChange = Readonly<{ words: string; becomes: "stays" | "begins" | "ends" }>;

/** The triggers of a draft against those of the waterfall that it replaces. */
export function triggerChanges({ waterfall, draft, decimals }: Change): readonly TriggerChange[] {
  const before = triggersOf(waterfall);
  const after = draft.rules.triggers.slice(0, draft.rules.triggerCount);
  const kept = new Set<number>();
  const then = after.map((trigger) => {
    const place = before.findIndex((old, at) => !kept.has(at) && isSameTrigger(old, trigger));
    kept.add(place);
    return { words: describeTrigger(trigger, decimals), becomes: place < 0 ? "begins" : "stays" } as const;
  });
  const ended = before.flatMap((trigger, at) =>
    kept.has(at) ? [] : [{ words: describeTrigger(trigger, decimals), becomes: "ends" } as const],
  );
  return [...then, ...ended];
}

type Trigger = Waterfall["triggers"][number];

/** Whether two triggers have the same terms, whatever was found of either. */
export const isSameTrigger = (one: Trigger, other: Trigger): boolean =>
  one.kind === other.kind &&
  one.rank === other.rank &&
  one.consequences === other.consequences &&
  one.cureDays === other.cureDays &&
  one.days === other.days &&
  one.bps === other.bps &&
  one.min === other.min;
