import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { overpaidCarries, readSecurity, readWaterfall } from "@defi-ready/securities";
import type { Payment } from "../src/index.js";
import { NOW } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;

describe("the demonstration deal of a fund, played to paid partners", async () => {
  const play = await Play.start("fund");
  const [first, second] = play.deal.payments as readonly [Payment, Payment];
  const [alder, birch, cedar] = [
    await play.invest(0, "250,000"),
    await play.invest(0, "350,000"),
    await play.invest(0, "400,000"),
  ];
  await play.invest(1, "7.50", play.sponsor);
  await play.moveTo(NOW + 31n * DAY);

  it("shares a quarter of the carry by place in line", async () => {
    await play.lock();
    assert.deepEqual(
      await Promise.all([alder, birch, cedar, play.sponsor].map((owner) => play.shares(1, owner))),
      ["100.00", "70.00", "80.00", "750.00"],
    );
  });

  it("returns capital first: the preferred return of the year waits", async () => {
    assert.deepEqual(play.tiers(await play.post(first)), ["540000.00", "0.00", "0.00", "0.00", "0.00"]);
    // On its due date it is not in arrears yet; when the day is over, it is.
    const [lp] = await play.tranches();
    assert.equal(play.amount(lp?.interestDue ?? 0n), "80000.00");
  });

  it("then the preferred return, the catch-up, and a fifth of the profit to the points", async () => {
    // 460,000 are still out, and earn 36,800 in the second year. Profit 540,000, of which 108,000 are a fifth.
    assert.deepEqual(play.tiers(await play.post(second)), [
      ...["460000.00", "80000.00", "36800.00", "108000.00", "315200.00"],
    ]);
  });

  it("has paid every partner, and everything adds up", async () => {
    await play.crank();
    assert.deepEqual(
      await Promise.all([alder, birch, cedar].map((owner) => play.paid(0, owner))),
      ["358000.00", "501200.00", "572800.00"],
      "1,432,000 by shares",
    );
    assert.deepEqual(
      await Promise.all([alder, birch, cedar, play.sponsor].map((owner) => play.paid(1, owner))),
      ["10800.00", "7560.00", "8640.00", "81000.00"],
      "108 a point",
    );
    await play.reconcile();
  });
});

describe("the demonstration deal of a fund that shares deal by deal, played to the last sale", async () => {
  const play = await Play.start("fund-deal-by-deal");
  const [amber, dividend, back, coral] = play.deal.payments as readonly [Payment, Payment, Payment, Payment];
  const [alder, birch] = [await play.invest(0, "600,000"), await play.invest(0, "400,000")];
  await play.invest(1, "10.00", play.sponsor);
  await play.moveTo(NOW + 31n * DAY);
  await play.lock();
  const overpaid = async () => {
    const { data: waterfall } = await readWaterfall(play.cluster, play.addresses.security);
    const { data: security } = await readSecurity(play.cluster, play.addresses.security);
    const carries = overpaidCarries({ security, waterfall, tranches: await play.tranches() });
    return carries.map(({ amount }) => play.amount(amount));
  };

  it("pays carry on the first gain while the other investments are out", async () => {
    // 8 % of 1,000,000; a fifth of 300,000; a twentieth of the other 160,000.
    assert.deepEqual(play.tiers(await play.post(amber)), [
      ...["400000.00", "0.00", "80000.00", "60000.00", "8000.00", "152000.00"],
    ]);
    assert.deepEqual(await overpaid(), []);
  });

  it("shows what was overpaid once another investment is lost", async () => {
    await play.moveTo(NOW + 542n * DAY);
    await play.lose("350,000");
    assert.deepEqual(await overpaid(), ["60000.00"]);
  });

  it("withholds the manager's part of later income for it", async () => {
    const paid = await play.post(dividend);
    // 146 days of 600,000 and 219 of 250,000 at 8 %: 19,200 and 12,000. A twentieth of 60,000 is withheld.
    assert.deepEqual(play.tiers(paid), ["0.00", "0.00", "31200.00", "0.00", "0.00", "57000.00"]);
    assert.equal(play.amount(paid.clawedBack[1] ?? 0n), "3000.00");
    assert.deepEqual(await overpaid(), ["57000.00"]);
  });

  it("gives the partners what the manager pays back", async () => {
    const paid = await play.post(back);
    assert.equal(play.amount(paid.clawedBack[1] ?? 0n), "40000.00");
    assert.deepEqual(await overpaid(), ["17000.00"]);
  });

  it("ends with a fifth of the whole profit", async () => {
    // A fifth of 441,200, less 17,000 that were paid and kept; a twentieth of the other 308,760.
    assert.deepEqual(play.tiers(await play.post(coral)), [
      ...["250000.00", "0.00", "20000.00", "71240.00", "15438.00", "293322.00"],
    ]);
    assert.deepEqual(await overpaid(), []);
  });

  it("has paid every partner, and everything adds up", async () => {
    await play.crank();
    assert.deepEqual(
      await Promise.all([alder, birch].map((owner) => play.paid(0, owner))),
      ["795913.20", "530608.80"],
      "632,000, 91,200, 40,000 and 563,322 by shares",
    );
    assert.equal(
      await play.paid(1, play.sponsor),
      "154678.00",
      "60,000 and 71,240 of carry, 8,000 and 15,438 of the splits",
    );
    await play.reconcile();
  });
});
