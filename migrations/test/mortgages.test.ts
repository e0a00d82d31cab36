import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Payment } from "../src/index.js";
import { NOW } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;

describe("the demonstration deal of home loans, played to paid holders", async () => {
  const play = await Play.start("mortgages");
  const [alder, birch, cedar] = [
    await play.invest(0, "900,000"),
    await play.invest(1, "100,000"),
    await play.invest(2, "20,000"),
  ];
  /** A quarter ends, and a payment comes in. */
  const quarter = async (number: number) => {
    const payment = play.deal.payments[number] as Payment;
    await play.moveTo(payment.periodEnd);
    return play.post(payment);
  };
  /** What the notes and the pool come to after each payment, where the certificates have no capital. */
  const stands = async (a: string, b: string) => {
    assert.deepEqual(await play.outstanding(), [a, b, "0.00"]);
  };

  it("pays interest in order of seniority, and the rest to the certificates", async () => {
    await play.moveTo(NOW + 31n * DAY);
    await play.lock();
    await play.release();
    await play.draw("1,020,000");
    // 2 % of 15,000; 0.9 % of 900,000 and 1.5 % of 100,000.
    assert.deepEqual(play.tiers(await quarter(0)), [
      ...["300.00", "8100.00", "0.00", "0.00", "1500.00", "0.00", "0.00", "20000.00", "0.00", "5100.00"],
    ]);
    await stands("880000.00", "100000.00");
  });

  it("covers with income what a default wrote off of class B, before the certificates have any", async () => {
    await play.moveTo(NOW + 166n * DAY);
    await play.lose("12,000");
    await stands("880000.00", "88000.00");
    const paid = await quarter(1);
    // 14,700 less 294, 7,920 and 1,410. What is covered shows where it goes: 18,000 and 5,076 repay class A.
    assert.deepEqual(play.tiers(paid), [
      ...["294.00", "7920.00", "0.00", "0.00", "1410.00", "0.00", "0.00", "23076.00", "0.00", "0.00"],
    ]);
    assert.deepEqual(
      paid.writtenUp.slice(0, 3).map((units) => play.amount(units)),
      ["0.00", "5076.00", "0.00"],
    );
    await stands("856924.00", "93076.00");
  });

  it("goes on until all of it is covered", async () => {
    const paid = await quarter(2);
    assert.deepEqual(play.tiers(paid), [
      ...["285.00", "7712.316", "0.00", "0.00", "1396.14", "0.00", "0.00", "19856.544", "0.00", "0.00"],
    ]);
    assert.equal(play.amount(paid.writtenUp[1] ?? 0n), "4856.544");
    await stands("837067.456", "97932.544");
  });

  it("writes class B up with a recovery as far as something is written off, and has the rest for income", async () => {
    const paid = await play.post(play.deal.payments[3] as Payment);
    assert.deepEqual(play.tiers(paid), [
      ...["78.65088", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00", "2067.456", "0.00", "3853.89312"],
    ]);
    assert.equal(play.amount(paid.writtenUp[1] ?? 0n), "2067.456");
    await stands("835000.00", "100000.00");
  });

  it("then pays the certificates again", async () => {
    assert.deepEqual(play.tiers(await quarter(4)), [
      ...["280.50", "7515.00", "0.00", "0.00", "1500.00", "0.00", "0.00", "25000.00", "0.00", "4729.50"],
    ]);
    await stands("810000.00", "100000.00");
  });

  it("has paid every holder, and everything adds up", async () => {
    await play.crank();
    assert.deepEqual(
      [await play.paid(0, alder), await play.paid(1, birch), await play.paid(2, cedar)],
      ["121247.316", "5806.14", "13683.39312"],
      "31,247.316 of interest and 90,000 of principal; interest alone; 5,100, 3,853.89312 and 4,729.50",
    );
    assert.equal(await play.wallet(play.servicer.address), "1238.15088", "the fees of a year");
    await play.reconcile();
  });
});
