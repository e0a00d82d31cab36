import type { Edit, Mistake } from "../support/deal-text.js";

function renameTier(kind: string): Edit {
  return [`pay: ${kind}, tranche: Senior`, `pay: ${kind}, tranche: Ääääääääääääääääää`];
}

function renameBook(): Edit {
  return ["- tranche: Senior", "- tranche: Ääääääääääääääääää"];
}

/** Mistakes of tranches and waterfall: the changes of the good deal, and all that is said about them. */
export const STRUCTURE_MISTAKES: readonly Mistake[] = [
  [
    "a name too long in bytes",
    [
      ["name: Senior", "name: Ääääääääääääääääää"],
      ...["interest", "arrears", "principal"].map(renameTier),
      renameBook(),
    ],
    [
      "deal.yaml:12:11: tranches[0].name: has 36 bytes: use at most 32; letters outside ASCII take two to four",
    ],
  ],
  [
    "a symbol too long",
    [["symbol: SEN", "symbol: SENIORSENIOR"]],
    [
      'deal.yaml:13:13: tranches[0].symbol: found "SENIORSENIOR"; expected: the symbol of the share mint, 1 to 10 bytes',
    ],
  ],
  [
    "a symbol used twice",
    [["symbol: JUN", "symbol: SEN"]],
    [
      'deal.yaml:25:13: tranches[1].symbol: "SEN" is taken by tranches[0].symbol: give each tranche and each wrapper its own',
    ],
  ],
  [
    "a rate with five places",
    [['"8.25"', '"8.25555"']],
    [
      'deal.yaml:16:11: tranches[0].rate: found "8.25555"; expected: interest in percent a year, from "0" to "1000" with at most four places, in quotes, like "8.25"',
    ],
  ],
  [
    "a rate above the highest",
    [['"8.25"', '"1000.01"']],
    ["deal.yaml:16:11: tranches[0].rate: 1000.01 % a year is too high: the most is 1000"],
  ],
  [
    "debt without par and day count",
    [
      ['    par: "1.00"\n', ""],
      ["    day_count: act/365\n", ""],
    ],
    [
      "deal.yaml:12:5: tranches[0].day_count: is missing: add it. Expected: how interest days are counted: act/365, act/360, 30e/360, 30/360 (US) or act/act (ISDA)",
      'deal.yaml:12:5: tranches[0].par: is missing: add it. Expected: the principal of one whole share, a positive amount in settlement units in quotes, like "1.00"',
    ],
  ],
  [
    "debt without maturity",
    [["    maturity: 2030-06-30\n", ""]],
    ["deal.yaml:12:5: tranches[0]: expected: of a debt tranche either maturity or term_months"],
  ],
  [
    "a maturity that is no day",
    [["2030-06-30", "2030-06-31"]],
    [
      'deal.yaml:20:15: tranches[0].maturity: "2030-06-31" is not a day from 1970-01-01 to 2200-01-01: check year, month and day',
    ],
  ],
  [
    "a maturity beyond the program's calendar",
    [["2030-06-30", "2200-01-02"]],
    [
      'deal.yaml:20:15: tranches[0].maturity: "2200-01-02" is not a day from 1970-01-01 to 2200-01-01: check year, month and day',
    ],
  ],
  [
    "equity with a rate",
    [["kind: equity", 'kind: equity\n    rate: "1"']],
    [
      "deal.yaml:28:5: tranches[1].rate: belongs to debt and covers: leave it out, or use preferred_return and par for the equity's own capital",
    ],
  ],
  [
    "a tier for a tranche that is not there",
    [["interest, tranche: Senior", "interest, tranche: Seniar"]],
    [
      'deal.yaml:31:31: waterfall[0].tranche: no tranche is named "Seniar": the tranches are "Senior", "Junior"',
    ],
  ],
  [
    "a tier twice",
    [["pay: principal", "pay: interest"]],
    ["deal.yaml:33:5: waterfall[2]: repeats waterfall[0]: leave one of them out"],
  ],
  [
    "a residual in the middle",
    [["pay: principal", "pay: residual"]],
    [
      "deal.yaml:33:5: waterfall[2]: the residual takes all that is left, so nothing reaches the tiers after it: have one, and put it last",
    ],
  ],
  [
    "no residual",
    [["  - { pay: residual, tranche: Junior }\n", ""]],
    [
      'deal.yaml:31:3: waterfall: pays nothing to "Junior": add a tier for each tranche',
      "deal.yaml:33:12: waterfall[2].pay: the last tier must pay the residual, or some money would have nowhere to go",
    ],
  ],
  [
    "interest for equity",
    [["interest, tranche: Senior", "interest, tranche: Junior"]],
    [
      "deal.yaml:31:12: waterfall[0].pay: an equity tranche without par has no interest: leave the tier out, or give it a par",
    ],
  ],
  [
    "a kind of tier that does not exist",
    [["pay: interest", "pay: intrest"]],
    [
      'deal.yaml:31:12: waterfall[0].pay: found "intrest"; expected: what the tier pays: interest, arrears, principal, service, sweep, capital, deficiency, residual, fee, expense, reserve, cover, carry, split or share',
    ],
  ],
];
