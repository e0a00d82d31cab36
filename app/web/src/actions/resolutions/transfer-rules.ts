import { countryNumber, countryWords, formatAmount, transferRulesOf } from "@defi-ready/securities";
import type { ProposalArgs, Tranche } from "@defi-ready/securities/program";
import type { FieldOf, Typed } from "../fields-form.js";

const DAY = 86_400n;

/** The fields of another set of rules. */
export type RuleKey =
  | "window"
  | "months"
  | "from"
  | "open"
  | "countries"
  | "sender"
  | "daily"
  | "holders"
  | "most"
  | "insiders";

/** The fields, with what the rules of a class say now. */
export function ruleFields({ rules, decimals }: Tranche): readonly FieldOf<RuleKey>[] {
  const now = transferRulesOf({ rules });
  const { window } = now;
  const shares = (amount: bigint) => (amount === 0n ? "" : formatAmount(amount, decimals));
  const number = (one: number) => (one === 0 ? "" : String(one));
  const periodic = window.__kind === "Periodic" ? window : undefined;
  const kinds = [
    ...(window.__kind === "Custom" ? [["Custom", "On the days that are named now"] as const] : []),
    ["Always", "Always"],
    ["Periodic", "In windows that come regularly"],
    ["Never", "Never"],
  ] as const;
  return [
    { key: "window", label: "Shares change hands", options: kinds, start: window.__kind },
    {
      key: "months",
      label: "Months from one window to the next",
      start: number(periodic?.months ?? 0),
      hint: "This and the next two are of windows that come regularly",
    },
    {
      key: "from",
      label: "First day of a window",
      kind: "date",
      start: periodic === undefined ? "" : isoDay(periodic.anchor),
    },
    { key: "open", label: "Days that it is open", start: number(periodic?.days ?? 0) },
    {
      key: "countries",
      label: "Refused countries",
      start: now.refusedCountries.map((one) => countryWords(one).slice(0, 2)).join(", "),
      hint: "By their letters, such as KP, IR",
    },
    {
      key: "sender",
      label: "Senders need a credential, too",
      kind: "check",
      start: now.senderQualified ? "yes" : "",
    },
    {
      key: "daily",
      label: "The most shares that an owner sends in a day",
      kind: "amount",
      start: shares(now.dailyShares),
      hint: "No limit, if left empty",
    },
    {
      key: "holders",
      label: "The most holders",
      start: number(now.maxHolders),
      hint: "Persons; no limit, if left empty",
    },
    {
      key: "most",
      label: "The most shares of one person",
      kind: "amount",
      start: shares(now.maxShares),
      hint: "No limit, if left empty",
    },
    {
      key: "insiders",
      label: "Days that rewards are locked",
      start: number(now.insiderLockDays),
      hint: "From the first lock; 0, if left empty",
    },
  ];
}

const isoDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/**
 * Another set of rules in place of those of a class. What the form does not ask stays: moves between categories, and the disclosures
 * that windows wait for. What an owner retains is no part of such a resolution.
 */
export function rulesIn(typed: Typed<RuleKey>, rank: number, { rules, decimals }: Tranche): ProposalArgs {
  const { retained: _, ...now } = transferRulesOf({ rules });
  const window = windowIn(typed, now.window);
  const isDated = window.__kind === "Periodic" || window.__kind === "Custom";
  return {
    __kind: "TransferRules",
    rank,
    rules: {
      ...now,
      window,
      needs: isDated ? now.needs : 0,
      refusedCountries: countriesIn(typed),
      senderQualified: typed.isChecked("sender"),
      dailyShares: typed.amount("daily", decimals),
      maxHolders: Number(typed.amount("holders", 0)),
      maxShares: typed.amount("most", decimals),
      insiderLockDays: Number(typed.amount("insiders", 0)),
      retained: null,
    },
  };
}

function windowIn(
  typed: Typed<RuleKey>,
  now: ReturnType<typeof transferRulesOf>["window"],
): ReturnType<typeof transferRulesOf>["window"] {
  switch (typed.text("window")) {
    case "Always":
      return { __kind: "Always" };
    case "Never":
      return { __kind: "Never" };
    case "Periodic":
      return {
        __kind: "Periodic",
        months: Number(typed.positive("months", 0)),
        anchor: Number(typed.day("from") / DAY),
        days: Number(typed.positive("open", 0)),
      };
    default:
      return now;
  }
}

function countriesIn(typed: Typed<RuleKey>): number[] {
  const codes = typed
    .text("countries")
    .split(/[\s,]+/)
    .filter((code) => code !== "");
  return codes.map(
    (code) =>
      countryNumber(code.toUpperCase()) ??
      typed.refuse("countries", `${code} is no country of ISO 3166-1: give its two letters.`),
  );
}
