import type { Proposal } from "../generated/index.js";

/** The classes that are asked: those that the resolution names, the one that it changes, or all. */
export type Asked = "named" | "changed" | "every";
/** What a class that is asked decides by: most votes, with a quorum, or a part of all its shares. */
export type Majority = "votes" | "shares";

/** Who is asked for what, and why. */
export type ConsentRow = Readonly<{
  /** What is proposed. */
  of: string;
  asked: Asked;
  majority: Majority;
  /** Why these classes. */
  why: string;
}>;

const row = (of: string, asked: Asked, majority: Majority, why: string): ConsentRow => ({
  of,
  asked,
  majority,
  why,
});

const ADVISORY = row("advisory", "named", "votes", "it changes nothing");
const DOCUMENT = row("document", "every", "shares", "every class relies on what it says");
const ROLE = row("role", "every", "shares", "every class relies on who holds it");
const WAIVER = row(
  "waiver of a trigger",
  "every",
  "shares",
  "an acceleration moves cash from one class to another, and so does its absence",
);
const AUTHORISED = row(
  "authorised number",
  "every",
  "shares",
  "new shares of a class take a part of what it gets, and may be owed money before other classes",
);
const TRANSFER_RULES = row("transfer rules", "changed", "shares", "no money moves otherwise than before");
const LOWER_RATE = row(
  "debt terms: a lower rate alone, in a deal without triggers and tests of coverage",
  "changed",
  "shares",
  "what the class is owed less is there for the others",
);
const DEBT_TERMS = row(
  "debt terms: all others",
  "every",
  "shares",
  "a higher rate takes from others, another maturity moves cash between classes, and where a trigger or a test of coverage looks at what is owed, so does a lower rate",
);

/** Which classes a resolution asks, as the program has it: those that can get less by it. */
export const CONSENT_TABLE: readonly ConsentRow[] = [
  ADVISORY,
  DOCUMENT,
  ROLE,
  WAIVER,
  AUTHORISED,
  TRANSFER_RULES,
  LOWER_RATE,
  DEBT_TERMS,
];

/** What the table looks at besides the proposal. */
export type ConsentFacts = Readonly<{
  /** The rate of the class that it changes, parts per million a year. */
  ratePpm: number;
  /** Its maturity, Unix time. */
  maturity: bigint;
  /** Whether the waterfall has a trigger or a test of coverage. */
  hasTests: boolean;
}>;

/** A proposal's row of the table. */
export function consentRowOf(proposal: Proposal, facts: ConsentFacts): ConsentRow {
  switch (proposal.__kind) {
    case "Advisory":
      return ADVISORY;
    case "Document":
      return DOCUMENT;
    case "Role":
      return ROLE;
    case "Waiver":
      return WAIVER;
    case "Authorised":
      return AUTHORISED;
    case "TransferRules":
      return TRANSFER_RULES;
    case "DebtTerms":
      return proposal.ratePpm < facts.ratePpm && proposal.maturity === facts.maturity && !facts.hasTests
        ? LOWER_RATE
        : DEBT_TERMS;
  }
}
