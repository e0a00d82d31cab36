import { disclose, type Rule } from "../disclosure.js";

/** What is true only if somebody says the truth. */
export const words: Rule = ({ classes, triggers, roles, sources, delivery }) => [
  disclose(
    "word",
    "The documents: the chain keeps their hashes, and nothing makes anybody keep to what they say.",
  ),
  ...(delivery === null
    ? [disclose("word", "That what the proceeds buy is delivered, and that what it earns is paid in.")]
    : [
        disclose("word", `That what the proceeds buy is delivered: ${is(roles.arbitrator)}'s word.`),
        disclose("word", "That what the proceeds buy earns something, and that this is paid in."),
      ]),
  ...(classes.some(({ hasPar }) => hasPar)
    ? [
        disclose(
          "word",
          `That a recorded loss has happened, and that every loss is recorded: ${is(roles.servicer)}'s word.`,
        ),
      ]
    : []),
  ...(triggers.some(({ kind }) => kind === "collateral")
    ? [disclose("word", `What the pool is worth: ${is(roles.reporter)}'s word.`)]
    : []),
  ...(sources > 0
    ? [disclose("word", "That revenue reaches the registered sources: who pays it can pay elsewhere.")]
    : []),
];

const is = (one: string) => (one === "sponsor" ? "the sponsor" : one);
