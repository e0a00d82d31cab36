import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import {
  clusterTime,
  describeTier,
  expenseLeft,
  feesOf,
  readWaterfall,
  settlementVault,
  submitExpense,
  tiersOf,
} from "@defi-ready/securities";
import { formatProblem, parseDeal, planDeal } from "../src/index.js";
import { DEAL_HEAD, dealFolder, problemsOf } from "./support/deal-text.js";
import { NOW } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;
const LOCKED = NOW + 31n * DAY;
const MANAGER = "oGE1dgPTXyTRv23YaPrPix85aZZeNAKGSj966EZzSb9";

/** A fund of 1,000,000 of equity, without income for a year, whose fee and expenses its treasury pays. */
const TEXT = `${DEAL_HEAD}tranches:
  - name: Fund
    symbol: FND
    uri: https://example.com/fund.json
    kind: equity
    par: "1.00"
    decimals: 6
waterfall:
  - { pay: expense, cap_a_year: "10,000", to: ${MANAGER}, from_treasury: true }
  - { pay: fee, of: capital, percent_a_year: "2", to: ${MANAGER}, from_treasury: true }
  - { pay: principal, tranche: Fund }
  - { pay: residual, tranche: Fund }
books:
  - tranche: Fund
    price: "1.00"
    minimum: "1,000,000"
    cap: "1,000,000"
    min_ticket: "1,000"
    opens_at: +0s
    offer_ends: +31d
    deadline: +45d
    terms: { file: paper.txt }
`;

const folder = dealFolder();
const dealOf = (text: string) => parseDeal(join(folder, "deal.yaml"), text);

describe("a fund whose fee and expenses are paid out of its treasury, from the file to the payee", async () => {
  const play = await Play.of(dealOf(TEXT));
  const investor = await play.invest(0, "1,000,000");
  await play.moveTo(LOCKED);
  await play.lock();
  await play.release();
  const manager = dealOf(TEXT).waterfall.flatMap((tier) => ("to" in tier ? tier.to : []))[0];
  assert.ok(manager !== undefined && manager !== "sponsor");
  await play.fund(manager, 0n);
  const treasury = async () => play.amount(settlementVault((await play.security()).data).treasury);
  const waterfall = () => readWaterfall(play.cluster, play.addresses.security);
  const submit = async (amount: string) => {
    const instructions = await submitExpense({
      sponsor: play.sponsor,
      security: await play.security(),
      waterfall: await waterfall(),
      tier: 0,
      amount: play.units(amount),
      documentSha256: new Uint8Array(32).fill(7),
      note: "audit",
      now: await clusterTime(play.cluster),
    });
    await play.send(instructions);
  };

  it("is on chain as the file says, in words too", async () => {
    const { data } = await waterfall();
    assert.deepEqual(
      tiersOf(data)
        .slice(0, 2)
        .map((tier) => describeTier(tier, 6)),
      [
        `expenses that the sponsor submits, at most 10,000.00 a year, also out of the treasury, to ${MANAGER}`,
        `fee a year of 2.00 % of the capital outstanding, also out of the treasury, to ${MANAGER}`,
      ],
    );
  });

  for (const [days, paid, left] of [
    [91n, "4986.301369", "995013.698631"],
    [182n, "9972.602739", "990027.397261"],
    [273n, "14958.904109", "985041.095891"],
    [365n, "20000.00", "980000.00"],
  ] as const) {
    it(`has paid ${paid} after ${days} days, by the bot`, async () => {
      await play.moveTo(LOCKED + days * DAY);
      await play.crank();
      assert.equal(await play.wallet(manager), paid);
      assert.equal(await treasury(), left);
      await play.reconcile();
    });
  }

  it("pays what the sponsor submits against documents, up to the cap of the year", async () => {
    await submit("6,000");
    await assert.rejects(submit("4,000.000001"), /above the 4,000\.00 that is left of this year's cap/);
    await play.crank();
    assert.equal(await play.wallet(manager), "26000.00");
    assert.equal(await treasury(), "974000.00");
    const { data } = await waterfall();
    const [expense] = feesOf(data);
    assert.deepEqual([expense?.owed, expense?.unmet], [0n, 0n]);
    const now = await clusterTime(play.cluster);
    const [state] = tiersOf(data);
    assert.ok(state !== undefined);
    const { data: security } = await play.security();
    assert.equal(expenseLeft({ tier: state, security, now }), play.units("4,000"));
    assert.equal(
      expenseLeft({ tier: state, security, now: now + 365n * DAY }),
      play.units("10,000"),
      "the next year",
    );
  });

  it("owes a distribution only what the treasury has not paid", async () => {
    const day = LOCKED + (365n + 73n) * DAY;
    const paid = await play.post({
      amount: play.units("50,000"),
      principal: 0n,
      tips: 0n,
      recovery: false,
      clawback: null,
      periodStart: day - DAY,
      periodEnd: day,
      note: "",
    });
    // 73 days of 20,000 a year.
    assert.deepEqual(play.tiers(paid), ["0.00", "4000.00", "46000.00", "0.00"]);
    await play.crank();
    assert.equal(await play.wallet(manager), "30000.00");
    assert.equal(await play.paid(0, investor), "46000.00");
    await play.reconcile();
  });

  for (const [name, from, to, said] of [
    [
      "base",
      "of: capital",
      "of: raised",
      "fee of 2.00 % of the capital raised a year, out of the treasury too, to",
    ],
    [
      "limit",
      'percent_a_year: "2"',
      'percent_a_year: "2", maximum_a_year: "9"',
      "outstanding, at most 9.00 a year",
    ],
    ["cap", '"10,000"', '"9,000"', "expenses of at most 9000.00 a year, out of the treasury too, to"],
  ] as const) {
    it(`is fixed once the deal is sold: another ${name} is refused`, async () => {
      const { rpc } = play.node;
      const { refusals } = await planDeal({
        rpc,
        deal: dealOf(TEXT.replace(from, to)),
        sponsor: play.sponsor.address,
      });
      const [refusal, ...others] = refusals.map((one) => formatProblem(one));
      assert.deepEqual(others, []);
      assert.ok(refusal?.split("in the file: ")[1]?.includes(said), refusal);
    });
  }
});

describe("fees by time and expenses that make no sense", () => {
  for (const [from, to, said] of [
    ["of: capital, ", "of: pool, ", /waterfall\[1\]\.maximum_a_year: is missing: a report could raise/],
    ['percent_a_year: "2"', 'amount_a_year: "2"', /waterfall\[1\]\.of: says nothing without percent_a_year/],
    [
      'percent_a_year: "2"',
      'percent_a_year: "2", minimum_a_year: "5", maximum_a_year: "4"',
      /waterfall\[1\]\.maximum_a_year: is below minimum_a_year/,
    ],
    ['cap_a_year: "10,000", ', "", /waterfall\[0\]\.cap_a_year: is missing/],
    ['cap_a_year: "10,000"', 'cap_a_year: "0"', /waterfall\[0\]\.cap_a_year/],
    [
      "pay: expense, ",
      'pay: expense, percent: "1", ',
      /waterfall\[0\]\.percent: is not a field of this tier/,
    ],
    [
      "pay: principal, ",
      "pay: principal, from_treasury: true, ",
      /waterfall\[2\]\.from_treasury: is not a field/,
    ],
  ] as const) {
    it(`refuses ${to === "" ? "no cap" : to}`, () => {
      const found = problemsOf(folder, TEXT.replace(from, to));
      assert.ok(
        found.some((problem) => said.test(problem)),
        found.join("\n"),
      );
    });
  }
});
