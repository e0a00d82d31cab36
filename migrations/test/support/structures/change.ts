import { address } from "@solana/kit";
import { addMonths, BusinessDayRule } from "../../../src/client.js";
import { DAY } from "../../../src/deal/values.js";
import { ADDRESS, PERSON } from "../deal-text.js";
import {
  type Draft,
  type DraftClass,
  type DraftTerms,
  type DraftTier,
  dayAfter,
  isInEveryMonth,
  KINDS,
  NOW,
} from "./draft.js";
import { drawTrigger } from "./draw.js";
import { drawClass } from "./draw-terms.js";
import type { Random } from "./random.js";

type Change = (draft: Draft, random: Random) => void;

/** Changes one thing of a structure, after which it may be good or not. */
export function changeDraft(draft: Draft, random: Random): void {
  const change = random.one(...(random.chance(60) ? CHANGES_OF_TIERS : [...CHANGES_OF_CLASSES, ...OTHERS]));
  change(draft, random);
}

const placeIn = (list: readonly unknown[], random: Random) => random.below(Math.max(list.length, 1));
/** The rank of a class, or now and then of none. */
const rankOf = ({ classes }: Draft, random: Random) =>
  random.chance(3) ? classes.length : random.below(classes.length);

function newTier(draft: Draft, random: Random): DraftTier {
  const rank = rankOf(draft, random);
  const other = rankOf(draft, random);
  const payee = address(PERSON);
  const traps = random.chance(50);
  const [minBps, bps] = [random.one(1, 12_500, 100_000), random.one(1, 2_000, 10_000)];
  const entitlements = [
    "Interest",
    "Arrears",
    "Principal",
    "Service",
    "Sweep",
    "Capital",
    "Deficiency",
    "Cover",
    "Residual",
  ] as const;
  return random.one<DraftTier>(
    ...entitlements.map((kind) => ({ __kind: kind, rank })),
    { __kind: "Fee", bps, incomeOnly: traps, payee },
    { __kind: "Expense", cap: 1n, payee, fromTreasury: traps },
    { __kind: "Reserve", purpose: random.below(3), amount: 1n, bps: random.one(0, 10_000) },
    { __kind: "Reserve", purpose: 0, amount: 1n, bps: 0 },
    {
      __kind: "Carry",
      rank,
      base: other,
      carryBps: bps,
      catchUpBps: random.one(bps, 10_000),
      multipleBps: random.one(0, 12_000),
      dealByDeal: traps,
    },
    { __kind: "Split", rank, bps },
    {
      __kind: "Participation",
      rank,
      with: ((1 << other) | (random.chance(30) ? 1 << rank : 0)) % 256,
      multiplierBps: random.one(100, 10_000, 1_000_000),
      givesUpBps: random.one(0, 5_000, 9_999, 10_000),
    },
    { __kind: "CollateralTest", rank, minBps, maxAge: random.one(1, 35, 65_535), traps },
    { __kind: "InterestTest", rank, minBps, traps },
  );
}

/** Gives every number and flag of a tier that is chosen another value. */
function changeTier(draft: Draft, random: Random): void {
  const at = placeIn(draft.tiers, random);
  const tier = draft.tiers[at];
  if (tier === undefined) {
    return;
  }
  const fields = Object.entries(tier).filter(([name]) => name !== "__kind" && name !== "payee");
  const [name, value] = random.one(...fields);
  const other = (): unknown => {
    if (typeof value === "boolean") {
      return !value;
    }
    if (typeof value === "bigint") {
      return random.one(0n, 1n, 400_000n, 1_500_000n, 3_000_000n);
    }
    switch (name) {
      case "rank":
      case "base":
        return tier.__kind === "AnnualFee" ? random.below(4) : rankOf(draft, random);
      case "purpose":
        return random.below(3);
      case "with":
        return random.below(256);
      case "multiplierBps":
        return random.one(0, 100, 20_000, 1_000_000);
      case "multipleBps":
        return random.one(0, 10_100, 15_000, 1_000_000);
      case "maxAge":
        return random.one(0, 1, 65_535);
      default:
        return random.one(0, 1, 1_000, 2_500, 9_999, 10_000);
    }
  };
  draft.tiers[at] = { ...tier, [name]: other() } as DraftTier;
}

const CHANGES_OF_TIERS: readonly Change[] = [
  ({ tiers }, random) => {
    const [from, to] = [placeIn(tiers, random), placeIn(tiers, random)];
    tiers.splice(to, 0, ...tiers.splice(from, 1));
  },
  ({ tiers }, random) => {
    const at = placeIn(tiers, random);
    tiers.splice(at, 2, ...tiers.slice(at, at + 2).reverse());
  },
  ({ tiers }, random) => void tiers.splice(placeIn(tiers, random), 1),
  ({ tiers }, random) => {
    const copy = tiers[placeIn(tiers, random)];
    tiers.splice(placeIn(tiers, random), 0, ...(copy === undefined ? [] : [copy]));
  },
  (draft, random) => void draft.tiers.splice(placeIn(draft.tiers, random), 0, newTier(draft, random)),
  (draft, random) => void draft.tiers.splice(placeIn(draft.tiers, random), 0, newTier(draft, random)),
  (draft, random) => void draft.tiers.splice(placeIn(draft.tiers, random), 1, newTier(draft, random)),
  (draft, random) => void draft.tiers.splice(-1, 0, newTier(draft, random)),
  changeTier,
  changeTier,
];

type TermsChange = (terms: DraftTerms, random: Random) => void;

const changeFirstInstalment: TermsChange = (terms, random) => {
  terms.firstInstalment = random.one(0n, terms.firstDue, terms.maturity, addMonths(NOW, random.from(1, 130)));
};

const CHANGES_OF_TERMS: readonly TermsChange[] = [
  changeFirstInstalment,
  changeFirstInstalment,
  (terms, random) => {
    terms.ratePpm = random.one(0, 0, 1, 80_000, 10_000_000);
  },
  (terms, random) => {
    terms.par = random.one(0n, 1n, 1_000_000n, 10_000_000_000_000n);
  },
  (terms) => {
    terms.pariPassu = !terms.pariPassu;
  },
  (terms, random) => {
    terms.periodMonths = random.one(0, 1, 3, 6, 12);
  },
  (terms, random) => {
    terms.firstDue = random.one(
      isInEveryMonth(terms.maturity) ? 0n : NOW,
      terms.maturity,
      dayAfter(30),
      addMonths(NOW, random.from(-5, 130)),
    );
  },
  (terms, random) => {
    terms.amortisation = random.below(5);
  },
  (terms, random) => {
    const first = addMonths(NOW, random.from(1, 130));
    const second = first + BigInt(random.from(0, 3)) * DAY;
    terms.custom = random.chance(30)
      ? []
      : [
          { on: first, bps: random.one(0, 1, 5_000, 10_000) },
          { on: second, bps: random.one(1, 5_000) },
        ];
  },
  (terms) => {
    terms.prepayments = 1 - terms.prepayments;
  },
  (terms, random) => {
    terms.defaultMarginPpm = random.one(0, 1, 100_000, 9_900_000, 10_000_000);
  },
  (terms, random) => {
    terms.floating = random.chance(25)
      ? null
      : {
          reference: ADDRESS,
          marginPpm: random.one(0, 1, 50_000, 9_950_000, 10_000_000),
          floorPpm: random.one(0, 100_000, 10_000_000),
          capPpm: random.one(0, 0, 1, 100_000, 10_000_000),
          fixingDays: random.one(1, 31),
        };
  },
  (terms, random) => {
    const from = addMonths(NOW, random.from(1, 60));
    const addPpm = random.one(0, 1, 1_000, 9_900_000, 10_000_000);
    terms.stepUps = random.chance(25)
      ? []
      : [
          { from, addPpm },
          { from: from + BigInt(random.from(0, 2)) * DAY, addPpm: random.one(1, 100_000) },
        ];
  },
  (terms, random) => {
    terms.pik = random.chance(25)
      ? { periods: 0, noticeDays: 0, marginPpm: 0 }
      : {
          periods: random.one(1, 255),
          noticeDays: random.one(1, 27, 28, 31),
          marginPpm: random.one(0, 1, 9_900_000, 10_000_000),
        };
  },
  (terms, random) => {
    terms.maturity = random.one(
      0n,
      NOW,
      dayAfter(1),
      terms.firstDue,
      addMonths(NOW, random.from(1, 130)),
      addMonths(NOW, 1_200),
    );
  },
  (terms, random) => {
    const rule = random.one(
      BusinessDayRule.None,
      BusinessDayRule.Following,
      BusinessDayRule.ModifiedFollowing,
      BusinessDayRule.Preceding,
    );
    terms.businessDays = { ...terms.businessDays, rule };
  },
  (terms, random) => {
    terms.lossCap = random.one(0n, 1n, 5_000_000n);
    terms.lossBps = random.one(0, 1, 10_000);
  },
  (terms) => {
    terms.coversEquity = !terms.coversEquity;
  },
  (terms) => {
    terms.compounding = !terms.compounding;
  },
  (terms, random) => {
    terms.smoothingDays = random.one(0, 1, 366, 367);
  },
];

const changeTerms: Change = ({ classes }, random) => {
  const { terms } = random.one(...classes);
  random.one(...CHANGES_OF_TERMS)(terms, random);
};

/** A class with a par or without one, which takes the place of another in the same rank or not. */
const another = (random: Random, before: DraftClass): DraftClass => {
  const kind = random.one(...KINDS);
  const found = drawClass(random, kind, kind !== "equity" || random.chance(60));
  found.terms.pariPassu = before.terms.pariPassu && random.chance(80);
  return found;
};

const CHANGES_OF_CLASSES: readonly Change[] = [
  ...Array.from({ length: 6 }, () => changeTerms),
  ({ classes }, random) => {
    const at = placeIn(classes, random);
    const before = classes[at];
    classes.splice(at, 1, ...(before === undefined ? [] : [another(random, before)]));
  },
  ({ classes }, random) => void classes.splice(placeIn(classes, random), classes.length > 1 ? 1 : 0),
  ({ classes }, random) => {
    const at = placeIn(classes, random);
    classes.splice(at, 2, ...classes.slice(at, at + 2).reverse());
  },
  ({ classes }, random) => {
    const one = random.one(...classes);
    one.authorised = random.one(1n, 1_000_000_000_000n, 18_446_744_073_709_551_615n);
    one.decimals = random.one(0, 6, 9);
  },
  ({ classes }, random) => {
    const one = random.one(...classes);
    one.saysZero = !one.saysZero;
  },
  ({ classes }, random) => {
    const one = random.one(...classes);
    one.frozen = !one.frozen;
    one.windowDays = random.one<DraftClass["windowDays"]>("always", 0, 31, 32, 88);
  },
  ({ classes }, random) => {
    const one = random.one(...classes);
    const may = one.kind === "debt" && one.terms.periodMonths > 0 && isInEveryMonth(one.terms.maturity);
    one.countsBack = may && !one.countsBack;
  },
];

const OTHERS: readonly Change[] = [
  (draft, random) => void draft.triggers.push(drawTrigger(random, draft)),
  (draft, random) => {
    const { triggers } = draft;
    const at = placeIn(triggers, random);
    const found = triggers[at] ?? drawTrigger(random, draft);
    const test = { ...found.test };
    if ("rank" in test) {
      test.rank = rankOf(draft, random);
    }
    if ("minBps" in test && random.chance(50)) {
      test.minBps = random.one(0, 1, 10_000, 10_001, 100_000);
    }
    if ("maxAge" in test && random.chance(50)) {
      test.maxAge = random.one(0, 1);
    }
    triggers.splice(at, 1, { ...found, test });
  },
  (draft, random) => {
    draft.revolvingUntil = random.one(0n, dayAfter(40), addMonths(NOW, random.from(1, 130)));
  },
  (draft, random) => {
    draft.proRataFrom = random.one(0n, dayAfter(10));
  },
  (draft) => {
    draft.paysInterest = !draft.paysInterest;
  },
  (draft, random) => {
    draft.weekend = random.below(128);
  },
  (draft, random) => {
    const from = random.below(1_000);
    draft.holidays = Array.from({ length: random.one(1, 5, 11, 40) }, (_, at) => dayAfter(from + at));
  },
];
