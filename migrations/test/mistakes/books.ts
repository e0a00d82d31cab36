import type { Mistake } from "../support/deal-text.js";

/** Mistakes of books: the changes of the good deal, and all that is said about them. */
export const BOOK_MISTAKES: readonly Mistake[] = [
  [
    "an amount finer than the mint",
    [['cap: "1000"', 'cap: "1000.0000001"']],
    [
      'deal.yaml:39:10: books[0].cap: "1000.0000001" has too many decimal places: this mint has at most 6 digits after the point',
    ],
  ],
  [
    "an amount with a sign",
    [['cap: "1000"', 'cap: "-1000"']],
    [
      'deal.yaml:39:10: books[0].cap: found "-1000"; expected: the most that is accepted, a positive amount in quotes, in whole lots',
    ],
  ],
  [
    "an amount over 64 bits",
    [['cap: "1000"', 'cap: "18446744073709.551616"']],
    [
      'deal.yaml:39:10: books[0].cap: "18446744073709.551616" is too large: the most is 18446744073709.551615',
    ],
  ],
  [
    "a minimum above the cap",
    [['minimum: "100"', 'minimum: "1000.5"']],
    ["deal.yaml:38:14: books[0].minimum: 1000.50 is above the cap: use at most 1000.00"],
  ],
  [
    "a smallest ticket above the cap",
    [['min_ticket: "10"', 'min_ticket: "1001"']],
    ["deal.yaml:40:17: books[0].min_ticket: 1001.00 is above the cap: use at most 1000.00"],
  ],
  [
    "amounts that are not in whole lots",
    [['price: "2.50"', 'price: "3"']],
    [
      "deal.yaml:48:14: books[1].minimum: 25.00 is not in whole lots: at this price a lot is 0.03, so use 24.99 or 25.02",
      "deal.yaml:49:10: books[1].cap: 250.00 is not in whole lots: at this price a lot is 0.03, so use 249.99 or 250.02",
      "deal.yaml:50:17: books[1].min_ticket: 2.50 is not in whole lots: at this price a lot is 0.03, so use 2.49 or 2.52",
    ],
  ],
  [
    "more shares than can be counted",
    [
      ['price: "1.00"', 'price: "0.000001"'],
      ['cap: "1000"', 'cap: "18446744073709"'],
      ['min_ticket: "10"', 'min_ticket: "20000000000"'],
    ],
    [
      "deal.yaml:39:10: books[0].cap: at this price a full book issues more shares than the program can count: use at most 18446744.073709",
    ],
  ],
  [
    "an offer that ends before it begins",
    [["opens_at: +0s", "opens_at: +36h"]],
    ["deal.yaml:42:17: books[0].offer_ends: lies before opens_at: use the same time or a later one"],
  ],
  [
    "a deadline before the offer's end",
    [["deadline: 2030-01-02T00:00:00Z", "deadline: 2029-12-31T23:59:59Z"]],
    ["deal.yaml:53:15: books[1].deadline: lies before offer_ends: use the same time or a later one"],
  ],
  [
    "a deadline at once",
    [
      ["offer_ends: +1d", "offer_ends: +0s"],
      ["deadline: +2d", "deadline: +0s"],
    ],
    [
      "deal.yaml:42:17: books[0].offer_ends: leaves the offer open for less than a day, and it must be open for at least a day: use a later time",
      "deal.yaml:43:15: books[0].deadline: leaves no time for deposits: use an offset above 0, such as +14d",
    ],
  ],
  [
    "a time that does not exist",
    [["deadline: 2030-01-02T00:00:00Z", "deadline: 2030-02-29T00:00:00Z"]],
    [
      'deal.yaml:53:15: books[1].deadline: "2030-02-29T00:00:00Z" is not a time that exists: check day, month, hour and minute',
    ],
  ],
  [
    "a time without a zone",
    [["deadline: 2030-01-02T00:00:00Z", "deadline: 2030-01-02T00:00:00"]],
    [
      'deal.yaml:53:15: books[1].deadline: found "2030-01-02T00:00:00"; expected: when the offering ends by itself: a time such as 2027-01-31T17:00:00Z, or one counted from when the book opens, such as +21d (s, m, h, d or w)',
    ],
  ],
  [
    "terms by nothing",
    [["terms: { file: paper.txt }", "terms: {}"]],
    ["deal.yaml:45:12: books[0].terms: expected: the terms offered: either a file to hash or a sha256"],
  ],
];
