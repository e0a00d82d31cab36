import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkTriggers, settlementVault } from "@defi-ready/securities";
import type { Payment } from "../src/index.js";
import { NOW } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;

describe("the demonstration deal of car loans, played to paid holders", async () => {
  const play = await Play.start("auto-loans");
  const payments = play.deal.payments;
  const [alder, birch, cedar, dogwood, elm] = [
    await play.invest(0, "432,000"),
    await play.invest(0, "288,000"),
    await play.invest(1, "120,000"),
    await play.invest(2, "60,000"),
    await play.invest(3, "60,000"),
  ];
  /** The month ends, the reporter says what the pool is worth, and the collections come in; what the tiers took. */
  const month = async (number: number, pool: string) => {
    const payment = payments[number] as Payment;
    await play.moveTo(payment.periodEnd);
    await play.reportPool(pool);
    return play.post(payment);
  };
  it("is not locked while too little stands behind the notes", async () => {
    await play.moveTo(NOW + 31n * DAY);
    // 60,000 of 960,000 are 6.25 %, and 7.5 % are required; 72,000 of 972,000 are 7.4 %, and cover 108 % of the notes.
    await assert.rejects(play.lock(), /SubordinationShort/);
    await play.invest(3, "12,000", elm);
    await assert.rejects(play.lock(), /SubordinationShort/);
    await play.invest(3, "28,000", elm);
  });

  it("lends out the proceeds", async () => {
    await play.lock();
    await play.reportPool("1,000,000");
    await play.release();
    await play.send(await checkTriggers({ security: await play.security() }));
    await play.draw("1,000,000");
    assert.deepEqual(await play.outstanding(), ["720000.00", "120000.00", "60000.00", "100000.00"]);
  });

  it("repays the senior notes with what the loans repay, and fills the reserve with what their interest leaves", async () => {
    // The fee of 28 days of 20.00; 0.4 % of 720,000, 0.5 % of 120,000, 0.7 % of 60,000; the other 3,040 of 7,500.
    assert.deepEqual(play.tiers(await month(0, "982,614.96")), [
      ...["560.00", "2880.00", "0.00", "600.00", "0.00", "420.00", "0.00", "17385.04", "0.00", "0.00"],
      ...["3040.00", "0.00", "0.00", "0.00"],
    ]);
    // 7,369.61 and 3,040; 31 days of 19.6522992; 0.4 % of 702,614.96; the certificates have what the reserve leaves.
    assert.deepEqual(play.tiers(await month(1, "965,099.53")), [
      ...["609.221275", "2810.45984", "0.00", "600.00", "0.00", "420.00", "0.00", "17515.43", "0.00", "0.00"],
      ...["5000.00", "0.00", "0.00", "969.928885"],
    ]);
  });

  it("repays them with what borrowers prepay, too", async () => {
    // 17,646.79 and 47,452.74 of principal. 30 days of 19.3019906; 0.4 % of 685,099.53.
    assert.deepEqual(play.tiers(await month(2, "900,000")), [
      ...["579.059718", "2740.39812", "0.00", "600.00", "0.00", "420.00", "0.00", "65099.53", "0.00", "0.00"],
      ...["5000.00", "0.00", "0.00", "2898.792162"],
    ]);
    assert.deepEqual(await play.outstanding(), ["620000.00", "120000.00", "60000.00", "100000.00"]);
  });

  it("repays all notes in proportion from the step-down date on", async () => {
    // 77.5 %, 15 % and 7.5 % of 16,888.69, as 620,000, 120,000 and 60,000 are of 800,000. 31 days of 18.00.
    assert.deepEqual(play.tiers(await month(3, "883,111.31")), [
      ...["558.00", "2480.00", "0.00", "600.00", "0.00", "420.00", "0.00"],
      ...["13088.73475", "2533.3035", "1266.65175", "5000.00", "0.00", "0.00", "2692.00"],
    ]);
    assert.deepEqual(await play.outstanding(), ["606911.26525", "117466.6965", "58733.34825", "100000.00"]);
  });

  it("writes a default off the certificates", async () => {
    await play.moveTo(NOW + 166n * DAY);
    await play.lose("43,111.31");
    await play.reportPool("840,000");
    assert.deepEqual(await play.outstanding(), ["606911.26525", "117466.6965", "58733.34825", "56888.69"]);
  });

  it("then repays the senior notes alone, with income too while the pool is below 108 % of the notes", async () => {
    const paid = await month(4, "823,815.30");
    // 15 days of 17.6622262 and 15 of 16.80. 56,888.69 behind the notes are 6.77 % of 840,000, below 7.5 %: class A has all
    // principal. 823,815.30 / 1.08 = 762,791.944444, and 766,926.61 of notes are left: all that passes, 2,356.954627, too.
    assert.deepEqual(play.tiers(paid), [
      ...["516.933393", "2427.645061", "0.00", "587.333482", "0.00", "411.133437", "0.00"],
      ...["18541.654627", "0.00", "0.00", "5000.00", "0.00", "0.00", "0.00"],
    ]);
    assert.equal(play.ofPrincipal(paid)[7], "16184.70");
  });

  it("lets income pass again as soon as the pool is there", async () => {
    const paid = await month(5, "807,509.21");
    // 748,263.565373 of notes are left, and 807,509.21 / 1.08 = 747,693.712962: 569.852411 of income repay class A.
    assert.deepEqual(play.tiers(paid), [
      ...["510.765486", "2353.478442", "0.00", "587.333483", "0.00", "411.133438", "0.00"],
      ...["16875.942411", "0.00", "0.00", "5000.00", "0.00", "0.00", "1746.04674"],
    ]);
    assert.equal(play.ofPrincipal(paid)[7], "16306.09");
  });

  it("writes the certificates up with a recovery, whose cash is principal", async () => {
    const paid = await play.post(payments[6] as Payment);
    assert.deepEqual([play.tiers(paid)[7], play.amount(paid.writtenUp[3] ?? 0n)], ["20000.00", "20000.00"]);
    assert.deepEqual(await play.outstanding(), ["551493.668212", "117466.6965", "58733.34825", "76888.69"]);
  });

  it("repays all notes in proportion again", async () => {
    const paid = await month(7, "791,080.83");
    // 76,888.69 are 9.56 % of all capital. Of 727,693.712962 of notes, class C is 8.0711633 % and class B 16.1423266 %.
    assert.deepEqual(play.tiers(paid), [
      ...["500.65571", "2205.974673", "0.00", "587.333482", "0.00", "411.133438", "0.00"],
      ...["12450.495844", "2651.922771", "1325.961385", "5000.00", "0.00", "0.00", "2351.222697"],
    ]);
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
      ["119312.870261", "79541.913507", "9347.226718", "5506.013448", "10657.990484"],
      "class A, 198,854.783769, in parts of three and two fifths",
    );
    const vault = settlementVault((await play.security()).data);
    assert.deepEqual(
      [vault.received, vault.treasury, vault.fees, vault.reserve].map((units) => play.amount(units)),
      ["233200.65", "0.00", "0.00", "5000.00"],
    );
    assert.equal(
      await play.wallet(play.servicer.address),
      "3834.635582",
      "the fees of seven months, which the bot pays",
    );
    await play.reconcile();
  });
});
