import { ADDRESS, type Edit, first, type Mistake, second } from "../support/deal-text.js";

const TIERS = `  - { pay: interest, tranche: Senior }
  - { pay: arrears, tranche: Senior }
  - { pay: principal, tranche: Senior }
  - { pay: residual, tranche: Junior }
`;

/** Other tiers, from line 31 on. */
function tiers(...lines: readonly string[]): Edit {
  return [TIERS, lines.map((line) => `  - { ${line} }\n`).join("")];
}

/** Tiers of the senior tranche and the last, with others in between from line 34 on. */
function between(...lines: readonly string[]): Edit {
  return tiers(
    "pay: interest, tranche: Senior",
    "pay: arrears, tranche: Senior",
    "pay: principal, tranche: Senior",
    ...lines,
    "pay: residual, tranche: Junior",
  );
}

/** The junior tranche with capital: par and preferred return. */
const CAPITAL: Edit = [
  "    kind: equity\n",
  '    kind: equity\n    par: "1"\n    preferred_return: "8"\n    day_count: act/365\n',
];
/** The junior tranche as a cover. */
const COVER: Edit = ["    kind: equity\n", '    kind: cover\n    par: "2.50"\n'];
const TRIGGERS = "triggers:\n";

/** More fields before the books, at line 35. */
const rules = (lines: string): Edit => ["books:\n", `${lines}books:\n`];

/** Mistakes of tiers, triggers, covers and what goes with them: the changes, and all that is said about them. */
export const RULE_MISTAKES: readonly Mistake[] = [
  [
    "debt without a tier for its arrears, and one that never repays",
    [tiers("pay: interest, tranche: Senior", "pay: residual, tranche: Junior")],
    [
      'deal.yaml:31:3: waterfall: lacks a tier for "Senior" that pays arrears, and one that pays principal or sweep',
    ],
  ],
  [
    "capital that no tier serves",
    [CAPITAL],
    [
      'deal.yaml:34:3: waterfall: lacks a tier for "Junior" that pays interest, and one that pays arrears, and one that pays principal, sweep or capital',
    ],
  ],
  [
    "a junior before a senior",
    [
      CAPITAL,
      tiers(
        ...["interest", "arrears", "principal"].flatMap((pay) =>
          ["Junior", "Senior"].map((name) => `pay: ${pay}, tranche: ${name}`),
        ),
        "pay: residual, tranche: Junior",
      ),
    ],
    [35, 37, 39].map((line, at) => {
      const pay = ["interest", "arrears", "principal"][at];
      const column = ["31", "30", "32"][at];
      return `deal.yaml:${line}:${column}: waterfall[${at * 2 + 1}].tranche: "Senior" is senior to "Junior", whose ${pay} waterfall[${at * 2}] pays: put this tier before that`;
    }),
  ],
  [
    "a sweep and a cover where there is nothing to pay",
    [between("pay: sweep, tranche: Junior", "pay: cover, tranche: Senior")],
    [
      "deal.yaml:34:12: waterfall[3].pay: an equity tranche without par has no principal: leave the tier out, or give it a par",
      'deal.yaml:35:12: waterfall[4].pay: "Senior" is not a cover: such a tier makes good only what a cover paid for losses',
    ],
  ],
  [
    "splits of more than the whole, and a carry on what takes it",
    [
      between(
        'pay: split, tranche: Junior, percent: "70"',
        'pay: split, tranche: Senior, percent: "30.01"',
        'pay: carry, tranche: Junior, on: Junior, percent: "20", catch_up: "10"',
      ),
    ],
    [
      "deal.yaml:35:45: waterfall[4].percent: makes 100.01 % with the splits before it, of one amount: at most 30.00 is left",
      "deal.yaml:36:40: waterfall[5].on: is the tranche that takes the carry: name the one whose profit it takes",
      "deal.yaml:36:73: waterfall[5].catch_up: is below percent, 20.00: use at least that much, or leave it out for no catch-up",
    ],
  ],
  [
    "a carry before the entitlements of the tranche it is on, and before the reserve",
    [
      tiers(
        "pay: interest, tranche: Senior",
        "pay: arrears, tranche: Senior",
        'pay: carry, tranche: Junior, on: Senior, percent: "20"',
        "pay: principal, tranche: Senior",
        'pay: reserve, target: "10"',
        "pay: residual, tranche: Junior",
      ),
    ],
    [
      'deal.yaml:33:40: waterfall[2].on: "Senior" is paid principal after its carry, by waterfall[3]: put the carry after all that it is entitled to',
      "deal.yaml:35:12: waterfall[4].pay: is kept behind the carry of waterfall[2], which would take its part of the reserve again in the next run: put the reserve before it",
    ],
  ],
  [
    "more shares than there can be principal for",
    [['    par: "1.00"\n', '    par: "2.00"\n    authorised: "9,300,000,000,000"\n']],
    [
      "deal.yaml:22:17: tranches[0].authorised: 9300000000000.00 shares have more principal at par than an amount may be: at most 9223372036854.775807",
    ],
  ],
  [
    "a test that traps behind a carry",
    [
      tiers(
        "pay: interest, tranche: Senior",
        "pay: arrears, tranche: Senior",
        "pay: principal, tranche: Senior",
        'pay: carry, tranche: Junior, on: Senior, percent: "20"',
        'test: interest, protects: Senior, least: "120"',
        'test: collateral, protects: Senior, least: "120", max_age: 35d, trap: true',
        "pay: residual, tranche: Junior",
      ),
    ],
    [
      "deal.yaml:36:77: waterfall[5].trap: holds money back behind the carry of waterfall[3], which would take its part of it again in the next run: put the test before it, or let it repay debts",
    ],
  ],
  [
    "a carry deal by deal whose capital income repays, and steps that do not rise",
    [
      ["kind: equity\n    decimals: 2", 'kind: equity\n    par: "1.00"\n    decimals: 2'],
      between(
        "pay: principal, tranche: Junior",
        'pay: carry, tranche: Senior, on: Junior, percent: "20", multiple: "1", deal_by_deal: true',
        'pay: carry, tranche: Senior, on: Junior, percent: "20", multiple: "2", deal_by_deal: true',
        'pay: carry, tranche: Senior, on: Junior, percent: "19", multiple: "3", deal_by_deal: true',
        'pay: carry, tranche: Senior, on: Junior, percent: "20", multiple: "3", deal_by_deal: true',
      ),
    ],
    [
      "deal.yaml:36:73: waterfall[4].multiple: is no more than the capital itself: give a multiple above 1, such as 2, or leave it out for the preferred return alone",
      'deal.yaml:37:92: waterfall[5].deal_by_deal: needs a tier that pays capital of "Junior", and none that pays its principal or sweep: income would repay the capital of other deals before the carry',
      "deal.yaml:38:57: waterfall[6].percent: is below 20.00, that of waterfall[5], the step before it: steps do not fall",
      "deal.yaml:39:73: waterfall[7].multiple: is not above that of waterfall[6], the step before it",
    ],
  ],
  [
    "capital of a debt, capital that income repays too, and steps apart",
    [
      ["kind: equity\n    decimals: 2", 'kind: equity\n    par: "1.00"\n    decimals: 2'],
      between(
        "pay: capital, tranche: Senior",
        "pay: sweep, tranche: Junior",
        "pay: capital, tranche: Junior",
        'pay: carry, tranche: Senior, on: Junior, percent: "20"',
        'pay: split, tranche: Senior, percent: "20"',
        'pay: carry, tranche: Senior, on: Junior, percent: "20", multiple: "2"',
      ),
    ],
    [
      'deal.yaml:35:12: waterfall[3].pay: "Senior" is debt, which income repays too: use principal or sweep, as capital is of equity',
      "deal.yaml:37:12: waterfall[5].pay: capital is repaid out of principal only, and waterfall[4] repays it too: leave one of them out",
      'deal.yaml:40:5: waterfall[8]: is a further step of the carry of "Senior": put it right behind the step before it',
    ],
  ],
  [
    "fees and reserves that say too little, or too much",
    [
      between(
        'pay: fee, of: gross, percent: "1"',
        "pay: fee, to: sponsor",
        "pay: reserve",
        'pay: fee, amount_a_year: "10", to: sponsor, tranche: Junior',
        `pay: fee, of: gross, percent: "1", to: ${"1".repeat(32)}`,
      ),
    ],
    [
      "deal.yaml:34:5: waterfall[3].to: is missing: add it. Expected: whose associated token account a fee is paid to, an address or the word sponsor",
      "deal.yaml:35:5: waterfall[4]: expected: a fee of: gross or of: income with percent, or by time with percent_a_year, amount_a_year or both",
      "deal.yaml:36:5: waterfall[5]: expected: a reserve with a target, a percent_of_debt or both",
      "deal.yaml:37:51: waterfall[6].tranche: is not a field of this tier: leave it out",
      "deal.yaml:38:46: waterfall[7].to: is nobody's address: name to whom the fee is paid",
    ],
  ],
  [
    "a cover that is sold below par, repaid by a tier, and earned by early tickets",
    [
      COVER,
      ['    price: "2.50"\n', '    price: "2"\n'],
      second('rewards: [{ pay: bonus-shares, curve: [{ money: "25", reward: "1" }] }]'),
      between("pay: principal, tranche: Junior"),
    ],
    [
      'deal.yaml:35:12: waterfall[3].pay: "Junior" is a cover, whose capital goes back by itself once all debt is repaid: leave the tier out, or pay cover to make good what it paid for losses',
      'deal.yaml:49:12: books[1].price: "Junior" is a cover, which is sold at par: use 2.50',
      'deal.yaml:57:22: books[1].rewards[0].pay: "Junior" is a cover, whose every share is paid for at par: leave this out',
    ],
  ],
  [
    "terms of other kinds, and a preferred return without capital",
    [
      ["    kind: debt\n", '    kind: debt\n    loss_cap: "5"\n    smoothing: 367d\n'],
      [
        "    kind: equity\n",
        '    kind: equity\n    loss_percent: "90"\n    covers_equity: true\n    preferred_return: "8"\n',
      ],
    ],
    [
      "deal.yaml:16:5: tranches[0].loss_cap: belongs to a cover only: leave it out, or make the kind cover",
      "deal.yaml:17:16: tranches[0].smoothing: is 367 days: the most is 366d",
      "deal.yaml:30:5: tranches[1].loss_percent: belongs to a cover only: leave it out, or make the kind cover",
      "deal.yaml:31:5: tranches[1].covers_equity: belongs to a cover only: leave it out, or make the kind cover",
      "deal.yaml:32:23: tranches[1].preferred_return: needs capital to be calculated on: give the equity a par, or leave this out",
    ],
  ],
  [
    "a preferred return without a day count",
    [["    kind: equity\n", '    kind: equity\n    par: "1"\n    preferred_return: "8"\n'], rules("")],
    [
      "deal.yaml:24:5: tranches[1].day_count: is missing: tranches[1].preferred_return says how much a year, so say how days are counted",
      'deal.yaml:33:3: waterfall: lacks a tier for "Junior" that pays interest, and one that pays arrears, and one that pays principal, sweep or capital',
    ],
  ],
  [
    "triggers out of range, of nobody, and with fields of others",
    [
      rules(`${TRIGGERS}  - { test: subordination, protects: Senior, least: "100.01" }
  - { test: losses, most: "10", days: 3 }
  - { test: overdue, tranche: Nobody, days: 60 }
  - { test: collateral, protects: Senior, least: "0", max_age: 0d }
`),
    ],
    [
      "deal.yaml:36:53: triggers[0].least: 100.01 % is too high: the most is 100",
      "deal.yaml:37:33: triggers[1].days: is not a field of this test: leave it out",
      'deal.yaml:38:31: triggers[2].tranche: no tranche is named "Nobody": the tranches are "Senior", "Junior"',
      'deal.yaml:39:50: triggers[3].least: is 0: give at least "0.01"',
      "deal.yaml:39:64: triggers[3].max_age: is 0 days: give 1d to 65535d",
    ],
  ],
  [
    "a deal that revolves until a day that is none",
    [rules("revolving_until: 2026-02-30\n")],
    [
      'deal.yaml:35:18: revolving_until: "2026-02-30" is not a day from 1970-01-01 to 2200-01-01: check year, month and day',
    ],
  ],
  [
    "a deal that revolves beyond the calendar",
    [rules("revolving_until: +999999999w\n")],
    ["deal.yaml:35:18: revolving_until: lies beyond the calendar: use a shorter time"],
  ],
  [
    "principal between debts that are not there",
    [rules("principal: { pro_rata_from: 2029-12-31 }\n")],
    [
      "deal.yaml:35:29: principal.pro_rata_from: divides principal between debts, and the deal has one: leave it out, or have two",
    ],
  ],
  [
    "principal pro rata without a floor",
    [
      [
        "    kind: equity\n",
        '    kind: debt\n    rate: "5"\n    day_count: act/365\n    amortisation: bullet\n    compounding: false\n    maturity: 2031-01-01\n    par: "2.50"\n',
      ],
      tiers(
        ...["Senior", "Junior"].flatMap((name) =>
          ["interest", "arrears", "principal"].map((pay) => `pay: ${pay}, tranche: ${name}`),
        ),
        "pay: residual, tranche: Junior",
      ),
      rules("principal: { pro_rata_from: +400d }\n"),
    ],
    [
      "deal.yaml:44:29: principal.pro_rata_from: repays juniors beside seniors while every subordination test holds, and there is none: add one to triggers, or leave it out",
    ],
  ],
  [
    "rules of principal that say nothing, and fees and sources of what there is not",
    [
      rules("principal: { }\nsources: [{ note: Rent, kind: capital }]\n"),
      between('pay: fee, of: principal, percent: "1", to: sponsor'),
    ],
    [
      'deal.yaml:34:21: waterfall[3].of: found "principal"; expected: of what a fee is a part: gross, all that comes in, or income, which principal is no part of; of a fee by time debt, capital or raised, or pool, its reported value',
      "deal.yaml:36:12: principal: found a group of fields; expected: how what the assets repay repays the debts: pro_rata_from, pays_interest or both; the most senior first, and no interest, if left out",
      'deal.yaml:37:31: sources[0].kind: found "capital"; expected: what all of it is: income, or principal, which is what the assets repay; income if left out',
    ],
  ],
  [
    "a source of principal in another mint",
    [rules(`sources: [{ note: Rent, kind: principal, mint: ${ADDRESS} }]\n`)],
    [
      "deal.yaml:35:31: sources[0].kind: goes with the settlement mint, which debts and capital are repaid in: leave out mint, or make it income",
      'deal.yaml:35:48: sources[0].mint: "Senior" is debt, which is paid in the settlement mint alone: leave it out, or have no debt',
    ],
  ],
  [
    "debt that would be paid in another mint",
    [rules(`payout_mints: [${ADDRESS}]\nsources: [{ note: Rent, mint: ${ADDRESS} }]\n`)],
    [
      'deal.yaml:35:16: payout_mints[0]: "Senior" is debt, which is paid in the settlement mint alone: leave it out, or have no debt',
      'deal.yaml:36:31: sources[0].mint: "Senior" is debt, which is paid in the settlement mint alone: leave it out, or have no debt',
    ],
  ],
  [
    "a notice of no time and of too much, and a pool that does not move",
    [rules('loss_notice: 0d\npool_daily_limit: "0"\n')],
    [
      "deal.yaml:35:14: loss_notice: is 0 days: give 1d to 366d",
      'deal.yaml:36:19: pool_daily_limit: is 0: give at least "0.01"',
    ],
  ],
  [
    "a notice of more than a year, and a pool that moves by more than all",
    [rules('loss_notice: 367d\npool_daily_limit: "101"\n')],
    [
      "deal.yaml:35:14: loss_notice: is 367 days: give 1d to 366d",
      'deal.yaml:36:19: pool_daily_limit: found "101"; expected: the most that the pool\'s reported worth may move in a day: percent from "0.01" to "100" with at most two places, in quotes, like "10", which it is if left out',
    ],
  ],
  [
    "a notice of hours",
    [rules("loss_notice: 36h\n")],
    [
      'deal.yaml:35:14: loss_notice: found "36h"; expected: how long an announced loss waits before it takes effect, whole days from 1d to 366d; 7d if left out',
    ],
  ],
  [
    "rules of drawing without what they belong to",
    [rules('draw: { period: 30d, least: "5" }\n')],
    [
      "deal.yaml:35:17: draw.period: goes with a limit: add draw.limit, or leave it out",
      "deal.yaml:35:29: draw.least: goes with a date: add draw.by, or leave it out",
    ],
  ],
  [
    "a period too short, and a date before there can be proceeds",
    [rules('draw: { limit: "100", period: 23h, by: 2029-12-31 }\n')],
    [
      "deal.yaml:35:31: draw.period: is out of range: give a length of time from 1d to 366d",
      "deal.yaml:35:40: draw.by: is not after books[1].deadline: drawing could not begin before, so give a later day",
    ],
  ],
  [
    "a limit in settlement money beside an asset whose worth moves",
    [
      rules('draw: { limit: "100" }\n'),
      first(`assets: [{ mint: ${ADDRESS}, adapter: reported, max_age: 1d, daily_limit: "1" }]`),
    ],
    [
      "deal.yaml:35:16: draw.limit: does not go with books[0].assets[0]: its value moves, so no amount of settlement money limits it; take one-to-one assets only, or leave it out",
    ],
  ],
  [
    "an escheat too soon, tips of nothing and a source without a name",
    [
      rules(
        'escheat: { owner: sponsor, after: 364d }\npayment_tip: { most: "0", percent: "1" }\nsources: [{ note: "" }, { note: Rent, release: 0d }, { note: Fees, release: 53w }]\n',
      ),
    ],
    [
      "deal.yaml:35:35: escheat.after: is 364 days: give at least 365d",
      "deal.yaml:36:22: payment_tip.most: is 0: give at least 0.000001",
      'deal.yaml:37:19: sources[0].note: found ""; expected: what revenue it is, 1 to 64 bytes',
      "deal.yaml:37:48: sources[1].release: is 0 days: whoever buys shares just before a collection would share in it at once; give 1d or more",
      "deal.yaml:37:77: sources[2].release: is 371 days: the most is 366d",
    ],
  ],
];
