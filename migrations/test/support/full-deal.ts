import { type Address, address } from "@solana/kit";
import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from "../../src/client.js";
import type { Deal } from "../../src/index.js";
import { type Edit, goodDeal } from "./deal-text.js";
import type { TestNode } from "./node.js";

/** A mint that the books of {@link FULL_EDITS} take at 1:1. */
export const DOLLAR = address("A1oXx8sdJpdEsxhZn2hZBYdTQXrHEeP9UsSyFXRzX2Xf");
/** Another, whose rate is reported. */
export const BILL = address("B1LLaNP6nyLxTeKZbwhHiDCxcFEvGtdKrvRnD8hYBcDs");
/** Another, whose rate is reported too. */
export const FUND = address("FuNDJaqcrkBdyR5vKqHhyf4xSGSyQd3yDJCJkq7vj8d1");

/** Another mint, as its account is. */
export type TestMint = Readonly<{
  decimals?: number;
  tokenProgram?: Address;
  freezable?: boolean;
  /** Extensions, from the byte that says that it is a mint on. */
  extensions?: readonly number[];
}>;

/** Writes a mint's account. */
export function writeMint(node: TestNode, at: Address, mint: TestMint = {}): Promise<void> {
  const { decimals = 6, tokenProgram = TOKEN_PROGRAM, freezable = false, extensions = [] } = mint;
  const data = new Uint8Array(extensions.length > 0 ? 165 + extensions.length : 82);
  data.set([decimals, 1], 44);
  if (extensions.length > 0) {
    data.set(extensions, 165);
  }
  if (freezable) {
    data.set([1, 0, 0, 0, ...new Uint8Array(32).fill(3)], 46);
  }
  return node.setAccount(at, tokenProgram, data);
}

/** Writes the mints of {@link fullDeal}. */
export async function writeMints(node: TestNode): Promise<void> {
  await writeMint(node, DOLLAR);
  await writeMint(node, BILL, { decimals: 9, tokenProgram: TOKEN_2022_PROGRAM, freezable: true });
  await writeMint(node, FUND, { decimals: 2 });
}

/** The good deal with everything that books can have. */
const FULL_EDITS: readonly Edit[] = [
  [
    `    min_ticket: "10"
    opens_at: +0s
    offer_ends: +1d
    deadline: +2d
    line_places: 1000
`,
    `    min_ticket: "10"
    allocation: pro-rata
    max_ticket: "500"
    owner_limit: "600"
    opens_at: +0s
    offer_ends: +1d
    offer_period: 1d
    deadline: +2d
    latest_deadline: +4d
    extension_vote: "65"
    lead: { investor: sponsor, minimum: "50" }
    rewards:
      - pay: warrants
        tranche: Junior
        strike: "11.50"
        expires: +365d
        curve:
          - { money: "400", reward: "40" }
          - { money: "1,000", reward: "70.50" }
      - pay: bonus-shares
        curve: [{ money: "250", reward: "5" }]
      - pay: promote-points
        tranche: Junior
        curve: [{ money: "1,000", reward: "1,000" }]
    assets:
      - { mint: ${DOLLAR}, adapter: one-to-one }
      - { mint: ${BILL}, adapter: reported, max_age: 1d, daily_limit: "0.5" }
      - { mint: ${FUND}, adapter: reported, max_age: 36h, daily_limit: "1" }
    accepts_freeze_authority: true
    tip: "0.001"
    tip_budget: "0.02"
    line_places: 1017
`,
  ],
  [
    '    price: "2.50"\n',
    '    reported_price: { lowest: "1.01", highest: "3", max_age: 1h, daily_limit: "5" }\n',
  ],
  ['    min_ticket: "2.5"\n', '    min_ticket: "400"\n    allocation: discretionary\n'],
  ['    cap: "250"\n', '    cap: "2500"\n'],
  ["    offer_ends: 2030-01-01T01:30:00+01:30\n", "    offer_period: 20d\n"],
  [
    'e1f"\n',
    `e1f"
triggers:
  - { test: overdue, tranche: Senior, days: 30, cure: 10d }
sources:
  - note: Rent
`,
  ],
];

/** {@link FULL_EDITS}, and further changes. */
export function fullDeal(folder: string, ...edits: readonly Edit[]): Deal {
  return goodDeal(folder, ...FULL_EDITS, ...edits);
}
