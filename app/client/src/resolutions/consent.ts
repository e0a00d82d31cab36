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
}>;

const row = (of: string, asked: Consent["asked"], majority: Majority = "shares"): Consent => ({
  of,
  asked,
  majority,
});

const ROWS = {
  advisory: row("advisory", "named", "votes"),
  document: row("document", "every"),
  role: row("role", "every"),
  waiver: row("waiver of a trigger", "every"),
  authorised: row("authorised number", "every"),
  transferRules: row("transfer rules", "changed"),
  lowerRate: row(
    "debt terms: a lower rate alone, in a deal without triggers and tests of coverage",
    "changed",
  ),
  debtTerms: row("debt terms: all others", "every"),
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
