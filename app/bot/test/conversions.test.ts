import assert from "node:assert/strict";
import { test } from "node:test";
import {
  castBallot,
  clusterTime,
  conversionOutcome,
  createConversion,
  findConversion,
  listConversions,
  proposalOf,
  proposeResolution,
  readConversion,
  readGovernance,
  readHolder,
  readResolution,
  readTranche,
} from "@defi-ready/securities";
import { crank } from "@defi-ready/securities-bot";
import { funded, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";

test("the bot converts a class as its holders decided, collects for them, and closes the conversion", async () => {
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
  const [from, into] = await Promise.all([
    readTranche(cluster, world.senior),
    readTranche(cluster, world.junior),
  ]);
  // A fixed price of ten a share, at which all authorised shares together buy what is set aside.
  const price = 10n * ONE;
  const most = (from.data.authorised * from.data.par + from.data.unit - 1n) / from.data.unit;
  const created = await createConversion({
    sponsor,
    from,
    into,
    terms: {
      by: { __kind: "Resolution" },
      rule: { __kind: "Price", floor: price, cap: price, discountBps: 0, withInterest: false },
      opensAt: 0n,
      closesAt: (await clusterTime(cluster)) + 300n * 86_400n,
      shares: (most * into.data.unit + price - 1n) / price,
    },
  });
  await world.send(created.instructions);
  const { instructions, number } = await proposeResolution({
    proposer: sponsor,
    security: await world.readSecurity(),
    governance: await readGovernance(cluster, security),
    by: { __kind: "Sponsor" },
    proposal: { __kind: "Conversion", rank: 0, number: created.number },
    documentSha256: new Uint8Array(32).fill(1),
    documentUri: "https://example.com/why.pdf",
  });
  await world.send(instructions);
  const resolution = await readResolution(cluster, { security, number });
  assert.equal(proposalOf(resolution.data).__kind, "Conversion");
  await world.moveTo(resolution.data.opensAt);
  for (const [owner, tranche] of [
    [ann, world.senior],
    [bob, world.junior],
  ] as const) {
    const holder = await readHolder(cluster, { tranche, owner: owner.address });
    await world.send(await castBallot({ owner, resolution, holder, inFavour: true }), owner);
  }
  await world.moveTo(resolution.data.executableFrom);
  const read = async () => readConversion(cluster, { tranche: world.senior, number: created.number });
  const expected = conversionOutcome({
    conversion: (await read()).data,
    from: await readTranche(cluster, world.senior).then(({ data }) => data),
    into: into.data,
    shares: from.data.shares,
    now: resolution.data.executableFrom,
  });
  const pass = async (conversions: boolean) => {
    const { executed, converted, skipped } = await crank(cluster, {
      payer: bot,
      securities: [security],
      resolutions: true,
      conversions,
    });
    assert.deepEqual(skipped, []);
    return [executed, converted];
  };

  assert.deepEqual(await pass(false), [1, 0], "approved, and no more was asked");
  assert.equal((await read()).data.approved, 1);
  assert.deepEqual(await pass(true), [0, 2], "the class, and what Ann's record became");
  const { data } = await readHolder(cluster, { tranche: world.junior, owner: ann.address });
  assert.equal(data.shares, expected?.shares, "what the client had said");
  assert.equal(data.shares, (300n * ONE * into.data.unit) / price);
  assert.deepEqual(await listConversions(cluster, security), [], "it is closed");
  assert.equal(await findConversion(cluster, { tranche: world.senior, number: created.number }), undefined);
  assert.deepEqual(await pass(true), [0, 0], "once");
});
