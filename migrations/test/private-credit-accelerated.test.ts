import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  castBallot,
  executeResolution,
  isDeclaredByLenders,
  modeOf,
  proposeResolution,
  readGovernance,
  readHolder,
  readResolution,
  readWaterfall,
} from "@defi-ready/securities";
import type { ProposalArgs } from "@defi-ready/securities/program";
import type { KeyPairSigner } from "@solana/kit";
import type { Payment } from "../src/index.js";
import { NOW } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;
const at = (day: string) => BigInt(Date.parse(day)) / 1_000n;

describe("the demonstration deal of private credit, which its senior lenders accelerate", async () => {
  const play = await Play.start("private-credit");
  const { deal } = play;
  const [alder, birch] = [await play.invest(0, "360,000"), await play.invest(0, "240,000")];
  const cedar = await play.invest(1, "200,000");
  await play.invest(2, "150,000");
  await play.invest(3, "50,000");
  await play.moveTo(NOW + 31n * DAY);
  await play.lock();
  await play.release();
  await play.draw("950,000");
  await play.fund(play.bot.address, 0n);
  const { security } = play.addresses;
  const payment = (number: number) => deal.payments[number] as Payment;
  const waterfall = async () => (await readWaterfall(play.cluster, security)).data;
  const mode = async (day: string) => modeOf(await waterfall(), at(day));
  const proposes = async (owner: KeyPairSigner, rank: number, declare: boolean) => {
    const proposal: ProposalArgs = { __kind: "Acceleration", declare };
    const { instructions } = await proposeResolution({
      proposer: owner,
      security: await play.security(),
      governance: await readGovernance(play.cluster, security),
      by: { __kind: "Holder", rank },
      proposal,
      documentSha256: new Uint8Array(32).fill(8),
      documentUri: "https://alpine-lending.example/programme-1/default.txt",
    });
    await play.sendAs(owner, instructions);
  };
  const resolution = (number: number) => readResolution(play.cluster, { security, number });
  const vote = async (owner: KeyPairSigner, number: number) => {
    const tranche = play.addresses.tranches[0]?.tranche;
    assert.ok(tranche !== undefined);
    const holder = await readHolder(play.cluster, { tranche, owner: owner.address });
    await play.sendAs(
      owner,
      await castBallot({ owner, resolution: await resolution(number), holder, inFavour: true }),
    );
  };
  const executes = async (number: number) =>
    play.sendAs(
      play.bot,
      await executeResolution({ resolution: await resolution(number), security: await play.security() }),
    );

  it("is paid for a month, and then no more", async () => {
    const paid = await play.post(payment(0));
    assert.equal(play.tiers(paid)[1], "3000.00", "600,000 at 6 % for a month");
  });

  it("is in default once what was due on 1 April is overdue for more than thirty days", async () => {
    await play.moveTo(at("2025-05-01"));
    await assert.rejects(proposes(alder, 0, true), /NoDefault/);
    await play.moveTo(at("2025-05-02"));
    await assert.rejects(proposes(cedar, 1, true), /ProposerRefused/, "the senior class decides");
    await proposes(alder, 0, true);
    const { data } = await resolution(0);
    assert.equal(data.asked, 0b0001);
    assert.deepEqual(
      [data.opensAt, data.closesAt, data.executableFrom],
      [at("2025-05-09"), at("2025-05-23"), at("2025-05-30")],
    );
  });

  it("is accelerated by two thirds of the senior class alone", async () => {
    await play.moveTo(at("2025-05-09"));
    await vote(alder, 0);
    await vote(birch, 0);
    await play.moveTo(at("2025-05-30"));
    assert.equal(await mode("2025-05-30"), "amortising");
    await executes(0);
    assert.equal(await mode("2025-05-30"), "accelerated");
    assert.ok(isDeclaredByLenders(await waterfall()));
  });

  it("turns all cash to the senior class, what was reserved and what waited for new loans too", async () => {
    const june = await play.post({
      ...payment(1),
      periodStart: at("2025-05-01"),
      periodEnd: at("2025-06-01"),
      amount: play.units("30,000"),
      principal: 0n,
      note: "Collections of May 2025",
    });
    // 30,000 of income, the 10,000 of the reserve and the 40,000 that waited for new loans. 1 % of the income; then the senior: 3,000
    // of April, 3,000 of May and 15 on April's; 3,000 of June and 30.075 on 6,015; the rest repays it.
    assert.deepEqual(play.tiers(june), [
      ...["300.00", "3030.075", "6015.00", "0.00", "0.00", "70654.925"],
      ...["0.00", "0.00", "0.00", "0.00", "0.00"],
    ]);
    assert.deepEqual(await play.outstanding(), ["529345.075", "200000.00", "150000.00", "50000.00"]);
  });

  it("ends when the same class says so, and everything adds up", async () => {
    await proposes(birch, 0, false);
    const { data } = await resolution(1);
    await play.moveTo(data.opensAt);
    await vote(alder, 1);
    await vote(birch, 1);
    await play.moveTo(data.executableFrom);
    await executes(1);
    assert.equal(isDeclaredByLenders(await waterfall()), false);
    await play.crank();
    await play.reconcile();
  });
});
