import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { describeTier, readWaterfall, reportPool, tiersOf } from "@defi-ready/securities";
import { knownKey } from "@defi-ready/securities-testing";
import { formatProblem, parseDeal, planDeal } from "../src/index.js";
import { DEAL_HEAD, dealFolder } from "./support/deal-text.js";
import { NOW, SOL } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;
/** From the lock on 2025-02-01. */
const MARCH = NOW + 59n * DAY;
const APRIL = MARCH + 31n * DAY;
const MAY = APRIL + 30n * DAY;
const JULY = MAY + 61n * DAY;

/** A deal of two debts and an equity, whose tests of interest and of collateral protect both debts. */
const TEXT = `${DEAL_HEAD}tranches:
  - name: Senior
    symbol: SEN
    uri: https://example.com/senior.json
    kind: debt
    rate: "6"
    day_count: 30e/360
    amortisation: bullet
    compounding: true
    period: monthly
    maturity: 2030-07-01
    par: "1.00"
    decimals: 6
  - name: Mezzanine
    symbol: MEZ
    uri: https://example.com/mezzanine.json
    kind: debt
    rate: "12"
    day_count: 30e/360
    amortisation: bullet
    compounding: true
    period: monthly
    maturity: 2030-07-01
    par: "1.00"
    decimals: 6
  - name: Junior
    symbol: JUN
    uri: https://example.com/junior.json
    kind: equity
    decimals: 6
waterfall:
  - { pay: interest, tranche: Senior }
  - { pay: arrears, tranche: Senior }
  - { pay: interest, tranche: Mezzanine }
  - { pay: arrears, tranche: Mezzanine }
  - { test: interest, protects: Mezzanine, least: "120" }
  - { test: collateral, protects: Mezzanine, least: "110", max_age: 35d }
  - { pay: principal, tranche: Senior }
  - { pay: principal, tranche: Mezzanine }
  - { pay: residual, tranche: Junior }
books:
${book("Senior", "700")}${book("Mezzanine", "150")}${book("Junior", "100")}`;

function book(tranche: string, amount: string): string {
  return `  - tranche: ${tranche}
    price: "1.00"
    minimum: "${amount}"
    cap: "${amount}"
    min_ticket: "10"
    opens_at: +0s
    offer_ends: +31d
    deadline: +45d
    terms: { file: paper.txt }
`;
}

const folder = dealFolder();
const dealOf = (text: string) => parseDeal(join(folder, "deal.yaml"), text);

/** Plays a deal as far as its investors' deposits. */
async function played(text: string) {
  const play = await Play.of(dealOf(text));
  const reporter = await knownKey("securities demo reporter");
  await play.node.fund(reporter.address, SOL);
  for (const [at, amount] of ["700", "150", "100"].entries()) {
    await play.invest(at, amount);
  }

  /** The reporter says what the pool is worth, on the day of a payment. */
  const report = async (value: string, day: bigint) => {
    await play.moveTo(day);
    const security = await play.security();
    const reported = { reporter, security, value: play.units(value), reportSha256: new Uint8Array(32) };
    await play.sendAs(reporter, await reportPool(reported));
  };
  /** Pays income, and gives what the tiers took and what is outstanding of the debts. */
  const pay = async (amount: string, day: bigint) => {
    const paid = await play.post({
      amount: play.units(amount),
      principal: 0n,
      tips: 0n,
      recovery: false,
      clawback: null,
      periodStart: day - DAY,
      periodEnd: day,
      note: "",
    });
    const outstanding = paid.outstanding.slice(0, 2).map((units) => play.amount(units));
    return { tiers: play.tiers(paid), outstanding, stays: paid.reinvestmentAfter };
  };
  return { play, report, pay };
}

describe("tests of coverage among the tiers, from the file to what they divert", async () => {
  const { play, report, pay } = await played(TEXT);

  it("are on chain as the file says, in words too", async () => {
    const { data } = await readWaterfall(play.cluster, play.addresses.security);
    const tests = tiersOf(data).slice(4, 6);
    assert.deepEqual(
      tests.map(({ kind, rank, bps, maxAge, traps }) => [kind, rank, bps, maxAge, traps]),
      [
        [13, 1, 12_000, 0, 0],
        [12, 1, 11_000, 35, 0],
      ],
    );
    assert.deepEqual(
      tests.map((tier) => describeTier(tier, 6)),
      [
        "test: income is at least 120.00 % of interest and arrears of the debts down to tranche 1; else what would pass repays them, the most senior first",
        "test: pool and reinvestment account are worth at least 110.00 % of the principal of the debts down to tranche 1, by a report of the last 35 days; else what would pass repays them, the most senior first",
      ],
    );
  });

  it("repay the senior with as much as cures the collateral, and the rest passes", async () => {
    await play.moveTo(NOW + 31n * DAY);
    await play.lock();
    await report("900", MARCH);
    // A month of 700 at 6 % and of 150 at 12 %; 900 cover 818.181818 at 110 %, of 850: 31.818182 repay the senior.
    assert.deepEqual(await pay("50", MARCH), {
      tiers: ["3.50", "0.00", "1.50", "0.00", "0.00", "0.00", "31.818182", "0.00", "13.181818"],
      outstanding: ["668.181818", "150.00"],
      stays: 0n,
    });
  });

  it("let everything pass once they hold", async () => {
    await report("900", APRIL);
    // A month of 668.181818 at 6 %.
    assert.deepEqual(await pay("20", APRIL), {
      tiers: ["3.340909", "0.00", "1.50", "0.00", "0.00", "0.00", "0.00", "0.00", "15.159091"],
      outstanding: ["668.181818", "150.00"],
      stays: 0n,
    });
  });

  it("repay the senior with all that is left of a payment that hardly covers the interest", async () => {
    await report("900", MAY);
    // 120 % of 4.840909 are 5.809091, and 5 are less.
    assert.deepEqual(await pay("5", MAY), {
      tiers: ["3.340909", "0.00", "1.50", "0.00", "0.00", "0.00", "0.159091", "0.00", "0.00"],
      outstanding: ["668.022727", "150.00"],
      stays: 0n,
    });
  });

  it("repay the senior with all that is left while the last report is too old", async () => {
    // Of two months the first, 3.340113 and 1.50, is in arrears and bore interest in the second: 0.5 % of 671.36284 and 1 %
    // of 151.50. All of it is well covered, but the report is 61 days old.
    assert.deepEqual(await pay("30", JULY), {
      tiers: ["3.356815", "3.340113", "1.515", "1.50", "0.00", "0.00", "20.288072", "0.00", "0.00"],
      outstanding: ["647.734655", "150.00"],
      stays: 0n,
    });
    await play.crank();
    await play.reconcile();
  });

  for (const [name, from, to, said] of [
    [
      "cover",
      'least: "110"',
      'least: "111"',
      "test of collateral of at least 111.00 % of Mezzanine, reported within 35d",
    ],
    [
      "age",
      "max_age: 35d",
      "max_age: 36d",
      "test of collateral of at least 110.00 % of Mezzanine, reported within 36d",
    ],
    [
      "trap",
      'least: "120"',
      'least: "120", trap: true',
      "test of interest cover of at least 120.00 % of Mezzanine, with a trap",
    ],
    [
      "debt",
      "interest, protects: Mezzanine",
      "interest, protects: Senior",
      "test of interest cover of at least 120.00 % of Senior",
    ],
  ] as const) {
    it(`are fixed once the deal is sold: another ${name} is refused`, async () => {
      const deal = dealOf(TEXT.replace(from, to));
      const { rpc } = play.node;
      const { refusals } = await planDeal({ rpc, deal, sponsor: play.sponsor.address });
      const [refusal, ...others] = refusals.map((one) => formatProblem(one));
      assert.deepEqual(others, []);
      assert.ok(refusal?.split("in the file: ")[1]?.includes(`, ${said}, `), refusal);
    });
  }
});

it("a trap holds back as much as cures the collateral, and the bot repays the debts with it", async () => {
  const { play, report, pay } = await played(TEXT.replace("max_age: 35d", "max_age: 35d, trap: true"));
  await play.moveTo(NOW + 31n * DAY);
  await play.lock();
  await report("900", MARCH);
  // 110 % of 850 are 935, so 35 of the 45 that are left stay.
  assert.deepEqual(await pay("50", MARCH), {
    tiers: ["3.50", "0.00", "1.50", "0.00", "0.00", "0.00", "0.00", "0.00", "10.00"],
    outstanding: ["700.00", "150.00"],
    stays: play.units("35"),
  });
  await play.crank();
  const repaid = await play.lastDistribution();
  assert.equal(repaid.gross, 0n);
  assert.equal(play.ofPrincipal(repaid)[6], "35.00");
  assert.deepEqual(
    repaid.outstanding.slice(0, 2).map((units) => play.amount(units)),
    ["665.00", "150.00"],
  );
  await play.reconcile();
});
