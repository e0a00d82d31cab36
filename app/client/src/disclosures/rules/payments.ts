import { formatGroupedAmount } from "../../amount.js";
import { counted } from "../../counted.js";
import { BusinessDayRule } from "../../generated/index.js";
import { isoDay } from "../../iso-time.js";
import { annualFeeWords, inDays, percentage, timesCapital, yearlyRate } from "../../tiers.js";
import {
  className,
  type Disclosure,
  disclose,
  discloseWeakened,
  listed,
  type Rule,
  since,
  who,
} from "../disclosure.js";
import type { DealFacts, TierFacts } from "../facts.js";

/** Payments to others than the holders. */
export const fees: Rule = (facts) =>
  facts.tiers.flatMap((tier, at) => {
    const { kind, to, field, bps } = tier;
    if (kind === "fee" && to !== null) {
      const all = tier.incomeOnly ? "the income" : "all";
      return disclose(
        "payments",
        `${percentage(bps)} of ${all} that comes in is a fee to ${who(to)}.`,
        field,
      );
    }
    if (kind === "annual fee" && to !== null) {
      const fee = annualFeeWords(tier, facts.decimals);
      return [
        disclose("payments", `${fee} a year is a fee to ${who(to)}.`, field),
        ...spent(tier, "This fee"),
      ];
    }
    if (kind === "expense" && to !== null) {
      const cap = formatGroupedAmount(tier.amount, facts.decimals);
      return [
        disclose(
          "payments",
          `The sponsor may submit expenses of up to ${cap} a year, each with the hash of a document that nothing here checks, paid to ${who(to)}.`,
          field,
        ),
        ...spent(tier, "They"),
      ];
    }
    return kind === "reserve"
      ? disclose(
          "payments",
          `A reserve is kept, of ${together(tier, facts)}${reserveWords(facts, tier, at)}.`,
          field,
        )
      : [];
  });

/** What a reserve pays, of what stands ahead of it. */
function reserveWords(facts: DealFacts, { purpose }: TierFacts, at: number): string {
  const { classes, tiers } = facts;
  const ahead = new Set(tiers.slice(0, at).flatMap(({ kind, rank }) => (PAY_INTEREST.has(kind) ? rank : [])));
  const debts = [...ahead].filter((rank) => classes[rank]?.kind === "debt").sort((a, b) => a - b);
  switch (purpose) {
    case "interest":
      return `, which pays interest of ${listed(debts.map((rank) => className(facts, rank)))} alone where income falls short`;
    case "expenses":
      return ", which pays fees and expenses ahead of it alone where income falls short, and so comes before holders";
    default:
      return "";
  }
}

const PAY_INTEREST: ReadonlySet<TierFacts["kind"]> = new Set(["interest", "arrears", "service"]);

function spent({ fromTreasury, field }: TierFacts, what: string): readonly Disclosure[] {
  const text = `${what} may also be paid out of the proceeds that the sponsor has not drawn, so less of them is left to use or to return.`;
  return fromTreasury ? [disclose("payments", text, field)] : [];
}

function together({ amount, bps }: TierFacts, { decimals }: DealFacts): string {
  const flat = amount > 0n ? [formatGroupedAmount(amount, decimals)] : [];
  const part = bps > 0 ? [`${percentage(bps)} of the debt outstanding`] : [];
  return [...flat, ...part].join(" and ");
}

/** Who ranks before whom, and who bears losses first. */
export const order: Rule = (facts) => {
  const { classes } = facts;
  const bearing = classes.flatMap(({ hasPar }, rank) => (hasPar ? rank : []));
  const points: Disclosure[] = classes.flatMap(({ kind, ratePpm, floating, field }, rank) =>
    ratePpm === 0
      ? []
      : disclose(
          "payments",
          `${capital(className(facts, rank))} ${kind === "equity" ? "has a preferred return" : "bears interest"} of ${yearlyRate(ratePpm)} a year${floating === null ? "" : " in its first period"}, as far as money comes in.`,
          field,
        ),
  );
  const last = bearing.at(-1);
  return last === undefined
    ? points
    : [
        ...points,
        disclose(
          "payments",
          bearing.length === 1
            ? `Losses take the principal of ${className(facts, last)}.`
            : `Losses take the principal of ${className(facts, last)} first, then that of those before it.`,
        ),
      ];
};

/** Covers that do not pay for all of a loss, or stay longer than the debts. */
export const covers: Rule = (facts) =>
  facts.classes.flatMap(({ cover, field }, rank) => {
    if (cover === null) {
      return [];
    }
    const { lossCap, lossBps, coversEquity } = cover;
    const name = capital(className(facts, rank));
    const most = lossCap > 0n ? [`at most ${formatGroupedAmount(lossCap, facts.decimals)}`] : [];
    const pays = [...(lossBps > 0 ? [percentage(lossBps)] : []), ...most].join(", ");
    const stays = "stays while capital of equity is outstanding, also once the debts are repaid";
    return [
      ...(pays === ""
        ? []
        : [disclose("payments", `${name} pays ${pays} of each loss; those before it bear the rest.`, field)]),
      ...(coversEquity ? [disclose("payments", `${name} ${stays}.`, field)] : []),
    ];
  });

/** Rates that follow what somebody reports. */
export const floating: Rule = (facts) =>
  facts.classes.flatMap(({ floating: terms, field }, rank) => {
    if (terms === null) {
      return [];
    }
    const { reference, marginPpm, floorPpm, capPpm } = terms;
    const most = capPpm === 0 ? "without a cap" : `at most ${yearlyRate(capPpm)}`;
    return disclose(
      "payments",
      `The rate of ${className(facts, rank)} is then fixed for each period at ${yearlyRate(marginPpm)} over the reference rate ${reference}, at least ${yearlyRate(floorPpm)} and ${most}: whoever reports that rate moves it, within the daily limit of its account. A period for which nobody fixes a rate bears that of the period before.`,
      field,
    );
  });

/** Rates and margins that rise on days that the terms name. */
export const stepUps: Rule = (facts) =>
  facts.classes.flatMap(({ floating: terms, stepUps: all, field }, rank) => {
    if (all.length === 0) {
      return [];
    }
    const rises = all.map(({ from, addPpm }) => `by ${yearlyRate(addPpm)} from ${isoDay(from)} on`);
    return disclose(
      "payments",
      `The ${terms === null ? "rate" : "margin"} of ${className(facts, rank)} rises ${rises.join(", ")}, for the periods that begin then or later.`,
      field,
    );
  });

/** Interest that becomes principal. */
export const inKind: Rule = (facts) =>
  facts.classes.flatMap(({ pik: { periods, noticeDays, marginPpm }, field }, rank) =>
    periods === 0
      ? []
      : disclose(
          "payments",
          `The sponsor may elect, ${inDays(noticeDays)} before a due date, that what is unpaid of the interest of ${className(facts, rank)} by then becomes principal instead of being overdue, for ${counted(periods, "period")} in all, at ${yearlyRate(marginPpm)} more from then on. It is repaid as cash reaches the principal of the class, at the latest at its maturity.`,
          field,
        ),
  );

const MOVES: Readonly<Record<number, string>> = {
  [BusinessDayRule.Following]: "to the next business day",
  [BusinessDayRule.ModifiedFollowing]:
    "to the next business day, or to the one before where that is in another month",
  [BusinessDayRule.Preceding]: "to the business day before",
};

/** Due dates that move. */
export const businessDays: Rule = (facts) =>
  facts.classes.flatMap(({ businessDays: rule, field }, rank) => {
    const where = MOVES[rule];
    return where === undefined
      ? []
      : disclose(
          "payments",
          `Due dates of ${className(facts, rank)} that are no business days move ${where}, and interest accrues up to the day that they move to. Its calendar is part of the terms: no holiday that is proclaimed later moves a due date, nor a holiday after the maturity.`,
          field,
        );
  });

/** Who is repaid by what the assets repay. */
export const principal: Rule = ({ classes, principal: { proRataFrom, paysInterest } }) => {
  const debts = classes.filter(({ kind }) => kind === "debt").length;
  const capitals = classes.filter(({ kind, hasPar }) => kind === "equity" && hasPar).length;
  const repaid = [
    ...(debts === 0 ? [] : [debts === 1 ? "the debt" : "the debts, the most senior first"]),
    ...(capitals === 0 ? [] : [`the capital of ${capitals === 1 ? "the equity" : "the equities"}`]),
  ];
  return [
    ...(repaid.length === 0
      ? []
      : [
          disclose(
            "payments",
            `What the assets repay goes ${repaid.map((one) => `to ${one}`).join(", then ")}; the rest of it is income.`,
          ),
        ]),
    ...(proRataFrom === null
      ? []
      : [
          disclose(
            "payments",
            `${capital(since(proRataFrom))}, and while no subordination test fails, it repays the debts in proportion to what is outstanding of each: a junior debt is repaid beside a senior one.`,
            "principal.pro_rata_from",
          ),
        ]),
    ...(paysInterest && debts > 0
      ? [
          disclose(
            "payments",
            "What the assets repay also pays interest of debts that income leaves unpaid.",
            "principal.pays_interest",
          ),
        ]
      : []),
  ];
};

/** Profit that holders of one class give up to another. */
export const carries: Rule = (facts) =>
  facts.tiers.flatMap(({ kind, rank, base, bps, multipleBps, dealByDeal, field }) => {
    if (kind !== "carry") {
      return [];
    }
    const beyond = multipleBps === 0 ? "" : ` once this has earned ${timesCapital(multipleBps)}`;
    const takes = disclose(
      "payments",
      `${capital(className(facts, rank))} takes ${percentage(bps)} of the profit of another${beyond}.`,
      field,
    );
    return dealByDeal
      ? [
          takes,
          discloseWeakened(
            "payments",
            `It is paid while capital of ${className(facts, base)} is outstanding, on all that payers do not call principal. What a later loss makes too much is owed back by the class, whoever holds its shares then, and only out of what the class gets later, unless somebody pays it back.`,
            field,
          ),
        ]
      : takes;
  });

/** Tests of coverage: what passes them only while they hold. */
export const coverage: Rule = (facts) => {
  const trapped =
    facts.principal.revolvingUntil === null
      ? "and repays the debts with the next payment"
      : "where nobody draws it, and repays the debts once the deal does not revolve";
  return facts.tiers.flatMap(({ kind, rank, bps, maxAge, traps, field }, at) => {
    const debts = facts.classes.flatMap((one, rankOf) =>
      one.kind === "debt" && rankOf <= rank ? rankOf : [],
    );
    const whose = debts.map((debt) => className(facts, debt)).join(", ");
    const use = traps
      ? `stays in the reinvestment account, ${trapped}`
      : `repays ${debts.length === 1 ? "it" : "these, the most senior first"}`;
    const rest = `what tier ${at} lets pass otherwise ${use}`;
    if (kind === "collateral test") {
      return disclose(
        "payments",
        `While the pool, as reported within the last ${inDays(maxAge)}, is worth less than ${percentage(bps)} of the principal of ${whose}, ${rest}, as much as it takes; without such a report all of it.`,
        field,
      );
    }
    return kind === "interest test"
      ? disclose(
          "payments",
          `While the income of a period so far, less the fees before, is less than ${percentage(bps)} of the interest and arrears of ${whose}, paid in it or due by then, ${rest}. Income early in a period passes once it covers what has accrued until then, and does not come back.`,
          field,
        )
      : [];
  });
};

/** Triggers that make cash repay the debts before anything else. */
export const tests: Rule = ({ classes, triggers }) =>
  classes.some(({ kind }) => kind === "debt") && triggers.length === 0
    ? [
        discloseWeakened(
          "payments",
          "No trigger protects the debts: while they are short or overdue, money still goes where the waterfall says.",
          "triggers",
        ),
      ]
    : [];

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
