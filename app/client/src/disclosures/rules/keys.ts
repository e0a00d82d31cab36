import { POOL_DAILY_BPS } from "../../set-structure.js";
import { LOSS_NOTICE } from "../../sponsor.js";
import { percentage } from "../../tiers.js";
import {
  type Disclosure,
  disclose,
  discloseWeakened,
  enumerated,
  lasting,
  type Rule,
  who,
} from "../disclosure.js";
import { type DealFacts, mayAlways, needsPool, type Who } from "../facts.js";

const ROLES = ["servicer", "reporter", "arbitrator"] as const;
type Role = "sponsor" | keyof DealFacts["roles"];

/** What the holder of each role can do with its signature alone, in the words that follow "can". */
function powersOf(role: Role, facts: DealFacts): string {
  const { books, classes } = facts;
  const losing = classes.some(({ hasPar }) => hasPar);
  const indebted = classes.some(({ kind }) => kind === "debt");
  const powers = {
    sponsor: [
      "make other offers to the money in line, which void commitments",
      "lock a book whose offer has ended and whose minimum is reached",
      ...(books.some(({ allocation }) => allocation === "discretionary")
        ? ["choose how much of each committed ticket is accepted"]
        : []),
      "open more books of every class, within its authorised number of shares",
      `propose another key for its role${mayAlways(facts, "destinations") ? " and other destinations" : ""}, with three days' notice`,
      ...(facts.draw.coSigned || !mayAlways(facts, "draws")
        ? []
        : [`draw proceeds to the ${facts.destinations.length === 1 ? "account" : "accounts"} named below`]),
      ...(indebted ? ["end a revolving period where there is one, or have all cash repay the debts"] : []),
    ],
    servicer: losing
      ? [
          "post recoveries of recorded losses",
          `announce losses of the pool, which take effect after ${lasting(facts.lossNotice)}`,
        ]
      : [],
    reporter: [
      ...(books.some(
        ({ isReported, assets }) => isReported || assets.some(({ adapter }) => adapter === "reported"),
      )
        ? ["report prices and rates within their daily limits and bands"]
        : []),
      ...(needsPool(facts)
        ? [`report what the pool is worth, which may move by ${percentage(facts.poolDailyBps)} a day`]
        : []),
    ],
    arbitrator: [
      "refuse transfers of roles and destinations within their notice of three days",
      ...(facts.governance === null
        ? []
        : [
            "stop resolutions that would change something, save its own replacement, until they can be executed",
          ]),
      ...(facts.draw.coSigned ? ["refuse to sign draws of proceeds"] : []),
      ...(facts.delivery?.isConfirmed === false ? ["confirm the delivery that proceeds wait for"] : []),
      ...(losing ? ["strike out announced losses or let them take effect at once"] : []),
      ...(indebted ? ["have all cash repay the debts, and revoke that once it has been declared"] : []),
    ],
  } satisfies Record<Role, string[]>;
  return enumerated(powers[role]);
}

/** Each role with who holds it, and what that key can do alone. */
export const keys: Rule = (facts) => {
  const holders: readonly (readonly [Role, Who])[] = [["sponsor", "sponsor"], ...ROLES.map(roleOf)];
  return holders.flatMap(([role, key]) => {
    const powers = powersOf(role, facts);
    const as =
      key === "sponsor"
        ? role === "sponsor"
          ? "The sponsor"
          : `The sponsor, as ${role},`
        : `The ${role}, ${key},`;
    return powers === ""
      ? []
      : disclose("keys", `${as} can ${powers}.`, role === "sponsor" ? "" : `roles.${role}`);
  });

  function roleOf(role: (typeof ROLES)[number]): readonly [Role, Who] {
    return [role, facts.roles[role]];
  }
};

/** Notices and limits that are weaker than the defaults; and who needs no notice. */
export const notices: Rule = ({ lossNotice, poolDailyBps, classes, tiers, triggers }) => [
  ...(lossNotice < LOSS_NOTICE && classes.some(({ hasPar }) => hasPar)
    ? [
        discloseWeakened(
          "keys",
          `The arbitrator has only ${lasting(lossNotice)} to strike out an announced loss before it takes effect.`,
          "loss_notice",
        ),
      ]
    : []),
  ...(poolDailyBps > POOL_DAILY_BPS && needsPool({ tiers, triggers })
    ? [
        discloseWeakened(
          "keys",
          `What the reporter says the pool is worth may move by ${percentage(poolDailyBps)} in a day.`,
          "pool_daily_limit",
        ),
      ]
    : []),
  disclose(
    "keys",
    "A servicer, reporter, qualifier or payee of a fee (unless that is the sponsor) passes its role on at once; sponsor, arbitrator, escheat owner and destinations change after a notice of three days.",
  ),
];

/** Roles that should check each other but are held by one party. */
export const oneHand: Rule = ({ roles, classes, tiers, triggers, books, qualifiers }) => {
  const points: Disclosure[] = [];
  const { servicer, reporter, arbitrator } = roles;
  if (arbitrator === "sponsor" || arbitrator === servicer || arbitrator === reporter) {
    points.push(
      discloseWeakened(
        "keys",
        `The arbitrator, ${who(arbitrator)}, is one of those it should check.`,
        "roles.arbitrator",
      ),
    );
  }
  if (servicer === "sponsor" && classes.some(({ hasPar }) => hasPar)) {
    points.push(
      discloseWeakened("keys", "The sponsor itself announces losses and posts recoveries.", "roles.servicer"),
    );
  }
  if (qualifiers.includes("sponsor")) {
    points.push(
      discloseWeakened(
        "keys",
        "The sponsor itself says who qualifies: it can shut anybody out of a book until the lock, and others then take their place.",
        "qualifiers",
      ),
    );
  }
  const reported =
    needsPool({ tiers, triggers }) ||
    books.some(
      ({ isReported, assets }) => isReported || assets.some(({ adapter }) => adapter === "reported"),
    );
  if (reported && (reporter === "sponsor" || reporter === servicer)) {
    const by = reporter === "sponsor" ? "sponsor" : "servicer";
    points.push(
      discloseWeakened(
        "keys",
        `The ${by} itself reports the values that the deal depends on.`,
        "roles.reporter",
      ),
    );
  }
  return points;
};
