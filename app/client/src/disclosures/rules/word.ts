import { counted } from "../../counted.js";
import { bitsOf, dayWords, kindsWords } from "../../transfers/index.js";
import { disclose, type Rule, who } from "../disclosure.js";
import { needsPool } from "../facts.js";

/** Things that are true only if somebody tells the truth. */
export const words: Rule = ({ classes, tiers, triggers, roles, sources, delivery }) => [
  disclose("word", "The documents: the chain keeps their hashes, and nothing makes anybody keep to them."),
  ...(delivery === null
    ? [disclose("word", "That whatever the proceeds buy is delivered, and that its earnings are paid in.")]
    : [
        disclose("word", `That whatever the proceeds buy is delivered: ${is(roles.arbitrator)}'s word.`),
        disclose(
          "word",
          "That whatever the proceeds buy earns something, and that its earnings are paid in.",
        ),
      ]),
  ...(classes.some(({ hasPar }) => hasPar)
    ? [
        disclose(
          "word",
          "How much of a payment is what the assets repay, and how much income: its payer's word.",
        ),
        disclose(
          "word",
          `That a recorded loss has happened, and that every loss is recorded: ${is(roles.servicer)}'s word.`,
        ),
      ]
    : []),
  ...(needsPool({ tiers, triggers })
    ? [disclose("word", `What the pool is worth: ${is(roles.reporter)}'s word.`)]
    : []),
  ...(sources > 0
    ? [disclose("word", "That revenue reaches the registered sources: its payers can pay elsewhere.")]
    : []),
];

const is = (one: string) => (one === "sponsor" ? "the sponsor" : one);

/** What is published at regular intervals, and by whom. */
export const published: Rule = (facts) =>
  facts.published.map(({ field, kind, months, from, dueDays, attestor }) =>
    disclose(
      "word",
      `What disclosures of ${kindsWords(bitsOf([kind]), facts.names?.kinds)} say, which ${who(attestor)} owes every ${months === 1 ? "month" : counted(months, "month")}, first for the period up to ${dayWords(from)}, within ${counted(dueDays, "day")} of the period's end. The chain keeps their hashes, and whether they were late.`,
      field,
    ),
  );
