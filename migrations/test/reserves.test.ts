import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import {
  describeTier,
  disclosuresOf,
  purposeOf,
  readWaterfall,
  settlementVault,
  tiersOf,
} from "@defi-ready/securities";
import { factsOfDeal, parseDeal } from "../src/index.js";
import { DEAL_HEAD, dealFolder } from "./support/deal-text.js";
import { NOW } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;
const LOCKED = NOW + 31n * DAY;

/** A debt of 1,000,000 at 8 %, with a trustee's fee of 100 a day, and a reserve for each of them. */
const TEXT = `${DEAL_HEAD}tranches:
  - name: Notes
    symbol: NTS
    uri: https://example.com/notes.json
    kind: debt
    rate: "8.00"
    day_count: act/365
    amortisation: bullet
    compounding: false
    maturity: 2030-06-30
    par: "1.00"
    decimals: 6
  - name: Equity
    symbol: EQT
    uri: https://example.com/equity.json
    kind: equity
    decimals: 6
waterfall:
  - { pay: fee, amount_a_year: "36,500", to: sponsor }
  - { pay: interest, tranche: Notes }
  - { pay: arrears, tranche: Notes }
  - { pay: reserve, target: "5,000", purpose: expenses }
  - { pay: reserve, target: "20,000", purpose: interest }
  - { pay: principal, tranche: Notes }
  - { pay: residual, tranche: Equity }
books:
  - tranche: Notes
    price: "1.00"
    minimum: "1,000,000"
    cap: "1,000,000"
    min_ticket: "1,000"
    opens_at: +0s
    offer_ends: +31d
    deadline: +45d
    terms: { file: paper.txt }
  - tranche: Equity
    price: "1.00"
    minimum: "1,000"
    cap: "1,000"
    min_ticket: "1,000"
    opens_at: +0s
    offer_ends: +31d
    deadline: +45d
    terms: { file: paper.txt }
`;

const deal = parseDeal(join(dealFolder(), "deal.yaml"), TEXT);

describe("reserves of interest and of expenses, from the file to what they pay", async () => {
  const play = await Play.of(deal);
  await play.invest(0, "1,000,000");
  await play.invest(1, "1,000");
  await play.moveTo(LOCKED);
  await play.lock();

  /** Income so many days after the lock. */
  const pay = async (days: bigint, amount: string) =>
    play.tiers(
      await play.post({
        amount: play.units(amount),
        principal: 0n,
        tips: 0n,
        recovery: false,
        clawback: null,
        periodStart: LOCKED,
        periodEnd: LOCKED + days * DAY,
        note: "Rent",
      }),
    );
  const reserves = async () => play.amount(settlementVault((await play.security()).data).reserve);

  it("says what each of them is for", async () => {
    const tiers = tiersOf((await readWaterfall(play.cluster, play.addresses.security)).data);
    assert.deepEqual(
      tiers.slice(3, 5).map((tier) => [purposeOf(tier), describeTier(tier, 6)]),
      [
        ["expenses", "reserve up to 5,000.00, for fees and expenses only"],
        ["interest", "reserve up to 20,000.00, for interest and arrears of debts only"],
      ],
    );
    const said = disclosuresOf(factsOfDeal(deal)).map(({ text }) => text);
    for (const what of [
      "A reserve is kept, of 5,000.00, which pays fees and expenses ahead of it alone where income falls short, and so comes before holders.",
      "A reserve is kept, of 20,000.00, which pays interest of class 0 (debt) alone where income falls short.",
    ]) {
      assert.ok(said.includes(what), what);
    }
  });

  it("fills them ahead of principal and equity", async () => {
    // 100 days: 10,000 of fees, and 80,000 * 100 / 365 of interest.
    assert.deepEqual(await pay(100n, "60,000"), [
      "10000.00",
      "21917.808219",
      "0.00",
      "5000.00",
      "20000.00",
      "0.00",
      "3082.191781",
    ]);
    assert.equal(await reserves(), "25000.00");
  });

  it("pays the fee and the interest that income leaves unpaid, each out of its own", async () => {
    // 30 days: 3,000 of fees, of which income pays 1,000, and 6,575.342465 of interest.
    assert.deepEqual(await pay(130n, "1,000"), [
      "3000.00",
      "6575.342465",
      "0.00",
      "3000.00",
      "13424.657535",
      "0.00",
      "0.00",
    ]);
    assert.equal(await reserves(), "16424.657535");
    await play.reconcile();
  });
});
