import type { Address } from "@solana/kit";
import { resolveParty } from "../chain/addresses.js";
import {
  countryWords,
  FREE_TRANSFERS,
  formatGroupedAmount,
  kindsWords,
  movesWords,
  type TransferRuleSet,
  windowWords,
} from "../client.js";
import type { TransferTerms } from "../deal/model.js";
import { laterFrom, ruleSetOf } from "../deal/rule-set.js";
import { formatTime } from "../deal/values.js";
import { Comparison, type Difference, list } from "./differences.js";
import { timeOf } from "./opening.js";

/** The rules of a class for transfers in the program's form, of a security that is created at a Unix time. */
export function transferRulesFor(
  terms: TransferTerms,
  { sponsor, createdAt }: Readonly<{ sponsor: Address; createdAt: bigint }>,
): TransferRuleSet {
  const { moves, ...rules } = ruleSetOf(terms);
  const { retention } = terms;
  const later = laterFrom(terms);
  return {
    ...rules,
    moves: moves === null ? null : { ...moves, laterFrom: later === null ? 0n : timeOf(later, createdAt) },
    retained:
      retention === null ? null : { owner: resolveParty(retention.owner, sponsor), shares: retention.shares },
  };
}

/** Compares the rules of a class on chain with those of the file. `at`: their field. */
export function compareRules(
  onChain: TransferRuleSet,
  inFile: TransferRuleSet,
  { at, decimals }: Readonly<{ at: string; decimals: number }>,
): readonly Difference[] {
  const same = new Comparison(at);
  const [found, wanted] = [onChain, inFile].map((rules) => wordsOf(rules, decimals)) as [Words, Words];
  for (const field of FIELDS) {
    same.field(field, found[field], wanted[field]);
  }
  return same.differences;
}

/** The rules of a class in words, those that it has alone. */
export function describeRuleSet(rules: TransferRuleSet, decimals: number): string {
  const words = wordsOf(rules, decimals);
  const free = wordsOf(FREE_TRANSFERS, decimals);
  return FIELDS.filter((field) => words[field] !== free[field])
    .map((field) => `${field.replaceAll("_", " ")}: ${words[field]}`)
    .join("; ");
}

const FIELDS = [
  "windows",
  "moves",
  "refused_countries",
  "sender_qualified",
  "daily_limit",
  "max_holders",
  "max_shares",
  "insiders_lock_up",
  "retention",
] as const;
type Words = Readonly<Record<(typeof FIELDS)[number], string>>;

function wordsOf(rules: TransferRuleSet, decimals: number): Words {
  const { window, needs, moves, refusedCountries, senderQualified, insiderLockDays, retained } = rules;
  const { dailyShares, maxHolders, maxShares } = rules;
  const shares = (amount: bigint) => formatGroupedAmount(amount, decimals);
  return {
    windows: `${windowWords(window)}${needs === 0 ? "" : `, after disclosures of ${kindsWords(needs)}`}`,
    moves: moves === null ? "any" : movesText(moves),
    refused_countries: list([...refusedCountries].sort((a, b) => a - b).map(countryWords)),
    sender_qualified: String(senderQualified),
    daily_limit: dailyShares === 0n ? "none" : shares(dailyShares),
    max_holders: maxHolders === 0 ? "none" : String(maxHolders),
    max_shares: maxShares === 0n ? "none" : shares(maxShares),
    insiders_lock_up: insiderLockDays === 0 ? "none" : `${insiderLockDays}d`,
    retention: retained === null ? "none" : `${shares(BigInt(retained.shares))} of ${retained.owner}`,
  };
}

function movesText({ always, later, laterFrom: from }: NonNullable<TransferRuleSet["moves"]>): string {
  const then = movesWords(later);
  return [
    list(movesWords(always)),
    ...(then.length === 0 ? [] : [`from ${formatTime(BigInt(from))} also ${list(then)}`]),
  ].join(", ");
}
