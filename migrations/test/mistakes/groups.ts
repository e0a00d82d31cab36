import { type Edit, first, type Mistake, second } from "../support/deal-text.js";

/** The second book's times are the first's, so that only what a case changes is wrong. */
const SAME: Edit = [
  "    opens_at: 2025-01-01T00:00:00Z\n    offer_ends: 2030-01-01T01:30:00+01:30\n    deadline: 2030-01-02T00:00:00Z\n",
  "    opens_at: +0s\n    offer_ends: +1d\n    deadline: +2d\n",
];

/** Mistakes of books that close together, and of a delivery that proceeds wait for. */
export const GROUP_MISTAKES: readonly Mistake[] = [
  [
    "a group of one book",
    [first("group: 1")],
    [
      "deal.yaml:45:12: books[0].group: is of this book alone: two books or more close together, so give another one group 1 too, or leave this out",
    ],
  ],
  [
    "books that close together and do not open and end at the same time",
    [first("group: 1"), second("group: 1")],
    [
      "deal.yaml:52:15: books[1].opens_at: is not that of books[0]: books that close together open and end at the same time, so use the same",
      "deal.yaml:54:15: books[1].deadline: is not that of books[0]: books that close together open and end at the same time, so use the same",
    ],
  ],
  [
    "books that close together and are open for less than two days",
    [
      [
        "    opens_at: +0s\n    offer_ends: +1d\n    deadline: +2d\n",
        "    opens_at: +1h\n    offer_ends: +25h\n    deadline: +2d\n    group: 2\n",
      ],
      [
        "    opens_at: 2025-01-01T00:00:00Z\n    offer_ends: 2030-01-01T01:30:00+01:30\n    deadline: 2030-01-02T00:00:00Z\n",
        "    opens_at: +1h\n    offer_ends: +25h\n    deadline: +2d\n    group: 2\n",
      ],
    ],
    [
      "deal.yaml:43:15: books[0].deadline: leaves less than two days for books that close together: they are opened one after the other, and the offer of each stays open for a day, so use a later time",
    ],
  ],
  [
    "a vote on the end of books that close together",
    [SAME, first('group: 1\n    latest_deadline: +4d\n    extension_vote: "65"'), second("group: 1")],
    [
      "deal.yaml:46:22: books[0].latest_deadline: does not go with group: no vote moves the end of books that close together, so leave it out",
    ],
  ],
  [
    "tests of a book that closes by itself",
    [first("requires_tests: true")],
    [
      "deal.yaml:45:21: books[0].requires_tests: does not go without group: a book that closes by itself requires no tests, so leave it out",
    ],
  ],
  [
    "tests that one book of a group requires, and another does not",
    [SAME, first("group: 1\n    requires_tests: true"), second("group: 1")],
    [
      "deal.yaml:46:21: books[0].requires_tests: asks for tests, and this deal has none: give it a trigger of subordination or of collateral or a test of collateral, or leave this out",
      "deal.yaml:48:5: books[1].requires_tests: is not that of books[0]: books that close together all require the tests, or none does, so use the same",
    ],
  ],
  [
    "tests that can never hold",
    [
      SAME,
      first("group: 1\n    requires_tests: true"),
      second("group: 1\n    requires_tests: true"),
      ["books:\n", 'triggers:\n  - { test: subordination, protects: Senior, least: "20" }\nbooks:\n'],
    ],
    [
      "deal.yaml:36:5: triggers[0]: holds at no filling of the books, which require it: they could never be locked, so raise the caps behind what it protects, lower the minimums ahead, or ask for less",
    ],
  ],
  [
    "a delivery that is due while a book can still be locked",
    [["min_distribution:", "delivery_by: +9d\nmin_distribution:"]],
    [
      "deal.yaml:10:14: delivery_by: is not more than a week after books[0].deadline: the book could be locked even later, and its money could then only go back, so give a later day",
    ],
  ],
  [
    "a delivery on a day that there is not",
    [["min_distribution:", "delivery_by: 2031-02-30\nmin_distribution:"]],
    [
      'deal.yaml:10:14: delivery_by: "2031-02-30" is not a day from 1970-01-01 to 2200-01-01: check year, month and day',
    ],
  ],
];
