import { ADDRESS, type Mistake } from "../support/deal-text.js";

/** Mistakes of form and of the security itself: the changes of the good deal, and all that is said about them. */
export const FORM_MISTAKES: readonly Mistake[] = [
  [
    "a float",
    [['rate: "8.25"', "rate: 8.25"]],
    [
      'deal.yaml:16:11: tranches[0].rate: 8.25 is a floating-point number in YAML: write it in quotes, "8.25", so that it is read exactly',
    ],
  ],
  [
    "a float written with an exponent",
    [['cap: "1000"', "cap: 1e3"]],
    [
      'deal.yaml:39:10: books[0].cap: 1e3 is a floating-point number in YAML: write it in quotes, "1e3", so that it is read exactly',
    ],
  ],
  [
    "a misspelt field",
    [["min_ticket", "min_tickets"]],
    [
      "deal.yaml:36:5: books[0].min_ticket: is missing: add it. Expected: the smallest ticket, a positive amount in quotes, in whole lots",
      "deal.yaml:40:5: books[0].min_tickets: is not a field here. Did you mean min_ticket? The fields are tranche, allocation, price, reported_price, minimum, cap, min_ticket, max_ticket, owner_limit, opens_at, offer_ends, offer_period, draw_delay, deadline, latest_deadline, rights_until, lock_up, gated, group, requires_tests, extension_vote, lead, rewards, assets, accepts_freeze_authority, tip, tip_budget, line_places, terms",
    ],
  ],
  [
    "an unknown field",
    [["version: 1", "version: 1\nowner: me"]],
    [
      "deal.yaml:2:1: owner: is not a field here. The fields are version, id, sponsor, origin, document, roles, settlement_mint, destinations, qualifiers, protocols, min_distribution, payment_tip, escheat, draw, delivery_by, payout_mints, calendar, tranches, waterfall, triggers, loss_notice, pool_daily_limit, revolving_until, principal, sources, disclosures, governance, control, measures, conversions, books, payments",
    ],
  ],
  [
    "another version of the format",
    [["version: 1", "version: 2"]],
    ["deal.yaml:1:10: version: found 2; expected: the version of this format: 1"],
  ],
  [
    "an id over 64 bits",
    [["id: 7", "id: 18446744073709551616"]],
    ["deal.yaml:2:5: id: 18446744073709551616 is too large: the most is 18446744073709551615"],
  ],
  [
    "a document that is not there",
    [["file: paper.txt\nsettlement", "file: papers.txt\nsettlement"]],
    [
      "deal.yaml:5:9: document.file: cannot read the file papers.txt: there is none (paths start from the folder of the deal file)",
    ],
  ],
  [
    "a document by file and by hash",
    [["  file: paper.txt\nsettlement", `  file: paper.txt\n  sha256: "${"0".repeat(64)}"\nsettlement`]],
    [
      "deal.yaml:4:3: document: has more than one of them; expected: the offering document: a uri, with a file to hash or a sha256",
    ],
  ],
  [
    "a hash that is too short",
    [["000102", "0102"]],
    [
      'deal.yaml:56:15: books[1].terms.sha256: found "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"; expected: a SHA-256 in quotes, 64 hexadecimal digits',
    ],
  ],
  [
    "an address with a wrong letter",
    [["owner: sponsor", "owner: 0PjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"]],
    [
      'deal.yaml:9:12: destinations[0].owner: found "0PjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"; expected: whose associated token account is taken, an address or the word sponsor',
    ],
  ],
  [
    "an address of too few bytes",
    [["owner: sponsor", `owner: ${"1".repeat(33)}`]],
    [
      `deal.yaml:9:12: destinations[0].owner: "${"1".repeat(33)}" is not a Solana address: it does not decode to 32 bytes`,
    ],
  ],
  [
    "a destination named twice",
    [["  - owner: sponsor", "  - owner: sponsor\n  - owner: sponsor"]],
    ["deal.yaml:10:5: destinations[1]: repeats destinations[0]: name each destination once"],
  ],
  [
    "no destination",
    [["destinations:\n  - owner: sponsor", "destinations: []"]],
    [
      "deal.yaml:8:15: destinations: found an empty list; expected: one to four accounts that proceeds may be drawn to",
    ],
  ],
  [
    "a mint both given and created",
    [["{ decimals: 6 }", `{ decimals: 6 }\n  address: ${ADDRESS}`]],
    ["deal.yaml:8:3: settlement_mint.address: does not go with create: leave one of the two out"],
  ],
  [
    "a smallest distribution of nothing",
    [['min_distribution: "10"', 'min_distribution: "0.00"']],
    ["deal.yaml:10:19: min_distribution: is 0: give at least 0.000001"],
  ],
  [
    "a file of payments that is not there",
    [["books:", "payments: none.csv\nbooks:"]],
    [
      "deal.yaml:35:11: payments: cannot read the file none.csv: there is none (paths start from the folder of the deal file)",
    ],
  ],
  ...["0666", "0x1F", "+5", "-5", "0o17", "00"].map(
    (id): Mistake => [
      `a number written ${id}`,
      [["id: 7", `id: ${id}`]],
      [
        `deal.yaml:2:5: id: ${id} is ${id.startsWith("-") ? "a number with a sign" : `a number that YAML reads as ${Number(id)}`}: write it in decimal digits, without a sign or a zero in front`,
      ],
    ],
  ),
  [
    "an amount in another base",
    [['cap: "1000"', "cap: 0xC3500"]],
    [
      "deal.yaml:39:10: books[0].cap: 0xC3500 is a number that YAML reads as 800000: write it in decimal digits, without a sign or a zero in front",
    ],
  ],
  ...["0666", "+5", "-5", "1e6", "0x1F", "", "1000.", ".5", "1,00", "1_000,000", " 5", "5 "].map(
    (amount): Mistake => [
      `an amount of "${amount}" in quotes`,
      [['cap: "1000"', `cap: "${amount}"`]],
      [
        `deal.yaml:39:10: books[0].cap: found "${amount}"; expected: the most that is accepted, a positive amount in quotes, in whole lots`,
      ],
    ],
  ),
  [
    "a count and places with zeros in front",
    [
      ["decimals: 2", "decimals: 02"],
      ["line_places: 1000", "line_places: 016"],
    ],
    [
      "deal.yaml:28:15: tranches[1].decimals: 02 is a number that YAML reads as 2: write it in decimal digits, without a sign or a zero in front",
      "deal.yaml:44:18: books[0].line_places: 016 is a number that YAML reads as 16: write it in decimal digits, without a sign or a zero in front",
    ],
  ],
  [
    "a flag in another spelling",
    [["compounding: true", "compounding: True"]],
    ["deal.yaml:19:18: tranches[0].compounding: True is written true here"],
  ],
  [
    "a value with a tag",
    [['min_distribution: "10"', "min_distribution: !!str 10"]],
    [
      "deal.yaml:10:25: min_distribution: the tag tag:yaml.org,2002:str is not allowed here: write the value as it is",
    ],
  ],
  [
    "a name with a character that turns the direction of writing, escaped",
    [["name: Senior\n", 'name: "Sen\\u202Eior"\n']],
    [
      "deal.yaml:12:11: tranches[0].name: has a character that turns the direction of writing (U+202E): take it out",
    ],
  ],
  [
    "a symbol with a NUL, escaped, and a name over two lines",
    [
      ["name: Senior\n", 'name: "Sen\\nior"\n'],
      ["symbol: SEN", 'symbol: "S\\0N"'],
    ],
    [
      "deal.yaml:12:11: tranches[0].name: has a tab or a line break: take it out",
      "deal.yaml:13:13: tranches[0].symbol: has a NUL character (U+0000): take it out",
    ],
  ],
  ["a field twice", [["id: 7", "id: 7\nid: 8"]], ["deal.yaml:3:1: Map keys must be unique"]],
  [
    "an alias",
    [["id: 7", "id: &number 7\nsponsor: *number"]],
    ["deal.yaml:3:10: sponsor: the alias *number is not allowed here: write the value out"],
  ],
];
