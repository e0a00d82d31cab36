import { counted } from "../../counted.js";
import { DEFAULT_GOVERNANCE } from "../../resolutions/index.js";
import { percentage } from "../../tiers.js";
import { className, type Disclosure, disclose, discloseWeakened, listed, type Rule } from "../disclosure.js";
import type { DealFacts, GovernanceFacts } from "../facts.js";

type Governed = Readonly<{ facts: DealFacts; governance: GovernanceFacts }>;

/** A rule about a deal whose holders decide. */
const ofGovernance =
  (say: (governed: Governed) => readonly Disclosure[]): Rule =>
  (facts) => {
    const { governance } = facts;
    return governance === null ? [] : say({ facts, governance });
  };

/** How long holders have, before anything changes. */
export const course = ofGovernance(({ governance: { field, noticeDays, votingDays, timelockDays } }) => {
  const short = (
    [
      ["notice", noticeDays, DEFAULT_GOVERNANCE.noticeDays, "Holders have only", "before a vote opens."],
      ["voting", votingDays, DEFAULT_GOVERNANCE.votingDays, "Holders have only", "to vote."],
      [
        "timelock",
        timelockDays,
        DEFAULT_GOVERNANCE.timelockDays,
        "Holders have only",
        "between the close of a vote and the change that it makes.",
      ],
    ] as const
  ).flatMap(([name, days, usual, before, after]) =>
    days < usual
      ? discloseWeakened(
          "consent",
          `${before} ${counted(days, "day")} ${after}`,
          field === "" ? "" : `${field}.${name}`,
        )
      : [],
  );
  return [
    disclose(
      "consent",
      `Once a book is locked, holders can change the deal by resolutions: ${counted(noticeDays, "day")} of notice, ${counted(votingDays, "day")} of voting and, if the classes that are asked consent, ${counted(timelockDays, "day")} until anyone can execute it. Shares that vote stay where they are until the close of the vote, and the arbitrator can stop what would change something until it can be executed, save its own replacement.`,
      field,
    ),
    ...short,
  ];
});

/** Who proposes. */
export const proposers = ofGovernance(({ facts, governance: { field, classes } }) => [
  disclose(
    "consent",
    `Resolutions are proposed by the sponsor, by a holder of ${eachOf(facts, classes, ({ proposalBps }) => proposalBps, "a class")} and, to replace the holder of a role other than its own, by the arbitrator.`,
    field,
  ),
]);

/** How much of each class consents. */
export const thresholds = ofGovernance(({ facts, governance: { field, classes } }) => [
  disclose(
    "consent",
    `A class consents with ${eachOf(facts, classes, ({ consentBps }) => consentBps)}. A question that changes nothing is decided by most votes, if at least ${eachOf(facts, classes, ({ quorumBps }) => quorumBps)} vote. Shares in a wrapper count and do not vote, and those in a manager's pot do neither.`,
    field,
  ),
  ...classes.flatMap(({ field: at, consentBps }, rank) =>
    consentBps < DEFAULT_GOVERNANCE.consentBps
      ? discloseWeakened(
          "consent",
          `${percentage(consentBps)} of the shares of ${className(facts, rank)} bind all its other holders.`,
          at === "" ? "" : `${at}.consent`,
        )
      : [],
  ),
  disclose(
    "consent",
    "Shares of the sponsor's key vote neither in debts and covers nor where a role is given away, unless the class has no other shares; shares that it holds with other keys do.",
  ),
]);

/** What takes whose consent. */
export const changes = ofGovernance(({ facts: { classes, triggers } }) => {
  const hasDebt = classes.some(({ kind }) => kind === "debt");
  const hasEquity = classes.some(({ kind }) => kind === "equity");
  const every = [
    "another document",
    "another holder of a role",
    "another account for draws of proceeds",
    "a budget within which somebody else draws proceeds",
    "more authorised shares",
    ...(triggers.length > 0 ? ["a trigger that counts as met for a time"] : []),
    ...(hasDebt ? ["another rate or maturity of a debt"] : []),
  ];
  return [
    disclose("consent", `It takes the consent of every class that has something to lose: ${listed(every)}.`),
    disclose(
      "consent",
      `It takes the consent of the class alone: other rules for its transfers${hasEquity ? ", and a price of its next book below the last one and the reported value" : ""}.`,
    ),
    ...(hasDebt
      ? [
          disclose(
            "consent",
            "In an event of default, which is a trigger that has failed for longer than its cure or a debt that is overdue for more than 30 days, the most senior debt outstanding alone decides that all cash repays the debts, the most senior first.",
          ),
        ]
      : []),
    disclose(
      "consent",
      "Nothing else of the deal can be changed: not the order of payments, not what is owed already, and not who receives it.",
    ),
  ];
});

/** A part of the shares of each class; once, if it is the same of all. */
function eachOf(
  facts: DealFacts,
  classes: GovernanceFacts["classes"],
  partOf: (terms: GovernanceFacts["classes"][number]) => number,
  whole = "its shares",
): string {
  const parts = classes.map((terms) => percentage(partOf(terms)));
  return new Set(parts).size === 1
    ? `${parts[0]} of ${whole}`
    : listed(parts.map((part, rank) => `${part} of ${className(facts, rank)}`));
}
