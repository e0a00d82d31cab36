import { type Edit, first, type Mistake, PERSON } from "../support/deal-text.js";

const CLASS = "    decimals: 2\n    # Nothing else is said of the class.\n";
/** Rules of the junior class, at line 30 on. */
const transfers = (...lines: readonly string[]): Edit => [
  CLASS,
  `    decimals: 2\n    transfers:\n${lines.map((line) => `      ${line}\n`).join("")}`,
];
const QUALIFIED: Edit = ["id: 7\n", `id: 7\nqualifiers: [${PERSON}]\n`];
const REGISTERING: Edit = ["id: 7\n", `id: 7\nqualifiers: [${PERSON}]\nprotocols: { days: 7 }\n`];
/** Disclosures, at line 3 on. */
const disclosures = (...lines: readonly string[]): Edit => [
  "id: 7\n",
  `id: 7\ndisclosures:\n${lines.map((line) => `  - { ${line} }\n`).join("")}`,
];

/** Mistakes of rules of transfers, disclosures and lock-ups: the changes, and all that is said about them. */
export const TRANSFER_MISTAKES: readonly Mistake[] = [
  [
    "limits of holders where protocols register",
    [transfers("max_holders: 9", 'max_shares: "5"'), REGISTERING],
    [
      "deal.yaml:32:20: tranches[1].transfers.max_holders: counts persons, and protocols may register in this deal, of which nobody says which are one: leave it out, or leave protocols out",
      "deal.yaml:33:19: tranches[1].transfers.max_shares: counts persons, and protocols may register in this deal, of which nobody says which are one: leave it out, or leave protocols out",
    ],
  ],
  [
    "windows of no kind",
    [transfers("windows: sometimes")],
    [
      'deal.yaml:30:16: tranches[1].transfers.windows: found "sometimes"; expected: when owners may transfer and wrap: always, never, in windows that come every so many months (every, from, open) or in ranges of days (ranges); always if left out',
    ],
  ],
  [
    "windows that do not say when",
    [transfers("windows: { every: quarterly }")],
    [
      "deal.yaml:30:16: tranches[1].transfers.windows.from: is missing: windows that come regularly have every, from and open, others have ranges",
      "deal.yaml:30:16: tranches[1].transfers.windows.open: is missing: windows that come regularly have every, from and open, others have ranges",
    ],
  ],
  [
    "a window as long as a month, after what is not published",
    [transfers("windows: { every: monthly, from: 2027-02-30, open: 28d, after: [report] }")],
    [
      "deal.yaml:30:58: tranches[1].transfers.windows.open: is 28 days, as long as 1 month can be: the most is 27d",
      'deal.yaml:30:71: tranches[1].transfers.windows.after[0]: no disclosure is named "report": say in disclosures what is published, by whom and when',
    ],
  ],
  [
    "windows beyond ranges, and a field of others",
    [transfers("windows: { every: 13, from: 2160-01-01, open: 0d, until: 2027-01-01 }")],
    [
      "deal.yaml:30:25: tranches[1].transfers.windows.every: found 13; expected: how often a window comes: monthly, quarterly, semi-annual, annual, or a number of months from 1 to 12",
      'deal.yaml:30:35: tranches[1].transfers.windows.from: "2160-01-01" is not a day from 1970-01-01 to 2149-06-06: check year, month and day',
      "deal.yaml:30:53: tranches[1].transfers.windows.open: is 0 days: give 1d or more",
      "deal.yaml:30:57: tranches[1].transfers.windows.until: is not a field here. The fields are every, from, open, ranges, after",
    ],
  ],
  [
    "windows that come regularly and do not",
    [transfers("windows: { every: 3, from: 2027-01-01, ranges: [{ from: 2027-01-01, until: 2027-01-01 }] }")],
    [
      "deal.yaml:30:54: tranches[1].transfers.windows.ranges: does not go with every: windows come regularly or on days of their own, so leave one out",
    ],
  ],
  [
    "ranges of days out of order",
    [
      transfers(
        "windows: { open: 3d, ranges: [{ from: 2027-01-01, until: 2027-01-01 }, { from: 2027-02-01, until: 2027-03-01 }, { from: 2027-02-28, until: 2027-04-01 }] }",
      ),
    ],
    [
      "deal.yaml:30:24: tranches[1].transfers.windows.open: is of windows that come regularly: leave it out, or say every instead of ranges",
      "deal.yaml:30:64: tranches[1].transfers.windows.ranges[0].until: is not after from: name the day after its last",
      "deal.yaml:30:127: tranches[1].transfers.windows.ranges[2].from: is not after the day on which the window before it closes: put them in order, a day or more apart",
    ],
  ],
  [
    "rules by credentials where none is required",
    [
      transfers(
        "categories: [{ name: a, number: 1 }]",
        "moves: [{ by: a, to: [a] }]",
        "refused_countries: [US]",
        "sender_qualified: true",
        "max_holders: 9",
      ),
    ],
    [
      "deal.yaml:30:19: tranches[1].transfers.categories: needs credentials, and this deal has no qualifiers: name some, or leave it out",
      "deal.yaml:31:14: tranches[1].transfers.moves: needs credentials, and this deal has no qualifiers: name some, or leave it out",
      "deal.yaml:32:26: tranches[1].transfers.refused_countries: needs credentials, and this deal has no qualifiers: name some, or leave it out",
      "deal.yaml:33:25: tranches[1].transfers.sender_qualified: needs credentials, and this deal has no qualifiers: name some, or leave it out",
      "deal.yaml:34:20: tranches[1].transfers.max_holders: needs credentials, and this deal has no qualifiers: name some, or leave it out",
    ],
  ],
  [
    "categories that repeat each other, and move nothing",
    [
      QUALIFIED,
      transfers("categories: [{ name: a, number: 1 }, { name: a, number: 1 }, { name: b, number: 8 }]"),
    ],
    [
      "deal.yaml:31:19: tranches[1].transfers.categories: allow nothing and refuse nothing: say with moves which may transfer to which, or leave them out",
      'deal.yaml:31:52: tranches[1].transfers.categories[1].name: "a" is taken by tranches[1].transfers.categories[0].name: give each category its own',
      'deal.yaml:31:63: tranches[1].transfers.categories[1].number: "1" is taken by tranches[1].transfers.categories[0].number: give each category its own',
      "deal.yaml:31:87: tranches[1].transfers.categories[2].number: found 8; expected: the number that credentials state, a whole number from 0 to 7",
    ],
  ],
  [
    "moves of categories that are not named, and from two days",
    [
      QUALIFIED,
      transfers(
        "categories: [{ name: a, number: 1 }, { name: b, number: 2 }]",
        "moves:",
        "  - { by: a, to: [a, c] }",
        "  - { by: a, to: [b], from: 2028-01-01 }",
        "  - { by: b, to: [b], from: +365d }",
        "  - { by: b, to: [a], from: 2028-02-31 }",
      ),
    ],
    [
      'deal.yaml:33:28: tranches[1].transfers.moves[0].to[1]: no category is named "c": the categories are "a", "b"',
      "deal.yaml:35:35: tranches[1].transfers.moves[2].from: differs from tranches[1].transfers.moves[1].from: a tranche has one day from which more moves are allowed",
      'deal.yaml:36:35: tranches[1].transfers.moves[3].from: "2028-02-31" is not a day from 1970-01-01 to 2200-01-01: check year, month and day',
    ],
  ],
  [
    "moves without categories",
    [QUALIFIED, transfers("moves: [{ by: a, to: [a] }]")],
    [
      'deal.yaml:31:21: tranches[1].transfers.moves[0].by: no category is named "a": name it in categories, with the number that credentials state',
      'deal.yaml:31:29: tranches[1].transfers.moves[0].to[0]: no category is named "a": name it in categories, with the number that credentials state',
    ],
  ],
  [
    "countries, amounts and times out of range",
    [
      QUALIFIED,
      transfers(
        "refused_countries: [US, 840, XX, 999, Us]",
        'daily_limit: "0.001"',
        "insiders_lock_up: 3654d",
        'retention: { owner: nobody, shares: "0" }',
      ),
    ],
    [
      "deal.yaml:31:31: tranches[1].transfers.refused_countries[1]: repeats tranches[1].transfers.refused_countries[0]: name each country once",
      "deal.yaml:31:36: tranches[1].transfers.refused_countries[2]: XX is no country of ISO 3166-1: use its two letters, like US, or its number, like 840",
      "deal.yaml:31:40: tranches[1].transfers.refused_countries[3]: 999 is no country of ISO 3166-1: use its two letters, like US, or its number, like 840",
      'deal.yaml:31:45: tranches[1].transfers.refused_countries[4]: found "Us"; expected: a country by ISO 3166-1: its two letters, like US, or its number, like 840',
      'deal.yaml:32:20: tranches[1].transfers.daily_limit: "0.001" has too many decimal places: this mint has at most 2 digits after the point',
      "deal.yaml:33:25: tranches[1].transfers.insiders_lock_up: is 3654 days: the most is 3653d",
      'deal.yaml:34:27: tranches[1].transfers.retention.owner: found "nobody"; expected: who keeps them: an address or the word sponsor',
      "deal.yaml:34:43: tranches[1].transfers.retention.shares: is 0: give at least 0.01",
    ],
  ],
  [
    "disclosures that repeat each other, and are due at no time",
    [
      disclosures(
        "name: report, kind: 1, every: weekly, from: 2027-13-01, due: 65536d",
        "name: report, kind: 1, every: 12, from: 2027-12-31, due: 0d, attestor: me",
        "name: other, kind: 8, every: annual, from: 2027-12-31",
      ),
    ],
    [
      'deal.yaml:4:37: disclosures[0].every: found "weekly"; expected: how long its periods are: monthly, quarterly, semi-annual, annual, or a number of months from 1 to 12',
      'deal.yaml:4:51: disclosures[0].from: "2027-13-01" is not a day from 1970-01-01 to 2149-06-06: check year, month and day',
      "deal.yaml:4:68: disclosures[0].due: is 65536 days: the most is 366d",
      'deal.yaml:5:13: disclosures[1].name: "report" is taken by disclosures[0].name: give each kind of disclosure its own',
      'deal.yaml:5:27: disclosures[1].kind: "1" is taken by disclosures[0].kind: give each kind of disclosure its own',
      "deal.yaml:5:64: disclosures[1].due: is 0 days: give 1d or more",
      'deal.yaml:5:78: disclosures[1].attestor: found "me"; expected: who posts it: an address or the word sponsor; the sponsor if left out',
      "deal.yaml:6:5: disclosures[2].due: is missing: add it. Expected: how long after the last day of a period it is due, whole days such as 90d, at most 366d",
      "deal.yaml:6:26: disclosures[2].kind: found 8; expected: its number on chain, a whole number from 0 to 7 that no other kind of the deal has",
    ],
  ],
  [
    "a lock-up out of range",
    [first("lock_up: { cliff: 0d, vesting: 3654d }")],
    [
      "deal.yaml:45:23: books[0].lock_up.cliff: is 0 days: give 1d or more",
      "deal.yaml:45:36: books[0].lock_up.vesting: is 3654 days: the most is 3653d",
    ],
  ],
  [
    "a lock-up of nothing",
    [first("lock_up: {}")],
    [
      "deal.yaml:45:14: books[0].lock_up: found a group of fields; expected: for how long the shares that the book delivers cannot be transferred or wrapped: a cliff, vesting or both, from the day of the lock; not at all if left out",
    ],
  ],
  [
    "retentions of more than there is",
    [
      [
        "    decimals: 6\n    # Nothing",
        '    decimals: 6\n    authorised: "1000"\n    transfers: { retention: { owner: sponsor, shares: "1000.01" } }\n    # Nothing',
      ],
      transfers('retention: { owner: sponsor, shares: "100.01" }'),
    ],
    [
      "deal.yaml:24:55: tranches[0].transfers.retention.shares: is above the authorised 1000.00: there are never more",
      "deal.yaml:32:44: tranches[1].transfers.retention.shares: is above the authorised 100.00: there are never more",
    ],
  ],
  [
    "a retention where there is no debt",
    [
      [
        '    kind: debt\n    rate: "8.25"\n    day_count: act/365\n    amortisation: bullet\n    compounding: true\n    maturity: 2030-06-30\n    par: "1.00"\n',
        "    kind: equity\n",
      ],
      transfers('retention: { owner: sponsor, shares: "1" }'),
    ],
    [
      "deal.yaml:24:18: tranches[1].transfers.retention: is for as long as debt is outstanding, and the deal has none: leave it out",
      "deal.yaml:26:12: waterfall[0].pay: an equity tranche without par has no interest: leave the tier out, or give it a par",
      "deal.yaml:27:12: waterfall[1].pay: an equity tranche without par has no arrears: leave the tier out, or give it a par",
      "deal.yaml:28:12: waterfall[2].pay: an equity tranche without par has no principal: leave the tier out, or give it a par",
    ],
  ],
  [
    "rules that units of a wrapper would break",
    [
      [
        CLASS,
        `    decimals: 2\n    reach: { wrapped: { name: W, symbol: W, uri: https://example.com } }\n    transfers: { daily_limit: "5" }\n`,
      ],
      [
        "    decimals: 6\n    # Nothing",
        "    decimals: 6\n    reach: { wrapped: { name: V, symbol: V, uri: https://example.com } }\n    transfers: { windows: never }\n    # Nothing",
      ],
    ],
    [
      "deal.yaml:23:23: tranches[0].reach.wrapped: does not go with tranches[0].transfers.windows: units of a wrapper move at any time, in any number and to anyone; leave one of them out",
      "deal.yaml:31:23: tranches[1].reach.wrapped: does not go with tranches[1].transfers.daily_limit: units of a wrapper move at any time, in any number and to anyone; leave one of them out",
    ],
  ],
  [
    "limits of holders out of range, and of a wrapper",
    [
      [
        CLASS,
        `    decimals: 2\n    reach: { wrapped: { name: W, symbol: W, uri: https://example.com } }\n    transfers: { max_holders: 9 }\n`,
      ],
      [
        "    decimals: 6\n    # Nothing",
        '    decimals: 6\n    transfers: { max_holders: 0, max_shares: "0" }\n    # Nothing',
      ],
    ],
    [
      "deal.yaml:23:31: tranches[0].transfers.max_holders: found 0; expected: the most persons that can have a place to receive shares, a whole number from 1; no limit if left out",
      "deal.yaml:23:46: tranches[0].transfers.max_shares: is 0: give at least 0.000001",
      "deal.yaml:30:23: tranches[1].reach.wrapped: does not go with tranches[1].transfers.max_holders: units of a wrapper move at any time, in any number and to anyone; leave one of them out",
      "deal.yaml:31:31: tranches[1].transfers.max_holders: needs credentials, and this deal has no qualifiers: name some, or leave it out",
    ],
  ],
  [
    "a gate where shares require no credential",
    [first("gated: true")],
    [
      "deal.yaml:45:12: books[0].gated: needs credentials, and this deal has no qualifiers: name some, or leave it out",
    ],
  ],
];
