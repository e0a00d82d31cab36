import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  castBallot,
  planWindDown,
  proposeResolution,
  readGovernance,
  readHolder,
  readResolution,
  readSecurityState,
  readTranches,
  settlementVault,
} from "@defi-ready/securities";
import { SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import { crank } from "@defi-ready/securities-bot";
import type { Address } from "@solana/kit";
import type { Payment } from "../src/index.js";
import { NOW } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;
const at = (day: string) => BigInt(Date.parse(day)) / 1_000n;
/** What a closed security keeps, in bytes. */
const KEPT = 72;
/** What a transaction with one signature costs, in lamports. */
const FEE = 5_000n;

describe("the demonstration deal of private credit, wound down to nothing", async () => {
  const play = await Play.start("private-credit");
  const { deal } = play;
  const investors = [
    { rank: 0, owner: await play.invest(0, "360,000") },
    { rank: 0, owner: await play.invest(0, "240,000") },
    { rank: 1, owner: await play.invest(1, "200,000") },
    { rank: 2, owner: await play.invest(2, "150,000") },
    { rank: 3, owner: await play.invest(3, "50,000") },
  ];
  await play.moveTo(NOW + 31n * DAY);
  await play.lock();
  await play.release();
  await play.draw("930,000");
  await play.fund(play.bot.address, 0n);
  const february = deal.payments[0] as Payment;
  const { security } = play.addresses;
  const DAY_OF_END = "it ends on 2025-05-01 at the earliest";
  const status = () => planWindDown(play.cluster, { address: security, payer: play.bot });
  /** A pass of the bot that is asked for everything. */
  const crankAll = async (windDown = true) => {
    const report = await crank(play.cluster, {
      ...{ payer: play.bot, securities: [security], resolutions: true, windDown },
    });
    assert.deepEqual(report.skipped, []);
    return report;
  };
  /** What is in the treasury, the reserve, the reinvestment account, and the cover. */
  const money = async () => {
    const { treasury, reserve, reinvestment, cover } = settlementVault((await play.security()).data);
    return [treasury, reserve, reinvestment, cover].map((units) => play.amount(units));
  };
  const accounts = () =>
    play.cluster.rpc.getProgramAccounts(SECURITIES_PROGRAM_ADDRESS, { encoding: "base64" }).send();
  const lamportsOf = async (addresses: readonly Address[]) => {
    const all = await Promise.all(addresses.map((one) => play.cluster.rpc.getBalance(one).send()));
    return all.reduce((sum, { value }) => sum + value, 0n);
  };

  it("resolves on it in each class, while money is in every account", async () => {
    await play.post(february);
    await play.crank();
    assert.deepEqual(await money(), ["20000.00", "10000.00", "40000.00", "50000.00"]);
    const { instructions } = await proposeResolution({
      proposer: play.sponsor,
      security: await play.security(),
      governance: await readGovernance(play.cluster, security),
      by: { __kind: "Sponsor" },
      proposal: { __kind: "WindDown" },
      documentSha256: new Uint8Array(32).fill(7),
      documentUri: "https://alpine-lending.example/programme-1/wind-down.txt",
    });
    await play.send(instructions);
    await play.moveTo(at("2025-03-08"));
    const resolution = await readResolution(play.cluster, { security, number: 0 });
    assert.equal(resolution.data.asked, 0b1111, "all four classes have something to lose");
    for (const { rank, owner } of investors) {
      const { tranche } = play.addresses.tranches[rank] ?? {};
      const holder = await readHolder(play.cluster, { tranche: tranche as Address, owner: owner.address });
      await play.sendAs(owner, await castBallot({ owner, resolution, holder, inFavour: true }));
    }
    assert.equal((await status()).stage, "active");
  });

  it("pays the senior class with treasury, reserve and reinvestment account at once", async () => {
    await play.moveTo(at("2025-04-01"));
    const { executed, returned } = await crankAll(false);
    assert.deepEqual(
      [executed, returned],
      [1, 1],
      "the bot executes the resolution, and returns what is unused",
    );
    // 70,000: a month of 600,000 at 6 %, and all the rest is principal. The mezzanine waits, and its interest too.
    assert.deepEqual(play.tiers(await play.lastDistribution()), [
      ...["0.00", "3000.00", "0.00", "0.00", "0.00", "67000.00", "0.00", "0.00", "0.00", "0.00"],
      "0.00",
    ]);
    assert.deepEqual(await money(), ["0.00", "0.00", "0.00", "50000.00"]);
    assert.deepEqual(await play.outstanding(), ["533000.00", "200000.00", "150000.00", "50000.00"]);
    const { stage, endsFrom, steps, waits } = await status();
    assert.deepEqual([stage, endsFrom], ["winding", at("2025-05-01")]);
    assert.deepEqual(
      steps.map(({ what }) => what),
      ["book", "book", "book", "book"],
    );
    assert.ok(waits.includes(DAY_OF_END));
    await assert.rejects(play.draw("1", true), /Winding/);
  });

  it("closes the books, and waits for the loans to be sold, as the bot does", async () => {
    assert.equal((await crankAll()).reclaimed, 4);
    const { steps, waits } = await status();
    assert.deepEqual(steps, []);
    assert.ok(waits.includes(DAY_OF_END));
  });

  it("repays everybody in the order of the waterfall with what the loans bring, and covers go home", async () => {
    const sale = await play.post({
      ...february,
      ...{ amount: play.units("900,000"), principal: play.units("900,000"), tips: 0n },
      ...{ periodStart: at("2025-04-01"), periodEnd: at("2025-05-01"), note: "Sale of all loans" },
    });
    // A month of 533,000 at 6 %, and the principal; a month of 200,000 at 12 % and of the 2,000 of March, those, and the
    // principal; the junior's capital, and what is left.
    assert.deepEqual(play.tiers(sale), [
      ...["0.00", "2665.00", "0.00", "2020.00", "2000.00", "533000.00", "200000.00", "0.00", "0.00"],
      ...["150000.00", "10315.00"],
    ]);
    assert.deepEqual(await money(), ["0.00", "0.00", "0.00", "0.00"], "the cover protects nothing any more");
    assert.deepEqual(await play.outstanding(), ["0.00", "0.00", "0.00", "0.00"]);
    // All are paid, the cover's holder over a day.
    await crankAll(false);
    await play.moveTo(at("2025-05-03"));
    await crankAll(false);
    await play.reconcile();
  });

  it("ends, and has paid every holder", async () => {
    assert.deepEqual(
      (await status()).steps.map(({ what }) => what),
      ["end"],
    );
    await crankAll();
    assert.equal((await status()).stage, "ended");
    assert.deepEqual(
      await Promise.all(investors.map(({ rank, owner }) => play.paid(rank, owner))),
      // Of the senior's 608,665 = 3,000 + 3,000 + 67,000 + 2,665 + 533,000 three and two fifths; of the mezzanine's, 2,000 +
      // 4,020 + 200,000; of the junior's, 2,820 + 150,000 + 10,315; and the cover.
      ["365199.00", "243466.00", "206020.00", "163135.00", "50000.00"],
    );
    assert.equal(
      await play.wallet(play.sponsor.address),
      "930180.00",
      "what it has drawn, and 1 % of 18,000 of income",
    );
    await assert.rejects(play.post({ ...february, periodEnd: at("2025-05-03") }), /Ended/);
  });

  it("closes all accounts, gives the rents back, and leaves 72 bytes that keep its address taken", async () => {
    const people = [play.sponsor, play.bot, ...investors.map(({ owner }) => owner)].map((one) => one.address);
    const before = await accounts();
    const { address: vault, payable, fees } = settlementVault((await play.security()).data);
    // What rounding kept of four records: a unit each, which goes to the sponsor's destination.
    assert.deepEqual([payable, fees], [4n, 0n]);
    const drawn = await play.wallet(play.sponsor.address);
    const rents =
      before.reduce((sum, { account }) => sum + account.lamports, 0n) + (await lamportsOf([vault]));
    const held = await lamportsOf(people);
    const { steps } = await status();
    assert.deepEqual(steps.map(({ what }) => what).sort(), [
      ...["class", "class", "class", "class", "distribution", "distribution", "distribution", "governance"],
      ...["record", "record", "record", "record", "record", "security", "vault"],
    ]);
    // One after the other: what is left can be read all the while.
    const first = steps.findIndex(({ what }) => what === "class");
    for (const { instructions } of steps.slice(0, first + 1)) {
      await play.sendAs(play.bot, instructions);
    }
    const present = await readTranches(play.cluster, await play.security());
    assert.equal(present.length, 3, "without the class that is closed");
    const state = await readSecurityState(play.cluster, security);
    assert.deepEqual(
      state.tranches.map(({ tranche }) => tranche.data.rank),
      present.map(({ data }) => data.rank),
    );
    assert.equal((await crankAll()).reclaimed, steps.length - first - 1);
    assert.equal((await status()).stage, "closed");
    assert.deepEqual((await status()).steps, [], "nothing is left to close");
    const left = await accounts();
    assert.deepEqual(
      left.map(({ pubkey, account }) => [pubkey, Buffer.from(account.data[0], "base64").length]),
      [[security, KEPT]],
    );
    assert.equal(await lamportsOf([vault]), 0n);
    const more = play.units(await play.wallet(play.sponsor.address)) - play.units(drawn);
    assert.equal(more, 4n);
    const kept = await play.cluster.rpc.getMinimumBalanceForRentExemption(BigInt(KEPT)).send();
    assert.equal(await lamportsOf([security]), kept);
    assert.equal((await lamportsOf(people)) - held, rents - kept - FEE * BigInt(steps.length));
  });

  it("is left alone by a bot that was told to look after it", async () => {
    assert.equal((await crankAll()).reclaimed, 0);
    assert.equal((await crankAll(false)).reclaimed, 0);
  });
});
