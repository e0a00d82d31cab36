import type { MeasureTermsArgs, TestTermsArgs, TriggerTermsArgs } from "@defi-ready/securities/program";
import { address } from "@solana/kit";
import { addMonths, NO_MEASURES } from "../../../src/client.js";
import { PERSON } from "../deal-text.js";
import { type Draft, type DraftClass, type DraftTier, dayAfter, NOW } from "./draft.js";
import { drawClass } from "./draw-terms.js";
import type { Random } from "./random.js";

const PAYEE = address(PERSON);
/** Saturday and Sunday. */
const WEEKEND = 0b110_0000;

/** Draws a structure that the program takes, or nearly always does. */
export function drawStructure(random: Random): Draft {
  const groups = drawGroups(random);
  const classes = groups.flat().map(({ one }) => one);
  const draft: Draft = {
    classes,
    tiers: new Tiers(random, groups).draw(),
    triggers: [],
    weekend: random.chance(80) ? WEEKEND : random.below(127),
    holidays: [...new Set(Array.from({ length: random.below(5) }, () => random.below(3_000)))]
      .toSorted((a, b) => a - b)
      .map(dayAfter),
    revolvingUntil: 0n,
    proRataFrom: 0n,
    paysInterest: false,
    measures: random.chance(30) ? drawMeasures(random) : NO_MEASURES,
  };
  const debts = classes.filter(({ kind }) => kind === "debt").length;
  draft.triggers = Array.from({ length: random.chance(50) ? random.from(0, 4) : 0 }, () =>
    drawTrigger(random, draft),
  );
  if (random.chance(30)) {
    const isRepaidInParts = classes.some(({ terms }) => [1, 3, 4].includes(terms.amortisation));
    draft.revolvingUntil = isRepaidInParts ? dayAfter(random.below(28)) : addMonths(NOW, random.from(1, 40));
  }
  draft.paysInterest = debts > 0 && random.chance(20);
  if (debts > 1 && draft.triggers.some(({ test }) => test.__kind === "Subordination")) {
    draft.proRataFrom = random.chance(30) ? dayAfter(random.from(1, 800)) : 0n;
  }
  return draft;
}

/** Exceptional measures, of which few are out of range. */
function drawMeasures(random: Random): MeasureTermsArgs {
  const kinds = random.from(1, 31);
  const drawn = (isGiven: boolean, most: number, ...wrong: readonly number[]) =>
    random.chance(90) === isGiven ? random.from(1, most) : random.chance(20) ? random.one(...wrong) : 0;
  return { kinds, days: drawn(kinds % 16 > 0, 90, 91, 255), hours: drawn(kinds >= 16, 72, 73, 255) };
}

/** A trigger on classes of a structure. */
export function drawTrigger(random: Random, { classes }: Draft): TriggerTermsArgs {
  const ends = classes.flatMap((_, rank) => (classes[rank + 1]?.terms.pariPassu ? [] : rank));
  const owing = classes.flatMap(({ kind, terms }, rank) =>
    kind === "debt" || terms.ratePpm > 0 ? rank : [],
  );
  const tests: TestTermsArgs[] = [
    { __kind: "Subordination", rank: random.one(...ends), minBps: random.from(1, 10_000) },
    { __kind: "Losses", maxBps: random.from(0, 10_000) },
    {
      __kind: "Collateral",
      rank: random.one(...ends),
      minBps: random.from(1, 20_000),
      maxAge: random.from(1, 100),
    },
    {
      __kind: "LoanToValue",
      rank: random.one(...ends),
      maxBps: random.from(1, 20_000),
      maxAge: random.from(1, 100),
    },
    { __kind: "ReportOverdue", days: random.from(1, 100) },
    { __kind: "DeclaredEvent" },
    { __kind: "NetWorth", min: BigInt(random.from(1, 1_000_000)), maxAge: random.from(1, 100) },
    ...(owing.length === 0
      ? []
      : [{ __kind: "Overdue", rank: random.one(...owing), days: random.from(1, 100) } as const]),
  ];
  const cureDays = random.chance(50) ? random.below(100) : 0;
  return { test: random.one(...tests), cureDays, consequences: random.chance(50) ? 1 : random.below(8) };
}

type Member = Readonly<{ rank: number; one: DraftClass }>;
/** Pari passu classes. */
type Group = readonly Member[];

function drawGroups(random: Random): readonly Group[] {
  const groups: Group[] = [];
  let rank = 0;
  for (let left = random.from(1, 5); left > 0 && rank < 8; left -= 1) {
    const kind = random.one("debt", "debt", "debt", "equity", "equity", "cover");
    const hasPar = kind !== "equity" || random.chance(60);
    const size = kind !== "cover" && hasPar && random.chance(25) ? random.from(2, 3) : 1;
    const group: Member[] = [];
    for (; group.length < size && rank < 8; rank += 1) {
      const one = drawClass(random, kind, hasPar);
      one.terms.pariPassu = group.length > 0;
      one.frozen = random.chance(20);
      one.windowDays = one.frozen
        ? random.one(0, 1, 31)
        : random.one<DraftClass["windowDays"]>("always", "always", 0, 31, 88);
      group.push({ rank, one });
    }
    groups.push(group);
  }
  return groups;
}

type EntitlementTier = Exclude<
  DraftTier["__kind"],
  | "Fee"
  | "AnnualFee"
  | "Expense"
  | "Reserve"
  | "Carry"
  | "Split"
  | "Participation"
  | "CollateralTest"
  | "InterestTest"
>;

/** Puts the tiers of a structure in an order that the program takes. */
class Tiers {
  readonly #tiers: DraftTier[] = [];
  readonly #isProtected: boolean;

  constructor(
    private readonly random: Random,
    private readonly groups: readonly Group[],
  ) {
    this.#isProtected = groups.flat().some(({ one }) => one.kind !== "cover" && one.terms.par > 0n);
  }

  draw(): DraftTier[] {
    this.#drawFees();
    if (this.random.chance(50)) {
      this.#classByClass();
    } else {
      this.#interestFirst();
    }
    this.#drawReserves();
    for (const { rank, one } of this.groups.flat()) {
      if (one.kind === "cover" && this.random.chance(80)) {
        this.#tiers.push({ __kind: "Cover", rank });
      }
    }
    this.#drawCarries();
    this.#drawRest();
    // The program has room for 24 of them.
    return this.#tiers.length > 24 ? this.#tiers.slice(-24) : this.#tiers;
  }

  #row(kind: EntitlementTier, group: Group): void {
    this.#tiers.push(...group.map(({ rank }): DraftTier => ({ __kind: kind, rank })));
  }

  #drawFees(): void {
    const { random } = this;
    if (random.chance(30)) {
      this.#tiers.push({
        __kind: "Fee",
        bps: random.from(1, 500),
        incomeOnly: random.chance(50),
        payee: PAYEE,
      });
    }
    if (random.chance(30)) {
      const min = random.chance(40) ? 1_000_000n : 0n;
      const base = random.below(4);
      const fromTreasury = random.chance(30);
      this.#tiers.push({
        __kind: "AnnualFee",
        base,
        bps: random.from(1, 300),
        amount: random.chance(30) ? 500_000n : 0n,
        min,
        max: (base === 3 && fromTreasury) || random.chance(30) ? 2_000_000n : 0n,
        payee: PAYEE,
        fromTreasury,
      });
    }
    if (random.chance(15)) {
      this.#tiers.push({ __kind: "Expense", cap: 9_000_000n, payee: PAYEE, fromTreasury: random.chance(50) });
    }
  }

  #paysInterest(group: Group): void {
    // Where one of the peers has a rate and another has none, only it has these tiers.
    const bearing = group.filter(({ one }) => one.terms.ratePpm > 0);
    this.#row("Interest", bearing);
    this.#row("Arrears", bearing);
  }

  #paysPrincipal(group: Group): void {
    const [first] = group;
    if (first === undefined || first.one.terms.par === 0n || first.one.kind === "cover") {
      return;
    }
    const kinds: readonly EntitlementTier[] =
      first.one.kind === "equity"
        ? this.random.one<readonly EntitlementTier[]>(["Principal"], ["Capital"], ["Capital"], ["Sweep"])
        : this.random.one<readonly EntitlementTier[]>(["Principal"], ["Sweep"], ["Principal", "Sweep"]);
    for (const kind of kinds) {
      this.#row(kind, group);
    }
  }

  /** All that each class is owed before what the next one is. */
  #classByClass(): void {
    let isCovered = this.random.chance(30);
    for (const group of this.groups) {
      const isDebt = group[0]?.one.kind === "debt";
      const hasCapital = group.every(({ one }) => one.kind !== "cover" && one.terms.par > 0n);
      if (hasCapital && this.random.chance(40)) {
        this.#row("Service", group);
      } else {
        this.#paysInterest(group);
        this.#paysPrincipal(group);
      }
      if (isDebt) {
        isCovered &&= this.random.chance(80);
        if (isCovered) {
          this.#row("Deficiency", group);
        }
        this.#drawTest(group);
      }
    }
  }

  #interestFirst(): void {
    for (const group of this.groups) {
      this.#paysInterest(group);
    }
    const debts = this.groups.filter(([first]) => first?.one.kind === "debt");
    for (const group of debts) {
      this.#drawTest(group);
    }
    const covered = this.random.chance(30) ? this.random.below(debts.length + 1) : 0;
    for (const group of debts.slice(0, covered)) {
      this.#row("Deficiency", group);
    }
    for (const group of this.groups) {
      this.#paysPrincipal(group);
    }
  }

  /** A test that protects the debts down to a rank. */
  #drawTest(group: Group): void {
    const rank = group.at(-1)?.rank;
    const { random } = this;
    if (rank === undefined || !random.chance(20)) {
      return;
    }
    const [minBps, traps] = [random.from(1, 20_000), random.chance(40)];
    this.#tiers.push(
      random.chance(50)
        ? { __kind: "CollateralTest", rank, minBps, maxAge: random.from(1, 90), traps }
        : { __kind: "InterestTest", rank, minBps, traps },
    );
  }

  #drawReserves(): void {
    const { random } = this;
    const paid = (...kinds: readonly DraftTier["__kind"][]) =>
      this.#tiers.some(
        (tier) =>
          kinds.includes(tier.__kind) &&
          (!("rank" in tier) || this.groups.flat()[tier.rank]?.one.kind === "debt"),
      );
    const purposes = [
      0,
      ...(paid("Interest", "Arrears", "Service") ? [1] : []),
      ...(paid("Fee", "AnnualFee", "Expense") ? [2] : []),
    ];
    for (const purpose of this.#isProtected ? purposes.filter(() => random.chance(20)) : []) {
      const amount = random.chance(70) ? 3_000_000n : 0n;
      this.#tiers.push({ __kind: "Reserve", purpose, amount, bps: amount === 0n ? random.from(1, 900) : 0 });
    }
  }

  #drawCarries(): void {
    const { random } = this;
    const all = this.groups.flat();
    const takers = all.filter(({ one }) => one.kind === "equity");
    const bases = all.filter(({ one }) => one.kind === "equity" && one.terms.par > 0n);
    if (takers.length < 2 || bases.length === 0 || !random.chance(60)) {
      return;
    }
    const base = random.one(...bases);
    const taker = random.one(...takers.filter((other) => other !== base));
    const hasCapital = this.#tiers.some((tier) => tier.__kind === "Capital" && tier.rank === base.rank);
    const dealByDeal = hasCapital && random.chance(60);
    let carryBps = random.from(500, 2_000);
    let multipleBps = random.chance(50) ? 0 : 100 * random.from(101, 200);
    for (let steps = random.from(1, 3); steps > 0; steps -= 1) {
      this.#tiers.push({
        __kind: "Carry",
        rank: taker.rank,
        base: base.rank,
        carryBps,
        catchUpBps: random.one(carryBps, 10_000, random.from(carryBps, 10_000)),
        multipleBps,
        dealByDeal,
      });
      carryBps += random.below(500);
      multipleBps = Math.max(10_000, multipleBps) + 100 * random.from(1, 50);
    }
  }

  /** Shares and splits, and the residual: whoever is not paid yet gets something of what is left. */
  #drawRest(): void {
    const { random } = this;
    const all = this.groups.flat();
    const isPaid = (rank: number) => this.#tiers.some((tier) => "rank" in tier && tier.rank === rank);
    const unpaid = all.filter(
      ({ rank, one }) => !isPaid(rank) && (one.terms.par === 0n || one.kind === "cover"),
    );
    const last = random.one(...(unpaid.length > 0 ? unpaid : all));
    const splits = unpaid.filter((one) => one !== last);
    const others = all.filter((one) => one !== last && one.one.terms.par > 0n);
    if (others.length > 0 && last.one.terms.par > 0n && random.chance(40)) {
      this.#tiers.push({
        __kind: "Participation",
        rank: random.one(...others).rank,
        with: 1 << last.rank,
        multiplierBps: random.one(10_000, 100 * random.from(1, 10_000)),
        givesUpBps: random.chance(30) ? random.from(1, 9_999) : 0,
      });
    }
    let left = 10_000;
    for (const { rank } of random.chance(40) ? [...splits, random.one(...all)] : splits) {
      const bps = random.from(1, Math.floor(left / 3));
      left -= bps;
      if (!this.#tiers.some((tier) => tier.__kind === "Split" && tier.rank === rank)) {
        this.#tiers.push({ __kind: "Split", rank, bps });
      }
    }
    this.#tiers.push({ __kind: "Residual", rank: last.rank });
  }
}
