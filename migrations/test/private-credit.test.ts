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

  it("pays the fee, interest, principal due, the reserve and what the junior may have", async () => {
    const paid = await play.post(payment(0));
    // 1 % of 50,000; 600,000 at 6 % and 200,000 at 12 % for a month; a 24th of 600,000; the reserve. 775,000 of debt
    // want 193,750 below them, a fifth of all, and there are 200,000: 6,250 of the junior's capital may go back.
    assert.deepEqual(play.tiers(paid), [
      ...["500.00", "3000.00", "0.00", "2000.00", "0.00", "25000.00", "0.00", "10000.00", "0.00", "6250.00"],
      "3250.00",
    ]);
    await play.crank();
    assert.equal(await play.wallet(play.bot.address), "2.00", "a tip of 0.50 for each of four holders");
  });

  it("lets the cover pay a part of a default, and writes the rest off the junior", async () => {
    const amount = play.units("70,000");
    const reportSha256 = new Uint8Array(32).fill(1);
    const security = await play.security();
    const announced = await announceLoss({ servicer: play.servicer, security, amount, reportSha256 });
    await play.sendAs(play.servicer, announced.instructions);
    await play.crank();
    assert.deepEqual(await outstanding(), ["575000.00", "200000.00", "143750.00", "50000.00"], "on notice");
    // When the notice of the deal file is over, the bot records it.
    await play.moveTo((await clusterTime(play.cluster)) + 15n * DAY);
    await play.crank();
    // The cover pays its 20,000 for one loss, which repays the senior class; 50,000 are the junior's.
    assert.deepEqual(await outstanding(), ["555000.00", "200000.00", "93750.00", "30000.00"]);
    await play.crank();
    assert.equal(
      await play.paid(0, alder),
      "28800.00",
      "three fifths of 28,000 and of the 20,000 of the cover",
    );
  });

  it("makes the cover whole before the junior has anything", async () => {
    const paid = await play.post(payment(1));
    // 575,000 for half a month and 555,000 for the other; two 24ths are due and 45,000 are repaid. With the 10,000 of the
    // reserve 50,000 came in.
    assert.deepEqual(play.tiers(paid), [
      ...["400.00", "2825.00", "0.00", "2000.00", "0.00", "5000.00", "0.00", "10000.00", "20000.00", "0.00"],
      "9775.00",
    ]);
    assert.deepEqual(await outstanding(), ["550000.00", "200000.00", "93750.00", "50000.00"]);
  });

  it("writes the junior up with a recovery whose cash is the senior class's, and uses the reserve", async () => {
    const paid = await play.post(payment(2));
    assert.deepEqual(
      paid.writtenUp.slice(0, 4).map((units) => play.amount(units)),
      ["0.00", "0.00", "30000.00", "0.00"],
    );
    // 30,000 of principal, more than the 25,000 that are due; the fee of 1 % and the interest of 550,000 and 200,000 for a
    // month come out of the reserve, which keeps 4,950 of its 10,000.
    assert.deepEqual(play.tiers(paid), [
      ...["300.00", "2750.00", "0.00", "2000.00", "0.00", "30000.00", "0.00", "4950.00", "0.00", "0.00"],
      "0.00",
    ]);
    assert.deepEqual(await outstanding(), ["520000.00", "200000.00", "123750.00", "50000.00"]);
  });

  it("gives all to the senior class once too little stood below the debt for longer than the cure", async () => {
    const paid = await play.post(payment(3));
    assert.equal(paid.mode, 2);
    // With the reserve 64,950: the fee, the interest of 520,000 for a month, and all the rest to principal.
    assert.deepEqual(play.tiers(paid), [
      ...["600.00", "2600.00", "0.00", "0.00", "0.00", "61750.00", "0.00", "0.00", "0.00", "0.00"],
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
      // 28,000 + 20,000 + 7,825 + 32,750 + 64,350 in parts of three and two fifths; three months of 2,000;
      // 6,250 + 3,250 + 9,775.
      ["91755.00", "61170.00", "6000.00", "19275.00", "0.00"],
    );
    const vault = settlementVault((await play.security()).data);
    assert.deepEqual(
      [vault.received, vault.fees, vault.cover, vault.reserve, vault.tips, vault.payable].map(String),
      ["180000000000", "0", "50000000000", "0", "0", "4"],
    );
    const { data: waterfall } = await readWaterfall(play.cluster, play.addresses.security);
    const [fee] = feesOf(waterfall);
    assert.ok(fee);
    assert.deepEqual([fee.payee, fee.owed], [play.sponsor.address, 0n]);
    assert.equal(
      await play.wallet(fee.payee),
      "951800.00",
      "the proceeds, and 1,800 of fees, which the bot pays",
    );
    await play.reconcile();
  });
});
