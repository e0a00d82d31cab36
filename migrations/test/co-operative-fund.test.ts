import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  budgetOf,
  castBallot,
  closeResolution,
  clusterTime,
  disclosuresOf,
  drawProceeds,
  executeResolution,
  postNotice,
  proposalWords,
  proposeResolution,
  proposeRole,
  readGovernance,
  readHolder,
  readResolution,
  readWaterfall,
  reportCovenant,
  setMode,
  settlementVault,
} from "@defi-ready/securities";
import { ModeChange } from "@defi-ready/securities/program";
import { knownKey } from "@defi-ready/securities-testing";
import type { Address, KeyPairSigner } from "@solana/kit";
import { factsOfDeal, type Payment } from "../src/index.js";
import { NOW, SOL } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;
const at = (day: string) => BigInt(Date.parse(day)) / 1_000n;

describe("the demonstration deal of a co-operative, whose members vote a manager a budget", async () => {
  const play = await Play.start("co-operative-fund");
  const [manager, builder] = [
    await knownKey("securities demo manager"),
    await knownKey("securities demo builder"),
  ];
  await play.node.fund(manager.address, SOL);
  const [alder, birch, cedar] = [
    await play.invest(0, "120,000"),
    await play.invest(0, "100,000"),
    await play.invest(0, "80,000"),
  ];
  const { security: address, destinations } = play.addresses;
  const destination = destinations[0] as Address;
  const draw = async (signer: KeyPairSigner, amount: string) =>
    play.sendAs(
      signer,
      await drawProceeds({
        sponsor: signer,
        security: await play.security(),
        destination,
        amount: play.units(amount),
        reinvestment: false,
      }),
    );
  const proposes = async (owner: KeyPairSigner, amount: string, days: number) => {
    const proposal = {
      __kind: "Budget",
      terms: {
        manager: manager.address,
        destination,
        vault: 0,
        reinvestment: false,
        amount: play.units(amount),
        days,
        until: at("2025-09-01"),
      },
    } as const;
    const { number, instructions } = await proposeResolution({
      proposer: owner,
      security: await play.security(),
      governance: await readGovernance(play.cluster, address),
      by: { __kind: "Holder", rank: 0 },
      proposal,
      documentSha256: new Uint8Array(32).fill(7),
      documentUri: "https://harbour-street.example/budget.txt",
    });
    await play.sendAs(owner, instructions);
    return { number, proposal };
  };
  const votes = async (owner: KeyPairSigner, number: number, inFavour: boolean) => {
    const tranche = play.addresses.tranches[0]?.tranche as Address;
    const holder = await readHolder(play.cluster, { tranche, owner: owner.address });
    const resolution = await readResolution(play.cluster, { security: address, number });
    await play.sendAs(owner, await castBallot({ owner, resolution, holder, inFavour }));
  };
  const executes = async (number: number) => {
    const resolution = await readResolution(play.cluster, { security: address, number });
    await play.sendAs(play.bot, await executeResolution({ resolution }));
  };
  const budget = async () => budgetOf((await play.security()).data, await clusterTime(play.cluster));
  const left = async () => play.amount((await budget())?.left ?? 0n);

  it("begins without anybody who draws", async () => {
    await play.moveTo(NOW + 31n * DAY);
    await play.lock();
    await play.release();
    await play.fund(builder.address, 0n);
    assert.equal(play.amount(settlementVault((await play.security()).data).treasury), "300000.00");
    const told = disclosuresOf(factsOfDeal(play.deal, { sponsor: play.sponsor.address })).map(
      ({ text }) => text,
    );
    assert.ok(
      told.includes(
        "After the first lock the sponsor draws nothing: a manager does, within a budget that every class consents to.",
      ),
    );
    assert.ok(told.every((text) => !text.includes("draw proceeds to the account named below")));
    await assert.rejects(draw(play.sponsor, "1"), /NoPower/);
    await assert.rejects(draw(manager, "1"), /NotSponsor/);
  });

  it("lets the office report, and nothing that its bitmap does not say", async () => {
    const { sponsor } = play;
    const security = await play.security();
    const accelerates = await setMode({ authority: sponsor, security, change: ModeChange.Accelerate });
    await assert.rejects(play.send(accelerates), /NoPower/);
    const elsewhere = await proposeRole({
      holder: sponsor,
      security: address,
      role: { word: "destination", place: 0 },
      to: destination,
    });
    await assert.rejects(play.send(elsewhere), /NoPower/);
    const notice = await postNotice({
      sponsor,
      security: address,
      kind: 1,
      sha256: new Uint8Array(32).fill(1),
      uri: "https://harbour-street.example/meeting.txt",
    });
    await play.send(notice);
  });

  it("executes the budget that two thirds of the members vote", async () => {
    await play.moveTo(at("2025-02-05"));
    const { number, proposal } = await proposes(alder, "60,000", 30);
    const names = () => ({ name: "", decimals: 6, moneyDecimals: 6, ratePpm: 0, maturity: 0n });
    assert.equal(
      proposalWords(proposal, names),
      `let ${manager.address} draw up to 60,000.00 every 30 days to ${destination} until 2025-09-01`,
    );
    await play.moveTo(at("2025-02-12"));
    await votes(alder, number, true);
    await votes(cedar, number, false);
    await votes(birch, number, true);
    await assert.rejects(executes(number), /ResolutionEarly/);
    await play.moveTo(at("2025-03-05"));
    await assert.rejects(draw(manager, "1"), /NotSponsor/);
    await executes(number);
    assert.equal(await left(), "60000.00");
  });

  it("lets the manager draw that every thirty days, and the arbitrator hold it up", async () => {
    await draw(manager, "60,000");
    await assert.rejects(draw(manager, "0.01"), /BudgetSpent/);
    const declares = async (declared: boolean) =>
      play.sendAs(
        play.arbitrator,
        await reportCovenant({
          authority: play.arbitrator,
          waterfall: (await readWaterfall(play.cluster, address)).data,
          place: 0,
          report: { __kind: "Event", declared, documentSha256: new Uint8Array(32).fill(9) },
        }),
      );
    await play.moveTo(at("2025-04-04"));
    assert.equal(await left(), "60000.00", "a new period");
    await declares(true);
    await assert.rejects(draw(manager, "60,000"), /TriggerFailing/);
    await declares(false);
    await draw(manager, "60,000");
    await play.moveTo(at("2025-05-04"));
    await draw(manager, "60,000");
    await assert.rejects(draw(manager, "0.01"), /BudgetSpent/);
    assert.equal(await play.wallet(builder.address), "180000.00");
    assert.equal(play.amount(settlementVault((await play.security()).data).treasury), "120000.00");
  });

  it("does not execute a budget that they vote down", async () => {
    await play.moveTo(at("2025-05-05"));
    const { number } = await proposes(birch, "100,000", 0);
    await play.moveTo(at("2025-05-12"));
    await votes(birch, number, true);
    await votes(alder, number, false);
    await votes(cedar, number, false);
    await play.moveTo(at("2025-06-02"));
    await assert.rejects(executes(number), /NotConsented/);
    const resolution = await readResolution(play.cluster, { security: address, number });
    await play.sendAs(play.bot, await closeResolution(resolution));
    assert.equal((await budget())?.amount, play.units("60,000"), "the first one runs on");
    await play.moveTo(at("2025-09-01"));
    await assert.rejects(draw(manager, "1"), /BudgetOver/);
  });

  it("pays the members what the roofs earn", async () => {
    const paid = await play.post(play.deal.payments[0] as Payment);
    assert.deepEqual(play.tiers(paid), ["720.00", "35280.00"]);
    await play.crank();
    assert.deepEqual(
      await Promise.all([alder, birch, cedar].map((owner) => play.paid(0, owner))),
      ["14112.00", "11760.00", "9408.00"],
      "0.1176 a share",
    );
    await play.reconcile();
  });
});
