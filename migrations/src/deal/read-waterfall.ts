import type { Consequence, FeeBaseName, ReservePurposeName } from "../client.js";
import { counted } from "../client.js";
import { checkDeficiencies } from "./check-deficiencies.js";
import { checkPariPassu, checkProtected } from "./check-pari-passu.js";
import { checkParticipations } from "./check-participations.js";
import { checkStructure } from "./check-structure.js";
import type { Field } from "./field.js";
import { whole, wholeList } from "./field.js";
import type { EntitlementKind, PrincipalTerms, Tier, TrancheKind, Trigger } from "./model.js";
import type { NamedTier } from "./named-tier.js";
import { readDayOrOffset } from "./read-day.js";
import { isZeroRate } from "./read-rates.js";
import { readRank } from "./read-tranches.js";
import { refuseRepeated } from "./repeated.js";
import type { DisclosureTerms } from "./transfers.js";

const WHOLE = 10_000;
/** The highest fee of the debt a year, and the highest cover of it, basis points. */
const MAX_PART_BPS = 100_000;
/** The highest multiple of capital that a carry may wait for, and one, in hundredths. */
const MAX_MULTIPLE = 10_000;
const ONCE = 100;
const HUNDREDTH_BPS = 100;
/** Days are counted in 16 bits. */
const MAX_DAYS = 65_535;
const MAX_NOTICE_DAYS = 366;
const DAY = 86_400n;

/** The context for reading tiers and triggers. */
export type WaterfallContext = Readonly<{
  tranches: Field;
  /** Decimals of the settlement mint. */
  decimals: number | undefined;
}>;

/** Reads the waterfall by the program's rules. */
export function readWaterfall(list: Field, context: WaterfallContext): readonly Tier[] | undefined {
  const tiers = list.items().map((field): NamedTier => ({ field, tier: readTier(field, context) }));
  checkStructure(list, tiers, context.tranches);
  checkPariPassu(list, tiers, context.tranches);
  checkParticipations(tiers, context.tranches);
  checkDeficiencies(tiers, context.tranches);
  return wholeList(tiers.map(({ tier }) => tier));
}

function readTier(field: Field, { tranches, decimals }: WaterfallContext): Tier | undefined {
  if (field.get("test").given) {
    return readCoverage(field, tranches);
  }
  const pay = field
    .get("pay")
    .choice<EntitlementKind | "fee" | "expense" | "reserve" | "carry" | "split" | "participation">();
  const rank = readRank(field.get("tranche"), tranches);
  const bps = field.get("percent").percent();
  switch (pay) {
    case undefined:
      return undefined;
    case "fee":
      return readFee(field, bps, decimals);
    case "expense":
      return readExpense(field, decimals);
    case "reserve":
      return whole<Tier & { kind: "reserve" }>({
        kind: pay,
        purpose: field.get("purpose").or("all", (purpose) => purpose.choice<ReservePurposeName>()),
        amount: field.get("target").or(0n, (target) => target.amount(decimals)),
        bps: field.get("percent_of_debt").or(0, (part) => part.percent()),
      });
    case "carry": {
      const base = readRank(field.get("on"), tranches);
      const catchUpBps = field.get("catch_up").or(bps, (part) => part.percent());
      const multipleBps = field.get("multiple").or(0, readMultiple);
      const dealByDeal = field.get("deal_by_deal").flag();
      return whole<Tier & { kind: "carry" }>({
        kind: pay,
        rank,
        base,
        bps,
        catchUpBps,
        multipleBps,
        dealByDeal,
      });
    }
    case "split":
      return whole<Tier & { kind: "split" }>({ kind: pay, rank, bps });
    case "participation":
      return whole<Tier & { kind: "participation" }>({
        kind: pay,
        rank,
        with: wholeList(
          field
            .get("with")
            .items()
            .map((name) => readRank(name, tranches)),
        ),
        multiplierBps: field.get("multiplier").or(WHOLE, readMultiplier),
        givesUpBps: field.get("gives_up").or(0, (part) => part.percent()),
      });
    default:
      return whole<Tier & { kind: EntitlementKind }>({ kind: pay, rank });
  }
}

/** How often capital counts, in basis points. */
function readMultiplier(field: Field): number | undefined {
  const hundredths = field.rate(MAX_MULTIPLE);
  return hundredths === 0
    ? field.refuse('is 0, so that its capital would not count: give at least "0.01"')
    : hundredths === undefined
      ? undefined
      : hundredths * HUNDREDTH_BPS;
}

function readFee(field: Field, bps: number | undefined, decimals: number | undefined): Tier | undefined {
  const payee = field.get("to");
  const to = payee.given ? payee.party("to whom the fee is paid") : undefined;
  const of = field.get("of");
  const base = of.or("debt", (one) => one.choice<FeeBaseName | "gross" | "income">());
  if (base === "gross" || base === "income") {
    return whole<Tier & { kind: "fee" }>({ kind: "fee", bps, incomeOnly: base === "income", to });
  }
  const money = (name: string) => field.get(name).or(0n, (amount) => amount.amount(decimals));
  const tier = whole<Tier & { kind: "annual fee" }>({
    kind: "annual fee",
    feeBase: base,
    bps: field.get("percent_a_year").or(0, (part) => positiveRate(part, MAX_PART_BPS)),
    amount: money("amount_a_year"),
    min: money("minimum_a_year"),
    max: money("maximum_a_year"),
    to,
    fromTreasury: field.get("from_treasury").flag(),
  });
  return tier === undefined || hasGoodLimits(field, tier) ? tier : undefined;
}

/** Checks the limits of a fee by time, by the program's rules. */
function hasGoodLimits(field: Field, tier: Tier & { kind: "annual fee" }): boolean {
  const { feeBase, bps, amount, min, max, fromTreasury } = tier;
  if (bps === 0) {
    const idle = ["of", "minimum_a_year", "maximum_a_year"].find((name) => field.get(name).given);
    if (idle !== undefined) {
      field.get(idle).refuse("says nothing without percent_a_year: add that, or leave it out");
    }
    return idle === undefined;
  }
  const maximum = field.get("maximum_a_year");
  if (max > 0n && (max < min || max < amount)) {
    const other = max < min ? "minimum_a_year" : "amount_a_year";
    maximum.refuse(`is below ${other}: give at least as much`);
    return false;
  }
  if (feeBase === "pool" && fromTreasury && max === 0n) {
    maximum.refuse(
      "is missing: a report could raise a fee on the pool that is paid out of the treasury, so say how much it is at most",
    );
    return false;
  }
  return true;
}

/** Reads what the sponsor may submit as expenses. */
function readExpense(field: Field, decimals: number | undefined): Tier | undefined {
  return whole<Tier & { kind: "expense" }>({
    kind: "expense",
    amount: field.get("cap_a_year").amount(decimals),
    to: field.get("to").party("to whom the expenses are paid"),
    fromTreasury: field.get("from_treasury").flag(),
  });
}

/** Reads a test of coverage among the tiers. */
function readCoverage(field: Field, tranches: Field): Tier | undefined {
  const test = field.get("test").choice<"collateral" | "interest">();
  const rank = checkProtected(field.get("protects"), readRank(field.get("protects"), tranches), tranches);
  const bps = positiveRate(field.get("least"), MAX_PART_BPS);
  const traps = field.get("trap").flag();
  switch (test) {
    case undefined:
      return undefined;
    case "collateral": {
      const maxAge = days(field.get("max_age"), 1);
      return whole<Tier & { kind: "collateral test" }>({ kind: "collateral test", rank, bps, maxAge, traps });
    }
    case "interest":
      return whole<Tier & { kind: "interest test" }>({ kind: "interest test", rank, bps, traps });
  }
}

/** Reads the triggers. */
export function readTriggers(list: Field, context: TriggerContext): readonly Trigger[] | undefined {
  const hasDebt = context.tranches.items().some((tranche) => tranche.get("kind").text() === "debt");
  return wholeList(
    list.items().map((field) => {
      const cureDays = field.get("cure").or(0, (cure) => days(cure, 0));
      const consequences = readConsequences(field.get("consequences"), { cureDays, hasDebt });
      return whole<Trigger>({ test: readTest(field, context), cureDays, consequences });
    }),
  );
}

/** The context for reading triggers. */
export type TriggerContext = WaterfallContext &
  Readonly<{
    disclosures: readonly DisclosureTerms[] | undefined;
  }>;

function readConsequences(
  field: Field,
  { cureDays, hasDebt }: Readonly<{ cureDays: number | undefined; hasDebt: boolean }>,
): readonly Consequence[] | undefined {
  const usual: readonly Consequence[] = ["accelerate"];
  return field.or(usual, (list): readonly Consequence[] | undefined => {
    refuseRepeated(list.items(), "each consequence once");
    const found = wholeList(list.items().map((one) => one.choice<Consequence>()));
    if (found?.includes("trap") === true && !hasDebt) {
      return field.refuse("traps cash for debts, and there is none: leave trap out");
    }
    if (found?.includes("trap") === true && cureDays === 0) {
      return field.refuse("traps cash without a cure: give a cure of at least 1d");
    }
    if (found?.includes("step") === true && cureDays === 0) {
      return field.refuse("steps control without a cure: give a cure of at least 1d");
    }
    return found;
  });
}

function readTest(
  field: Field,
  { tranches, decimals, disclosures }: TriggerContext,
): Trigger["test"] | undefined {
  const kind = field.get("test").choice<Trigger["test"]["kind"]>();
  switch (kind) {
    case undefined:
      return undefined;
    case "subordination":
      return whole<Trigger["test"] & { kind: "subordination" }>({
        kind,
        rank: checkProtected(field.get("protects"), readRank(field.get("protects"), tranches), tranches),
        least: positiveRate(field.get("least"), WHOLE),
      });
    case "losses":
      return whole<Trigger["test"] & { kind: "losses" }>({ kind, most: field.get("most").rate(WHOLE) });
    case "overdue":
      return whole<Trigger["test"] & { kind: "overdue" }>({
        kind,
        rank: readOwing(field.get("tranche"), tranches),
        days: field.get("days").count(),
      });
    case "collateral":
      return whole<Trigger["test"] & { kind: "collateral" }>({
        kind,
        rank: checkProtected(field.get("protects"), readRank(field.get("protects"), tranches), tranches),
        least: positiveRate(field.get("least"), MAX_PART_BPS),
        maxAge: days(field.get("max_age"), 1),
      });
    case "loan to value":
      return whole<Trigger["test"] & { kind: "loan to value" }>({
        kind,
        rank: checkProtected(field.get("protects"), readRank(field.get("protects"), tranches), tranches),
        most: positiveRate(field.get("most"), MAX_PART_BPS),
        maxAge: days(field.get("max_age"), 1),
      });
    case "report overdue":
      return whole<Trigger["test"] & { kind: "report overdue" }>({ kind, days: field.get("days").count() });
    case "disclosure overdue":
      return whole<Trigger["test"] & { kind: "disclosure overdue" }>({
        kind,
        of: readDisclosureKind(field.get("disclosure"), disclosures),
        days: field.get("days").or(0, (days) => days.count()),
      });
    case "event":
      return { kind };
    case "net worth":
      return whole<Trigger["test"] & { kind: "net worth" }>({
        kind,
        amount: field.get("amount").amount(decimals),
        maxAge: days(field.get("max_age"), 1),
      });
  }
}

/** The number of a kind of disclosure. */
function readDisclosureKind(
  field: Field,
  disclosures: readonly DisclosureTerms[] | undefined,
): number | undefined {
  const kind = field.count();
  if (kind === undefined || disclosures === undefined || disclosures.some((one) => one.kind === kind)) {
    return kind;
  }
  return field.refuse("is no kind of a disclosure of this deal: give the kind of one in disclosures");
}

/** A multiple of capital, above 1, in basis points. */
function readMultiple(field: Field): number | undefined {
  const hundredths = field.rate(MAX_MULTIPLE);
  if (hundredths === undefined) {
    return undefined;
  }
  return hundredths > ONCE
    ? hundredths * HUNDREDTH_BPS
    : field.refuse(
        "is no more than the capital itself: give a multiple above 1, such as 2, or leave it out for the preferred return alone",
      );
}

function positiveRate(field: Field, most: number): number | undefined {
  const bps = field.rate(most);
  return bps === 0 ? field.refuse('is 0: give at least "0.01"') : bps;
}

function days(field: Field, least: number): number | undefined {
  const found = field.wholeDays();
  if (found === undefined || (found >= least && found <= MAX_DAYS)) {
    return found;
  }
  return field.refuse(`is ${counted(found, "day")}: give ${least}d to ${MAX_DAYS}d`);
}

/** Reads how long an announced loss waits, in seconds. */
export function readNotice(field: Field): bigint | undefined {
  const days = field.wholeDays();
  if (days === undefined || (days >= 1 && days <= MAX_NOTICE_DAYS)) {
    return days === undefined ? undefined : BigInt(days) * DAY;
  }
  return field.refuse(`is ${counted(days, "day")}: give 1d to ${MAX_NOTICE_DAYS}d`);
}

/** The rank of a tranche that can be overdue. */
function readOwing(field: Field, tranches: Field): number | undefined {
  const rank = readRank(field, tranches);
  const tranche = rank === undefined ? undefined : tranches.items()[rank];
  const kind = tranche?.get("kind").choice<TrancheKind>();
  if (tranche === undefined || kind === undefined || kind === "debt") {
    return rank;
  }
  const rate = kind === "equity" ? "preferred_return" : "rate";
  return !isZeroRate(tranche.get(rate))
    ? rank
    : field.refuse(`"${field.text()}" can never be overdue: name debt, or a tranche with a ${rate}`);
}

/** Reads how principal flows, of a whole deal. */
export function readPrincipal(top: Field): PrincipalTerms | undefined {
  const field = top.get("principal");
  const from = field.get("pro_rata_from");
  const interest = field.get("pays_interest");
  const paysInterest = interest.flag();
  const debts = top.get("tranches").items().filter(isDebt).length;
  if (from.given && debts < 2) {
    from.refuse(
      `divides principal between debts, and the deal has ${debts === 0 ? "none" : "one"}: leave it out, or have two`,
    );
  } else if (from.given && !top.get("triggers").items().some(isSubordination)) {
    from.refuse(
      "repays juniors beside seniors while every subordination test holds, and there is none: add one to triggers, or leave it out",
    );
  }
  if (paysInterest && debts === 0) {
    interest.refuse("is of the interest of debts, and the deal has none: leave it out");
  }
  return whole<PrincipalTerms>({ proRataFrom: from.or(null, readDayOrOffset), paysInterest });
}

const isDebt = (tranche: Field) => tranche.get("kind").choice<TrancheKind>() === "debt";
const isSubordination = (trigger: Field) =>
  trigger.get("test").choice<Trigger["test"]["kind"]>() === "subordination";
