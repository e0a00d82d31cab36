import { formatGroupedAmount } from "../../amount.js";
import { conversionRuleWords } from "../../conversions/words.js";
import { counted } from "../../counted.js";
import { className, type Disclosure, disclose, type Rule, since, until } from "../disclosure.js";
import type { ConversionFacts, DealFacts, When } from "../facts.js";

/** What becomes of the shares of a class, when, at what price, and who is asked. */
export const conversions: Rule = (facts) =>
  facts.conversions.flatMap((conversion): readonly Disclosure[] => {
    const { field, from, into, intoDecimals, shares } = conversion;
    const target = into === null ? "a class of another security" : className(facts, into);
    const rule = conversionRuleWords(conversion.rule, {
      from: { name: className(facts, from), decimals: facts.classes[from]?.decimals ?? 0 },
      into: { name: target, decimals: intoDecimals },
      money: facts.decimals,
    });
    const aside = `${formatGroupedAmount(shares, intoDecimals)} shares are set aside for it, and no more are issued.`;
    const text = conversion.isDone
      ? `All shares of ${className(facts, from)} were converted into shares of ${target}: each is a claim on its part of them, which is collected by its owner, or for it by anyone.`
      : `${how(facts, conversion, target)}: ${rule}. ${aside}`;
    const diluted =
      into === null || conversion.isDone
        ? []
        : [
            disclose(
              "shares",
              `Holders of ${target} then share what it earns with up to ${formatGroupedAmount(shares, intoDecimals)} shares more.`,
              field,
            ),
          ];
    return [disclose("shares", text, field), ...diluted];
  });

function how(
  facts: DealFacts,
  { from, by, isApproved, trigger, opens, closes }: ConversionFacts,
  target: string,
): string {
  const during = `${opening(opens)}${until(closes)}`;
  const given = className(facts, from);
  switch (by) {
    case "holders":
      return `${isApproved ? "Holders" : "If a resolution approves it, holders"} of ${given} can convert their shares into shares of ${target} ${during}, each as it elects`;
    case "resolution":
      return `All shares of ${given} become shares of ${target} at once if a resolution decides so, ${during}`;
    case "trigger": {
      const { kind, cureDays } = facts.triggers[trigger] ?? { kind: "unknown", cureDays: 0 };
      return `All shares of ${given} become shares of ${target} at once, and nobody is asked, if trigger ${trigger} (${kind}) has failed for ${counted(cureDays, "day")} and still fails, ${during}. Anyone has it done, and it is not undone`;
    }
  }
}

/** Nothing for what begins with the security. */
const opening = (when: When): string =>
  when.kind === "after" && when.seconds === 0n ? "" : `${since(when)} and `;
