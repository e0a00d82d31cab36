import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  clusterTime,
  payFeeFromTreasury,
  readWaterfall,
  returnProceeds,
  settlementVault,
  submitExpense,
} from "@defi-ready/securities";
import type { Payment } from "../src/index.js";
import { fix, market } from "./support/market.js";
import { NOW } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;

describe("the demonstration deal of a building, played to its sale", async () => {
  const play = await Play.start("real-estate", market("4.5"));
  const payment = (number: number) => play.deal.payments[number] as Payment;
  await play.invest(2, "100,000", play.sponsor);
  const [alder, birch, cedar] = [
    await play.invest(0, "1,200,000"),
    await play.invest(1, "500,000"),
    await play.invest(2, "200,000"),
  ];
  /** A quarter ends, somebody has the rest of the fee paid out of the treasury, and the rents come in; what the tiers took. */
  const quarter = async (number: number) => {
    await play.moveTo(payment(number).periodEnd);
    const { bot: payer, cluster } = play;
    const security = await play.security();
    const waterfall = await readWaterfall(cluster, security.address);
    await play.sendAs(payer, await payFeeFromTreasury({ payer, security, waterfall, tier: 4 }));
    return play.tiers(await play.post(payment(number)));
  };
  /** Three days before, the reporter reports the market's rate, and the bot fixes that of the next quarter. */
  const fixBefore = async (number: number, percent: string) => {
    await play.moveTo(payment(number).periodEnd - 3n * DAY);
    await fix(play, percent);
  };
  const submit = async (amount: string, invoice: number) => {
    const instructions = await submitExpense({
      sponsor: play.sponsor,
      security: await play.security(),
      waterfall: await readWaterfall(play.cluster, play.addresses.security),
      tier: 0,
      amount: play.units(amount),
      documentSha256: new Uint8Array(32).fill(invoice),
      note: `invoice ${invoice}`,
      now: await clusterTime(play.cluster),
    });
    await play.send(instructions);
  };
  const treasury = async () => play.amount(settlementVault((await play.security()).data).treasury);

  it("buys the building once it is valued, and keeps 100,000 for costs", async () => {
    await play.moveTo(NOW + 31n * DAY);
    await play.lock();
    await play.moveTo(NOW + 34n * DAY);
    await assert.rejects(play.draw("1,900,000"), /TriggerFailing/);
    await play.reportPool("1,900,000");
    await play.release();
    await play.draw("1,900,000");
  });

  it("pays costs and fee out of the treasury, and leaves a part of the preferred return owed", async () => {
    await submit("12,000", 1);
    await fixBefore(0, "5.3");
    // 1.625 % of 1,200,000; of 2.5 % of 500,000 the other 5,500.
    assert.deepEqual(await quarter(0), [
      ...["0.00", "19500.00", "0.00", "0.00", "0.00", "0.00", "5500.00", "0.00", "0.00", "0.00"],
    ]);
    // 12,000, and 89 days of 40.00.
    assert.equal(await treasury(), "84440.00");
    assert.equal(await play.wallet(play.servicer.address), "12000.00");
  });

  it("compounds what is owed, and caps the senior's rate", async () => {
    await fixBefore(1, "2.5");
    // 1.75 % of 1,200,000; 7,000 that stayed owed, and 10,000 of 2.5 % of 507,000.
    assert.deepEqual(await quarter(1), [
      ...["0.00", "21000.00", "0.00", "0.00", "0.00", "7000.00", "10000.00", "0.00", "0.00", "0.00"],
    ]);
  });

  it("keeps the senior's rate at its floor, and pays the common equity when all is paid", async () => {
    await play.reportPool("1,950,000");
    await submit("18,000", 2);
    await assert.rejects(submit("10,000.01", 3), /above the 10,000\.00 that is left of this year's cap/);
    await fixBefore(2, "3.5");
    // 1.25 % of 1,200,000; 2,675, and 2.5 % of 502,675.
    assert.deepEqual(await quarter(2), [
      ...["0.00", "15000.00", "0.00", "0.00", "0.00", "2675.00", "12566.875", "0.00", "0.00", "15758.125"],
    ]);
  });

  it("follows the market in between", async () => {
    assert.deepEqual(await quarter(3), [
      ...["0.00", "16500.00", "0.00", "0.00", "0.00", "0.00", "12500.00", "0.00", "0.00", "17000.00"],
    ]);
  });

  it("repays everybody out of the sale, and what the treasury has left", async () => {
    await play.reportPool("2,150,000");
    assert.deepEqual(await quarter(4), [
      ...[
        "0.00",
        "16500.00",
        "0.00",
        "1200000.00",
        "0.00",
        "0.00",
        "12500.00",
        "500000.00",
        "200000.00",
        "267000.00",
      ],
    ]);
    // 30,000 of costs and 454 days of 40.00 are spent.
    assert.equal(await treasury(), "51840.00");
    const security = await play.security();
    await play.send((await returnProceeds({ caller: play.sponsor, security })).instructions);
    assert.equal(play.tiers(await play.lastDistribution())[8], "51840.00");
    assert.deepEqual(await play.outstanding(), ["0.00", "0.00", "48160.00"]);
  });

  it("has paid every holder, and everything adds up", async () => {
    // What went back comes over a day.
    await play.moveTo((await clusterTime(play.cluster)) + DAY);
    await play.crank();
    assert.deepEqual(
      [
        await play.paid(0, alder),
        await play.paid(1, birch),
        await play.paid(2, cedar),
        await play.paid(2, play.sponsor),
      ],
      ["1288500.00", "562741.875", "367732.083333", "183866.041667"],
      "88,500 of interest; 62,741.875 of return; 299,758.125 of income and 251,840 of capital, by shares",
    );
    await play.reconcile();
  });
});
