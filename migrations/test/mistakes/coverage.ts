import type { Edit, Mistake } from "../support/deal-text.js";

const TIERS = `  - { pay: interest, tranche: Senior }
  - { pay: arrears, tranche: Senior }
  - { pay: principal, tranche: Senior }
  - { pay: residual, tranche: Junior }
`;

/** Other tiers, from line 31 on. */
const tiers = (...lines: readonly string[]): Edit => [
  TIERS,
  lines.map((line) => `  - { ${line} }\n`).join(""),
];

/** Tiers of the senior tranche and the last, with others in between from line 33 on. */
const tested = (...lines: readonly string[]): Edit =>
  tiers(
    "pay: interest, tranche: Senior",
    "pay: arrears, tranche: Senior",
    ...lines,
    "pay: principal, tranche: Senior",
    "pay: residual, tranche: Junior",
  );

const DEBT = `    kind: debt
    rate: "8.25"
    day_count: act/365
    amortisation: bullet
    compounding: true
    maturity: 2030-06-30
    par: "1.00"
`;

/** Mistakes of tests of coverage, and of what protects nothing: the changes, and all that is said about them. */
export const COVERAGE_MISTAKES: readonly Mistake[] = [
  [
    "tests that say too little, or what others say",
    [
      tested(
        "test: collateral, protects: Senior",
        'test: interest, protects: Senior, least: "120", max_age: 35d, tranche: Senior, pay: interest',
        'pay: sweep, tranche: Senior, trap: true, least: "110"',
        'test: losses, protects: Senior, least: "110"',
      ),
    ],
    [
      'deal.yaml:33:5: waterfall[2].least: is missing: add it. Expected: the least cover that a test asks for, in percent up to "1000" with at most two places, in quotes, like "110"',
      "deal.yaml:33:5: waterfall[2].max_age: is missing: add it. Expected: how old a report of the pool's worth may be, whole days such as 35d",
      "deal.yaml:34:55: waterfall[3].max_age: is not a field of this tier: leave it out",
      "deal.yaml:34:69: waterfall[3].tranche: is not a field of this tier: leave it out",
      "deal.yaml:34:86: waterfall[3].pay: is not a field of this tier: leave it out",
      "deal.yaml:35:36: waterfall[4].trap: is not a field of this tier: leave it out",
      "deal.yaml:35:48: waterfall[4].least: is not a field of this tier: leave it out",
      'deal.yaml:36:13: waterfall[5].test: found "losses"; expected: instead of pay, what the tier tests: collateral or interest',
    ],
  ],
  [
    "covers out of range, of nobody, and without a valid report",
    [
      tested(
        'test: collateral, protects: Senior, least: "0", max_age: 0d',
        'test: interest, protects: Nobody, least: "1000.01"',
        'test: interest, protects: Senior, least: "110", trap: "yes"',
      ),
    ],
    [
      'deal.yaml:33:50: waterfall[2].least: is 0: give at least "0.01"',
      "deal.yaml:33:64: waterfall[2].max_age: is 0 days: give 1d to 65535d",
      'deal.yaml:34:33: waterfall[3].protects: no tranche is named "Nobody": the tranches are "Senior", "Junior"',
      "deal.yaml:34:48: waterfall[3].least: 1000.01 % is too high: the most is 1000",
      'deal.yaml:35:61: waterfall[4].trap: found "yes"; expected: whether a test that fails holds money back in the reinvestment account instead of repaying debts, true or false; false if left out',
    ],
  ],
  [
    "a test of equity",
    [tested('test: collateral, protects: Junior, least: "110", max_age: 35d')],
    [
      'deal.yaml:33:35: waterfall[2].protects: "Junior" is equity, which such a test cannot protect: name a debt',
    ],
  ],
  [
    "a test ahead of the arrears that it would take, twice",
    [
      tiers(
        "pay: interest, tranche: Senior",
        'test: collateral, protects: Senior, least: "110", max_age: 35d',
        "pay: arrears, tranche: Senior",
        'test: collateral, protects: Senior, least: "120", max_age: 35d, trap: true',
        "pay: principal, tranche: Senior",
        "pay: residual, tranche: Junior",
      ),
    ],
    [
      'deal.yaml:32:13: waterfall[1].test: "Senior" is paid arrears after it, by waterfall[2]: put the test after interest and arrears of all debts that it protects',
      "deal.yaml:34:5: waterfall[3]: repeats waterfall[1]: leave one of them out",
    ],
  ],
  [
    "a test that is last, and a tranche that only a test names",
    [tiers("pay: residual, tranche: Junior", 'test: interest, protects: Senior, least: "110"')],
    [
      'deal.yaml:31:3: waterfall: pays nothing to "Senior": add a tier for each tranche',
      "deal.yaml:31:5: waterfall[0]: the residual takes all that is left, so nothing reaches the tiers after it: have one, and put it last",
      "deal.yaml:32:13: waterfall[1].test: the last tier must pay the residual, or some money would have nowhere to go",
    ],
  ],
  [
    "reserves of a purpose that stand ahead of all that they may pay, or beside their like",
    [
      tiers(
        'pay: reserve, target: "10", purpose: interest',
        "pay: interest, tranche: Senior",
        "pay: arrears, tranche: Senior",
        'pay: reserve, target: "10", purpose: expenses',
        'pay: reserve, target: "20", purpose: interest',
        'pay: reserve, target: "20", purpose: rent',
        "pay: sweep, tranche: Senior, purpose: all",
        "pay: residual, tranche: Junior",
      ),
    ],
    [
      "deal.yaml:31:44: waterfall[0].purpose: is for entitlements ahead of the reserve, and there is no interest or arrears of a debt there: put the reserve behind what it shall pay, or leave purpose out",
      "deal.yaml:34:44: waterfall[3].purpose: is for entitlements ahead of the reserve, and there is no fee or expenses there: put the reserve behind what it shall pay, or leave purpose out",
      "deal.yaml:35:5: waterfall[4]: repeats waterfall[0]: leave one of them out",
      'deal.yaml:36:44: waterfall[5].purpose: found "rent"; expected: what a reserve may pay ahead of it: all, interest of debts with arrears, or expenses with fees',
      "deal.yaml:37:36: waterfall[6].purpose: is not a field of this tier: leave it out",
    ],
  ],
  [
    "more than 24 tiers",
    [tested(...Array.from({ length: 21 }, () => 'pay: fee, of: gross, percent: "1", to: sponsor'))],
    [
      "deal.yaml:31:3: waterfall: found a list of 25; expected: one to 24 tiers, in the order they are paid; the last, and only the last, is the residual",
    ],
  ],
  [
    "a reserve and a cover that protect nothing",
    [
      [DEBT, "    kind: equity\n"],
      ["    kind: equity\n    decimals: 2\n", '    kind: cover\n    par: "2.50"\n    decimals: 2\n'],
      [
        TIERS,
        `  - { pay: reserve, target: "10" }
  - { pay: split, tranche: Junior, percent: "10" }
  - { pay: residual, tranche: Senior }
`,
      ],
    ],
    [
      "deal.yaml:21:11: tranches[1].kind: a cover protects debt or the capital of equity, and there is neither: leave it out, or add a debt, or equity with a par",
      "deal.yaml:26:12: waterfall[0].pay: a reserve protects debt or the capital of equity, and there is neither: leave it out, or add a debt, or equity with a par",
    ],
  ],
];
