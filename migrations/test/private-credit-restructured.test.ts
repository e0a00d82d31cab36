import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  castBallot,
  continuationOf,
  draftStructure,
  findDraft,
  proposalOf,
  proposeResolution,
  readDraft,
  readGovernance,
  readHolder,
  readResolution,
  readWaterfall,
  tierChanges,
  triggerChanges,
  waterfallConsequences,
  waterfallProposal,
} from "@defi-ready/securities";
import { crank } from "@defi-ready/securities-bot";
import type { KeyPairSigner } from "@solana/kit";
import { type Payment, structureOf } from "../src/index.js";
import { NOW } from "./support/node.js";
import { Play } from "./support/play.js";

const DAY = 86_400n;
const at = (day: string) => BigInt(Date.parse(day)) / 1_000n;

describe("the demonstration deal of private credit, whose servicer lets the lenders' interest go first", async () => {
  const play = await Play.start("private-credit");
  const { deal } = play;
  const [alder, cedar, dogwood, elm] = [
    await play.invest(0, "600,000"),
    await play.invest(1, "200,000"),
    await play.invest(2, "150,000"),
    await play.invest(3, "50,000"),
  ];
  await play.moveTo(NOW + 31n * DAY);
  await play.lock();
  await play.release();
  await play.draw("950,000");
  await play.fund(play.bot.address, 0n);
  const payment = (number: number) => deal.payments[number] as Payment;
  const { security } = play.addresses;
  const resolution = () => readResolution(play.cluster, { security, number: 0 });
  const waterfall = async () => (await readWaterfall(play.cluster, security)).data;
  const executes = () => crank(play.cluster, { payer: play.bot, securities: [security], resolutions: true });
  const vote = async (owner: KeyPairSigner, rank: number) => {
    const tranche = play.addresses.tranches[rank]?.tranche;
    assert.ok(tranche !== undefined);
    const holder = await readHolder(play.cluster, { tranche, owner: owner.address });
    await play.sendAs(
      owner,
      await castBallot({ owner, resolution: await resolution(), holder, inFavour: true }),
    );
  };

  it("pays the fee first, and then the sponsor lays another order down and proposes it", async () => {
    const paid = await play.post(payment(0));
    assert.equal(play.tiers(paid)[1], "3000.00", "600,000 at 6 % for a month");
    const before = await waterfall();
    const { createdAt } = (await play.security()).data;
    const { rules } = structureOf(deal, { sponsor: play.sponsor.address, createdAt });
    const [fee, ...others] = rules.tiers;
    assert.ok(fee?.__kind === "Fee");
    // Behind the interest of both debts, and without the trigger of losses.
    const tiers = [...others.slice(0, 4), fee, ...others.slice(4)];
    const plan = continuationOf({
      waterfall: before,
      rules: { ...rules, tiers, triggers: rules.triggers.slice(0, 2) },
    });
    assert.deepEqual(plan.continues, [1, 2, 3, 4, 0, 5, 6, 7, 8, 9, 10]);
    // What is left out runs off where it stood.
    const without = continuationOf({ waterfall: before, rules: { ...rules, tiers: others } });
    assert.deepEqual(without.rules.tiers[0], { ...fee, bps: 0, incomeOnly: false });
    assert.deepEqual(without.continues, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const { draft, instructions } = await draftStructure({
      author: play.sponsor,
      security,
      number: 0,
      replaces: before.structureVersion,
      ...plan,
    });
    await play.send(instructions);
    const state = await readDraft(play.cluster, draft);
    const moved = tierChanges({ waterfall: before, draft: state.data, decimals: 6 }).map(({ from, to }) => [
      from,
      to,
    ]);
    assert.deepEqual(moved[4], [0, 4], "the fee");
    assert.deepEqual(
      triggerChanges({ waterfall: before, draft: state.data, decimals: 6 }).map(({ becomes }) => becomes),
      ["stays", "stays", "ends"],
    );
    assert.deepEqual(
      waterfallConsequences({
        security: (await play.security()).data,
        waterfall: before,
        draft: state.data,
        conversions: [],
        decimals: 6,
      }),
      [],
    );
    const proposes = await proposeResolution({
      proposer: play.sponsor,
      security: await play.security(),
      governance: await readGovernance(play.cluster, security),
      by: { __kind: "Sponsor" },
      proposal: await waterfallProposal(state),
      documentSha256: new Uint8Array(32).fill(7),
      documentUri: "https://alpine-lending.example/programme-1/order.txt",
    });
    await play.send(proposes.instructions);
    assert.equal((await resolution()).data.asked, 0b1111, "all four classes");
  });

  it("is replaced by a bot once all four classes have consented", async () => {
    await play.moveTo(at("2025-03-08"));
    for (const [rank, owner] of [alder, cedar, dogwood, elm].entries()) {
      await vote(owner, rank);
    }
    await play.moveTo(at("2025-03-29"));
    const march = await play.post(payment(1));
    assert.deepEqual(play.tiers(march), [
      ...["300.00", "3000.00", "0.00", "2000.00", "0.00", "0.00", "0.00", "10000.00", "0.00", "0.00"],
      "24700.00",
    ]);
    const before = await waterfall();
    assert.equal((await executes()).executed, 1);
    const after = await waterfall();
    assert.equal(after.structureVersion, before.structureVersion + 1);
    assert.equal(after.triggerCount, 2);
    assert.equal(after.tiers[4]?.taken, before.tiers[0]?.taken, "what the fee has taken goes with it");
    assert.equal(after.tiers[7]?.taken, play.units("10,000"), "the reserve");
  });

  it("pays interest first from then on, and everything adds up", async () => {
    const april = await play.post({
      ...payment(1),
      periodStart: at("2025-04-01"),
      periodEnd: at("2025-05-01"),
      amount: play.units("30,000"),
      principal: 0n,
      note: "Collections of April 2025",
    });
    // A month of 600,000 at 6 % and of 200,000 at 12 %, then 1 % of 30,000.
    assert.deepEqual(play.tiers(april), [
      ...["3000.00", "0.00", "2000.00", "0.00", "300.00", "0.00", "0.00", "10000.00", "0.00", "0.00"],
      "24700.00",
    ]);
    await play.crank();
    await play.reconcile();
  });

  it("leaves no draft once its resolution is closed", async () => {
    const { data } = await resolution();
    assert.ok(data.executableUntil < at("2025-05-01"), "its time is over");
    await executes();
    const proposal = proposalOf(data);
    assert.ok(proposal.__kind === "Waterfall");
    assert.equal(await findDraft(play.cluster, proposal.draft), undefined);
  });
});
