import assert from "node:assert/strict";
import { describe, it } from "node:test";
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
