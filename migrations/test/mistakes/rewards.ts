import { first, type Mistake, second } from "../support/deal-text.js";

/** Mistakes of rewards, and of what books set aside: the changes of the good deal, and all that is said about them. */
export const REWARD_MISTAKES: readonly Mistake[] = [
  [
    "warrants without strike and expiry",
    [second('rewards: [{ pay: warrants, curve: [{ money: "100", reward: "1" }] }]')],
    [
      'deal.yaml:55:15: books[1].rewards[0].strike: is missing: add it. Expected: what a warrant pays for one whole share, a positive amount in settlement units in quotes, like "11.50"',
      "deal.yaml:55:15: books[1].rewards[0].expires: is missing: add it. Expected: until when warrants can be exercised: a time such as 2032-01-31T17:00:00Z, or one counted from when the series is made, such as +1826d (s, m, h, d or w)",
    ],
  ],
  [
    "warrants on debt",
    [
      first(
        'rewards: [{ pay: warrants, strike: "1", expires: +10d, curve: [{ money: "100", reward: "1" }] }]',
      ),
    ],
    [
      'deal.yaml:45:22: books[0].rewards[0].pay: warrants buy shares of an equity tranche, and "Senior" is debt: name an equity tranche in tranche',
    ],
  ],
  [
    "warrants on a named debt tranche",
    [
      second(
        'rewards: [{ pay: warrants, tranche: Senior, strike: "1", expires: +10d, curve: [{ money: "100", reward: "1" }] }]',
      ),
    ],
    [
      'deal.yaml:55:41: books[1].rewards[0].tranche: warrants buy shares of an equity tranche, and "Senior" is debt: name an equity tranche in tranche',
    ],
  ],
  [
    "warrants that expire before the latest deadline",
    [
      first(
        'latest_deadline: +4d\n    extension_vote: "65"\n    rewards: [{ pay: warrants, tranche: Junior, strike: "1", expires: +11d, curve: [{ money: "100", reward: "1" }] }]',
      ),
    ],
    [
      "deal.yaml:47:71: books[0].rewards[0].expires: is not more than a week after the book's latest deadline, and it may be locked during that week: use a later time",
    ],
  ],
  [
    "promote points of the book's own tranche",
    [second('rewards: [{ pay: promote-points, tranche: Junior, curve: [{ money: "100", reward: "1" }] }]')],
    [
      `deal.yaml:55:47: books[1].rewards[0].tranche: "Junior" is the book's own tranche: promote points are of another one, and bonus-shares of the book's own`,
    ],
  ],
  [
    "promote points of debt",
    [second('rewards: [{ pay: promote-points, tranche: Senior, curve: [{ money: "100", reward: "1" }] }]')],
    [
      'deal.yaml:55:47: books[1].rewards[0].tranche: promote points are equity, and "Senior" is debt: name an equity tranche in tranche',
    ],
  ],
  [
    "promote points of nothing",
    [first('rewards: [{ pay: promote-points, curve: [{ money: "100", reward: "1" }] }]')],
    [
      "deal.yaml:45:15: books[0].rewards[0].tranche: is missing: add it. Expected: the name of an equity tranche of this deal, whose shares warrants buy or promote points are; of warrants the book's own if left out",
    ],
  ],
  [
    "bonus shares with what belongs to others",
    [
      first(
        'rewards: [{ pay: bonus-shares, tranche: Junior, strike: "1", curve: [{ money: "100", reward: "1" }] }]',
      ),
    ],
    [
      "deal.yaml:45:36: books[0].rewards[0].tranche: does not go with bonus-shares, which are of the book's own tranche: leave it out",
      "deal.yaml:45:53: books[0].rewards[0].strike: belongs to warrants only: leave it out, or make pay warrants",
    ],
  ],
  [
    "a reward that does not exist",
    [first('rewards: [{ pay: medals, curve: [{ money: "100", reward: "1" }] }]')],
    [
      `deal.yaml:45:22: books[0].rewards[0].pay: found "medals"; expected: what the reward pays: warrants, bonus-shares (of the book's own tranche) or promote-points (shares of another equity tranche)`,
    ],
  ],
  [
    "the same shares twice",
    [
      first(
        'rewards: [{ pay: bonus-shares, curve: [{ money: "100", reward: "1" }] }, { pay: bonus-shares, curve: [{ money: "100", reward: "1" }] }]',
      ),
    ],
    [
      "deal.yaml:45:78: books[0].rewards[1]: pays the same shares as books[0].rewards[0]: make one curve of the two",
    ],
  ],
  [
    "money that does not rise",
    [
      first(
        'rewards: [{ pay: bonus-shares, curve: [{ money: "100", reward: "1" }, { money: "100", reward: "2" }] }]',
      ),
    ],
    [
      "deal.yaml:45:84: books[0].rewards[0].curve[1].money: 100.00 is not above 100.00, the point before: money rises from point to point",
    ],
  ],
  [
    "rewards that fall",
    [
      first(
        'rewards: [{ pay: bonus-shares, curve: [{ money: "100", reward: "2" }, { money: "200", reward: "1" }] }]',
      ),
    ],
    [
      "deal.yaml:45:99: books[0].rewards[0].curve[1].reward: 1.00 is below 2.00, the point before: rewards do not fall",
    ],
  ],
  [
    "a curve that gets steeper",
    [
      first(
        'rewards: [{ pay: bonus-shares, curve: [{ money: "100", reward: "2" }, { money: "200", reward: "4.000001" }] }]',
      ),
    ],
    [
      "deal.yaml:45:99: books[0].rewards[0].curve[1].reward: 4.000001 makes the curve steeper than before, so that being further back would pay: use at most 4.00",
    ],
  ],
  [
    "no points",
    [first("rewards: [{ pay: bonus-shares, curve: [] }]")],
    [
      "deal.yaml:45:43: books[0].rewards[0].curve: found an empty list; expected: one to eight points of a curve from no money on, never steeper than before, each with money and reward",
    ],
  ],
  [
    "nine points",
    [
      first(
        'rewards: [{ pay: bonus-shares, curve: [{ money: "1", reward: "1" }, { money: "2", reward: "2" }, { money: "3", reward: "3" }, { money: "4", reward: "4" }, { money: "5", reward: "5" }, { money: "6", reward: "6" }, { money: "7", reward: "7" }, { money: "8", reward: "8" }, { money: "9", reward: "9" }] }]',
      ),
    ],
    [
      "deal.yaml:45:43: books[0].rewards[0].curve: found a list of 9; expected: one to eight points of a curve from no money on, never steeper than before, each with money and reward",
    ],
  ],
  [
    "a reward finer than its shares",
    [
      first(
        'rewards: [{ pay: promote-points, tranche: Junior, curve: [{ money: "100", reward: "1.001" }] }]',
      ),
    ],
    [
      'deal.yaml:45:87: books[0].rewards[0].curve[0].reward: "1.001" has too many decimal places: this mint has at most 2 digits after the point',
    ],
  ],
  [
    "five rewards",
    [
      first(
        'rewards: [{ pay: bonus-shares, curve: [{ money: "100", reward: "1" }] }, { pay: bonus-shares, curve: [{ money: "100", reward: "1" }] }, { pay: bonus-shares, curve: [{ money: "100", reward: "1" }] }, { pay: bonus-shares, curve: [{ money: "100", reward: "1" }] }, { pay: bonus-shares, curve: [{ money: "100", reward: "1" }] }]',
      ),
    ],
    [
      "deal.yaml:45:14: books[0].rewards: found a list of 5; expected: one to four rewards by place in line",
      "deal.yaml:45:78: books[0].rewards[1]: pays the same shares as books[0].rewards[0]: make one curve of the two",
      "deal.yaml:45:141: books[0].rewards[2]: pays the same shares as books[0].rewards[0]: make one curve of the two",
      "deal.yaml:45:204: books[0].rewards[3]: pays the same shares as books[0].rewards[0]: make one curve of the two",
      "deal.yaml:45:267: books[0].rewards[4]: pays the same shares as books[0].rewards[0]: make one curve of the two",
    ],
  ],
  [
    "more rewards than can be counted",
    [first('rewards: [{ pay: bonus-shares, curve: [{ money: "100", reward: "18446744073709.5" }] }]')],
    [
      "deal.yaml:45:68: books[0].rewards[0].curve[0].reward: sets aside more shares than the program can count, with what is set aside before: use less",
    ],
  ],
  [
    "two books that issue more together than can be counted",
    [
      ["- tranche: Junior\n    price", "- tranche: Senior\n    price"],
      ['cap: "1000"', 'cap: "18000000000000"'],
      ['cap: "250"', 'cap: "2000000000000"'],
      ['min_ticket: "10"', 'min_ticket: "20000000000"'],
      ['min_ticket: "2.5"', 'min_ticket: "2000000000"'],
      ["    decimals: 2\n", '    decimals: 2\n    authorised: "1,000"\n'],
    ],
    [
      "deal.yaml:50:10: books[1].cap: at this price a full book issues more shares than the program can count, with what is set aside before: use at most 1116860184273.879037",
    ],
  ],
  [
    "a book of a tranche of a fixed number, and warrants on it",
    [
      ["    decimals: 2\n", '    decimals: 2\n    authorised: "1,000"\n    manager: sponsor\n'],
      first(
        'rewards: [{ pay: warrants, tranche: Junior, strike: "1", expires: +30d, curve: [{ money: "100", reward: "1" }] }]',
      ),
    ],
    [
      'deal.yaml:47:41: books[0].rewards[0].tranche: "Junior" names a manager, so its number of shares is fixed and warrants cannot buy more: name another equity tranche in tranche',
      'deal.yaml:49:14: books[1].tranche: "Junior" names a manager, so its number of shares is fixed and rewards of promote-points alone grant them: sell another tranche, or leave out its manager',
    ],
  ],
  [
    "a manager without a number of shares, of a tranche with a capital",
    [["    decimals: 2\n", '    decimals: 2\n    par: "1"\n    manager: sponsor\n']],
    [
      'deal.yaml:24:5: tranches[1].authorised: is missing: add it. Expected: the most shares of the tranche that there may ever be, a positive number of shares in quotes, like "1,000,000"; exactly what the books, rewards and warrants of the file can issue if left out',
      "deal.yaml:30:14: tranches[1].manager: is of a tranche without a capital, whose number of shares is fixed: leave it out, or leave out par",
      'deal.yaml:33:3: waterfall: lacks a tier for "Junior" that pays principal, sweep or capital',
    ],
  ],
  [
    "a manager of a debt",
    [["    decimals: 6\n", '    decimals: 6\n    authorised: "9,000"\n    manager: sponsor\n']],
    [
      "deal.yaml:24:5: tranches[0].manager: belongs to an equity tranche without a par only, whose points books grant: leave it out",
    ],
  ],
  [
    "a manager that nobody signs for",
    [
      [
        "    decimals: 2\n",
        '    decimals: 2\n    authorised: "1,000"\n    manager: TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA\n',
      ],
    ],
    [
      "deal.yaml:30:14: tranches[1].manager: TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA is the token program: name a wallet, or the vault of a program that signs for it",
      'deal.yaml:48:14: books[1].tranche: "Junior" names a manager, so its number of shares is fixed and rewards of promote-points alone grant them: sell another tranche, or leave out its manager',
    ],
  ],
];
