import { percentage, ranksOf, times } from "../../tiers.js";
import { className, type Disclosure, disclose, type Rule } from "../disclosure.js";

/** Basis points in one. */
const WHOLE = 10_000;

/** Classes that rank alike. */
export const ranks: Rule = (facts) =>
  facts.classes.flatMap(({ pariPassu, field }, rank): Disclosure[] =>
    pariPassu && rank > 0
      ? [
          disclose(
            "payments",
            `${capital(className(facts, rank))} is of one rank with ${className(facts, rank - 1)}: what is paid to their rank, what it loses and what is written up of it is shared by what each claims, or has lost.`,
            field,
          ),
        ]
      : [],
  );

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
        `Of what reaches tier ${at}, ${className(facts, rank)} takes its part by capital outstanding when the money comes in, against that of ${others.join(", ")}${counts}${gives}. Whoever repays or sells capital shortly before moves these parts.`,
        field,
      ),
    ];
  });

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
