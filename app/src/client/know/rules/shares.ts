import { className, know, listed, type Point, type Rule, who } from "../point.js";

/** Who may hold. */
export const holders: Rule = ({ qualifiers }) => [
  qualifiers.length === 0
    ? know("shares", "Anyone may hold the shares, and pass them on to anyone.")
    : know(
        "shares",
        `Only owners with a credential of ${listed(qualifiers.map(who))} may receive shares. A qualifier alone says who that is, and can revoke it: until a book is locked, of those who then have none nothing is accepted and all goes back; who holds shares or has bought them in the lock keeps them and what they earn, and receives no more.`,
        "qualifiers",
      ),
];

/** Rights to buy shares. */
export const warrants: Rule = (facts) => {
  const ranks = facts.books.flatMap(({ rewards }) =>
    rewards.flatMap(({ kind, rank }) => (kind === "warrants" ? rank : [])),
  );
  return [...new Set(ranks)].toSorted().map((rank) => {
    const free =
      facts.qualifiers.length === 0
        ? ""
        : " They trade freely, with anyone; but to exercise them one needs the credential that the shares want.";
    return know(
      "shares",
      `Warrants buy shares of ${className(facts, rank)} until they expire, and make the parts of its other holders smaller.${free}`,
    );
  });
};

/** Classes of a fixed number. */
export const managers: Rule = (facts) =>
  facts.classes.flatMap(({ field, manager }, rank) =>
    manager === null
      ? []
      : know(
          "shares",
          `The number of shares of ${className(facts, rank)} is fixed: what no book grants of them, and what that earns, is ${manager === "sponsor" ? "the sponsor's" : `${manager}'s`}, however full the books.`,
          field === "" ? "" : `${field}.manager`,
        ),
  );

/** Shares that nobody pays for. */
export const gifts: Rule = (facts) => {
  const points: Point[] = [];
  for (const { field, number, rank, rewards } of facts.books) {
    for (const [at, reward] of rewards.entries()) {
      const place = field === "" ? "" : `${field}.rewards[${at}]`;
      if (reward.kind === "bonus-shares") {
        points.push(
          know(
            "shares",
            `Book ${number} of class ${rank} gives early places more shares of the same class.`,
            place,
          ),
        );
      } else if (reward.kind === "promote-points") {
        points.push(
          know(
            "shares",
            `Book ${number} of class ${rank} gives early places shares of ${className(facts, reward.rank)}.`,
            place,
          ),
        );
      }
    }
  }
  return points;
};
