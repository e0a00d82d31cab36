import { know, listed, type Rule, weak, who } from "../point.js";

/** Where proceeds go. */
export const proceeds: Rule = ({ destinations }) => [
  know(
    "money",
    `Proceeds are drawn to ${listed(destinations)} alone. What they are used for there is the sponsor's word.`,
    "destinations",
  ),
];

/** What proceeds wait for. */
export const delivery: Rule = ({ awaitsDelivery }) =>
  awaitsDelivery
    ? [
        know(
          "money",
          "Nothing is drawn before the arbitrator has confirmed a delivery. Where it does not by its date, anyone may send the proceeds back.",
          "delivery_by",
        ),
      ]
    : [];

/** Money whose issuer can stop it. */
export const freezing: Rule = ({ mints, books }) => [
  ...mints.flatMap(({ mint, freezable }) =>
    freezable === true
      ? know("money", `The issuer of ${mint} can freeze any account of it, also the escrow and your own.`)
      : [],
  ),
  ...books.flatMap(({ acceptsFreeze, field, rank, number }) =>
    acceptsFreeze
      ? weak(
          "money",
          `Book ${number} of class ${rank} takes money whose issuer can freeze accounts.`,
          `${field}.accepts_freeze_authority`,
        )
      : [],
  ),
];

/** Money in line that is no settlement money. */
export const assets: Rule = ({ books }) =>
  books.flatMap(({ field, rank, number, assets: taken }) =>
    taken.flatMap(({ mint, adapter }, at) =>
      know(
        "money",
        `Book ${number} of class ${rank} also takes ${mint}, ${
          {
            "one-to-one": "a unit for a unit of settlement money, whatever it is worth elsewhere",
            reported: "at a rate that the reporter says",
            "stake-pool": "at the rate of its stake pool",
          }[adapter]
        }.`,
        field === "" ? "" : `${field}.assets[${at}]`,
      ),
    ),
  );

/** What nobody can be paid. */
export const unclaimed: Rule = ({ escheat }) => [
  escheat === null
    ? know("money", "A payment that cannot be made waits for its holder for ever.")
    : weak(
        "money",
        `A payment that could not be made for ${escheat.days} days may go to ${who(escheat.owner)}, who is asked for it then.`,
        "escheat",
      ),
];
