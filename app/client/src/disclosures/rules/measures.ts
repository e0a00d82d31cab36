import { MEASURES } from "../../measures/terms.js";
import { type Disclosure, disclose, listed, type Rule } from "../disclosure.js";

/** What the sponsor and the arbitrator can do together to shares. */
export const measures: Rule = ({ measures: { field, kinds } }) => {
  if (kinds.length === 0) {
    return [];
  }
  const announced = kinds.map(({ word }) => word).filter((word) => word !== "correction");
  const each = kinds.map(
    ({ word, when }): Disclosure =>
      disclose(
        "shares",
        `${word[0]?.toUpperCase()}${word.slice(1)}, ${when}: ${MEASURES[word].does}.`,
        field,
      ),
  );
  if (announced.length === 0) {
    return each;
  }
  return [
    disclose(
      "shares",
      `The sponsor and the arbitrator can take exceptional measures together (${listed(announced)}), each announced with a document. Either of them can cancel one until it is taken, which anyone does after its notice. What is owed, payments, claims, refunds and every other way out go on.`,
      field,
    ),
    ...each,
    ...(announced.every((word) => word === "pause")
      ? []
      : [
          disclose(
            "shares",
            "But for a pause, a measure blocks shares from its announcement on, at most until it can no longer be taken. None is about the record of a wrapper or of an address of a program.",
          ),
        ]),
    ...(announced.some((word) => MEASURES[word].minDays > MEASURES.block.minDays)
      ? [
          disclose(
            "shares",
            "Since measures can move shares, the security is the permanent delegate of the share mints, which some wallets and programs refuse. No key is: only these measures burn tokens.",
          ),
        ]
      : []),
  ];
};
