import type { ProposalArgs } from "../generated/index.js";

/** What a class that is asked decides by: most votes with a quorum, or a part of all its shares. */
export type Majority = "votes" | "shares";

/** Who is asked for what: a row of the table in docs/resolutions.md, which a test compares. */
export type Consent = Readonly<{
  /** What is proposed. */
  of: string;
  /** The classes that are asked. */
  asked: "named" | "changed" | "every";
  majority: Majority;
  /** Why these classes. */
  why: string;
}>;

const row = (of: string, asked: Consent["asked"], why: string, majority: Majority = "shares"): Consent => ({
  of,
  asked,
  majority,
  why,
});

const ROWS = {
  advisory: row("advisory", "named", "it changes nothing", "votes"),
  document: row("document", "every", "every class relies on what it says"),
  role: row("role", "every", "every class relies on who holds it"),
  waiver: row(
    "waiver of a trigger",
    "every",
    "an acceleration moves cash from one class to another, and so does its absence",
  ),
  authorised: row(
    "authorised number",
    "every",
    "new shares of a class take a part of what it gets, and may be owed money before other classes",
  ),
  transferRules: row("transfer rules", "changed", "no money moves otherwise than before"),
  lowerRate: row(
    "debt terms: a lower rate alone, in a deal without triggers and tests of coverage",
    "changed",
    "what the class is owed less is there for the others",
  ),
  debtTerms: row(
    "debt terms: all others",
    "every",
    "a higher rate takes from others, another maturity moves cash between classes, and where a trigger or a test of coverage looks at what is owed, so does a lower rate",
  ),
} as const;

/** The table of who is asked, in order. */
export const CONSENT: readonly Consent[] = Object.values(ROWS);

/** What the table looks at besides the proposal. */
export type ConsentFacts = Readonly<{
  /** The rate of the class that it changes, in parts per million. */
  ratePpm: number;
  /** The maturity of that class, in Unix seconds. */
  maturity: bigint;
  /** Whether the waterfall has a trigger or a test of coverage. */
  hasTests: boolean;
}>;

/** The row for a proposal. The program decides by the same table, and its word counts. */
export function consentOf(proposal: ProposalArgs, facts: ConsentFacts): Consent {
  switch (proposal.__kind) {
    case "Advisory":
      return ROWS.advisory;
    case "Document":
      return ROWS.document;
    case "Role":
      return ROWS.role;
    case "Waiver":
      return ROWS.waiver;
    case "Authorised":
      return ROWS.authorised;
    case "TransferRules":
      return ROWS.transferRules;
    case "DebtTerms": {
      const isLower =
        proposal.ratePpm < facts.ratePpm && BigInt(proposal.maturity) === facts.maturity && !facts.hasTests;
      return isLower ? ROWS.lowerRate : ROWS.debtTerms;
    }
  }
}

/** The rank of the class that a proposal changes, if it changes one. */
export const changedRank = (proposal: ProposalArgs): number | undefined =>
  "rank" in proposal ? proposal.rank : undefined;
