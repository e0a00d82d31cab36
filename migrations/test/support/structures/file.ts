import type { TestTermsArgs } from "@defi-ready/securities/program";
import {
  BusinessDayRule,
  CONSEQUENCES,
  FEE_BASES,
  formatAmount,
  measureWords,
  RESERVE_PURPOSES,
  WEEKDAYS,
} from "../../../src/client.js";
import { PERIODS } from "../../../src/deal/read-tranches.js";
import { DAY, formatRate, formatTime, formatYearlyRate } from "../../../src/deal/values.js";
import { PERSON } from "../deal-text.js";
import type { Draft, DraftClass, DraftTier } from "./draft.js";
import { NOW } from "./draft.js";

const DAY_COUNTS = ["act/365", "act/360", "30e/360", "30/360", "act/act"];
const AMORTISATIONS = ["bullet", "linear", "sweep", "level", "custom"];
const RULES = { 1: "following", 2: "modified_following", 3: "preceding" } as const;

type Json = string | number | boolean | Json[] | { [key: string]: Json | undefined };
type Fields = { [key: string]: Json | undefined };

/** What a class is called. A rank that no class has is a name that none has. */
const nameOf = (rank: number) => `Class ${rank}`;
const money = (amount: number | bigint) => formatAmount(BigInt(amount), 6);
/** A value of a field that is left out where it is nothing. */
const some = <T>(value: T, show: (value: T) => Json): Json | undefined =>
  value === 0 || value === 0n || value === false ? undefined : show(value);
const days = (count: number) => `${count}d`;
const flag = (value: boolean) => some(value, () => true);
const percent = (bps: number) => some(bps, formatRate);

/** The text of a deal file that describes a structure; JSON, a field on each line, is YAML too. */
export function fileOf(draft: Draft): string {
  const moves = draft.classes.some(({ terms }) => terms.businessDays.rule !== BusinessDayRule.None);
  const principal: Fields = {
    pro_rata_from: some(draft.proRataFrom, formatTime),
    pays_interest: flag(draft.paysInterest),
  };
  const hasPrincipal = Object.values(principal).some((value) => value !== undefined);
  const deal: Fields = {
    version: 1,
    id: 7,
    document: { uri: "https://example.com/paper.txt", sha256: "00".repeat(32) },
    settlement_mint: { create: { decimals: 6 } },
    destinations: [{ owner: "sponsor" }],
    min_distribution: "1",
    roles: { arbitrator: PERSON },
    calendar: moves
      ? {
          weekend: WEEKDAYS.filter((_, day) => (draft.weekend >> day) & 1),
          holidays: draft.holidays.length === 0 ? undefined : draft.holidays.map(formatTime),
        }
      : undefined,
    tranches: draft.classes.map(classOf),
    waterfall: draft.tiers.map(tierOf),
    triggers:
      draft.triggers.length === 0
        ? undefined
        : draft.triggers.map(({ test, cureDays, consequences }) => ({
            ...testOf(test),
            cure: some(cureDays, days),
            consequences: CONSEQUENCES.filter((_, bit) => (consequences >> bit) & 1),
          })),
    // Covenants that step control need somebody who takes it.
    control: { agents: { investors: "D5xSez1PrzNxEihBphLRDDcgZ9Pzy85TSZZcwa5fsEyb" } },
    governance: { notice: "7d", voting: "14d", timelock: "7d", consent: "66.67", proposal: "10" },
    revolving_until: some(draft.revolvingUntil, formatTime),
    principal: hasPrincipal ? principal : undefined,
    measures: measuresOf(draft.measures),
    books: [],
  };
  return JSON.stringify(deal, undefined, 1);
}

/** The file leaves out what there is not, where that is right. */
function measuresOf({ kinds, days: notice, hours }: Draft["measures"]): Json | undefined {
  const words = measureWords(kinds);
  const isAnnounced = words.some((word) => word !== "correction");
  return words.length === 0
    ? undefined
    : {
        kinds: words,
        notice: notice > 0 || isAnnounced ? days(notice) : undefined,
        correct_within: hours > 0 || words.includes("correction") ? `${hours}h` : undefined,
      };
}

function classOf(one: DraftClass, rank: number): Fields {
  const { kind, terms, authorised, decimals } = one;
  const { floating, pik } = terms;
  const hasRate = kind === "debt" || terms.ratePpm > 0 || (kind === "cover" && one.saysZero);
  const rate = hasRate ? formatYearlyRate(terms.ratePpm) : undefined;
  const day = (time: bigint) => dayText(time, one.inMonths);
  const allFirst = terms.custom.every(({ on }) => typeof day(on) === "number");
  return {
    name: nameOf(rank),
    symbol: `C${rank}`,
    uri: "https://example.com/class.json",
    kind,
    rate: kind === "equity" ? undefined : rate,
    preferred_return: kind === "equity" ? rate : undefined,
    day_count: kind === "debt" || terms.ratePpm > 0 ? DAY_COUNTS[terms.dayCount] : undefined,
    amortisation: kind === "debt" || terms.amortisation > 0 ? AMORTISATIONS[terms.amortisation] : undefined,
    compounding: flag(terms.compounding),
    period: some(
      terms.periodMonths,
      (months) => Object.entries(PERIODS).find(([, length]) => length === months)?.[0] ?? "none",
    ),
    first_due: one.countsBack ? undefined : some(terms.firstDue, day),
    first_instalment: some(terms.firstInstalment, day),
    instalments:
      terms.custom.length === 0
        ? undefined
        : terms.custom.map(({ on, bps }) => ({ on: dayText(on, allFirst), part: formatRate(bps) })),
    prepayments: terms.prepayments === 0 ? undefined : "pro_rata",
    business_days: RULES[terms.businessDays.rule as 1 | 2 | 3],
    default_margin: some(terms.defaultMarginPpm, formatYearlyRate),
    floating:
      floating === null
        ? undefined
        : {
            over: floating.reference,
            margin: formatYearlyRate(floating.marginPpm),
            floor: formatYearlyRate(floating.floorPpm),
            cap: some(floating.capPpm, formatYearlyRate),
            fixing_days: floating.fixingDays,
          },
    step_ups:
      terms.stepUps.length === 0
        ? undefined
        : terms.stepUps.map(({ from, addPpm }) => ({
            from: formatTime(from),
            add: formatYearlyRate(addPpm),
          })),
    pik:
      pik.periods === 0 && pik.noticeDays === 0
        ? undefined
        : {
            periods: pik.periods,
            notice_days: pik.noticeDays,
            margin: some(pik.marginPpm, formatYearlyRate),
          },
    ...maturityOf(one),
    par: some(terms.par, money),
    loss_cap: some(terms.lossCap, money),
    loss_percent: percent(terms.lossBps),
    covers_equity: flag(terms.coversEquity),
    pari_passu: flag(terms.pariPassu),
    smoothing: some(terms.smoothingDays, days),
    form: one.frozen ? "frozen" : undefined,
    transfers: one.windowDays === "always" ? undefined : { windows: windowsOf(one.windowDays) },
    decimals,
    authorised: formatAmount(authorised, decimals),
  };
}

const windowsOf = (open: number): Json =>
  open === 0 ? "never" : { every: "quarterly", from: formatTime(NOW), open: days(open) };

function maturityOf({ terms: { maturity }, inMonths }: DraftClass): Fields {
  const day = dayText(maturity, inMonths);
  return maturity === 0n ? {} : typeof day === "number" ? { term_months: day } : { maturity: day };
}

/** A day, or the number of months from the creation if the file counts them and it is the first of a month. */
function dayText(time: bigint, inMonths: boolean): string | number {
  const date = new Date(Number(time) * 1000);
  const months = (date.getUTCFullYear() - 2025) * 12 + date.getUTCMonth();
  const isFirst = date.getUTCDate() === 1 && time > NOW && months > 0 && time % DAY === 0n;
  return inMonths && isFirst ? months : formatTime(time);
}

function tierOf(tier: DraftTier): Fields {
  switch (tier.__kind) {
    case "Fee":
      return {
        pay: "fee",
        of: tier.incomeOnly ? "income" : "gross",
        percent: formatRate(tier.bps),
        to: String(tier.payee),
      };
    case "AnnualFee":
      return {
        pay: "fee",
        of: tier.bps === 0 && tier.base === 0 ? undefined : FEE_BASES[tier.base],
        percent_a_year: percent(tier.bps),
        amount_a_year: some(tier.amount, money),
        minimum_a_year: some(tier.min, money),
        maximum_a_year: some(tier.max, money),
        to: String(tier.payee),
        from_treasury: flag(tier.fromTreasury),
      };
    case "Expense":
      return {
        pay: "expense",
        cap_a_year: money(tier.cap),
        to: String(tier.payee),
        from_treasury: flag(tier.fromTreasury),
      };
    case "Reserve":
      return {
        pay: "reserve",
        purpose: tier.purpose === 0 ? undefined : RESERVE_PURPOSES[tier.purpose],
        target: some(tier.amount, money),
        percent_of_debt: percent(tier.bps),
      };
    case "Carry":
      return {
        pay: "carry",
        tranche: nameOf(tier.rank),
        on: nameOf(tier.base),
        percent: formatRate(tier.carryBps),
        catch_up: formatRate(tier.catchUpBps),
        multiple: percent(tier.multipleBps / 100),
        deal_by_deal: flag(tier.dealByDeal),
      };
    case "Split":
      return { pay: "split", tranche: nameOf(tier.rank), percent: formatRate(tier.bps) };
    case "Participation":
      return {
        pay: "participation",
        tranche: nameOf(tier.rank),
        with: Array.from({ length: 8 }, (_, rank) => rank)
          .filter((rank) => (tier.with >> rank) & 1)
          .map(nameOf),
        multiplier: tier.multiplierBps === 10_000 ? undefined : formatRate(tier.multiplierBps / 100),
        gives_up: percent(tier.givesUpBps),
      };
    case "CollateralTest":
      return {
        test: "collateral",
        protects: nameOf(tier.rank),
        least: formatRate(tier.minBps),
        max_age: days(tier.maxAge),
        trap: flag(tier.traps),
      };
    case "InterestTest":
      return {
        test: "interest",
        protects: nameOf(tier.rank),
        least: formatRate(tier.minBps),
        trap: flag(tier.traps),
      };
    default:
      return { pay: tier.__kind.toLowerCase(), tranche: nameOf(tier.rank) };
  }
}

function testOf(test: TestTermsArgs): Fields {
  switch (test.__kind) {
    case "Subordination":
      return { test: "subordination", protects: nameOf(test.rank), least: formatRate(test.minBps) };
    case "Losses":
      return { test: "losses", most: formatRate(test.maxBps) };
    case "Overdue":
      return { test: "overdue", tranche: nameOf(test.rank), days: test.days };
    case "Collateral":
      return {
        test: "collateral",
        protects: nameOf(test.rank),
        least: formatRate(test.minBps),
        max_age: days(test.maxAge),
      };
    case "LoanToValue":
      return {
        test: "loan to value",
        protects: nameOf(test.rank),
        most: formatRate(test.maxBps),
        max_age: days(test.maxAge),
      };
    case "ReportOverdue":
      return { test: "report overdue", days: test.days };
    case "DisclosureOverdue":
      return { test: "disclosure overdue", disclosure: test.kind, days: test.days };
    case "DeclaredEvent":
      return { test: "event" };
    case "NetWorth":
      return { test: "net worth", amount: money(test.min), max_age: days(test.maxAge) };
  }
}
