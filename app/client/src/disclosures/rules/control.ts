import { POWERS } from "../../control/powers.js";
import { counted } from "../../counted.js";
import type { TierKind } from "../../tiers.js";
import { type Disclosure, disclose, listed, type Rule } from "../disclosure.js";
import type { ControlFacts, DealFacts, TierFacts } from "../facts.js";

type Controlled = Readonly<{ facts: DealFacts; control: ControlFacts }>;

/** A rule about a deal that says who is in control when. */
const ofControl =
  (say: (controlled: Controlled) => readonly Disclosure[]): Rule =>
  (facts) => {
    const { control } = facts;
    return control === null ? [] : say({ facts, control });
  };

/** Who is in control, and what brings it to others. */
export const stages = ofControl(({ facts: { triggers }, control: { field, agents, actDays } }) => {
  const others = [
    ...(agents.investors === null ? [] : ["the investors"]),
    ...(agents.lenders === null ? [] : ["the lenders"]),
  ];
  const steps = triggers.filter(({ consequences }) => consequences.includes("step")).length;
  if (others.length === 0 || steps === 0) {
    return [
      disclose("consent", "The sponsor stays in control: no covenant gives it to anybody else.", field),
    ];
  }
  return [
    disclose(
      "consent",
      `While ${steps === 1 ? "a covenant" : `one of ${steps} covenants`} has failed for longer than its cure, anyone can move control from the sponsor to ${others.join(", then to ")}: an agent acts for them from then on, and the sponsor no longer does. Control goes back only by a resolution of those who have it. An agent announces draws and an acceleration ${counted(actDays, "day")} before, and the arbitrator can stop them.`,
      field,
    ),
  ];
});

/** What whoever is in control may not do. */
export const powers = ofControl(({ control: { field, powers: may, agents } }) =>
  (["sponsor", "investors", "lenders"] as const).flatMap((stage) => {
    if (stage !== "sponsor" && agents[stage] === null) {
      return [];
    }
    const denied = POWERS.filter(({ name }) => !may[stage].includes(name)).map(({ words }) => words);
    if (denied.length === 0) {
      return [];
    }
    const who = stage === "sponsor" ? "The sponsor" : `The agent of the ${stage}`;
    const text =
      denied.length === POWERS.length
        ? `${who} may do nothing for the deal after its first lock.`
        : `After the first lock ${who.replace("The", "the")} may not do this: ${listed(denied)}.`;
    return [disclose("consent", text, field === "" ? "" : `${field}.powers.${stage}`)];
  }),
);

/** Tiers that a trap of cash passes by, since they still take their part behind the debts. */
const KEPT: readonly TierKind[] = ["reserve", "cover", "collateral test", "interest test"];

/** Tiers that pay what a class is owed. */
const OWED: readonly TierKind[] = [
  "interest",
  "arrears",
  "principal",
  "service",
  "sweep",
  "capital",
  "deficiency",
];

/** What stands between the debts' tiers, and so is paid while a covenant traps what is behind the last of them. */
export const untrapped: Rule = ({ classes, tiers, triggers }) => {
  const isDebt = ({ kind, rank }: TierFacts) => OWED.includes(kind) && classes[rank]?.kind === "debt";
  const first = tiers.findIndex(isDebt);
  const between = tiers.slice(first + 1, tiers.findLastIndex(isDebt));
  const ahead = between.find((tier) => !isDebt(tier) && !KEPT.includes(tier.kind));
  if (ahead === undefined || !triggers.some(({ consequences }) => consequences.includes("trap"))) {
    return [];
  }
  return [
    disclose(
      "payments",
      "A covenant traps only what is paid behind the last tier of a debt: fees and equity ahead of that tier are paid all the same while it fails.",
      ahead.field,
    ),
  ];
};
