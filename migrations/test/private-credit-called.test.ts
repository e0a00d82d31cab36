import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  castBallot,
  closeBook,
  costOfAll,
  isRedeemed,
  proposeResolution,
  readBook,
  readGovernance,
  readHolder,
  readResolution,
  readTranche,
} from "@defi-ready/securities";
import { crank } from "@defi-ready/securities-bot";
import type { Address, KeyPairSigner } from "@solana/kit";
import type { Payment } from "../src/index.js";
import { NOW } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;
const JUNIOR = 2;
const at = (day: string) => BigInt(Date.parse(day)) / 1_000n;

describe("the demonstration deal of private credit, whose junior class is called at 1.03", async () => {
  const play = await Play.start("private-credit");
  const [alder, cedar, dogwood, elm] = [
    await play.invest(0, "600,000"),
    await play.invest(1, "200,000"),
    await play.invest(JUNIOR, "150,000"),
    await play.invest(3, "50,000"),
  ];
  await play.moveTo(NOW + 31n * DAY);
  await play.lock();
  await play.release();
  // Fewer loans were found than money was raised for: 250,000 stays in the treasury.
  await play.draw("700,000");
  await play.fund(play.bot.address, 0n);
  const { security } = play.addresses;
  const junior = play.addresses.tranches[JUNIOR]?.tranche as Address;
  const resolution = () => readResolution(play.cluster, { security, number: 0 });
  const treasury = async () => play.amount((await play.security()).data.vaults[0]?.treasury ?? 0n);
  const executes = () => crank(play.cluster, { payer: play.bot, securities: [security], resolutions: true });
  const vote = async (owner: KeyPairSigner, rank: number) => {
    const tranche = play.addresses.tranches[rank]?.tranche as Address;
    const holder = await readHolder(play.cluster, { tranche, owner: owner.address });
    await play.sendAs(
      owner,
      await castBallot({ owner, resolution: await resolution(), holder, inFavour: true }),
    );
  };

  it("asks all four classes for 154,500", async () => {
    await play.post(play.deal.payments[0] as Payment);
    const price = play.units("1.03");
    assert.equal(costOfAll((await readTranche(play.cluster, junior)).data, price), play.units("154,500"));
    const proposes = await proposeResolution({
      proposer: play.sponsor,
      security: await play.security(),
      governance: await readGovernance(play.cluster, security),
      by: { __kind: "Sponsor" },
      proposal: { __kind: "Call", rank: JUNIOR, price, most: play.units("154,500") },
      documentSha256: new Uint8Array(32).fill(7),
      documentUri: "https://alpine-lending.example/programme-1/call.txt",
    });
    await play.send(proposes.instructions);
    assert.equal((await resolution()).data.asked, 0b1111, "all four classes");
    await play.moveTo(at("2025-03-08"));
    for (const [rank, owner] of [alder, cedar, dogwood, elm].entries()) {
      await vote(owner, rank);
    }
  });

  it("waits until the books are closed, and is then executed and paid by a bot", async () => {
    await play.moveTo(at("2025-03-29"));
    const early = await executes();
    assert.equal(early.executed, 0);
    assert.equal((await resolution()).data.status, 0);
    for (const { book } of play.addresses.books) {
      const closes = await closeBook({ cluster: play.cluster, book: await readBook(play.cluster, book) });
      await play.send(closes);
    }
    assert.equal(await treasury(), "250000.00");
    const before = await play.paid(JUNIOR, dogwood);
    assert.equal((await executes()).executed, 1);
    await play.crank();
    const after = await play.paid(JUNIOR, dogwood);
    assert.equal(play.units(after) - play.units(before), play.units("154,500"));
    assert.equal(await treasury(), "95500.00");
    const { data } = await readTranche(play.cluster, junior);
    assert.ok(isRedeemed(data));
    assert.deepEqual(await play.outstanding(), ["600000.00", "200000.00", "0.00", "50000.00"]);
    await play.reconcile();
  });

  it("pays the called class nothing of what comes later", async () => {
    const had = await play.paid(JUNIOR, dogwood);
    const april = await play.post({
      ...(play.deal.payments[1] as Payment),
      periodStart: at("2025-04-01"),
      periodEnd: at("2025-05-01"),
      amount: play.units("30,000"),
      principal: 0n,
      note: "Collections of April 2025",
    });
    await play.crank();
    assert.equal(await play.paid(JUNIOR, dogwood), had);
    // A fee of 1 %, two months of 600,000 at 6 % and of 200,000 at 12 %, with interest on what was late, and the reserve anew.
    assert.deepEqual(play.tiers(april), [
      ...["300.00", "3015.00", "3000.00", "2020.00", "2000.00", "0.00", "0.00", "10000.00", "0.00", "0.00"],
      "0.00",
    ]);
    // The rest of 30,000 and of the 10,000 that were in the reserve, which the junior class had before.
    assert.equal(await treasury(), play.amount(play.units("95,500") + play.units("19,665")));
    await play.reconcile();
  });
});
