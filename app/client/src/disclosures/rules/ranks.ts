import { percentage, ranksOf, times } from "../../tiers.js";
import { className, type Disclosure, disclose, type Rule } from "../disclosure.js";

/** Basis points in one. */
const WHOLE = 10_000;

/** Classes that rank alike, and what one of them may be ahead of the other in. */
export const ranks: Rule = (facts) =>
  facts.classes.flatMap((own, rank): Disclosure[] => {
    if (!own.pariPassu || rank === 0) {
      return [];
    }
    const pair = `${capital(className(facts, rank))} is of one rank with ${className(facts, rank - 1)}`;
    return [
      disclose(
        "payments",
        `${pair}: what is paid to their rank, what it loses and what is written up of it is shared by what each claims, or has lost.`,
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
export const shares: Rule = (facts) =>
  facts.tiers.flatMap(({ kind, rank, base, bps, multipleBps, field }, at): Disclosure[] => {
    if (kind !== "share") {
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

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
