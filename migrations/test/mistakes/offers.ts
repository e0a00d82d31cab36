import { first, type Mistake, second } from "../support/deal-text.js";

/** Mistakes of prices, limits, times, leads and tips of books: the changes of the good deal, and all that is said about them. */
export const OFFER_MISTAKES: readonly Mistake[] = [
  [
    "no price",
    [['    price: "1.00"\n', ""]],
    ["deal.yaml:36:5: books[0]: expected: either price (fixed) or reported_price (a band)"],
  ],
  [
    "two prices",
    [first('reported_price: { lowest: "1", highest: "3", max_age: 1h, daily_limit: "5" }')],
    [
      "deal.yaml:36:5: books[0]: has more than one of them; expected: either price (fixed) or reported_price (a band)",
    ],
  ],
  [
    "a band upside down",
    [['price: "1.00"', 'reported_price: { lowest: "4", highest: "3", max_age: 1h, daily_limit: "5" }']],
    ["deal.yaml:37:31: books[0].reported_price.lowest: is above highest: use the same price or a lower one"],
  ],
  [
    "a reported price that is too coarse for the smallest ticket",
    [['price: "2.50"', 'reported_price: { lowest: "1", highest: "3", max_age: 1h, daily_limit: "5" }']],
    [
      "deal.yaml:50:17: books[1].min_ticket: one share base unit may cost more than a ten-thousandth of it: use at least 300.00, or more decimals for the tranche",
    ],
  ],
  [
    "a reported price of any age, and one that cannot move",
    [['price: "1.00"', 'reported_price: { lowest: "1", highest: "3", max_age: 0s, daily_limit: "0" }']],
    [
      "deal.yaml:37:59: books[0].reported_price.max_age: is 0: give a length of time such as 1d",
      'deal.yaml:37:76: books[0].reported_price.daily_limit: is 0: give at least "0.01"',
    ],
  ],
  [
    "a daily limit above the whole",
    [['price: "1.00"', 'reported_price: { lowest: "1", highest: "3", max_age: 1h, daily_limit: "100.01" }']],
    [
      'deal.yaml:37:76: books[0].reported_price.daily_limit: found "100.01"; expected: the most that the report may move in a day: percent from "0.01" to "100" with at most two places, in quotes, like "5"',
    ],
  ],
  [
    "limits below the smallest ticket",
    [first('max_ticket: "9"\n    owner_limit: "9.5"')],
    [
      "deal.yaml:45:17: books[0].max_ticket: 9.00 is below min_ticket: use at least 10.00",
      "deal.yaml:46:18: books[0].owner_limit: 9.50 is below min_ticket: use at least 10.00",
    ],
  ],
  [
    "a lead minimum above cap",
    [first('lead: { investor: sponsor, minimum: "1,001" }')],
    ["deal.yaml:45:41: books[0].lead.minimum: 1001.00 is above the cap: use at most 1000.00"],
  ],
  [
    "a lead minimum above what one owner may have",
    [first('owner_limit: "50"\n    lead: { investor: sponsor, minimum: "60" }')],
    [
      "deal.yaml:46:41: books[0].lead.minimum: 60.00 is above owner_limit, so the lead could never put it in line: use at most 50.00",
    ],
  ],
  [
    "a lead minimum in broken lots",
    [['price: "2.50"', 'price: "1.25"'], second('lead: { investor: sponsor, minimum: "30.01" }')],
    [
      "deal.yaml:55:41: books[1].lead.minimum: 30.01 is not in whole lots: at this price a lot is 0.0125, so use 30.00 or 30.0125",
    ],
  ],
  [
    "a lead that is nobody",
    [first('lead: { investor: "11111111111111111111111111111111", minimum: "60" }')],
    ["deal.yaml:45:23: books[0].lead.investor: is nobody's address: name who goes first, or leave lead out"],
  ],
  [
    "a lead without a minimum",
    [first("lead: { investor: sponsor }")],
    [
      "deal.yaml:45:11: books[0].lead.minimum: is missing: add it. Expected: what the lead puts in line before others deposit and keeps there once it has committed, a positive amount in quotes, in whole lots",
    ],
  ],
  [
    "a later deadline without a vote",
    [first("latest_deadline: +4d")],
    [
      "deal.yaml:45:22: books[0].latest_deadline: needs extension_vote, or nothing could extend the deadline to it: add it, or leave this out",
    ],
  ],
  [
    "a vote without a later deadline",
    [first('extension_vote: "65"')],
    [
      "deal.yaml:45:21: books[0].extension_vote: needs latest_deadline, a later one than the deadline: add it, or leave this out",
    ],
  ],
  [
    "a latest deadline that is none",
    [first('extension_vote: "65"\n    latest_deadline: +2d')],
    [
      "deal.yaml:46:22: books[0].latest_deadline: is not after the deadline: use a later time, or leave it out",
    ],
  ],
  [
    "a vote of all",
    [first('extension_vote: "100"\n    latest_deadline: +4d')],
    [
      'deal.yaml:45:21: books[0].extension_vote: a later deadline needs more than this part: use at most "99.99"',
    ],
  ],
  [
    "a vote of nobody",
    [first('extension_vote: "0"\n    latest_deadline: +4d')],
    ['deal.yaml:45:21: books[0].extension_vote: is 0: give at least "0.01"'],
  ],
  [
    "a vote by a float",
    [first("extension_vote: 66.7\n    latest_deadline: +4d")],
    [
      'deal.yaml:45:21: books[0].extension_vote: 66.7 is a floating-point number in YAML: write it in quotes, "66.7", so that it is read exactly',
    ],
  ],
  [
    "no offer and no period for one",
    [["    offer_ends: +1d\n", ""]],
    [
      "deal.yaml:36:5: books[0].offer_period: is missing: add it. Expected: how long an offer made later stays open before it may be locked, such as 20d (s, m, h, d or w); 3d if left out, at least 1d, and needed without offer_ends",
    ],
  ],
  [
    "an offer period that is longer than the book is open",
    [first("offer_period: 49h")],
    [
      "deal.yaml:45:19: books[0].offer_period: is longer than the book is open, so no offer could be made: use less",
    ],
  ],
  [
    "an offer period below a day",
    [first("offer_period: 23h")],
    [
      "deal.yaml:45:19: books[0].offer_period: is less than a day, and an offer must stay open for at least a day: use 1d or more",
    ],
  ],
  [
    "an offer that ends at once",
    [["offer_ends: +1d", "offer_ends: +0s"]],
    [
      "deal.yaml:42:17: books[0].offer_ends: leaves the offer open for less than a day, and it must be open for at least a day: use a later time",
    ],
  ],
  [
    "an offer that ends a second before its day is over",
    [
      ["opens_at: +0s", "opens_at: +12h"],
      ["offer_ends: +1d", "offer_ends: +129599s"],
    ],
    [
      "deal.yaml:42:17: books[0].offer_ends: leaves the offer open for less than a day, and it must be open for at least a day: use a later time",
    ],
  ],
  [
    "an offer period that is a moment",
    [first("offer_period: +2d")],
    [
      'deal.yaml:45:19: books[0].offer_period: found "+2d"; expected: how long an offer made later stays open before it may be locked, such as 20d (s, m, h, d or w); 3d if left out, at least 1d, and needed without offer_ends',
    ],
  ],
  [
    "a deadline when the book opens",
    [
      ["2025-01-01T00:00:00Z", "2030-01-02T00:00:00Z"],
      ["offer_ends: 2030-01-01T01:30:00+01:30", "offer_period: 1d"],
    ],
    [
      "deal.yaml:52:19: books[1].offer_period: is longer than the book is open, so no offer could be made: use less",
      "deal.yaml:53:15: books[1].deadline: leaves no time for deposits: use a time after opens_at",
    ],
  ],
  [
    "a budget without a tip",
    [first('tip_budget: "1"')],
    ["deal.yaml:45:17: books[0].tip_budget: has no tip to pay: add tip, or leave this out"],
  ],
  [
    "a budget below a tip",
    [first('tip: "0.01"\n    tip_budget: "0.009"')],
    ["deal.yaml:46:17: books[0].tip_budget: is below one tip, so none could be paid: use more"],
  ],
  [
    "a tip finer than a lamport",
    [first('tip: "0.0000000001"')],
    [
      'deal.yaml:45:10: books[0].tip: "0.0000000001" has too many decimal places: this mint has at most 9 digits after the point',
    ],
  ],
  [
    "too few places",
    [["line_places: 1000", "line_places: 15"]],
    [
      "deal.yaml:44:18: books[0].line_places: found 15; expected: how many tickets the line has room for, a whole number from 16 to 65536",
    ],
  ],
  [
    "places that smallest tickets fill before the cap",
    [["line_places: 1000", "line_places: 99"]],
    [
      "deal.yaml:44:18: books[0].line_places: the smallest tickets could fill 99 places before the cap: use at least 100, or leave it out",
    ],
  ],
  [
    "tickets so small that they fill the longest line before the cap",
    [
      ['min_ticket: "10"', 'min_ticket: "0.015258"'],
      ["    line_places: 1000\n", ""],
    ],
    [
      "deal.yaml:40:17: books[0].min_ticket: the smallest tickets could fill the longest line, of 65536 places, before the cap: use at least 0.015259",
    ],
  ],
  [
    "too many places",
    [["line_places: 1000", "line_places: 65_537"]],
    [
      'deal.yaml:44:18: books[0].line_places: found "65_537"; expected: how many tickets the line has room for, a whole number from 16 to 65536',
    ],
  ],
  [
    "an allocation that does not exist",
    [first("allocation: lottery")],
    [
      'deal.yaml:45:17: books[0].allocation: found "lottery"; expected: who gets in when more is committed than the cap takes: first-come, pro-rata or discretionary (what the sponsor approves); first-come if left out',
    ],
  ],
  [
    "a word for true",
    [first('accepts_freeze_authority: "yes"')],
    [
      'deal.yaml:45:31: books[0].accepts_freeze_authority: found "yes"; expected: whether mints with a freeze authority are accepted, true or false; false if left out',
    ],
  ],
];
