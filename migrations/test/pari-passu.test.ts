import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { describeTier, readWaterfall, tiersOf } from "@defi-ready/securities";
import { parseDeal } from "../src/index.js";
import { DEAL_HEAD, dealFolder } from "./support/deal-text.js";
import { NOW } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;
/** From the lock on 2025-02-01. */
const MARCH = NOW + 59n * DAY;
const APRIL = MARCH + 31n * DAY;
const MAY = APRIL + 30n * DAY;

/** Two pari passu debts, each with a tier for all that it is owed, and a participation in what is left beside the equity. */
const TEXT = `${DEAL_HEAD}tranches:
${debt("First", "6", "")}${debt("Second", "12", "    pari_passu: true\n")}  - name: Junior
    symbol: JUN
    uri: https://example.com/junior.json
    kind: equity
    par: "1.00"
    decimals: 6
waterfall:
  - { pay: service, tranche: First }
  - { pay: service, tranche: Second }
  - { pay: capital, tranche: Junior }
  - { pay: participation, tranche: First, with: [Junior], multiplier: "1.5", gives_up: "50" }
  - { pay: residual, tranche: Junior }
triggers:
  - { test: subordination, protects: Second, least: "5" }
books:
${book("First", "700")}${book("Second", "350")}${book("Junior", "150")}`;

function debt(name: string, rate: string, more: string): string {
  return `  - name: ${name}
    symbol: ${name.toUpperCase()}
    uri: https://example.com/${name.toLowerCase()}.json
    kind: debt
    rate: "${rate}"
    day_count: 30e/360
    amortisation: bullet
    period: monthly
    maturity: 2030-07-01
    par: "1.00"
${more}    decimals: 6
`;
}

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

describe("pari passu classes, service and participations, from the file to what they pay", async () => {
  const play = await Play.of(parseDeal(join(dealFolder(), "deal.yaml"), TEXT));
  for (const [at, amount] of ["700", "350", "150"].entries()) {
    await play.invest(at, amount);
  }

  const pay = async (amount: string, principal: string, day: bigint) => {
    await play.moveTo(day);
    const paid = await play.post({
      amount: play.units(amount),
      principal: play.units(principal),
      tips: 0n,
      recovery: false,
      clawback: null,
      periodStart: day - DAY,
      periodEnd: day,
      note: "",
    });
    const repaid = paid.repaid.slice(0, 3).map((units) => play.amount(units));
    return { tiers: play.tiers(paid), repaid };
  };

  it("are on chain as the file says, in words too", async () => {
    const { data } = await readWaterfall(play.cluster, play.addresses.security);
    assert.deepEqual(
      tiersOf(data).map((tier) => describeTier(tier, 6)),
      [
        "arrears, interest and principal due of tranche 0",
        "arrears, interest and principal due of tranche 1",
        "capital of tranche 2, out of principal only",
        "share of what reaches this by capital and days, against that of tranche 2, to tranche 0, whose capital counts 1.50 times, less 50.00 % of it",
        "all that is left to tranche 2",
      ],
    );
  });

  it("pay interest in full and share the rest by capital", async () => {
    await play.moveTo(NOW + 31n * DAY);
    await play.lock();
    // A month of 700 at 6 % and of 350 at 12 %. Of the other 43, 1,050 of 1,200 are the first's, and it leaves half.
    assert.deepEqual(await pay("50", "0", MARCH), {
      tiers: ["3.50", "3.50", "0.00", "18.8125", "24.1875"],
      repaid: ["0.00", "0.00", "0.00"],
    });
  });

  it("share what is too little by what each is owed", async () => {
    assert.deepEqual(await pay("5", "0", APRIL), {
      tiers: ["2.50", "2.50", "0.00", "0.00", "0.00"],
      repaid: ["0.00", "0.00", "0.00"],
    });
  });

  it("are repaid early in proportion, and the record tells principal from interest", async () => {
    // Of each a unit is in arrears, and a month's interest is due again.
    assert.deepEqual(await pay("114", "105", MAY), {
      tiers: ["74.50", "39.50", "0.00", "0.00", "0.00"],
      repaid: ["70.00", "35.00", "0.00"],
    });
    await play.crank();
    await play.reconcile();
  });
});
