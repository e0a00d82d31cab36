import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  checkTriggers,
  conversionState,
  convertClass,
  convertShares,
  readConversion,
  readHolder,
  readWaterfall,
} from "@defi-ready/securities";
import type { Address, KeyPairSigner } from "@solana/kit";
import type { Payment } from "../src/index.js";
import { NOW } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;
/** 2025-06-15. */
const FALL = NOW + 165n * DAY;

describe("the demonstration deal of a bank, whose notes become equity", async () => {
  const play = await Play.start("bank");
  const { cluster } = play;
  const tranche = (rank: number) => play.addresses.tranches[rank]?.tranche as Address;
  const [saver, owner] = [await play.invest(0, "8,000,000"), await play.invest(2, "1,000,000")];
  const [cid, eve] = [await play.invest(1, "600,000"), await play.invest(1, "400,000")];
  const payment = (at: number) => play.post(play.deal.payments[at] as Payment);
  const conversion = () => readConversion(cluster, { tranche: tranche(1), number: 0 });
  const state = async (now: bigint) => {
    const { data: waterfall } = await readWaterfall(cluster, play.addresses.security);
    const from = (await play.tranches())[1];
    assert.ok(from !== undefined);
    return conversionState((await conversion()).data, from, { waterfall, now });
  };
  const convert = async () =>
    play.sendAs(
      play.bot,
      await convertClass({ security: await play.security(), conversion: await conversion() }),
    );
  const collect = async (signer: KeyPairSigner, whose: KeyPairSigner | Address) =>
    play.sendAs(
      signer,
      await convertShares({
        cluster,
        payer: signer,
        owner: whose,
        intoSecurity: await play.security(),
        conversion: await conversion(),
      }),
    );

  it("sets aside as many shares as the notes become at the floor", async () => {
    const { data } = await conversion();
    assert.deepEqual(
      [data.by, data.trigger, data.approved, data.floor, data.cap, data.discountBps, data.setAside],
      [2, 0, 1, 500_000n, 1_000_000n, 2_000, 2_000_000_000_000n],
    );
    const common = (await play.tranches())[2];
    assert.deepEqual([common?.authorised, common?.sharesOffered], [3_000_000_000_000n, 3_000_000_000_000n]);
  });

  it("pays interest of deposits and notes, and the rest to the common equity", async () => {
    await play.moveTo(NOW + 31n * DAY);
    await play.lock();
    await play.release();
    await play.reportPool("10,000,000");
    await play.draw("10,000,000");
    assert.deepEqual(play.tiers(await payment(0)), [
      ...["60000.00", "0.00", "20000.00", "0.00", "0.00", "0.00", "30000.00"],
    ]);
    await play.reportPool("9,500,000");
    await assert.rejects(convert(), /TriggerHolds/, "the bank is worth more than it owes");
  });

  it("converts no note before the bank has been worth too little for five days", async () => {
    await play.moveTo(FALL);
    await play.reportPool("8,900,000");
    // From this test on, which anyone may ask for, the days count.
    await play.sendAs(play.bot, await checkTriggers({ security: await play.security() }));
    assert.equal(await state(FALL), "waits for its trigger");
    await assert.rejects(convert(), /TriggerHolds/);
    await play.moveTo(FALL + 5n * DAY - 60n);
    await assert.rejects(convert(), /TriggerHolds/, "there is still a minute");
  });

  it("converts all of them at 0.80 then, whoever asks for it", async () => {
    await play.moveTo(FALL + 5n * DAY);
    assert.equal(await state(FALL + 5n * DAY), "due");
    await convert();
    assert.deepEqual(await play.outstanding(), ["8000000.00", "0.00", "0.00"]);
    const { data } = await conversion();
    assert.deepEqual([data.done, data.held], [1, 1_250_000_000_000n]);
    assert.equal((await play.tranches())[2]?.shares, 2_250_000_000_000n);
    // The bank is worth more than the deposits: there is nothing to convert for, and no note that could be.
    await assert.rejects(convert(), /TriggerHolds|ClassConverted/);
    await play.reconcile();
  });

  it("shares with the common equity what is left from then on, also before claims are collected", async () => {
    await collect(cid, cid);
    assert.equal(await play.shares(2, cid), "750000.00");
    assert.deepEqual(play.tiers(await payment(1)), [
      ...["60000.00", "0.00", "0.00", "0.00", "0.00", "0.00", "45000.00"],
    ]);
    // Anyone collects for others, with what their shares have earned.
    await collect(play.bot, eve.address);
    const { data } = await readHolder(cluster, { tranche: tranche(2), owner: eve.address });
    assert.equal(data.shares, 500_000_000_000n);
    await assert.rejects(collect(cid, cid), /NothingToConvert/, "each claim is collected once");
    await play.crank();
    await play.reconcile();
  });

  it("repays the deposits in full out of the sale, and has paid what the file's head says", async () => {
    assert.deepEqual(play.tiers(await payment(2)), [
      ...["60000.00", "0.00", "0.00", "0.00", "8000000.00", "0.00", "922500.00"],
    ]);
    await play.crank();
    assert.deepEqual(
      await Promise.all([saver, cid, eve, owner].map(({ address }) => play.wallet(address))),
      // 12,000 and 8,000 of interest, and 0.43 for each of 750,000 and 500,000 shares; 0.46 for each of 1,000,000. What is
      // less than a base unit stays in the vault.
      ["8179999.999999", "334499.999999", "222999.999999", "459999.999999"],
    );
    await play.reconcile();
  });
});
