import {
  bitsOf,
  ClientError,
  controlStages,
  describeTrigger,
  destinationsOf,
  hasControl,
  isDeclaredByLenders,
  NO_BUDGET,
  numbersOf,
  proposalWords,
  proposeResolution,
  type RoleWord,
  roleOf,
  rolesOf,
  settlementVault,
  stageOf,
  triggersOf,
} from "@defi-ready/securities";
import type { Proposal, ProposalArgs, ProposerArgs } from "@defi-ready/securities/program";
import { ACTORS } from "../../data/control.js";
import type { Deal } from "../../data/deal.js";
import type { Decided } from "../../data/decided.js";
import { classAt, classNameAt } from "../../data/proposed.js";
import { roleTitle } from "../../data/role-names.js";
import { DOCUMENT_FIELDS, type Document, documentIn } from "../../desk/disclosure-actions.js";
import { day, moment } from "../../format.js";
import { Hash } from "../../ui/hash.js";
import { Untrusted } from "../../ui/untrusted.js";
import type { Action } from "../action.js";
import type { FieldOf, Typed } from "../fields-form.js";
import { CALL_FIELDS, callIn, isCallable } from "./call.js";
import { type RuleKey, ruleFields, rulesIn } from "./transfer-rules.js";

const DAY = 86_400n;

/** What this page proposes. */
export const KIND_NAMES = [
  ["debt", "A debt's rate or maturity"],
  ["waiver", "A trigger, waived for a time"],
  ["role", "Another key for a role"],
  ["document", "Another document"],
  ["authorised", "More authorised shares"],
  ["accelerate", "Lenders have all cash repay the debts"],
  ["resume", "Lenders take their acceleration back"],
  ["floor", "A book below the floor"],
  ["destination", "Another account for draws"],
  ["control", "Control goes back"],
  ["agent", "Another agent"],
  ["budget", "A budget for a manager"],
  ["noBudget", "The budget ends"],
  ["call", "A class is called: its shares end at a price"],
  ["windDown", "The deal is wound down, and ends"],
  ["rules", "Other rules of transfers"],
  ["advisory", "A question that changes nothing"],
] as const;
/** A kind of proposal. */
export type ProposedKind = (typeof KIND_NAMES)[number][0];

type Key =
  | "class"
  | "rate"
  | "maturity"
  | "trigger"
  | "until"
  | "role"
  | "to"
  | "shares"
  | "price"
  | "from"
  | "stage"
  | "amount"
  | "most"
  | "every"
  | "document"
  | "uri"
  | RuleKey
  | `asks ${number}`;
type Proposed = Readonly<{ proposal: ProposalArgs; document: Document }>;

/** The roles that a resolution gives to another key. */
const GIVEN: readonly RoleWord[] = ["sponsor", "servicer", "reporter", "arbitrator", "qualifier"];

/**
 * The fields of a kind of proposal, and what was typed in them.
 *
 * @param rank The class whose rules of transfers are replaced.
 */
export function formOf(
  kind: ProposedKind,
  deal: Deal,
  rank: number,
): Readonly<{ fields: readonly FieldOf<Key>[]; read: (typed: Typed<Key>) => Proposed }> {
  const own = OWN_FIELDS[kind](deal, rank);
  return {
    fields: [...own, ...DOCUMENT_FIELDS],
    read: (typed) => ({ proposal: READERS[kind](typed, deal, rank), document: documentIn(typed) }),
  };
}

const classOptions = (deal: Deal, isFit: (rank: number) => boolean): FieldOf<Key> => {
  const options = deal.classes.flatMap((_, rank) =>
    isFit(rank) ? [[String(rank), classNameAt(deal, rank)] as const] : [],
  );
  return { key: "class", label: "Class", options, start: options[0]?.[0] ?? "" };
};

const OWN_FIELDS: Readonly<Record<ProposedKind, (deal: Deal, rank: number) => readonly FieldOf<Key>[]>> = {
  debt: (deal) => [
    classOptions(deal, (rank) => deal.facts.classes[rank]?.kind === "debt"),
    { key: "rate", label: "Rate a year, in percent", kind: "amount", hint: "As it is, if left empty" },
    { key: "maturity", label: "Maturity", kind: "date", hint: "As it is, if left empty" },
  ],
  waiver: (deal) => [
    {
      key: "trigger",
      label: "Trigger",
      start: "0",
      options: triggersOf(deal.waterfall.data).map(
        (trigger, at) => [String(at), `${at}: ${describeTrigger(trigger)}`] as const,
      ),
    },
    { key: "until", label: "Tested again from", kind: "date" },
  ],
  role: (deal) => [
    {
      key: "role",
      label: "Role",
      start: "0",
      options: heldRoles(deal).map((held, at) => [String(at), roleTitle(held)] as const),
    },
    { key: "to", label: "To", hint: "The key signs when the resolution is executed" },
  ],
  document: () => [],
  authorised: (deal) => [
    classOptions(deal, () => true),
    { key: "shares", label: "The most shares there may be", kind: "amount" },
  ],
  accelerate: () => [],
  resume: () => [],
  windDown: () => [],
  call: (deal) => [classOptions(deal, (rank) => isCallable(deal, rank)), ...CALL_FIELDS],
  floor: (deal) => [
    classOptions(deal, (rank) => deal.facts.classes[rank]?.kind === "equity"),
    { key: "price", label: "Lowest price of a share", kind: "amount" },
    { key: "shares", label: "Shares sold below the floor, at most", kind: "amount" },
    { key: "until", label: "Locked until", kind: "date" },
  ],
  destination: (deal) => [
    destinationOptions(deal, "In place of"),
    { key: "to", label: "Another token account", hint: "Its owner signs when the resolution is executed" },
  ],
  control: (deal) => [stageOptions(deal, (stage) => stage < deal.security.data.control.stage)],
  agent: (deal) => [
    stageOptions(deal, (stage) => stage > 0),
    { key: "to", label: "Its key", hint: "It signs when the resolution is executed" },
  ],
  budget: (deal) => [
    { key: "to", label: "Manager", hint: "The key that draws" },
    destinationOptions(deal, "Draws to"),
    { key: "amount", label: "At most, of settlement money", kind: "amount" },
    {
      key: "every",
      label: "In each period of so many days",
      kind: "amount",
      hint: "In the whole time, if left empty",
    },
    { key: "until", label: "Until", kind: "date" },
  ],
  noBudget: () => [],
  rules: (deal, rank) => {
    const tranche = deal.classes[rank]?.tranche.data;
    return tranche === undefined ? [] : ruleFields(tranche);
  },
  advisory: (deal) =>
    deal.classes.map((_, rank) => ({
      key: `asks ${rank}`,
      label: `Ask ${classNameAt(deal, rank)}`,
      kind: "check",
      start: "yes",
    })),
};

const destinationOptions = (deal: Deal, label: string): FieldOf<Key> => {
  const accounts = destinationsOf(deal.security.data);
  const options = accounts.map((one) => [one, one] as const);
  return { key: "from", label, options, start: accounts[0] ?? "" };
};

const stageOptions = (deal: Deal, isFit: (stage: number) => boolean): FieldOf<Key> => {
  const options = controlStages(deal.security.data).flatMap(({ stage, name }) =>
    isFit(stage) ? [[String(stage), ACTORS[name]] as const] : [],
  );
  return { key: "stage", label: "Who acts", options, start: options[0]?.[0] ?? "" };
};

const heldRoles = ({ security, waterfall }: Deal) =>
  rolesOf({ security: security.data, waterfall: waterfall.data }).filter(({ word }) => GIVEN.includes(word));

const READERS: Readonly<Record<ProposedKind, (typed: Typed<Key>, deal: Deal, rank: number) => ProposalArgs>> =
  {
    debt: (typed, deal) => {
      const rank = Number(typed.text("class"));
      const tranche = deal.classes[rank]?.tranche.data;
      const rate = typed.text("rate");
      const maturity = typed.text("maturity");
      if (rate === "" && maturity === "") {
        typed.refuse("rate", "Give another rate, another maturity, or both.");
      }
      return {
        __kind: "DebtTerms",
        rank,
        ratePpm: rate === "" ? (tranche?.ratePpm ?? 0) : Number(typed.amount("rate", 4)),
        maturity: maturity === "" ? (tranche?.maturity ?? 0n) : typed.day("maturity"),
      };
    },
    waiver: (typed) => ({
      __kind: "Waiver",
      trigger: Number(typed.text("trigger")),
      until: typed.day("until"),
    }),
    role: (typed, deal) => {
      const held = heldRoles(deal)[Number(typed.text("role"))];
      return held === undefined
        ? typed.refuse("role", "Choose a role.")
        : { __kind: "Role", role: roleOf(held), to: typed.address("to") };
    },
    document: () => ({ __kind: "Document" }),
    authorised: (typed, deal) => {
      const rank = Number(typed.text("class"));
      const decimals = deal.classes[rank]?.tranche.data.decimals ?? 0;
      return { __kind: "Authorised", rank, shares: typed.positive("shares", decimals) };
    },
    accelerate: () => ({ __kind: "Acceleration", declare: true }),
    resume: () => ({ __kind: "Acceleration", declare: false }),
    windDown: () => ({ __kind: "WindDown" }),
    call: (typed, deal) => callIn(typed, deal),
    floor: (typed, deal) => {
      const rank = Number(typed.text("class"));
      return {
        __kind: "Floor",
        rank,
        price: typed.positive("price", settlementVault(deal.security.data).decimals),
        shares: typed.positive("shares", deal.classes[rank]?.tranche.data.decimals ?? 0),
        until: typed.day("until"),
      };
    },
    destination: (typed) => ({
      __kind: "Destination",
      from: typed.address("from"),
      to: typed.address("to"),
    }),
    control: (typed) => ({ __kind: "Control", stage: Number(typed.text("stage")) }),
    agent: (typed) => ({
      __kind: "Agent",
      stage: Number(typed.text("stage")),
      to: typed.address("to"),
    }),
    budget: (typed, deal) => ({
      __kind: "Budget",
      terms: {
        manager: typed.address("to"),
        destination: typed.address("from"),
        vault: 0,
        reinvestment: false,
        amount: typed.positive("amount", settlementVault(deal.security.data).decimals),
        days: typed.text("every") === "" ? 0 : Number(typed.positive("every", 0)),
        until: typed.day("until"),
      },
    }),
    noBudget: () => ({ __kind: "Budget", terms: NO_BUDGET }),
    rules: (typed, deal, rank) => {
      const tranche = deal.classes[rank]?.tranche.data;
      return tranche === undefined
        ? typed.refuse("window", "Choose a class.")
        : rulesIn(typed, rank, tranche);
    },
    advisory: (typed, deal) => {
      const asked = deal.classes.flatMap((_, rank) => (typed.isChecked(`asks ${rank}`) ? [rank] : []));
      if (asked.length === 0) {
        throw new ClientError("Choose the classes that are asked: one or more.");
      }
      return { __kind: "Advisory", classes: bitsOf(asked) };
    },
  };

/** Whether a kind can be proposed of a deal as it is. */
export function isPossible(kind: ProposedKind, deal: Deal): boolean {
  const {
    security: { data },
    waterfall,
    facts,
  } = deal;
  switch (kind) {
    case "waiver":
      return triggersOf(waterfall.data).length > 0;
    case "debt":
      return facts.classes.some((one) => one.kind === "debt");
    case "accelerate":
      return !isDeclaredByLenders(waterfall.data) && facts.classes.some((one) => one.kind === "debt");
    case "resume":
      return isDeclaredByLenders(waterfall.data);
    case "floor":
      return facts.classes.some((one) => one.kind === "equity");
    case "control":
      return data.control.stage > 0;
    case "agent":
      return hasControl(data.control);
    case "noBudget":
      return data.budget.amount > 0n;
    case "windDown":
      return stageOf(data) === "active";
    case "call":
      return stageOf(data) === "active" && facts.classes.some((_, rank) => isCallable(deal, rank));
    default:
      return true;
  }
}

/** Proposes a resolution. */
export function proposeAction({
  deal,
  decided: { governance },
  by,
  proposal,
  document,
}: Readonly<{ deal: Deal; decided: Decided; by: ProposerArgs }> & Proposed): Action {
  const { security } = deal;
  const { noticeDays, votingDays, timelockDays, nextResolution } = governance.data;
  const opensAt = deal.time + BigInt(noticeDays) * DAY;
  const closesAt = opensAt + BigInt(votingDays) * DAY;
  const executableFrom = closesAt + BigInt(timelockDays) * DAY;
  return {
    title: "Propose a resolution",
    key: `propose ${security.address} ${nextResolution}`,
    plan: async ({ signer }) => ({
      instructions: (
        await proposeResolution({
          proposer: signer,
          security,
          governance,
          by,
          proposal,
          documentSha256: document.sha256,
          documentUri: document.uri,
        })
      ).instructions,
      says: [
        <>
          You propose to <Untrusted>{proposalWords(proposal as Proposal, classAt(deal))}</Untrusted>, as
          resolution {nextResolution}.
        </>,
        "The program says which classes it asks: those that can get less by it. You can withdraw it until its vote closes.",
        ...(by.__kind === "Holder"
          ? [
              "As many of your shares as it takes to propose stay where they are until the close. If it is not executed, the holders of your class wait for 30 days after the close before they propose again.",
            ]
          : []),
        "You pay rent, which comes back when the resolution's account is closed.",
      ],
      facts: [
        ["Vote", `from about ${moment(opensAt)} until ${moment(closesAt)}`],
        ...(proposal.__kind === "Advisory"
          ? [
              [
                "Asked",
                numbersOf(proposal.classes)
                  .map((rank) => classNameAt(deal, rank))
                  .join(", "),
              ] as const,
            ]
          : []),
        ["Executed at the earliest", day(executableFrom)],
        ["Document, SHA-256", <Hash key="document" bytes={document.sha256} />],
        ["Its address", <Untrusted key="uri">{document.uri}</Untrusted>],
      ],
      done: `Resolution ${nextResolution} is proposed.`,
    }),
  };
}
