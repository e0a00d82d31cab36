import { addMonths, BusinessDayRule, NO_BUSINESS_DAYS, NO_PIK } from "../../../src/client.js";
import type { TrancheKind } from "../../../src/deal/model.js";
import { DAY } from "../../../src/deal/values.js";
import { ADDRESS } from "../deal-text.js";
import { type DraftClass, type DraftTerms, NOW } from "./draft.js";
import type { Random } from "./random.js";

const PAR = 1_000_000n;
const MONTHS = [0, 1, 3, 6, 12] as const;
/** The numbers of the kinds of amortisation. */
const [BULLET, LINEAR, SWEEP, LEVEL, CUSTOM] = [0, 1, 2, 3, 4] as const;

/** A class that pays nothing and falls due never. */
function bare(kind: TrancheKind): DraftClass {
  const terms: DraftTerms = {
    ratePpm: 0,
    floating: null,
    stepUps: [],
    dayCount: 0,
    amortisation: BULLET,
    compounding: false,
    periodMonths: 0,
    firstDue: 0n,
    firstInstalment: 0n,
    custom: [],
    businessDays: NO_BUSINESS_DAYS,
    pik: NO_PIK,
    prepayments: 0,
    defaultMarginPpm: 0,
    smoothingDays: 0,
    lossCap: 0n,
    lossBps: 0,
    coversEquity: false,
    pariPassu: false,
    maturity: 0n,
    par: 0n,
  };
  return {
    kind,
    terms,
    authorised: 1_000_000_000n,
    decimals: 6,
    inMonths: false,
    countsBack: false,
    saysZero: false,
    frozen: false,
    windowDays: "always",
  };
}

/** A class that the program takes, of a kind, with a par or without one. */
export function drawClass(random: Random, kind: TrancheKind, hasPar: boolean): DraftClass {
  const one = bare(kind);
  const { terms } = one;
  one.inMonths = random.chance(30);
  one.decimals = random.one(6, 6, 0, 9);
  terms.smoothingDays = random.chance(10) ? random.from(1, 366) : 0;
  if (!hasPar) {
    return one;
  }
  terms.par = PAR;
  if (random.chance(kind === "debt" ? 90 : 30)) {
    terms.ratePpm = random.from(1, 200_000);
    terms.dayCount = random.below(5);
  }
  terms.compounding = random.chance(30);
  terms.periodMonths = random.chance(70) ? random.one(...MONTHS) : 0;
  if (kind === "debt") {
    drawDebt(random, one);
  } else if (terms.periodMonths > 0 && random.chance(60)) {
    terms.firstDue = dayIn(random, random.from(1, 12));
  }
  if (kind === "cover") {
    drawCover(random, one);
  }
  drawRates(random, one);
  if (terms.firstDue > 0n && terms.ratePpm > 0 && terms.periodMonths > 0 && random.chance(20)) {
    terms.businessDays = {
      rule: random.one(
        BusinessDayRule.Following,
        BusinessDayRule.ModifiedFollowing,
        BusinessDayRule.Preceding,
      ),
      weekend: 0,
      holidays: [],
    };
    terms.stepUps = [];
  }
  return one;
}

/** A day so many months after the creation, on one that every month has. */
const dayIn = (random: Random, months: number) =>
  addMonths(NOW, months) + BigInt(random.chance(50) ? 0 : random.below(28)) * DAY;

function drawDebt(random: Random, one: DraftClass): void {
  const { terms } = one;
  const { periodMonths } = terms;
  one.countsBack = periodMonths > 0 && random.chance(30);
  // What is counted back from a month's last day has rules of its own, and a test of its own.
  const isLastDay = periodMonths > 0 && !one.countsBack && random.chance(30);
  terms.maturity = isLastDay
    ? addMonths(NOW, random.from(13, 120)) - DAY
    : dayIn(random, random.from(13, 120));
  terms.amortisation = periodMonths === 0 ? random.one(BULLET, SWEEP) : random.from(BULLET, CUSTOM);
  if (periodMonths === 0) {
    return;
  }
  const grid: bigint[] = [];
  for (let at = 0; addMonths(terms.maturity, -at * periodMonths) > NOW; at += 1) {
    grid.unshift(addMonths(terms.maturity, -at * periodMonths));
  }
  const [first = terms.maturity] = grid;
  terms.firstDue = random.chance(80) ? first : random.one(...grid);
  const hasInstalments = terms.amortisation === LINEAR || terms.amortisation === LEVEL;
  if (hasInstalments && random.chance(50)) {
    terms.firstInstalment = random.one(
      ...grid.filter((day) => day >= (one.countsBack ? first : terms.firstDue)),
    );
  }
  if (terms.amortisation === LINEAR && random.chance(30)) {
    terms.prepayments = 1;
  }
  if (terms.amortisation === CUSTOM) {
    const parts = random.from(1, 4);
    terms.custom = Array.from({ length: parts }, (_, at) => ({
      on: dayIn(random, at * 3 + 1),
      bps: random.from(1, 2_500),
    }));
  }
}

function drawCover(random: Random, one: DraftClass): void {
  const { terms } = one;
  terms.lossCap = random.chance(30) ? 5_000_000n : 0n;
  terms.lossBps = random.chance(30) ? random.from(1, 10_000) : 0;
  terms.coversEquity = random.chance(30);
  one.saysZero = random.chance(30);
}

/** What a rate may do besides: rise, follow a reference, be paid in kind, be more while overdue. */
function drawRates(random: Random, { kind, terms }: DraftClass): void {
  if (terms.ratePpm === 0 || terms.periodMonths === 0) {
    return;
  }
  terms.defaultMarginPpm = random.chance(20) ? random.from(1, 50_000) : 0;
  const isLevel = terms.amortisation === LEVEL;
  if (!isLevel && random.chance(20)) {
    const capPpm = random.chance(50) ? random.from(100_000, 200_000) : 0;
    terms.floating = {
      reference: ADDRESS,
      marginPpm: random.from(0, 50_000),
      floorPpm: random.from(0, 50_000),
      capPpm,
      fixingDays: random.from(1, 31),
    };
  }
  if (!isLevel && random.chance(20)) {
    terms.stepUps = Array.from({ length: random.from(1, 4) }, (_, at) => ({
      from: dayIn(random, at * 2 + 1),
      addPpm: random.from(1, 10_000),
    }));
  }
  const mayBePaidInKind = terms.floating === null || terms.floating.capPpm > 0;
  if (
    kind === "debt" &&
    mayBePaidInKind &&
    (terms.amortisation === BULLET || terms.amortisation === SWEEP) &&
    random.chance(25)
  ) {
    terms.pik = {
      periods: random.from(1, 12),
      noticeDays: random.from(1, 27),
      marginPpm: random.from(0, 10_000),
    };
  }
}
