import type { Edit, Mistake } from "../support/deal-text.js";

const TIERS = `  - { pay: interest, tranche: Senior }
  - { pay: arrears, tranche: Senior }
  - { pay: principal, tranche: Senior }
  - { pay: residual, tranche: Junior }
`;
const tiers = (...lines: readonly string[]): Edit => [
  TIERS,
  lines.map((line) => `  - { ${line} }\n`).join(""),
];
const JUNIOR = "    kind: equity\n    decimals: 2\n";
/** The second tranche as a debt like the first, pari passu with it; one line more for each that is given. */
const beside: Edit = [
  JUNIOR,
  `    kind: debt
    rate: "5"
    day_count: act/365
    amortisation: sweep
    maturity: 2030-06-30
    par: "1.00"
    pari_passu: true
    decimals: 2
`,
];
/** The second tranche with a capital. */
const withPar: Edit = [JUNIOR, '    kind: equity\n    par: "2.50"\n    decimals: 2\n'];

/** Mistakes of pari passu tranches, of tiers that stand for several, and of participations: the changes, and what is said. */
export const PARI_PASSU_MISTAKES: readonly Mistake[] = [
  [
    "a first tranche pari passu with none",
    [
      [
        "    # Nothing else is said of the class.\n  - name: Junior",
        "    pari_passu: true\n  - name: Junior",
      ],
    ],
    ["deal.yaml:23:17: tranches[0].pari_passu: is of the first tranche, which none is before: leave it out"],
  ],
  [
    "equity pari passu with debt",
    [
      [JUNIOR, '    kind: equity\n    par: "2.50"\n    pari_passu: true\n    decimals: 2\n'],
      tiers("pay: service, tranche: Senior", "pay: sweep, tranche: Junior", "pay: residual, tranche: Junior"),
    ],
    [
      'deal.yaml:29:17: tranches[1].pari_passu: "Senior" before it is debt, and this is equity: only tranches of one kind are pari passu',
    ],
  ],
  [
    "a cover pari passu with anybody",
    [
      [JUNIOR, '    kind: cover\n    par: "2.50"\n    pari_passu: true\n    decimals: 2\n'],
      [
        "  - { pay: residual, tranche: Junior }\n",
        "  - { pay: cover, tranche: Junior }\n  - { pay: residual, tranche: Senior }\n",
      ],
    ],
    ["deal.yaml:29:5: tranches[1].pari_passu: belongs to debt and to equity with a par: leave it out"],
  ],
  [
    "tiers of peers apart, and different ones that repay it, and a test that protects one of two",
    [
      beside,
      tiers(
        "pay: interest, tranche: Senior",
        "pay: arrears, tranche: Senior",
        "pay: interest, tranche: Junior",
        "pay: arrears, tranche: Junior",
        'test: interest, protects: Senior, least: "110"',
        "pay: sweep, tranche: Senior",
        "pay: principal, tranche: Junior",
        "pay: residual, tranche: Junior",
      ),
    ],
    [
      'deal.yaml:37:3: waterfall: pays principal of "Junior" and not of "Senior", which is pari passu with it: repay both by the same kinds of tiers',
      'deal.yaml:39:31: waterfall[2].tranche: "Junior" is pari passu with "Senior", whose interest waterfall[0] pays: put these tiers in a row, in the order of the tranches',
      'deal.yaml:40:30: waterfall[3].tranche: "Junior" is pari passu with "Senior", whose arrears waterfall[1] pays: put these tiers in a row, in the order of the tranches',
      'deal.yaml:41:33: waterfall[4].protects: "Junior" is pari passu with it, which is protected as a whole: name that tranche',
    ],
  ],
  [
    "service behind what repays it and behind interest of a junior",
    [
      [JUNIOR, '    kind: cover\n    rate: "5"\n    day_count: act/365\n    par: "2.50"\n    decimals: 2\n'],
      tiers(
        "pay: sweep, tranche: Senior",
        "pay: interest, tranche: Junior",
        "pay: service, tranche: Senior",
        "pay: arrears, tranche: Junior",
        "pay: residual, tranche: Junior",
      ),
    ],
    [
      'deal.yaml:36:30: waterfall[2].tranche: "Senior" is senior to "Junior", whose interest waterfall[1] pays: put this tier before that',
    ],
  ],
  [
    "service beside what it stands for",
    [
      tiers(
        "pay: interest, tranche: Senior",
        "pay: service, tranche: Senior",
        "pay: residual, tranche: Junior",
      ),
    ],
    [
      'deal.yaml:32:12: waterfall[1].pay: service stands for interest, arrears and principal of "Senior", and waterfall[0] pays it too: leave one of them out',
    ],
  ],
  [
    "participations by no capital, with itself, and with one that gets nothing behind it",
    [
      tiers(
        "pay: service, tranche: Senior",
        "pay: participation, tranche: Junior, with: [Junior, Senior]",
        'pay: participation, tranche: Senior, with: [Junior], gives_up: "100", multiplier: "0"',
        "pay: residual, tranche: Junior",
      ),
    ],
    [
      "deal.yaml:32:36: waterfall[1].tranche: has no capital that a participation could go by: give it a par, or pay it a split",
      "deal.yaml:32:51: waterfall[1].with[0]: is the tranche that takes the participation: name the others",
      "deal.yaml:32:59: waterfall[1].with[1]: gets no part of what is left: pay it a participation, a split or the residual after waterfall[1]",
      'deal.yaml:33:89: waterfall[2].multiplier: is 0, so that its capital would not count: give at least "0.01"',
    ],
  ],
  [
    "participations that name themselves, one twice, and one that is paid before",
    [
      withPar,
      tiers(
        "pay: service, tranche: Senior",
        "pay: sweep, tranche: Junior",
        "pay: participation, tranche: Senior, with: [Senior, Junior, Junior]",
        'pay: participation, tranche: Junior, with: [Senior], gives_up: "100"',
        "pay: residual, tranche: Junior",
      ),
    ],
    [
      "deal.yaml:34:51: waterfall[2].with[0]: is the tranche that takes the participation: name the others",
      "deal.yaml:34:67: waterfall[2].with[2]: is named already: name each other tranche once",
      "deal.yaml:35:51: waterfall[3].with[0]: gets no part of what is left: pay it a participation, a split or the residual after waterfall[3]",
      "deal.yaml:35:70: waterfall[3].gives_up: is all of it: leave the tier out",
    ],
  ],
  [
    "a participation that says too little, and what is of participations elsewhere",
    [
      withPar,
      tiers(
        "pay: service, tranche: Senior",
        'pay: participation, tranche: Senior, percent: "10"',
        'pay: sweep, tranche: Junior, with: [Senior], multiplier: "2", gives_up: "1"',
        "pay: residual, tranche: Junior",
      ),
    ],
    [
      "deal.yaml:33:5: waterfall[1].with: is missing: add it. Expected: the names of the tranches with which a participation is by capital and days, a list of one to seven, like [Junior]",
      "deal.yaml:33:44: waterfall[1].percent: is not a field of this tier: leave it out",
      "deal.yaml:34:36: waterfall[2].with: is not a field of this tier: leave it out",
      "deal.yaml:34:52: waterfall[2].multiplier: is not a field of this tier: leave it out",
      "deal.yaml:34:69: waterfall[2].gives_up: is not a field of this tier: leave it out",
    ],
  ],
];
