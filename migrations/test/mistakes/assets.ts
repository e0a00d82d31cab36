import { first, type Mistake, second } from "../support/deal-text.js";

/** Mistakes of the other mints that books take: the changes of the good deal, and all that is said about them. */
export const ASSET_MISTAKES: readonly Mistake[] = [
  [
    "a mint twice",
    [
      first(
        "assets: [{ mint: A1oXx8sdJpdEsxhZn2hZBYdTQXrHEeP9UsSyFXRzX2Xf, adapter: one-to-one }, { mint: A1oXx8sdJpdEsxhZn2hZBYdTQXrHEeP9UsSyFXRzX2Xf, adapter: one-to-one }]",
      ),
    ],
    ["deal.yaml:45:99: books[0].assets[1].mint: repeats books[0].assets[0]: name each mint once"],
  ],
  [
    "the settlement mint as an asset",
    [
      ["  create: { decimals: 6 }", "  address: EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v\n  decimals: 6"],
      first("assets: [{ mint: EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v, adapter: one-to-one }]"),
    ],
    [
      "deal.yaml:46:22: books[0].assets[0].mint: is the settlement mint, which every book takes: leave it out",
    ],
  ],
  [
    "a rate where none is reported",
    [
      first(
        "assets: [{ mint: A1oXx8sdJpdEsxhZn2hZBYdTQXrHEeP9UsSyFXRzX2Xf, adapter: one-to-one, max_age: 1d, source: B1LLaNP6nyLxTeKZbwhHiDCxcFEvGtdKrvRnD8hYBcDs }]",
      ),
    ],
    [
      "deal.yaml:45:89: books[0].assets[0].max_age: belongs to the adapter reported only: leave it out, or make the adapter reported",
      "deal.yaml:45:102: books[0].assets[0].source: belongs to the adapter stake-pool only: leave it out, or make the adapter stake-pool",
    ],
  ],
  [
    "a reported rate without limits",
    [
      first(
        "assets: [{ mint: A1oXx8sdJpdEsxhZn2hZBYdTQXrHEeP9UsSyFXRzX2Xf, adapter: reported, source: B1LLaNP6nyLxTeKZbwhHiDCxcFEvGtdKrvRnD8hYBcDs }]",
      ),
    ],
    [
      "deal.yaml:45:14: books[0].assets[0].max_age: is missing: add it. Expected: how old the reported rate may be, such as 1d (s, m, h, d or w), above 0",
      'deal.yaml:45:14: books[0].assets[0].daily_limit: is missing: add it. Expected: the most that the reported rate may move in a day: percent from "0.01" to "100" with at most two places, in quotes, like "0.5"',
      "deal.yaml:45:87: books[0].assets[0].source: is not given for the adapter reported, whose rate has an address of its own: leave it out",
    ],
  ],
  [
    "a stake pool for a security in dollars",
    [
      first(
        "assets: [{ mint: A1oXx8sdJpdEsxhZn2hZBYdTQXrHEeP9UsSyFXRzX2Xf, adapter: stake-pool, source: B1LLaNP6nyLxTeKZbwhHiDCxcFEvGtdKrvRnD8hYBcDs }]",
      ),
    ],
    [
      "deal.yaml:45:77: books[0].assets[0].adapter: a stake pool's token is worth SOL, so the security must settle in wrapped SOL, So11111111111111111111111111111111111111112",
    ],
  ],
  [
    "a stake pool without its address",
    [first("assets: [{ mint: A1oXx8sdJpdEsxhZn2hZBYdTQXrHEeP9UsSyFXRzX2Xf, adapter: stake-pool }]")],
    [
      "deal.yaml:45:14: books[0].assets[0].source: is missing: add it. Expected: the address of the stake pool",
    ],
  ],
  [
    "four mints in two books",
    [
      first(
        "assets: [{ mint: EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v, adapter: one-to-one }, { mint: A1oXx8sdJpdEsxhZn2hZBYdTQXrHEeP9UsSyFXRzX2Xf, adapter: one-to-one }, { mint: B1LLaNP6nyLxTeKZbwhHiDCxcFEvGtdKrvRnD8hYBcDs, adapter: one-to-one }]",
      ),
      second("assets: [{ mint: FuNDJaqcrkBdyR5vKqHhyf4xSGSyQd3yDJCJkq7vj8d1, adapter: one-to-one }]"),
    ],
    [
      "deal.yaml:56:22: books[1].assets[0].mint: is one mint too many: a security has vaults for 3 besides the settlement mint",
    ],
  ],
  [
    "two daily limits of one mint",
    [
      first(
        'assets: [{ mint: A1oXx8sdJpdEsxhZn2hZBYdTQXrHEeP9UsSyFXRzX2Xf, adapter: reported, max_age: 1d, daily_limit: "1" }]',
      ),
      second(
        'assets: [{ mint: A1oXx8sdJpdEsxhZn2hZBYdTQXrHEeP9UsSyFXRzX2Xf, adapter: reported, max_age: 1d, daily_limit: "2" }]',
      ),
    ],
    [
      "deal.yaml:56:113: books[1].assets[0].daily_limit: differs from books[0].assets[0].daily_limit, 1.00: a mint has one reported rate in a security",
    ],
  ],
  [
    "two daily limits of one share",
    [
      ["- tranche: Junior\n    price", "- tranche: Senior\n    price"],
      ['price: "1.00"', 'reported_price: { lowest: "1", highest: "3", max_age: 1h, daily_limit: "5" }'],
      ['price: "2.50"', 'reported_price: { lowest: "1", highest: "3", max_age: 1h, daily_limit: "6" }'],
      ["    decimals: 2\n", '    decimals: 2\n    authorised: "1,000"\n'],
    ],
    [
      "deal.yaml:48:76: books[1].reported_price.daily_limit: differs from books[0].reported_price.daily_limit, 5.00: the shares of a tranche have one reported price",
    ],
  ],
];
