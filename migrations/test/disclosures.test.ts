import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { readFacts, readSecurityState } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import { connect, describeDisclosures, disclosuresOf } from "../src/client.js";
import { applyDeal, type Deal, type DealAddresses, factsOfDeal, loadDeal } from "../src/index.js";
import { dealFolder, type Edit, goodDeal } from "./support/deal-text.js";
import { DOLLAR, writeMint } from "./support/full-deal.js";
import { market } from "./support/market.js";
import { TestNode } from "./support/node.js";
import { Play } from "./support/play.js";

const DEALS = fileURLToPath(new URL("../deals/", import.meta.url));
const NAMES = readdirSync(DEALS);

/** The same without the places in a file, which the chain does not have. */
function withoutFields<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (key, one) =>
      key === "field" ? undefined : typeof one === "bigint" ? one.toString() : one,
    ),
  ) as T;
}

describe("what one should know of a shipped deal is the same from its file and from chain", () => {
  for (const name of NAMES) {
    it(name, async () => {
      const { deal, node, sponsor, applied } = await Play.start(name, market("4.5"));
      await agree(node, { deal, sponsor: sponsor.address, addresses: applied.addresses });
    });
  }
});

/** Everything that a deal file says and an investor should disclose, as far as the shipped deals leave it out. */
const TERMS: readonly Edit[] = [
  [
    "  - { pay: principal, tranche: Senior }\n",
    `  - { test: collateral, protects: Senior, least: "110", max_age: 35d }
  - { test: interest, protects: Senior, least: "120.5", trap: true }
  - { pay: principal, tranche: Senior }
`,
  ],
  ["roles: { ", "roles: { servicer: sponsor, reporter: sponsor, "],
  [
    'min_distribution: "10"\n',
    `min_distribution: "10"
draw: { limit: "250", period: 14d, by: +120d, co_signed: true }
delivery_by: +90d
revolving_until: +200d
principal: { pays_interest: true }
loss_notice: 2d
pool_daily_limit: "25"
escheat: { owner: sponsor, after: 400d }
triggers:
  - { test: collateral, protects: Senior, least: "125", max_age: 35d }
`,
  ],
  [
    "    decimals: 6\n    # Nothing else is said of the class.\n",
    '    decimals: 6\n    authorised: "9,000"\n',
  ],
  [
    "    line_places: 1000\n",
    `    line_places: 1000
    draw_delay: 1d
    offer_period: 1d
    rewards:
      - { pay: warrants, tranche: Junior, strike: "3", expires: +365d, curve: [{ money: "400", reward: "40" }] }
    assets:
      - { mint: ${DOLLAR}, adapter: one-to-one }
    accepts_freeze_authority: true
`,
  ],
  ["    opens_at: 2025-01-01T00:00:00Z\n", "    opens_at: +0s\n"],
  ["    offer_ends: 2030-01-01T01:30:00+01:30\n", "    offer_ends: +1d\n    draw_delay: 10d\n"],
  ["    deadline: 2030-01-02T00:00:00Z\n", "    deadline: +2d\n"],
];

it("what one should know of a deal with every term is the same from its file and from chain", async () => {
  const folder = dealFolder();
  const node = await TestNode.start();
  await writeMint(node, DOLLAR);
  const signer = await node.sponsor(1);
  for (const [id, edits] of [
    ["7", TERMS],
    ["8", [["id: 7", "id: 8"] as const, ...TERMS, ...GROUPED]],
  ] as const) {
    const deal = goodDeal(folder, ...edits);
    assert.equal(String(deal.id), id);
    const { addresses } = await applyDeal({ rpc: node.rpc, deal, signer, createSettlementMint: true });
    const texts = await agree(node, { deal, sponsor: signer.address, addresses });
    for (const said of [
      /of each mint is drawn within any 14 days/,
      /Every draw requires the arbitrator's signature/,
      /If less than 250\.00 has been drawn by 2025-05-01/,
      /has not done so by 2025-04-01/,
      /reaches nobody until 2025-07-20, save where a class has matured/,
      /repay also pays interest of debts that income leaves unpaid/,
      /only 2 days to strike out/,
      /may move by 25\.00 % in a day/,
      /within the last 35 days, is worth less than 110\.00 % of the principal of class 0 \(debt\), what tier 2 .* repays it/,
      /less than 120\.50 % of the interest and arrears of class 0 \(debt\), paid in it or due by then, what tier 3 lets pass otherwise stays/,
      /could not be made for 400 days/,
      /stay in escrow for 1 day after/,
      /stay in escrow for 10 days after/,
      /There may be 9,000\.00 shares of class 0/,
      /Until a book is locked, the sponsor can still change/,
      id === "7" ? /Book 0 of class 1 closes by itself/ : /The books of group 2 close together/,
    ]) {
      assert.ok(
        texts.some((text) => said.test(text)),
        `${said} in\n${texts.join("\n")}`,
      );
    }
  }
});

/** Both books close together. */
const GROUPED: readonly Edit[] = [
  ["    line_places: 1000\n", "    line_places: 1000\n    group: 2\n"],
  ["    line_places: 1001\n", "    line_places: 1001\n    group: 2\n"],
];

/** Compares a deal's file with the chain that it was applied to; returns the disclosures of both. */
async function agree(
  node: TestNode,
  { deal, sponsor, addresses }: Readonly<{ deal: Deal; sponsor: Address; addresses: DealAddresses }>,
): Promise<readonly string[]> {
  const cluster = connect(node.url);
  const state = await readSecurityState(cluster, addresses.security);
  const found = await readFacts(cluster, state);
  const { settlementMint, destinations } = addresses;
  const mints = [settlementMint, ...addresses.otherVaults.map(({ mint }) => mint)];
  const freezable = new Map(mints.map((mint) => [mint, false]));
  const { createdAt } = state.security.data;
  const said = factsOfDeal(deal, { sponsor, createdAt, settlementMint, destinations, freezable });
  assert.deepEqual(withoutFields(found), withoutFields(said));
  assert.deepEqual(withoutFields(disclosuresOf(found)), withoutFields(disclosuresOf(said)));
  assert.ok(disclosuresOf(said).length > 5);
  return disclosuresOf(said).map(({ text }) => text);
}

describe("what one should know of a file alone", () => {
  for (const name of NAMES) {
    it(`has each point of ${name} with a field of the file, where one says it`, () => {
      const deal = loadDeal(join(DEALS, name, "deal.yaml"));
      const points = disclosuresOf(factsOfDeal(deal));
      for (const { field, weakened, text } of points) {
        const top = field.replace(/[.[].*$/, "");
        assert.match(field, /^(|[a-z_]+(\[\d+\])?(\.[a-z_]+(\[\d+\])?)*)$/, text);
        assert.ok(!weakened || field !== "", text);
        assert.ok(top === "" || top === "roles" || top === "triggers" || deal.positions.has(top), field);
      }
      const text = describeDisclosures(points);
      for (const point of points) {
        assert.ok(
          text.includes(`  ${point.weakened ? "!" : "-"} ${point.text}\n`) || text.endsWith(point.text),
        );
      }
    });
  }
});
