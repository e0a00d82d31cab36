import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { settlementVault } from "@defi-ready/securities";
import type { Payment } from "../src/index.js";
import { fix, market } from "./support/market.js";
import { NOW } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;

describe("the demonstration deal of floating private credit, played to paid holders", async () => {
  const play = await Play.start("private-credit-floating", market("4.5"));
  const payment = (number: number) => play.deal.payments[number] as Payment;
  const [alder, birch, cedar] = [
    await play.invest(0, "600,000"),
    await play.invest(1, "200,000"),
    await play.invest(2, "200,000"),
  ];
  /** A quarter ends, the reporter says what the loans are worth, and a payment comes in; what the tiers took. */
  const quarter = async (number: number, loans: string) => {
    await play.moveTo(payment(number).periodEnd);
    await play.reportPool(loans);
    return play.tiers(await play.post(payment(number)));
  };
  /** Three days before a payment, the reporter reports the market's rate, and the bot fixes that of the next quarter. */
  const fixBefore = async (number: number, percent: string) => {
    await play.moveTo(payment(number).periodEnd - 3n * DAY);
    await fix(play, percent);
  };
  const waits = async () => play.amount(settlementVault((await play.security()).data).reinvestment);

  it("pays the first quarter at the rate of the terms, and lets what the loans repay wait for new ones", async () => {
    await play.moveTo(NOW + 31n * DAY);
    await play.lock();
    await play.release();
    await play.draw("1,000,000");
    await fixBefore(0, "5.2");
    // 1 % of 30,000; 2 % of 600,000 and 3 % of 200,000; the junior has the other 11,700.
    assert.deepEqual(await quarter(0, "950,000"), [
      ...[
        "300.00",
        "12000.00",
        "0.00",
        "6000.00",
        "0.00",
        "0.00",
        "0.00",
        "0.00",
        "0.00",
        "0.00",
        "11700.00",
      ],
    ]);
    assert.equal(await waits(), "50000.00");
    await play.draw("50,000", true);
    await play.reportPool("1,000,000");
  });

  it("repays the senior class with income while the loans are below 115 % of the debts, in the revolving period too", async () => {
    await play.moveTo(NOW + 165n * DAY);
    await play.lose("110,000");
    await play.reportPool("890,000");
    await fixBefore(1, "6.5");
    // 8.7 % of 600,000 for a quarter. 850,000 and 40,000 that wait are 111.25 % of 800,000: the other 4,710 repay the senior.
    assert.deepEqual(await quarter(1, "850,000"), [
      ...["240.00", "13050.00", "0.00", "6000.00", "0.00", "0.00", "0.00", "4710.00", "0.00", "0.00", "0.00"],
    ]);
    assert.deepEqual(await play.outstanding(), ["595290.00", "200000.00", "90000.00"]);
    await assert.rejects(play.draw("40,000", true), /CoverageFailing/);
    assert.equal(await waits(), "40000.00");
  });

  it("repays the senior class with what waited when the deal revolves no more", async () => {
    await play.moveTo(NOW + 273n * DAY);
    await play.crank();
    assert.deepEqual(await play.outstanding(), ["555290.00", "200000.00", "90000.00"]);
  });

  it("repays it with prepayments, and with income while that covers interest too thinly", async () => {
    await fixBefore(2, "3.2");
    // 9.5 % of 595,290 for 60 days and of 555,290 for 30; 21,780 are 110 % of 19,821.470833: the other 1,958.529167 too.
    assert.deepEqual(await quarter(2, "700,000"), [
      ...["220.00", "13821.470833", "0.00", "6000.00", "0.00", "0.00", "0.00", "151958.529167"],
      ...["0.00", "0.00", "0.00"],
    ]);
    assert.deepEqual(await play.outstanding(), ["403331.470833", "200000.00", "90000.00"]);
  });

  it("writes the junior up with a recovery, whose cash repays the senior class", async () => {
    const paid = await play.post(payment(3));
    assert.equal(play.tiers(paid)[7], "45000.00");
    assert.deepEqual(await play.outstanding(), ["358331.470833", "200000.00", "135000.00"]);
  });

  it("pays the junior again once both tests hold", async () => {
    // 7 % of 403,331.470833 and of 358,331.470833, for 45 days each. 19,800 are 156 % of the interest.
    assert.deepEqual(await quarter(4, "640,000"), [
      ...["200.00", "6664.550739", "0.00", "6000.00", "0.00", "0.00", "0.00", "60000.00", "0.00", "0.00"],
      "7135.449261",
    ]);
    assert.deepEqual(await play.outstanding(), ["298331.470833", "200000.00", "135000.00"]);
  });

  it("has paid every holder, and everything adds up", async () => {
    await play.crank();
    assert.deepEqual(
      [await play.paid(0, alder), await play.paid(1, birch), await play.paid(2, cedar)],
      ["347204.550739", "24000.00", "18835.449261"],
      "45,536.021572 of interest and 301,668.529167 of principal; four times 6,000; 11,700 and 7,135.449261",
    );
    await play.reconcile();
  });
});
