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
  debtTerms: row("debt terms", "every"),
} as const;

/** The table of who is asked, in order. */
export const CONSENT: readonly Consent[] = Object.values(ROWS);

/** The row for a proposal. The program decides by the same table, and its word counts. */
export function consentOf(proposal: ProposalArgs): Consent {
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
    case "DebtTerms":
      return ROWS.debtTerms;
  }
}

/** The rank of the class that a proposal changes, if it changes one. */
export const changedRank = (proposal: ProposalArgs): number | undefined =>
  "rank" in proposal ? proposal.rank : undefined;
