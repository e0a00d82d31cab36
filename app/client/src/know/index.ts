import type { DealFacts } from "./facts.js";
import { type Point, type Rule, TITLES, TOPICS } from "./point.js";
import { keys, notices, oneHand } from "./rules/keys.js";
import { assets, delay, delivery, draws, freezing, proceeds, unclaimed } from "./rules/money.js";
import { allocation, period, rights, structure, terms, together } from "./rules/offer.js";
import { carries, fees, order, tests } from "./rules/payments.js";
import { gifts, holders, managers, supply, warrants } from "./rules/shares.js";
import { words } from "./rules/word.js";

/** All rules; what they say is shown by topic, in this order. */
const RULES: readonly Rule[] = [
  keys,
  oneHand,
  notices,
  proceeds,
  draws,
  delay,
  delivery,
  freezing,
  assets,
  unclaimed,
  order,
  fees,
  carries,
  tests,
  holders,
  supply,
  warrants,
  managers,
  gifts,
  structure,
  period,
  rights,
  together,
  allocation,
  terms,
  words,
];

/**
 * What an investor should know of a deal: who can do what alone, where money goes, what was weakened from what a deal
 * file gives if it says nothing, and what nothing on chain checks. Of a file and of the chain that it was applied to it
 * says the same, but for the fields of the file.
 */
export function whatToKnow(facts: DealFacts): readonly Point[] {
  const points = RULES.flatMap((rule) => rule(facts));
  return TOPICS.flatMap((topic) => points.filter((point) => point.topic === topic));
}

/** The points as text, by topic; what was weakened is marked. */
export function describePoints(points: readonly Point[]): string {
  const sections = TOPICS.flatMap((topic) => {
    const lines = points
      .filter((point) => point.topic === topic)
      .map(({ text, weakened }) => `  ${weakened ? "!" : "-"} ${text}`);
    return lines.length === 0 ? [] : [[`${TITLES[topic]}:`, ...lines].join("\n")];
  });
  return ["What you should know (! marks what the sponsor chose below the default):", ...sections].join("\n");
}

export type {
  BookFacts,
  ClassFacts,
  DealFacts,
  DrawFacts,
  MintFacts,
  TierFacts,
  TriggerFacts,
  When,
  Who,
} from "./facts.js";
export { factsOfChain, inOrder, readFacts } from "./facts-of-chain.js";
export { type Point, TITLES, TOPICS, type Topic } from "./point.js";
