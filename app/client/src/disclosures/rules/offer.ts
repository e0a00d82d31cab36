import { OFFER_PERIOD } from "../../open-book.js";
import { percentage } from "../../tiers.js";
import { disclose, discloseWeakened, lasting, listed, type Rule, who } from "../disclosure.js";

/** For how long another offer stays open. */
export const period: Rule = ({ books }) =>
  books.flatMap(({ field, rank, number, offerPeriod }) => {
    const text = `Another offer of book ${number} of class ${rank} stays open for ${lasting(offerPeriod)} before it may be locked.`;
    const at = field === "" ? "" : `${field}.offer_period`;
    return offerPeriod < OFFER_PERIOD ? discloseWeakened("offer", text, at) : disclose("offer", text, at);
  });

/** The parts of the structure that can still change. */
export const structure: Rule = ({ isNegotiable, governance }) =>
  isNegotiable
    ? [
        disclose(
          "offer",
          `Until a book is locked, the sponsor can still change the terms of the classes, the waterfall and the document. That makes a new version of every open book's offer: all commitments are void, and places in line are kept. From the first lock on, the structure is fixed${governance === null ? "" : ", except for what holders decide by resolutions"}.`,
        ),
      ]
    : [];

/** Whose turn comes first in a later book. */
export const rights: Rule = ({ books }) =>
  books.flatMap(({ field, rank, number, hasRights }) =>
    hasRights
      ? disclose(
          "offer",
          `Book ${number} of class ${rank} is open to holders of the class first, each for its part, and may ask a lower price than others paid.`,
          field === "" ? "" : `${field}.rights_until`,
        )
      : [],
  );

/** Whether the first books of several classes close together. */
export const together: Rule = ({ books }) => {
  const first = books.filter(({ number }) => number === 0);
  const groups = new Set(books.flatMap(({ group }) => (group > 0 ? group : [])));
  return [
    ...[...groups].map((group) =>
      disclose(
        "offer",
        `The books of group ${group} close together: ${listed(
          books
            .filter((book) => book.group === group)
            .map(({ rank, number }) => `book ${number} of class ${rank}`),
        )} are all locked, or all refunded.`,
      ),
    ),
    ...(first.length < 2
      ? []
      : first.flatMap(({ field, rank, number, group }) =>
          group > 0
            ? []
            : discloseWeakened(
                "offer",
                `Book ${number} of class ${rank} closes by itself: it may be locked even if the others sell nothing.`,
                field === "" ? "" : `${field}.group`,
              ),
        )),
  ];
};

/** Who gets in if more is committed than is accepted. */
export const allocation: Rule = ({ books }) =>
  books.flatMap(({ field, rank, number, allocation: rule }) =>
    rule === "discretionary"
      ? discloseWeakened(
          "offer",
          `In book ${number} of class ${rank} the sponsor chooses how much of each ticket is accepted.`,
          field === "" ? "" : `${field}.allocation`,
        )
      : [],
  );

/** Terms that can move while money is in line. */
export const terms: Rule = ({ books }) =>
  books.flatMap(({ field, rank, number, isReported, extensionBps, lead }) => [
    ...(isReported
      ? [
          disclose(
            "offer",
            `The price of book ${number} of class ${rank} is what the reporter reports at the lock, within a band.`,
            field === "" ? "" : `${field}.reported_price`,
          ),
        ]
      : []),
    ...(extensionBps > 0
      ? [
          disclose(
            "offer",
            `More than ${percentage(extensionBps)} of the money in line of book ${number} of class ${rank} can extend its deadline for all.`,
            field === "" ? "" : `${field}.extension_vote`,
          ),
        ]
      : []),
    ...(lead === null
      ? []
      : [
          disclose(
            "offer",
            `${lead === "sponsor" ? "The sponsor" : who(lead)} goes first in book ${number} of class ${rank}.`,
            field === "" ? "" : `${field}.lead`,
          ),
        ]),
  ]);
