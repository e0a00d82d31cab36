import { formatGroupedAmount } from "../../amount.js";
import { counted } from "../../counted.js";
import { countryWords } from "../../countries.js";
import {
  className,
  type Disclosure,
  disclose,
  discloseWeakened,
  listed,
  type Rule,
  who,
} from "../disclosure.js";

/** Who may hold. */
export const holders: Rule = ({ qualifiers, classes }) => [
  qualifiers.length === 0
    ? disclose(
        "shares",
        classes.every(({ transfers }) => transfers.window.__kind === "Always")
          ? "Anyone may hold the shares, and pass them on to anyone."
          : "Anyone may hold the shares, and pass them on to anyone when the class's windows are open.",
      )
    : disclose(
        "shares",
        `Only owners with a credential of ${listed(qualifiers.map(who))} may receive shares. A qualifier alone says who that is, and can revoke it: when a book is locked, nothing is accepted from owners who have none, and all their money goes back; whoever holds shares, or bought them in the lock, keeps them and their earnings, but receives no more.`,
        "qualifiers",
      ),
];

/** Programs that let themselves in. */
export const protocols: Rule = ({ protocols: terms, classes }) => {
  if (terms === null) {
    return [];
  }
  const { days, category, country } = terms;
  const counts = [
    ...(category === null ? [] : [`of category ${category}`]),
    country === null ? "of no country" : `of ${countryWords(country)}`,
  ].join(" and ");
  const refused = classes.some(
    ({ transfers: { refusedCountries } }) =>
      refusedCountries.length > 0 && (country === null || refusedCountries.includes(country)),
  );
  const bars = refused ? " A class that refuses countries refuses them by that." : "";
  return [
    disclose(
      "shares",
      `A program can register an address of its own to receive shares, without a qualifier's credential: after ${counted(days, "day")}, for a year at a time, unless a qualifier, the sponsor or the arbitrator vetoes that first. It counts as an owner ${counts}, whoever stands behind it; a multisig is such a program. A qualifier or the arbitrator can suspend it later: it keeps its shares and their earnings, but receives no more.${bars}`,
      "protocols",
    ),
  ];
};

/**
 * How far a class can grow beyond the shares on offer. Before anybody has bought, only a sponsor that asked for it has
 * such room; later, a book that was not filled leaves some too.
 */
export const supply: Rule = (facts) =>
  facts.classes.flatMap(({ field, decimals, issued, setAside, authorised, manager }, rank) => {
    const show = (shares: bigint) => formatGroupedAmount(shares, decimals);
    const free = authorised - issued - setAside;
    if (free <= 0n || manager !== null) {
      return [];
    }
    const text = `There may be ${show(authorised)} shares of ${className(facts, rank)}: ${show(issued)} are issued, ${show(setAside)} are set aside for open books, rewards and warrants, and ${show(free)} more can be offered later, which makes every holder's part smaller.`;
    const at = field === "" ? "" : `${field}.authorised`;
    return issued === 0n && setAside > 0n
      ? discloseWeakened("shares", text, at)
      : disclose("shares", text, at);
  });

/** What later buyers have of money that streams to a class when they join, where more of it can be offered. */
export const reopened: Rule = (facts) =>
  facts.classes.flatMap((one, rank) => {
    const { field, kind, hasPar, ratePpm, issued, setAside, authorised } = one;
    if (!hasPar || authorised - issued - setAside <= 0n) {
      return [];
    }
    const name = className(facts, rank);
    const isCharged = ratePpm > 0 && kind !== "cover";
    const wait = `no new shares of ${name} are sold while a ten-thousandth of its principal still streams to its holders; what is less is shared with the new ones`;
    const text = isCharged
      ? `Buyers of more shares of ${name} pay for their part of what still streams to its holders then, and the class is owed as much more interest; none are sold while a twentieth of its principal streams. On a due date ${wait}.`
      : `N${wait.slice(1)}.`;
    const others =
      facts.mints.length > 1
        ? " What streams in mints other than the settlement mint is shared with them too, and they do not pay for it."
        : "";
    return disclose("shares", text + others, field === "" ? "" : `${field}.authorised`);
  });

/** Rights to buy shares. */
export const warrants: Rule = (facts) => {
  const ranks = facts.books.flatMap(({ rewards }) =>
    rewards.flatMap(({ kind, rank }) => (kind === "warrants" ? rank : [])),
  );
  return [...new Set(ranks)].toSorted().map((rank) => {
    const free =
      facts.qualifiers.length === 0
        ? ""
        : " They trade freely, with anyone; but exercising them requires the credential that the shares require.";
    return disclose(
      "shares",
      `Warrants buy shares of ${className(facts, rank)} until they expire, and make the parts of its other holders smaller.${free}`,
    );
  });
};

/** Shares that may be plain tokens. */
export const wrapped: Rule = (facts) =>
  facts.classes.flatMap(({ field, hasPar, wrapper }, rank) => {
    if (wrapper === null) {
      return [];
    }
    const at = field === "" ? "" : `${field}.reach.wrapped`;
    const until = hasPar ? " until the class has been repaid or written off" : "";
    const what = `Shares of ${className(facts, rank)} may be wrapped into plain tokens that move like any other, each of which is one share and the cash that one share has received since the wrapper began. The cash stays in the security's vault until units are unwrapped, and a share that is wrapped late brings what a unit holds by then. The right of wrapped shares in an offer to holders is that of whoever unwraps them in time, and no more are wrapped until that time is over. Wrapping takes cash in every mint that the class was ever paid in: where one of them cannot be had, nobody wraps any more; unwrapping takes none.`;
    return [
      disclose("shares", what, at),
      ...(wrapper.bearer
        ? [
            discloseWeakened(
              "shares",
              `Whoever holds wrapped shares of ${className(facts, rank)} needs no credential: only those who wrap and unwrap do. Whoever has none gets at what they hold only by selling them${until}.`,
              field === "" ? "" : `${at}.bearer`,
            ),
          ]
        : []),
    ];
  });

/** Classes with a fixed number of shares. */
export const managers: Rule = (facts) =>
  facts.classes.flatMap(({ field, decimals, authorised, manager }, rank) =>
    manager === null
      ? []
      : disclose(
          "shares",
          `There are ${formatGroupedAmount(authorised, decimals)} shares of ${className(facts, rank)}, never more and never fewer: those that no book grants, and their earnings, are ${manager === "sponsor" ? "the sponsor's" : `${manager}'s`}, however full the books.`,
          field === "" ? "" : `${field}.manager`,
        ),
  );

/** Shares that nobody pays for. */
export const gifts: Rule = (facts) => {
  const points: Disclosure[] = [];
  for (const { field, number, rank, rewards } of facts.books) {
    for (const [at, reward] of rewards.entries()) {
      const place = field === "" ? "" : `${field}.rewards[${at}]`;
      if (reward.kind === "bonus-shares") {
        points.push(
          disclose(
            "shares",
            `Book ${number} of class ${rank} gives early places more shares of the same class.`,
            place,
          ),
        );
      } else if (reward.kind === "promote-points") {
        points.push(
          disclose(
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
