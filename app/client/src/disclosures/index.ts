import { FREE_TRANSFERS } from "../transfers/index.js";
import { DISCLOSURE_TITLES, DISCLOSURE_TOPICS, type Disclosure, type Rule } from "./disclosure.js";
import type { DealFacts } from "./facts.js";
import { powers as controlPowers, stages, untrapped } from "./rules/control.js";
import { conversions } from "./rules/conversions.js";
import { changes, course, proposers, thresholds } from "./rules/governance.js";
import { keys, notices, oneHand } from "./rules/keys.js";
import { measures } from "./rules/measures.js";
import {
  assets,
  delay,
  delivery,
  draws,
  escheatment,
  freezing,
  proceeds,
  reinvestment,
} from "./rules/money.js";
import { allocation, period, rights, structure, terms, together } from "./rules/offer.js";
import { deficiencies, pariPassu, participations } from "./rules/pari-passu.js";
import {
  businessDays,
  carries,
  coverage,
  covers,
  fees,
  floating,
  inKind,
  order,
  principal,
  stepUps,
  tests,
} from "./rules/payments.js";
import { gifts, holders, managers, protocols, reopened, supply, warrants, wrapped } from "./rules/shares.js";
import {
  countries,
  dailyLimits,
  frozenForm,
  gates,
  insiders,
  limits,
  lockUps,
  moves,
  retention,
  senders,
  windows,
} from "./rules/transfers.js";
import { published, words } from "./rules/word.js";

/** All rules; what they say is shown by topic, in this order. */
const RULES: readonly Rule[] = [
  keys,
  oneHand,
  notices,
  course,
  proposers,
  thresholds,
  changes,
  stages,
  controlPowers,
  proceeds,
  draws,
  reinvestment,
  delay,
  delivery,
  freezing,
  assets,
  escheatment,
  order,
  covers,
  pariPassu,
  deficiencies,
  floating,
  stepUps,
  businessDays,
  inKind,
  principal,
  fees,
  carries,
  participations,
  coverage,
  tests,
  untrapped,
  holders,
  protocols,
  measures,
  windows,
  frozenForm,
  moves,
  countries,
  senders,
  dailyLimits,
  limits,
  gates,
  lockUps,
  insiders,
  retention,
  supply,
  reopened,
  wrapped,
  warrants,
  conversions,
  managers,
  gifts,
  structure,
  period,
  rights,
  together,
  allocation,
  terms,
  words,
  published,
];

/**
 * What an investor should know about a deal: who can do what alone, where money goes, which terms are weaker than the
 * defaults of a deal file, and what nothing on chain checks. A file and the chain that it was applied to give the same
 * disclosures, except for the fields of the file.
 */
export function disclosuresOf(facts: DealFacts): readonly Disclosure[] {
  const disclosures = RULES.flatMap((rule) => rule(facts));
  return DISCLOSURE_TOPICS.flatMap((topic) => disclosures.filter((one) => one.topic === topic));
}

/** The rules that say who may receive shares of a class, when, and how many of them move. */
const TRANSFER_RULES: readonly Rule[] = [
  holders,
  protocols,
  windows,
  frozenForm,
  moves,
  countries,
  senders,
  dailyLimits,
  limits,
  lockUps,
  insiders,
  retention,
];

/** What an investor should know about who may receive shares of one class, by its rank, when, and how many of them move. */
export function transferDisclosuresOf(facts: DealFacts, rank: number): readonly Disclosure[] {
  const free = { ...FREE_TRANSFERS, moves: null, retained: null };
  const alone: DealFacts = {
    ...facts,
    // The others keep their places, by which classes are called.
    classes: facts.classes.map((one, at) => (at === rank ? one : { ...one, transfers: free })),
    books: facts.books.filter((book) => book.rank === rank),
  };
  return TRANSFER_RULES.flatMap((rule) => rule(alone));
}

/** Disclosures as text, by topic; those that the sponsor weakened are marked. */
export function describeDisclosures(disclosures: readonly Disclosure[]): string {
  const sections = DISCLOSURE_TOPICS.flatMap((topic) => {
    const lines = disclosures
      .filter((one) => one.topic === topic)
      .map(({ text, weakened }) => `  ${weakened ? "!" : "-"} ${text}`);
    return lines.length === 0 ? [] : [[`${DISCLOSURE_TITLES[topic]}:`, ...lines].join("\n")];
  });
  return ["What you should know (! marks what the sponsor chose below the default):", ...sections].join("\n");
}

export { factsOfChain, inOrder, readFacts } from "./chain-facts.js";
export { DISCLOSURE_TITLES, DISCLOSURE_TOPICS, type Disclosure, type DisclosureTopic } from "./disclosure.js";
export type {
  BookFacts,
  ClassFacts,
  ControlFacts,
  ConversionFacts,
  DealFacts,
  DestinationFacts,
  DrawFacts,
  FactNames,
  FloatingFacts,
  GovernanceFacts,
  MintFacts,
  PrincipalFacts,
  PublishedFacts,
  TierFacts,
  TransferFacts,
  TriggerFacts,
  When,
  Who,
} from "./facts.js";
export { needsPool } from "./facts.js";
