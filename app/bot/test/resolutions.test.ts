import assert from "node:assert/strict";
import { test } from "node:test";
import {
  castBallot,
  listBallots,
  listResolutions,
  proposeResolution,
  readGovernance,
  readHolder,
  readResolution,
} from "@defi-ready/securities";
import type { ProposalArgs } from "@defi-ready/securities/program";
import { crank } from "@defi-ready/securities-bot";
import { DAY, funded, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";

test("the bot executes what was decided if it is asked to, and closes what is over", async () => {
  const terms = { consentBps: 6_667, quorumBps: 5_000, proposalBps: 1_000 };
  const world = await closeAfterTests(
    TestDeal.start({ governance: { noticeDays: 1, votingDays: 3, timelockDays: 1, classes: [terms] } }),
  );
  const { cluster, security, sponsor } = world;
  const [bot, ann, bob] = [await funded(cluster), await world.investor(), await world.investor()];
  await world.deposit(ann, 300n * ONE);
  await world.deposit(bob, 200n * ONE, world.juniorBook);
  await world.lock();
  await world.settle();
  const ask = async (proposal: ProposalArgs) => {
    const { instructions, number } = await proposeResolution({
      proposer: sponsor,
      security: await world.readSecurity(),
      governance: await readGovernance(cluster, security),
      by: { __kind: "Sponsor" },
      proposal,
      documentSha256: new Uint8Array(32).fill(1),
      documentUri: "https://example.com/why.pdf",
    });
    await world.send(instructions);
    return (await readResolution(cluster, { security, number })).data;
  };
  const propose = async (proposal: ProposalArgs) => {
    const data = await ask(proposal);
    const { number } = data;
    await world.moveTo(data.opensAt);
    for (const [owner, tranche] of [
      [ann, world.senior],
      [bob, world.junior],
    ] as const) {
      await world.send(
        await castBallot({
          owner,
          resolution: await readResolution(cluster, { security, number }),
          holder: await readHolder(cluster, { tranche, owner: owner.address }),
          inFavour: true,
        }),
        owner,
      );
    }
    return data;
  };
  const pass = async (resolutions: boolean, dryRun = false) => {
    const { executed, reclaimed, skipped } = await crank(cluster, {
      payer: bot,
      securities: [security],
      resolutions,
      dryRun,
    });
    assert.deepEqual(skipped, []);
    return [executed, reclaimed];
  };

  const { maturity } = (await world.readTranche()).data;
  const amended = await propose({ __kind: "DebtTerms", rank: 0, ratePpm: 90_000, maturity });
  assert.deepEqual(await pass(true), [0, 0], "the vote is open");
  await world.moveTo(amended.closesAt);
  const { address } = await readResolution(cluster, { security, number: 0 });
  assert.deepEqual(await pass(false), [0, 0], "it was not asked to");
  assert.deepEqual(await pass(true), [0, 2], "the vote is over, and the timelock is not");
  assert.deepEqual(await listBallots(cluster, address), []);
  await world.moveTo(amended.executableFrom);
  assert.deepEqual(await pass(true, true), [1, 0], "a dry run does nothing");
  assert.equal((await world.readTranche()).data.ratePpm, 80_000);
  assert.deepEqual(await pass(true), [1, 0]);
  assert.equal((await world.readTranche()).data.ratePpm, 90_000);
  assert.deepEqual(await pass(true), [0, 0], "once");

  // A role goes to whoever signs for it.
  const role = await propose({ __kind: "Role", role: { __kind: "Servicer" }, to: bob.address });
  await world.moveTo(role.executableFrom);
  assert.deepEqual(await pass(true), [0, 2]);
  assert.equal((await listResolutions(cluster, security)).length, 2, "they can still be looked at");
  await world.moveTo(role.executableUntil + DAY);
  assert.deepEqual(await pass(true), [0, 2]);
  assert.deepEqual(await listResolutions(cluster, security), []);

  // One that nobody votes on keeps books from their lock until it is closed.
  const { number, closesAt } = await ask({ __kind: "DebtTerms", rank: 0, ratePpm: 100_000, maturity });
  await world.moveTo(closesAt);
  assert.equal((await world.readSecurity()).data.pending, 1);
  assert.deepEqual(await pass(true), [0, 1]);
  assert.equal((await world.readSecurity()).data.pending, 0);
  assert.equal(number, 2);
});
