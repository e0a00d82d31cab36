import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { describeTier, readWaterfall, tiersOf } from "@defi-ready/securities";
import { parseDeal } from "../src/index.js";
import { DEAL_HEAD, dealFolder, problemsOf } from "./support/deal-text.js";
import { NOW } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;
/** From the lock on 2025-02-01. */
const MARCH = NOW + 59n * DAY;
const APRIL = MARCH + 31n * DAY;
const MAY = APRIL + 30n * DAY;

const TIERS = [
  "{ pay: service, tranche: Senior }",
  "{ pay: deficiency, tranche: Senior }",
  "{ pay: service, tranche: Mezzanine }",
  "{ pay: deficiency, tranche: Mezzanine }",
  "{ pay: capital, tranche: Junior }",
  "{ pay: residual, tranche: Junior }",
];

/** Two debts, one behind the other, each with a deficiency tier behind its service, and an equity. */
const textOf = (tiers: readonly string[]) => `${DEAL_HEAD}tranches:
${debt("Senior", "6")}${debt("Mezzanine", "12")}  - name: Junior
    symbol: JUN
    uri: https://example.com/junior.json
    kind: equity
    par: "1.00"
    decimals: 6
waterfall:
${tiers.map((tier) => `  - ${tier}\n`).join("")}books:
${book("Senior", "700")}${book("Mezzanine", "350")}${book("Junior", "150")}`;

function debt(name: string, rate: string): string {
  return `  - name: ${name}
    symbol: ${name.slice(0, 3).toUpperCase()}
    uri: https://example.com/${name.toLowerCase()}.json
    kind: debt
    rate: "${rate}"
    day_count: 30e/360
    amortisation: bullet
    period: monthly
    maturity: 2030-07-01
    par: "1.00"
    decimals: 6
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

describe("deficiencies, from the file to what they cover", async () => {
  const play = await Play.of(parseDeal(join(dealFolder(), "deal.yaml"), textOf(TIERS)));
  for (const [at, amount] of ["700", "350", "150"].entries()) {
    await play.invest(at, amount);
  }

  const pay = async (amount: string, day: bigint) => {
    await play.moveTo(day);
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
    const of = (amounts: readonly bigint[]) => amounts.slice(0, 3).map((units) => play.amount(units));
    return { tiers: play.tiers(paid), repaid: of(paid.repaid), writtenUp: of(paid.writtenUp) };
  };

  it("are on chain as the file says, in words too", async () => {
    const { data } = await readWaterfall(play.cluster, play.addresses.security);
    assert.deepEqual(
      tiersOf(data)
        .slice(1, 4)
        .map((tier) => describeTier(tier, 6)),
      [
        "what is written off of tranche 0, which becomes principal and is written up",
        "arrears, interest and principal due of tranche 1",
        "what is written off of tranche 1, which becomes principal and is written up",
      ],
    );
  });

  it("take nothing while nothing is written off", async () => {
    await play.moveTo(NOW + 31n * DAY);
    await play.lock();
    // A month of 700 at 6 % and of 350 at 12 %.
    assert.deepEqual(await pay("50", MARCH), {
      tiers: ["3.50", "0.00", "3.50", "0.00", "0.00", "43.00"],
      repaid: ["0.00", "0.00", "0.00"],
      writtenUp: ["0.00", "0.00", "0.00"],
    });
  });

  it("cover with income what the mezzanine lost, before the equity has any", async () => {
    // All of the equity's 150 and 50 of the mezzanine.
    await play.lose("200");
    // 3.50, and 1 % of 300; the other 43.50 repay the senior, and the mezzanine is written up.
    assert.deepEqual(await pay("50", APRIL), {
      tiers: ["47.00", "0.00", "3.00", "0.00", "0.00", "0.00"],
      repaid: ["43.50", "0.00", "0.00"],
      writtenUp: ["0.00", "43.50", "0.00"],
    });
    // A month of 656.50 and of 343.50; 6.50 are still to be covered, and the equity has the rest.
    assert.deepEqual(await pay("50", MAY), {
      tiers: ["9.7825", "0.00", "3.435", "0.00", "0.00", "36.7825"],
      repaid: ["6.50", "0.00", "0.00"],
      writtenUp: ["0.00", "6.50", "0.00"],
    });
    await play.crank();
    await play.reconcile();
  });
});

describe("a deficiency tier that cannot stand", () => {
  const folder = dealFolder();
  const refused = (tiers: readonly string[], problem: RegExp) =>
    assert.match(problemsOf(folder, textOf(tiers)).join("\n"), problem);
  const [service, deficiency, behind, last, capital, residual] = TIERS as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];

  it("is refused ahead of interest of its debt, of equity, and out of order", () => {
    refused(
      [service, deficiency, last, behind, capital, residual],
      /waterfall\[2\]\.pay: "Mezzanine" is paid service after it, by waterfall\[3\]: put the deficiency after interest/,
    );
    refused(
      [...TIERS.slice(0, 5), "{ pay: deficiency, tranche: Junior }", residual],
      /waterfall\[5\]\.pay: "Junior" is equity: only what is written off of a debt is covered so/,
    );
    refused(
      [service, behind, last, capital, residual],
      /waterfall\[2\]\.pay: "Senior" is senior to "Mezzanine" and has no deficiency tier: .* put one of it before this/,
    );
    refused(
      [service, behind, last, deficiency, capital, residual],
      /waterfall\[3\]\.tranche: "Senior" is senior to "Mezzanine", whose deficiency waterfall\[2\] pays: put this tier before that/,
    );
  });
});
