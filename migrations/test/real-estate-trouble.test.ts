import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  announceAct,
  announcedAct,
  checkTriggers,
  controlStages,
  drawProceeds,
  inControl,
  payFeeFromTreasury,
  readWaterfall,
  setMode,
  settlementVault,
  stageName,
  submitExpense,
} from "@defi-ready/securities";
import { ModeChange } from "@defi-ready/securities/program";
import { crank } from "@defi-ready/securities-bot";
import { knownKey } from "@defi-ready/securities-testing";
import type { Address, KeyPairSigner } from "@solana/kit";
import type { Payment } from "../src/index.js";
import { fix, market } from "./support/market.js";
import { NOW, SOL } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;
const at = (day: string) => BigInt(Date.parse(day)) / 1_000n;

describe("the demonstration deal of a building, in trouble", async () => {
  const play = await Play.start("real-estate", market("4.5"));
  const [investors, lenders] = [
    await knownKey("securities demo investors' agent"),
    await knownKey("securities demo lenders' agent"),
  ];
  const payment = (number: number) => play.deal.payments[number] as Payment;
  await play.node.fund(investors.address, SOL);
  await play.node.fund(lenders.address, SOL);
  await play.invest(2, "100,000", play.sponsor);
  const alder = await play.invest(0, "1,200,000");
  await play.invest(1, "500,000");
  await play.invest(2, "200,000");
  const control = async () => (await play.security()).data.control;
  const vault = async () => settlementVault((await play.security()).data);
  const test = async () => play.sendAs(play.bot, await checkTriggers({ security: await play.security() }));
  /** The bot steps control, if a covenant says so. */
  const steps = async () => {
    const { skipped, stepped } = await crank(play.cluster, {
      payer: play.bot,
      securities: [play.addresses.security],
      control: true,
    });
    assert.deepEqual(skipped, []);
    return stepped;
  };
  const draw = async (signer: KeyPairSigner, amount: string) =>
    play.sendAs(
      signer,
      await drawProceeds({
        sponsor: signer,
        security: await play.security(),
        destination: play.addresses.destinations[0] as Address,
        amount: play.units(amount),
        reinvestment: false,
      }),
    );
  const payFee = async () => {
    const security = await play.security();
    const waterfall = await readWaterfall(play.cluster, security.address);
    await play.sendAs(play.bot, await payFeeFromTreasury({ payer: play.bot, security, waterfall, tier: 4 }));
  };
  const quarter = async (number: number) => play.tiers(await play.post(payment(number)));
  const fixBefore = async (number: number, percent: string) => {
    await play.moveTo(payment(number).periodEnd - 3n * DAY);
    await fix(play, percent);
  };

  it("begins as planned, with the sponsor in control", async () => {
    await play.moveTo(NOW + 31n * DAY);
    await play.lock();
    await play.moveTo(NOW + 34n * DAY);
    await play.reportPool("1,900,000");
    await play.release();
    await play.draw("1,900,000");
    await fixBefore(0, "5.3");
    await play.moveTo(payment(0).periodEnd);
    await payFee();
    assert.deepEqual(await quarter(0), [
      ...["0.00", "19500.00", "0.00", "0.00", "0.00", "0.00", "5500.00", "0.00", "0.00", "0.00"],
    ]);
    // 89 days of 40.00.
    assert.equal(play.amount((await vault()).treasury), "96440.00");
    const security = await play.security();
    assert.equal(inControl(security.data), play.sponsor.address);
    assert.deepEqual(
      controlStages(security.data).map(({ name, acts, powers }) => [name, acts, powers.length]),
      [
        ["sponsor", play.sponsor.address, 15],
        ["investors", investors.address, 15],
        ["lenders", lenders.address, 7],
      ],
    );
  });

  it("takes draws and the fee from the sponsor at once, when the building is worth less", async () => {
    await play.moveTo(at("2025-05-02"));
    // 1,200,000 of 1,600,000 are 75 %.
    await play.reportPool("1,600,000");
    await test();
    await assert.rejects(play.draw("1.00"), /TriggerFailing/);
    await assert.rejects(payFee(), /TriggerFailing/);
    assert.equal(await steps(), 0, "its cure goes on");
  });

  it("traps what is behind the loan after a month, and steps control to the investors", async () => {
    await fixBefore(1, "2.5");
    // 1.75 % of 1,200,000; of 38,000 the other 17,000 wait, and nobody has them.
    assert.deepEqual(await quarter(1), [
      ...["0.00", "21000.00", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00"],
    ]);
    const { reinvestment, trapped } = await vault();
    assert.deepEqual([play.amount(reinvestment), play.amount(trapped)], ["17000.00", "17000.00"]);
    assert.equal(await steps(), 1);
    assert.equal(stageName((await control()).stage), "investors");
    assert.equal(inControl((await play.security()).data), investors.address);
    await assert.rejects(play.draw("1.00"), /NotInControl/);
    const submitted = submitExpense({
      sponsor: play.sponsor,
      security: await play.security(),
      waterfall: await readWaterfall(play.cluster, play.addresses.security),
      tier: 0,
      amount: play.units("1.00"),
      documentSha256: new Uint8Array(32).fill(1),
      note: "invoice",
      now: at("2025-08-01"),
    }).then((instructions) => play.send(instructions));
    await assert.rejects(submitted, /NotInControl/);
  });

  it("repays nothing early with what waits, which does not heal its own breach", async () => {
    await test();
    await play.crank();
    assert.equal((await play.outstanding())[0], "1200000.00");
    assert.equal(play.amount((await vault()).trapped), "17000.00");
    assert.equal(await steps(), 0, "a breach steps control once");
  });

  it("lets the investors' agent draw nothing while the covenant fails, whatever it announced a week before", async () => {
    const security = await play.security();
    const act = {
      __kind: "Draw",
      vault: 0,
      destination: play.addresses.destinations[0] as Address,
      amount: play.units("20,000"),
      reinvestment: false,
    } as const;
    await assert.rejects(draw(investors, "20,000"), /ActNotAnnounced/);
    await play.sendAs(investors, announceAct({ agent: investors, security: security.address, act }));
    assert.deepEqual(announcedAct((await play.security()).data), {
      act,
      from: at("2025-08-08"),
      until: at("2025-09-07"),
    });
    await play.moveTo(at("2025-08-07"));
    await assert.rejects(draw(investors, "20,000"), /ActNotDue/);
    await play.moveTo(at("2025-08-08"));
    await assert.rejects(draw(investors, "20,000"), /TriggerFailing/);
  });

  it("is healed by a repayment, with which what waits pays the interest so far", async () => {
    const healing = await play.post({
      ...payment(2),
      periodEnd: at("2025-08-10"),
      amount: play.units("80,000"),
      principal: play.units("80,000"),
      note: "Repayment that heals the covenant",
    });
    // Nine days of 5 % of 1,200,000, out of the 17,000; the 80,000 repay the loan, and the other 15,500 wait on.
    assert.deepEqual(play.tiers(healing), [
      ...["0.00", "1500.00", "0.00", "80000.00", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00"],
    ]);
    // 1,120,000 of 1,600,000 are 70 %: it holds again.
    assert.equal((await play.outstanding())[0], "1120000.00");
    assert.equal(play.amount((await vault()).trapped), "15500.00");
  });

  it("carries what waited on with the next payment, as the bot does by one of nothing", async () => {
    assert.equal(await steps(), 0);
    // 101 days of the fee, and the rest for the 7,000 and 12,675 that the preferred equity is owed: 8,215 stay.
    assert.deepEqual(play.tiers(await play.lastDistribution()), [
      ...["0.00", "0.00", "0.00", "0.00", "4040.00", "11460.00", "0.00", "0.00", "0.00", "0.00"],
    ]);
    const { reinvestment, trapped } = await vault();
    assert.deepEqual([reinvestment, trapped], [0n, 0n]);
    assert.equal(stageName((await control()).stage), "investors", "control does not go back by itself");
  });

  it("lets the investors' agent draw what it announced, now that the covenant holds", async () => {
    await assert.rejects(play.draw("20,000"), /NotInControl/);
    await draw(investors, "20,000");
    // 20,000 of 96,440.
    assert.equal(play.amount((await vault()).treasury), "76440.00");
    assert.equal(announcedAct((await play.security()).data), undefined);
  });

  it("pays the fee out of the treasury again, and all that the preferred equity is owed", async () => {
    await fixBefore(2, "3.5");
    // 0.73 % a year of 1,920,000 are 38.40 a day, of which the bot paid 80 out of the treasury, and three are left.
    assert.equal(play.amount((await vault()).treasury), "73368.00");
    // 81 days of 5 % of 1,120,000; 8,215 of arrears; and of the preferred return nine days of 10 % of 519,675, 1,299.1875,
    // and 81 of 508,215, 11,434.8375. The common equity gets the rest of 46,000.
    assert.deepEqual(await quarter(2), [
      ...["0.00", "12600.00", "0.00", "0.00", "115.20", "8215.00", "12734.025", "0.00", "0.00", "12335.775"],
    ]);
  });

  it("steps control to the lenders, when it happens again", async () => {
    await play.moveTo(at("2025-11-02"));
    // 1,120,000 of 1,400,000 are 80 %.
    await play.reportPool("1,400,000");
    await test();
    await play.moveTo(at("2025-12-01"));
    assert.equal(await steps(), 0);
    await play.moveTo(at("2025-12-02"));
    assert.equal(await steps(), 1);
    assert.equal(inControl((await play.security()).data), lenders.address);
    await assert.rejects(draw(investors, "1.00"), /NotInControl/);
  });

  it("is accelerated by the lenders' agent after a week's notice, and the sale repays them first", async () => {
    const { address } = await play.security();
    await play.sendAs(
      lenders,
      announceAct({ agent: lenders, security: address, act: { __kind: "Accelerate" } }),
    );
    const accelerate = async () =>
      play.sendAs(
        lenders,
        await setMode({
          authority: lenders,
          security: await play.security(),
          change: ModeChange.Accelerate,
        }),
      );
    await assert.rejects(accelerate(), /ActNotDue/);
    await play.moveTo(at("2025-12-09"));
    await accelerate();
    const sold = await play.post({
      ...payment(3),
      amount: play.units("1,350,000"),
      principal: play.units("1,350,000"),
      note: "Sale of the building by the lenders",
    });
    // 1.375 % of 1,120,000, all of the loan, and the rest for the preferred capital; no fee.
    assert.deepEqual(play.tiers(sold), [
      ...["0.00", "15400.00", "0.00", "1120000.00", "0.00", "0.00", "0.00", "214600.00", "0.00", "0.00"],
    ]);
    assert.deepEqual(await play.outstanding(), ["0.00", "285400.00", "300000.00"]);
    await play.moveTo(at("2026-02-02"));
    await play.crank();
    // 19,500, 21,000, 1,500, 12,600 and 15,400 of interest, and the loan.
    assert.equal(await play.paid(0, alder), "1270000.00");
    await play.reconcile();
  });
});
