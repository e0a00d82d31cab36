import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  announceLoss,
  checkTriggers,
  clusterTime,
  feesOf,
  readWaterfall,
  settlementVault,
} from "@defi-ready/securities";
import type { Payment } from "../src/index.js";
import { NOW } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;

describe("the demonstration deal of private credit, played to paid holders", async () => {
  const play = await Play.start("private-credit");
  const { deal } = play;
  const [alder, birch, cedar, dogwood, elm] = [
    await play.invest(0, "360,000"),
    await play.invest(0, "240,000"),
    await play.invest(1, "200,000"),
    await play.invest(2, "150,000"),
    await play.invest(3, "50,000"),
  ];
  await play.moveTo(NOW + 31n * DAY);
  await play.lock();
  await play.fund(play.bot.address, 0n);
  const payment = (number: number) => deal.payments[number] as Payment;
  const outstanding = async () =>
    (await play.tranches()).map(({ principalIssued, principalRepaid, loss }) =>
      play.amount(principalIssued - principalRepaid - loss),
    );

  /** What waits for new loans, and what has been drawn for some. */
  const waits = async () => {
    const { reinvestment, reinvested } = settlementVault((await play.security()).data);
    return [reinvestment, reinvested].map((units) => play.amount(units));
  };
  /** The servicer announces a loss, by a report of its own. */
  const lose = async (amount: string, report: number) => {
    const { instructions } = await announceLoss({
      servicer: play.servicer,
      security: await play.security(),
      amount: play.units(amount),
      reportSha256: new Uint8Array(32).fill(report),
    });
    await play.sendAs(play.servicer, instructions);
    await play.crank();
  };

  it("takes the cover's money apart, and lets proceeds be drawn while enough stands below the debt", async () => {
    await play.release();
    const vault = settlementVault((await play.security()).data);
    assert.deepEqual(
      [vault.treasury, vault.cover].map((units) => play.amount(units)),
      ["950000.00", "50000.00"],
    );
    await play.send(await checkTriggers({ security: await play.security() }));
    await play.draw("950,000");
  });

  it("pays the fee of income, interest, the reserve and the junior, while the loans' repayments wait", async () => {
    const paid = await play.post(payment(0));
    // 18,000 are income. 1 % of it; 600,000 at 6 % and 200,000 at 12 % for a month; the reserve; the rest is the junior's.
    assert.deepEqual(play.tiers(paid), [
      ...["180.00", "3000.00", "0.00", "2000.00", "0.00", "0.00", "0.00", "10000.00", "0.00", "0.00"],
      "2820.00",
    ]);
    assert.deepEqual(await waits(), ["40000.00", "0.00"]);
    await play.crank();
    assert.equal(await play.wallet(play.bot.address), "2.00", "a tip of 0.50 for each of four holders");
  });

  it("lets the sponsor buy new loans with what waits", async () => {
    await play.draw("30,000", true);
    assert.deepEqual(await waits(), ["10000.00", "30000.00"]);
  });

  it("lets the cover pay a part of a default, and writes the rest off the junior", async () => {
    await lose("70,000", 1);
    assert.deepEqual(await outstanding(), ["600000.00", "200000.00", "150000.00", "50000.00"], "on notice");
    // When the notice of the deal file is over, the bot records it.
    await play.moveTo((await clusterTime(play.cluster)) + 15n * DAY);
    await play.crank();
    // The cover pays its 20,000 for one loss, which repays the senior class; 50,000 are the junior's.
    assert.deepEqual(await outstanding(), ["580000.00", "200000.00", "100000.00", "30000.00"]);
    // What it pays comes over a day.
    await play.moveTo((await clusterTime(play.cluster)) + DAY);
    await play.crank();
    assert.equal(
      await play.paid(0, alder),
      "13800.00",
      "three fifths of 3,000 and of the 20,000 of the cover",
    );
    // 780,000 of debt want 195,000 below them, and there are 130,000: what waits is nobody's to draw.
    await assert.rejects(play.draw("10,000", true), /a trigger does not hold.*TriggerFailing/);
  });

  it("makes the cover whole before the junior has anything", async () => {
    const paid = await play.post(payment(1));
    // Income of 30,000 and the 10,000 of the reserve: 1 % of the former; 600,000 for half a month and 580,000 for the
    // other; a month of the mezzanine's; the reserve; 20,000 into the cover; the junior has the rest.
    assert.deepEqual(play.tiers(paid), [
      ...["300.00", "2950.00", "0.00", "2000.00", "0.00", "0.00", "0.00", "10000.00", "20000.00", "0.00"],
      "4750.00",
    ]);
    assert.deepEqual(await outstanding(), ["580000.00", "200000.00", "100000.00", "50000.00"]);
    assert.deepEqual(await waits(), ["30000.00", "30000.00"]);
  });

  it("writes the junior up with a recovery whose cash waits too, and uses the reserve", async () => {
    const paid = await play.post(payment(2));
    assert.deepEqual(
      paid.writtenUp.slice(0, 4).map((units) => play.amount(units)),
      ["0.00", "0.00", "48000.00", "0.00"],
    );
    // No income, so no fee; the interest of 580,000 and 200,000 for a month comes out of the reserve.
    assert.deepEqual(play.tiers(paid), [
      ...["0.00", "2900.00", "0.00", "2000.00", "0.00", "0.00", "0.00", "5100.00", "0.00", "0.00"],
      "0.00",
    ]);
    assert.deepEqual(await outstanding(), ["580000.00", "200000.00", "148000.00", "50000.00"]);
    assert.deepEqual(await waits(), ["78000.00", "30000.00"]);
  });

  it("lets the sponsor draw again, once enough stands below the debt", async () => {
    // 198,000 of the 195,000 that there must be.
    await play.draw("50,000", true);
    assert.deepEqual(await waits(), ["28000.00", "80000.00"]);
  });

  it("repays the senior class with what is left when the deal revolves no more: the bot sees to it", async () => {
    await play.moveTo(NOW + 141n * DAY);
    await assert.rejects(play.draw("28,000", true), /while the deal revolves.*NotRevolving/);
    await play.crank();
    const paid = await play.lastDistribution();
    assert.deepEqual([paid.gross, paid.principal, paid.mode], [0n, 0n, 1]);
    // The reserve is a part of it, as of every distribution: 21 days of 580,000 at 6 % and of 200,000 at 12 %.
    assert.deepEqual(play.tiers(paid), [
      ...["0.00", "2030.00", "0.00", "1400.00", "0.00", "28000.00", "0.00", "1670.00", "0.00", "0.00"],
      "0.00",
    ]);
    assert.equal(play.ofPrincipal(paid)[5], "28000.00");
    assert.deepEqual(await waits(), ["0.00", "80000.00"]);
    assert.deepEqual(await outstanding(), ["552000.00", "200000.00", "148000.00", "50000.00"]);
  });

  it("repays the senior class with a prepayment, and the junior's capital with income as far as it may", async () => {
    const paid = await play.post(payment(3));
    // Income of 12,000 and the 1,670: 1 % of the former; 9 days of 552,000 at 6 % and of 200,000 at 12 %; the reserve.
    // 652,000 of debt then want 163,000 below them, and there are 198,000: the 2,122 that are left may go back.
    assert.deepEqual(play.tiers(paid), [
      ...["120.00", "828.00", "0.00", "600.00", "0.00", "100000.00", "0.00", "10000.00", "0.00", "2122.00"],
      "0.00",
    ]);
    assert.deepEqual(await outstanding(), ["452000.00", "200000.00", "145878.00", "50000.00"]);
    assert.deepEqual(
      paid.outstanding.slice(0, 4).map((units) => play.amount(units)),
      await outstanding(),
      "the record says so too",
    );
  });

  it("repays senior and mezzanine in proportion from its day on", async () => {
    const paid = await play.post(payment(4));
    // 65,200 are a tenth of 652,000. Of the income: 1 % of 10,000; a month of 452,000 and of 200,000; the reserve.
    assert.deepEqual(play.tiers(paid), [
      ...[
        "100.00",
        "2260.00",
        "0.00",
        "2000.00",
        "0.00",
        "45200.00",
        "20000.00",
        "10000.00",
        "0.00",
        "5640.00",
      ],
      "0.00",
    ]);
    assert.deepEqual(play.ofPrincipal(paid).slice(5, 7), ["45200.00", "20000.00"]);
    assert.deepEqual(await outstanding(), ["406800.00", "180000.00", "140238.00", "50000.00"]);
  });

  it("gives all to the senior class once more than a tenth is lost", async () => {
    await lose("130,000", 2);
    await play.moveTo((await clusterTime(play.cluster)) + 15n * DAY);
    await play.crank();
    // The cover pays 20,000 again, and the junior bears 110,000; 2,000 of the first default are still lost.
    // The reserve of 10,000 pays what is due at once: half a month of 406,800 at 6 %, and 8,983 of principal.
    assert.deepEqual(await outstanding(), ["377817.00", "180000.00", "30238.00", "30000.00"]);
    const paid = await play.post(payment(5));
    assert.equal(paid.mode, 2);
    // All money is one: the fee of 20,000 of income, the interest of 377,817 for the other half of the month, and all the
    // rest to principal.
    assert.deepEqual(play.tiers(paid), [
      ...["200.00", "944.5425", "0.00", "0.00", "0.00", "48855.4575", "0.00", "0.00", "0.00", "0.00"],
      "0.00",
    ]);
    const { data: waterfall } = await readWaterfall(play.cluster, play.addresses.security);
    assert.equal(waterfall.tripped, 1);
  });

  it("has paid every holder, and everything adds up", async () => {
    await play.crank();
    assert.deepEqual(
      [
        await play.paid(0, alder),
        await play.paid(0, birch),
        await play.paid(1, cedar),
        await play.paid(2, dogwood),
        await play.paid(3, elm),
      ],
      // Interest of 15,929.5425 and principal of 20,000, 28,000, 100,000, 45,200, 20,000, 8,983 and 48,855.4575 in parts of three and two
      // fifths; five months of 2,000 and principal of 20,000; 2,820 + 4,750 of income and 2,122 + 5,640 of capital.
      ["172180.80", "114787.20", "30000.00", "15332.00", "0.00"],
    );
    const vault = settlementVault((await play.security()).data);
    assert.deepEqual(
      [vault.received, vault.fees, vault.cover, vault.reserve, vault.tips, vault.reinvestment].map(String),
      ["393200000000", "0", "30000000000", "0", "0", "0"],
    );
    assert.ok(vault.payable < 10n, "only fractions of a unit are left");
    const { data: waterfall } = await readWaterfall(play.cluster, play.addresses.security);
    const [fee] = feesOf(waterfall);
    assert.ok(fee);
    assert.deepEqual([fee.payee, fee.owed], [play.sponsor.address, 0n]);
    assert.equal(
      await play.wallet(fee.payee),
      "1030900.00",
      "the proceeds, 80,000 for new loans, and 900 of fees, which the bot pays",
    );
    await play.reconcile();
  });
});
