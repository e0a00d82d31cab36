import type { ProposalArgs } from "../generated/index.js";

/** What a class that is asked decides by: most votes with a quorum, or a part of all its shares. */
export type Majority = "votes" | "shares";

/** Who is asked for what: a row of the table in docs/resolutions.md, which a test compares. */
export type Consent = Readonly<{
  /** What is proposed. */
  of: string;
  /** The classes that are asked. */
  asked: "named" | "changed" | "every" | "seniorDebt" | "stage";
  majority: Majority;
  /** Whether it gives somebody a role, control, or a say in where money goes: the agent whose power it is about does not vote. */
  givesPower: boolean;
  /** Whether the sponsor's record counts in no class that others have shares of. */
  withoutSponsor: boolean;
  /** Whether it changes what is sold in open books, so that their offers are void. */
  voidsOffers: boolean;
  /** Whether no book of a class that is asked is locked until the vote closes. */
  holdsUpBooks: boolean;
  /** Why these classes. */
  why: string;
}>;

/** What most kinds bring with them. */
const USUAL = { givesPower: false, withoutSponsor: false, voidsOffers: true, holdsUpBooks: true } as const;
const POWER = { givesPower: true, withoutSponsor: true } as const;
const NO_OFFER = { voidsOffers: false } as const;

type Brings = Partial<Pick<Consent, keyof typeof USUAL | "majority">>;

const row = (of: string, asked: Consent["asked"], why: string, brings: Brings = {}): Consent => ({
  of,
  asked,
  majority: "shares",
  ...USUAL,
  ...brings,
  why,
});

const ROWS = {
  advisory: row("advisory", "named", "it changes nothing", {
    ...NO_OFFER,
    majority: "votes",
    holdsUpBooks: false,
  }),
  document: row("document", "every", "every class relies on what it says"),
  role: row("role", "every", "every class relies on who holds it", { ...POWER, ...NO_OFFER }),
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
  debtTerms: row(
    "debt terms",
    "every",
    "what one class is owed less or later repays others earlier, makes good their losses before another is paid, and is looked at by triggers and tests",
  ),
  acceleration: row(
    "acceleration",
    "seniorDebt",
    "it is the remedy of the lenders that come first, in an event of default, as the terms of all classes say",
    NO_OFFER,
  ),
  floor: row(
    "price below the floor",
    "changed",
    "its holders alone are diluted: a share costs no less than the principal that it represents",
    { withoutSponsor: true },
  ),
  destination: row("destination of draws", "every", "every class relies on where the money goes", {
    ...POWER,
    ...NO_OFFER,
  }),
  control: row("control", "stage", "those who are in control give it away", { ...POWER, ...NO_OFFER }),
  agent: row("agent", "stage", "it acts for them", { ...POWER, ...NO_OFFER }),
  conversion: row(
    "conversion",
    "every",
    "shares of one class become shares of another, which takes a part from those that are there, and other classes are paid before or behind them",
  ),
  windDown: row(
    "wind-down",
    "every",
    "reserves and covers protect nothing any more, and what a class has not got when the deal ends it never gets",
    { withoutSponsor: true },
  ),
  budget: row("budget", "every", "every class relies on who draws the money", POWER),
  waterfall: row("waterfall as a whole", "every", "it is the order in which every class is paid"),
  call: row(
    "call of a class",
    "every",
    "its holders give up what they are owed for the price, and what it costs is there for no other class any more",
    { withoutSponsor: true },
  ),
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
    case "Acceleration":
      return ROWS.acceleration;
    case "Floor":
      return ROWS.floor;
    case "Destination":
      return ROWS.destination;
    case "Control":
      return ROWS.control;
    case "Agent":
      return ROWS.agent;
    case "Conversion":
      return ROWS.conversion;
    case "WindDown":
      return ROWS.windDown;
    case "Budget":
      return ROWS.budget;
    case "Waterfall":
      return ROWS.waterfall;
    case "Call":
      return ROWS.call;
  }
}

/** Whether a proposal gives somebody a role, control, or a say in where money goes: the agent whose power it is about does not vote. */
export const givesPower = (proposal: ProposalArgs): boolean => consentOf(proposal).givesPower;

/** The key that signs when a proposal is executed, if one does: that a role or the place of an agent goes to, or the owner of a destination. */
export const signsExecution = ({ __kind }: ProposalArgs): boolean =>
  __kind === "Role" || __kind === "Destination" || __kind === "Agent";

/** The rank of the class that a proposal changes, if it changes one. */
export const changedRank = (proposal: ProposalArgs): number | undefined =>
  "rank" in proposal ? proposal.rank : undefined;
