import { type Edit, first, type Mistake, second } from "../support/deal-text.js";

/** A book of the junior tranche before the others, at 3.00 a share: the good deal's own is a later one. */
const EARLIER: Edit = [
  "books:\n",
  `books:
  - tranche: Junior
    price: "3.00"
    minimum: "30"
    cap: "300"
    min_ticket: "3"
    opens_at: +0s
    offer_ends: +1d
    deadline: +2d
    line_places: 1000
    terms: { file: paper.txt }
`,
];
/** The later one at the same price. */
const DEAR: Edit = [
  'price: "2.50"\n    minimum: "25"\n    cap: "250"\n    min_ticket: "2.5"',
  'price: "3.00"\n    minimum: "30"\n    cap: "300"\n    min_ticket: "3"',
];

/** Mistakes of how many shares there may be, and of books of a tranche that has holders. */
export const LATER_MISTAKES: readonly Mistake[] = [
  [
    "fewer shares authorised than a book sells",
    [["    decimals: 6\n", '    decimals: 6\n    authorised: "999.999999"\n']],
    [
      "deal.yaml:23:17: tranches[0].authorised: 999.999999 is below what the books, rewards, warrants and conversions of this file can issue: use at least 1000.00",
    ],
  ],
  [
    "fewer shares authorised than books and warrants can issue together",
    [
      ["    decimals: 2\n", '    decimals: 2\n    authorised: "105"\n'],
      second(
        'rewards: [{ pay: warrants, strike: "3", expires: 2031-01-01T00:00:00Z, curve: [{ money: "100", reward: "6" }] }]',
      ),
    ],
    [
      "deal.yaml:29:17: tranches[1].authorised: 105.00 is below what the books, rewards, warrants and conversions of this file can issue: use at least 106.00",
    ],
  ],
  [
    "a tranche that nothing sells, and no number of its shares",
    [["  - tranche: Junior\n", "  - tranche: Senior\n"]],
    [
      'deal.yaml:24:5: tranches[1].authorised: is missing: nothing in the file issues shares of "Junior", so say how many may ever exist',
    ],
  ],
  [
    "a later book below the one before it",
    [EARLIER],
    [
      "deal.yaml:57:12: books[2].price: 2.50 is below what books[0] asks for the same shares: use at least 3.00, or give the holders the first right with rights_until",
    ],
  ],
  [
    "the first right in the first book",
    [first("rights_until: +10d")],
    [
      "deal.yaml:45:19: books[0].rights_until: is of a tranche that nobody holds yet: leave it out in the first book of a tranche",
    ],
  ],
  [
    "rights of less than ten days, pro rata and behind a lead",
    [
      EARLIER,
      DEAR,
      ["    opens_at: 2025-01-01T00:00:00Z\n", "    opens_at: 2029-12-25T00:00:00Z\n"],
      second(
        'rights_until: 2030-01-01T00:00:01Z\n    allocation: pro-rata\n    lead: { investor: sponsor, minimum: "3" }',
      ),
    ],
    [
      "deal.yaml:65:19: books[2].rights_until: leaves the holders less than ten days from opens_at: use a later time",
      "deal.yaml:66:17: books[2].allocation: is not first-come: where holders go first, who is first in line gets in",
      "deal.yaml:67:11: books[2].lead: would go before the holders: leave it out, or rights_until",
    ],
  ],
  [
    "rights past the end of the offer",
    [EARLIER, DEAR, second("rights_until: 2030-01-01T00:00:01Z")],
    ["deal.yaml:65:19: books[2].rights_until: lies after offer_ends: use the same time or an earlier one"],
  ],
  [
    "rights without an offer",
    [
      EARLIER,
      ["    offer_ends: 2030-01-01T01:30:00+01:30\n", "    offer_period: 1d\n"],
      second("rights_until: 2026-01-01T00:00:00Z"),
    ],
    ["deal.yaml:65:19: books[2].rights_until: needs an offer that the holders can commit to: add offer_ends"],
  ],
];
