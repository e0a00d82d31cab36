import { know, type Rule } from "../point.js";

/** What is true only if somebody says the truth. */
export const words: Rule = ({ classes, triggers, roles, sources, delivery }) => [
  know(
    "word",
    "The documents: the chain keeps their hashes, and nothing makes anybody keep to what they say.",
  ),
  ...(delivery === null
    ? [know("word", "That what the proceeds buy is delivered, and that what it earns is paid in.")]
    : [
        know("word", `That what the proceeds buy is delivered: ${is(roles.arbitrator)}'s word.`),
        know("word", "That what the proceeds buy earns something, and that this is paid in."),
      ]),
  ...(classes.some(({ hasPar }) => hasPar)
    ? [
        know(
          "word",
          `That a recorded loss has happened, and that every loss is recorded: ${is(roles.servicer)}'s word.`,
        ),
      ]
    : []),
  ...(triggers.some(({ kind }) => kind === "collateral")
    ? [know("word", `What the pool is worth: ${is(roles.reporter)}'s word.`)]
    : []),
  ...(sources > 0
    ? [know("word", "That revenue reaches the registered sources: who pays it can pay elsewhere.")]
    : []),
];

const is = (one: string) => (one === "sponsor" ? "the sponsor" : one);
