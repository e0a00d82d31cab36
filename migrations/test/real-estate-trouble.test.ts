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

  it("repays the loan with what was trapped", async () => {
    assert.equal((await play.outstanding())[0], "1183000.00", "by anyone, as the bot does");
    // 1,183,000 of 1,800,000 are 65.73 %: it holds again.
    await play.reportPool("1,800,000");
    await test();
    assert.equal(await steps(), 0);
    assert.equal(stageName((await control()).stage), "investors", "control does not go back by itself");
  });

  it("lets the investors' agent draw what it announced a week before", async () => {
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
    await draw(investors, "20,000");
    // The bot has paid the fee of 92 days out of the treasury as soon as the covenant held.
    assert.equal(play.amount((await vault()).treasury), "72760.00");
    assert.equal(announcedAct((await play.security()).data), undefined);
  });

  it("pays the fee again, and what the preferred equity is owed", async () => {
    await fixBefore(2, "3.5");
    // 1.25 % of 1,183,000; three days of 0.73 % a year of 1,983,000, 39.66 a day, of which the bot paid 89 out of the treasury;
    // 7,000 and 12,675 of arrears; and the rest of 2.5 % of 519,675.
    assert.deepEqual(await quarter(2), [
      ...["0.00", "14787.50", "0.00", "0.00", "118.98", "19675.00", "11418.52", "0.00", "0.00", "0.00"],
    ]);
  });

  it("steps control to the lenders, when it happens again", async () => {
    await play.moveTo(at("2025-11-02"));
    // 1,183,000 of 1,400,000 are 84.5 %.
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
    // 1.375 % of 1,183,000, all of the loan, and the rest for the preferred capital; no fee.
    assert.deepEqual(play.tiers(sold), [
      ...["0.00", "16266.25", "0.00", "1183000.00", "0.00", "0.00", "0.00", "150733.75", "0.00", "0.00"],
    ]);
    assert.deepEqual(await play.outstanding(), ["0.00", "349266.25", "300000.00"]);
    await play.moveTo(at("2026-02-02"));
    await play.crank();
    // 19,500, 21,000, 14,787.50 and 16,266.25 of interest, and the loan.
    assert.equal(await play.paid(0, alder), "1271553.75");
    await play.reconcile();
  });
});
