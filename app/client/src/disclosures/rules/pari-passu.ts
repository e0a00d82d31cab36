import { percentage, ranksOf, times } from "../../tiers.js";
import { className, type Disclosure, disclose, type Rule } from "../disclosure.js";

/** Basis points in one. */
const WHOLE = 10_000;

/** Classes that rank alike, and what one of them may be ahead of the other in. */
export const pariPassu: Rule = (facts) =>
  facts.classes.flatMap((own, rank): Disclosure[] => {
    if (!own.pariPassu || rank === 0) {
      return [];
    }
    const pair = `${capital(className(facts, rank))} is pari passu with ${className(facts, rank - 1)}`;
    return [
      disclose(
        "payments",
        `${pair}: what they are paid, what they lose and what is written up of them is shared by what each is owed, or has lost.`,
        own.field,
      ),
      ...(own.differsIn.length === 0
        ? []
        : [
            disclose(
              "payments",
              `${pair}, but they differ in ${own.differsIn.join(", ")}: income first repays what falls due first, and losses are borne by what is outstanding then.`,
              own.field,
            ),
          ]),
    ];
  });

/** Profit that is shared by capital. */
export const participations: Rule = (facts) =>
  facts.tiers.flatMap(({ kind, rank, base, bps, multipleBps, field }, at): Disclosure[] => {
    if (kind !== "participation") {
      return [];
    }
    const others = ranksOf(base).map((other) => className(facts, other));
    const counts = multipleBps === WHOLE ? "" : `, where its own counts ${times(multipleBps)}`;
    const gives = bps === 0 ? "" : `; it leaves ${percentage(bps)} of that to the tiers behind`;
    return [
      disclose(
        "payments",
        `Of what reaches tier ${at}, ${className(facts, rank)} takes its part by capital times the days for which it was outstanding, of the last 91 days at least, against that of ${others.join(", ")}${counts}${gives}. Profit that is paid later than a quarter after a repayment may be shared without what was repaid.`,
        field,
      ),
    ];
  });

/** What covers principal of debts that is written off, before those behind them gain. */
export const deficiencies: Rule = (facts) => {
  const { classes, tiers, triggers, principal } = facts;
  const order =
    principal.proRataFrom === null
      ? "the most senior debt first"
      : "the most senior debt first or for all in proportion";
  const waits =
    principal.revolvingUntil === null
      ? ""
      : " While the deal revolves, it waits in the reinvestment account.";
  const diverts = triggers.some(({ kind }) => kind === "losses" || kind === "collateral");
  const gains = classes.some(({ kind }) => kind === "equity");
  return classes.flatMap(({ kind, field }, rank): Disclosure[] => {
    if (kind !== "debt") {
      return [];
    }
    const at = tiers.findIndex((tier) => tier.kind === "deficiency" && tier.rank === rank);
    if (at >= 0) {
      return [
        disclose(
          "payments",
          `Income that reaches tier ${at} covers what is written off of ${className(facts, rank)}, before anything behind it is paid: so much is principal, for ${order}, and is written up.${waits}`,
          tiers[at]?.field,
        ),
      ];
    }
    const isTested = tiers.some((tier) => tier.kind === "collateral test" && tier.rank >= rank);
    return diverts || isTested || !gains
      ? []
      : [
          disclose(
            "payments",
            `If principal of ${className(facts, rank)} is written off, income goes on to those behind it until the debts are owed nothing else: neither a deficiency tier nor a test or a trigger of losses or collateral keeps it.`,
            field,
          ),
        ];
  });
};

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
