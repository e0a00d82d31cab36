import { type BusinessDays, counted, formatAmount, MAX_AMOUNT } from "../client.js";
import type { Field } from "./field.js";
import { whole, wholeList } from "./field.js";
import type {
  Amortisation,
  CapitalTerms,
  DayCount,
  DebtTerms,
  FloatingTerms,
  Prepayments,
  StepUp,
  TermDay,
  TrancheKind,
  TrancheTerms,
} from "./model.js";
import { type Calendar, readBusinessDays, stepUpsOnBusinessDays } from "./read-calendar.js";
import { readForm } from "./read-form.js";
import { readInstalments, readTermDay } from "./read-instalments.js";
import { readPik } from "./read-pik.js";
import { MAX_RATE_PPM, readFloating, readRate, readStepUps } from "./read-rates.js";
import { readWrapped, wrappedField } from "./read-reach.js";
import { readTransfers } from "./read-transfers.js";
import { refuseRepeated } from "./repeated.js";
import { unitOf } from "./shares.js";
import type { DisclosureTerms } from "./transfers.js";
import { MAX_NAME_BYTES, MAX_SYMBOL_BYTES, MAX_URI_BYTES } from "./values.js";

/** The longest time over which a tranche can smooth its payments, days. */
export const MAX_SMOOTHING_DAYS = 366;
/** The periods, and their months. */
export const PERIODS = { none: 0, monthly: 1, quarterly: 3, "semi-annual": 6, annual: 12 } as const;

/** What the terms of tranches are read by. */
type DealRules = Readonly<{
  /** Decimals of the settlement mint. */
  decimals: number | undefined;
  calendar: Calendar | undefined;
  /** Whether holders need a credential. */
  isRestricted: boolean;
  /** Whether protocols may register themselves. */
  letsRegister: boolean;
  /** What is published of the deal; `undefined` if it could not be read. */
  disclosures: readonly DisclosureTerms[] | undefined;
}>;

/** Reads the tranches. */
export function readTranches(list: Field, rules: DealRules): readonly TrancheTerms[] | undefined {
  const fields = list.items();
  for (const what of ["name", "symbol"]) {
    refuseRepeated(
      [...fields, ...fields.map(wrappedField)].map((field) => field.get(what)),
      "each tranche and each wrapper",
    );
  }
  const hasDebt = fields.some((field) => field.get("kind").text() === "debt");
  return wholeList(fields.map((field) => readTranche(field, { ...rules, hasDebt })));
}

function readTranche(
  field: Field,
  rules: DealRules & Readonly<{ hasDebt: boolean }>,
): TrancheTerms | undefined {
  const kind = field.get("kind").choice<TrancheKind>();
  const decimals = field.get("decimals").count();
  const periodMonths = field.get("period").or(0, (period) => {
    const named = period.choice<keyof typeof PERIODS>();
    return named === undefined ? undefined : PERIODS[named];
  });
  checkDueDates(field, periodMonths);
  const businessDays = readBusinessDays(field, rules.calendar);
  const own = { decimals: rules.decimals, businessDays };
  const transfers = readTransfers(field, rules);
  return whole<TrancheTerms>({
    name: field.get("name").shortText(MAX_NAME_BYTES),
    symbol: field.get("symbol").shortText(MAX_SYMBOL_BYTES),
    uri: field.get("uri").shortText(MAX_URI_BYTES),
    kind,
    debt: kind === "debt" ? readDebt(field, own) : null,
    capital: kind === "debt" || kind === undefined ? null : readOwnCapital(field, kind, own),
    periodMonths,
    firstDue: field.get("first_due").or(null, readTermDay),
    businessDays,
    smoothingDays: field.get("smoothing").or(0, readSmoothing),
    lossCap: field.get("loss_cap").or(0n, (cap) => cap.amount(rules.decimals)),
    lossBps: field.get("loss_percent").or(0, (part) => part.percent()),
    coversEquity: field.get("covers_equity").flag(),
    pariPassu: field.get("pari_passu").flag(),
    decimals,
    authorised: field.get("authorised").or(0n, (shares) => shares.amount(decimals)),
    saysAuthorised: field.get("authorised").given,
    offered: 0n,
    manager: readManager(field),
    wrapped: readWrapped(field, rules.isRestricted),
    transfers,
    form: readForm(field, transfers),
  });
}

/** Refuses what has no meaning without due dates, or without instalments. */
function checkDueDates(field: Field, periodMonths: number | undefined): void {
  const [period, firstDue, amortisation] = ["period", "first_due", "amortisation"].map((name) =>
    field.get(name),
  ) as [Field, Field, Field];
  const kind = amortisation.choice<Amortisation>();
  const hasInstalments = kind === "linear" || kind === "level";
  if (periodMonths === 0 && (hasInstalments || kind === "custom")) {
    period.refuse(`is missing: ${kind} debt is repaid at due dates, so say how often they come`);
  } else if (periodMonths === 0 && firstDue.given) {
    firstDue.refuse("needs a period, which says when the next due dates are: give one, or leave this out");
  }
  if (kind !== undefined && !hasInstalments && field.get("first_instalment").given) {
    field
      .get("first_instalment")
      .refuse(`is of linear or level debt, and this is ${kind}: leave it out, or change the amortisation`);
  }
  if (kind !== undefined && kind !== "linear" && field.get("prepayments").given) {
    field
      .get("prepayments")
      .refuse(`is of linear debt, and this is ${kind}: leave it out, or change the amortisation`);
  }
}

/** Who takes the shares that no book grants: for an equity without a par, whose number of shares the file states. */
function readManager(field: Field): TrancheTerms["manager"] | undefined {
  const manager = field.get("manager");
  if (!manager.given) {
    return null;
  }
  if (field.get("par").given) {
    return manager.refuse(
      "is of a tranche without a capital, whose number of shares is fixed: leave it out, or leave out par",
    );
  }
  return manager.party("who takes the points that no book grants");
}

/**
 * The tranches with the shares that their books and rewards can issue, and with as many shares authorised as the file
 * says, or by default as those need.
 */
export function withAuthorised(
  list: Field,
  tranches: readonly TrancheTerms[] | undefined,
  needed: ReadonlyMap<number, bigint>,
): readonly TrancheTerms[] | undefined {
  return wholeList(
    (tranches ?? []).map((terms, rank): TrancheTerms | undefined => {
      const field = list.items()[rank]?.get("authorised");
      const least = needed.get(rank) ?? 0n;
      const show = formatAmount(least, terms.decimals);
      if (!terms.saysAuthorised && !needed.has(rank)) {
        return field?.refuse(
          `is missing: nothing in the file issues shares of "${terms.name}", so say how many may ever exist`,
        );
      }
      if (terms.saysAuthorised && terms.authorised < least) {
        return field?.refuse(
          `${formatAmount(terms.authorised, terms.decimals)} is below what the books, rewards, warrants and conversions of this file can issue: use at least ${show}`,
        );
      }
      const authorised = terms.saysAuthorised ? terms.authorised : least;
      const par = (terms.debt ?? terms.capital)?.par ?? 0n;
      const most = par === 0n ? authorised : (MAX_AMOUNT * unitOf(terms.decimals)) / par;
      if (authorised > most) {
        return field?.refuse(
          `${formatAmount(authorised, terms.decimals)} shares have more principal at par than an amount may be: at most ${formatAmount(most, terms.decimals)}`,
        );
      }
      const { retention } = terms.transfers;
      if (retention !== null && retention.shares > authorised) {
        return list
          .items()
          [rank]?.get("transfers")
          .get("retention")
          .get("shares")
          .refuse(
            `is above the authorised ${formatAmount(authorised, terms.decimals)}: there are never more`,
          );
      }
      return { ...terms, authorised, offered: least };
    }),
  );
}

function readSmoothing(field: Field): number | undefined {
  const days = field.wholeDays();
  if (days === undefined || (days > 0 && days <= MAX_SMOOTHING_DAYS)) {
    return days;
  }
  return field.refuse(
    days === 0
      ? "is 0: leave it out, and money reaches the holders at once"
      : `is ${counted(days, "day")}: the most is ${MAX_SMOOTHING_DAYS}d`,
  );
}

/** What the capital of a tranche is read by. */
type OwnRules = Readonly<{ decimals: number | undefined; businessDays: BusinessDays | undefined }>;

/** The capital of an equity or a cover; `null` for an equity without par. */
function readOwnCapital(
  field: Field,
  kind: TrancheKind,
  { decimals, businessDays }: OwnRules,
): CapitalTerms | null | undefined {
  if (kind === "equity" && !field.get("par").given) {
    for (const name of [
      "preferred_return",
      "floating",
      "step_ups",
      "default_margin",
      "day_count",
      "compounding",
      "period",
      "first_due",
      "business_days",
      "pari_passu",
    ]) {
      const one = field.get(name);
      if (one.given) {
        one.refuse("needs capital to be calculated on: give the equity a par, or leave this out");
      }
    }
    return null;
  }
  const rate = field.get(kind === "equity" ? "preferred_return" : "rate");
  const ratePpm = rate.or(0, readRate);
  const bears = ratePpm === undefined || ratePpm > 0;
  if (kind === "equity" && ratePpm === 0 && rate.given) {
    rate.refuse("is 0: leave it out, and the capital has no preferred return");
  }
  const dayCount = field.get("day_count");
  if (bears && !dayCount.given) {
    dayCount.refuse(`is missing: ${rate.name} says how much a year, so say how days are counted`);
  }
  return whole<CapitalTerms>({
    ratePpm,
    floating: readFloating(field, rate, ratePpm),
    stepUps: stepUpsOnBusinessDays(field, readStepUps(field, rate, ratePpm), businessDays),
    defaultMarginPpm: readMargin(field, rate, ratePpm),
    dayCount: bears ? dayCount.choice<DayCount>() : "act/365",
    compounding: field.get("compounding").flag(),
    par: field.get("par").amount(decimals),
  });
}

function readDebt(field: Field, { decimals, businessDays }: OwnRules): DebtTerms | undefined {
  const rate = field.get("rate");
  const ratePpm = readRate(rate);
  const floating = readFloating(field, rate, ratePpm);
  const stepUps = stepUpsOnBusinessDays(field, readStepUps(field, rate, ratePpm), businessDays);
  return whole<DebtTerms>({
    ratePpm,
    floating,
    stepUps,
    pik: readPik(field, highestRate(ratePpm, floating, stepUps)),
    defaultMarginPpm: readMargin(field, rate, ratePpm),
    dayCount: field.get("day_count").choice<DayCount>(),
    amortisation: field.get("amortisation").choice<Amortisation>(),
    compounding: field.get("compounding").flag(),
    maturity: readMaturity(field),
    firstInstalment: field.get("first_instalment").or(null, readTermDay),
    instalments: readInstalments(field),
    prepayments: field.get("prepayments").or("in_order", (rule) => rule.choice<Prepayments>()),
    par: field.get("par").amount(decimals),
  });
}

/** The highest rate before margins: of a floating debt its cap, or the highest of all where it has none. */
function highestRate(
  ratePpm: number | undefined,
  floating: FloatingTerms | null | undefined,
  stepUps: readonly StepUp[] | undefined,
): number | undefined {
  if (ratePpm === undefined || ratePpm === 0 || !floating) {
    return (stepUps ?? []).reduce((sum, { addPpm }) => sum + addPpm, ratePpm ?? 0);
  }
  return floating.capPpm === 0 ? MAX_RATE_PPM : floating.capPpm;
}

/** Further interest while a tranche is overdue, which needs due dates and a rate that it comes on top of. */
function readMargin(tranche: Field, rate: Field, ratePpm: number | undefined): number | undefined {
  const [field, period] = [tranche.get("default_margin"), tranche.get("period")];
  const margin = field.or(0, readRate);
  if (!field.given || margin === undefined || ratePpm === undefined) {
    return margin;
  }
  if (margin === 0) {
    return field.refuse("is 0: leave it out, and nothing is added while the tranche is overdue");
  }
  if (ratePpm === 0) {
    return field.refuse(
      `needs a ${rate.name.split(".").at(-1)} that it comes on top of: give one, or leave this out`,
    );
  }
  if (ratePpm + margin > MAX_RATE_PPM) {
    return field.refuse("and the rate are together above 1000 % a year: use a lower one");
  }
  return period.given
    ? margin
    : field.refuse(
        "needs a period: without due dates any small payment makes the tranche overdue; give one, or leave this out",
      );
}

function readMaturity(field: Field): TermDay | undefined {
  const months = field.get("term_months").count();
  return months === undefined ? readTermDay(field.get("maturity")) : { kind: "term", months };
}

/** The rank of the tranche that a field names; `undefined` if there is none of that name. */
export function readRank(field: Field, tranches: Field): number | undefined {
  const name = field.text();
  if (name === undefined) {
    return undefined;
  }
  const names = tranches.items().map((tranche) => tranche.get("name").text());
  const rank = names.indexOf(name);
  if (rank >= 0) {
    return rank;
  }
  // A name that is itself wrong has its own message.
  return names.includes(undefined)
    ? undefined
    : field.refuse(
        `no tranche is named "${name}": the tranches are ${names.map((n) => `"${n}"`).join(", ")}`,
      );
}
