import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import {
  announceLoss,
  describeTier,
  overpaidCarries,
  postDistribution,
  readSecurity,
  readWaterfall,
  recordLoss,
  tiersOf,
} from "@defi-ready/securities";
import { parseDeal, planDeal } from "../src/index.js";
import { DEAL_HEAD, dealFolder } from "./support/deal-text.js";
import { NOW } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;
const MARCH = NOW + 59n * DAY;

/** A fund of two investments of 100 each that shares the gain of each: a fifth, and three tenths above twice the capital. */
const TEXT = `${DEAL_HEAD}tranches:
  - name: Partners
    symbol: LP
    uri: https://example.com/partners.json
    kind: equity
    par: "1.00"
    decimals: 6
  - name: Manager
    symbol: GP
    uri: https://example.com/manager.json
    kind: equity
    decimals: 6
waterfall:
  - { pay: capital, tranche: Partners }
  - { pay: carry, tranche: Manager, on: Partners, percent: "20", catch_up: "100", deal_by_deal: true }
  - { pay: carry, tranche: Manager, on: Partners, percent: "30", multiple: "2", deal_by_deal: true }
  - { pay: residual, tranche: Partners }
books:
${book("Partners", "200")}${book("Manager", "10")}`;

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

describe("a carry that is paid deal by deal, from the file to what is paid back", async () => {
  const deal = parseDeal(join(dealFolder(), "deal.yaml"), TEXT);
  const play = await Play.of(deal);
  const [partner] = [await play.invest(0, "200"), await play.invest(1, "10")];

  const pay = async (amount: string, principal: string, clawback: number | null = null) => {
    const { instructions } = await postDistribution({
      payer: play.sponsor,
      security: await play.security(),
      payment: {
        amount: play.units(amount),
        principal: play.units(principal),
        clawback,
        periodStart: MARCH,
        periodEnd: MARCH,
        note: "",
        documentSha256: new Uint8Array(32),
      },
    });
    await play.fund(play.sponsor.address, play.units(amount));
    await play.send(instructions);
    return play.lastDistribution();
  };
  const overpaid = async () => {
    const { data } = await readWaterfall(play.cluster, play.addresses.security);
    const { data: security } = await readSecurity(play.cluster, play.addresses.security);
    return overpaidCarries({ security, waterfall: data, tranches: await play.tranches() }).map(
      ({ amount, ...rest }) => ({
        ...rest,
        amount: play.amount(amount),
      }),
    );
  };

  it("is on chain as the file says, in words too", async () => {
    const { data } = await readWaterfall(play.cluster, play.addresses.security);
    assert.deepEqual(
      tiersOf(data).map((tier) => describeTier(tier, 6)),
      [
        "capital of tranche 0, out of principal only",
        "carry to tranche 1: 20.00 % of the profit of tranche 0, catching up with 100.00 %, deal by deal",
        "carry to tranche 1: 30.00 % of the profit of tranche 0 above 2.00 times its capital, catching up with 30.00 %, deal by deal",
        "all that is left to tranche 0",
      ],
    );
    const plan = await planDeal({ rpc: play.node.rpc, sponsor: play.sponsor.address, deal });
    assert.deepEqual(
      plan.items.filter(({ action }) => action !== "keep"),
      [],
    );
  });

  it("shares the gain of the first sale while the other half of the capital is out", async () => {
    await play.moveTo(NOW + 31n * DAY);
    await play.lock();
    await play.moveTo(MARCH);
    assert.deepEqual(play.tiers(await pay("200", "100")), ["100.00", "20.00", "0.00", "80.00"]);
    assert.deepEqual(await overpaid(), []);
  });

  it("is overpaid once the other investment is lost", async () => {
    const security = await play.security();
    const [reportSha256, amount] = [new Uint8Array(32).fill(1), play.units("100")];
    const { instructions, loss } = await announceLoss({
      servicer: play.servicer,
      security,
      amount,
      reportSha256,
    });
    await play.sendAs(play.servicer, instructions);
    await play.sendAs(play.arbitrator, await recordLoss({ security, loss, arbitrator: play.arbitrator }));
    assert.deepEqual(await overpaid(), [{ tier: 1, rank: 1, base: 0, amount: "20.00" }]);
  });

  it("is paid back by anybody, at most what was overpaid", async () => {
    await assert.rejects(pay("20.01", "0", 1), /ClawbackTooLarge/);
    const record = await pay("15", "0", 1);
    assert.deepEqual([record.kind, play.amount(record.clawedBack[1] ?? 0n)], [4, "15.00"]);
    assert.deepEqual(await overpaid(), [{ tier: 1, rank: 1, base: 0, amount: "5.00" }]);
  });

  it("is due again on profit that comes later", async () => {
    // 100 of profit: 20 are due, of which 5 were paid and kept.
    assert.deepEqual(play.tiers(await pay("100", "0")), ["0.00", "15.00", "0.00", "85.00"]);
    assert.deepEqual(await overpaid(), []);
    await play.crank();
    assert.equal(await play.paid(0, partner), "280.00", "100, 80, 15 and 85");
    await play.reconcile();
  });
});
