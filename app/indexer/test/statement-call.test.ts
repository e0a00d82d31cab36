import assert from "node:assert/strict";
import { test } from "node:test";
import {
  castBallot,
  closeBook,
  closeHolder,
  executeResolution,
  payeesOf,
  payHolders,
  proposeResolution,
  readGovernance,
  readHolder,
  readResolution,
} from "@defi-ready/securities";
import { dealStatement, holderStatement } from "@defi-ready/securities-indexer";
import { ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { follower, newSqlite } from "./deal.js";

const VOTES = { consentBps: 6_667, quorumBps: 5_000, proposalBps: 1_000 };

test("what a called class was paid, and a record that closed with its shares, reconcile to the unit", async () => {
  const governance = { noticeDays: 1, votingDays: 3, timelockDays: 2, classes: [VOTES] };
  const deal = await closeAfterTests(TestDeal.start({ governance }));
  const { cluster, security } = deal;
  const [ann, ben, cid] = [await deal.investor(), await deal.investor(), await deal.investor()];
  await deal.deposit(ann, 200n * ONE);
  await deal.deposit(ben, 100n * ONE);
  await deal.deposit(cid, 100n * ONE, deal.juniorBook);
  await deal.lock();
  await deal.settle();
  await deal.release();
  await deal.pay(8n * ONE);
  for (const book of [deal.seniorBook, deal.juniorBook]) {
    await deal.send(await closeBook({ cluster, book: await deal.readBook(book) }));
  }
  const proposes = await proposeResolution({
    proposer: deal.sponsor,
    security: await deal.readSecurity(),
    governance: await readGovernance(cluster, security),
    by: { __kind: "Sponsor" },
    proposal: { __kind: "Call", rank: 0, price: 1_030_000n, most: 309n * ONE },
    documentSha256: new Uint8Array(32).fill(7),
    documentUri: "https://example.com/call.txt",
  });
  await deal.send(proposes.instructions);
  const resolution = () => readResolution(cluster, { security, number: 0 });
  const { opensAt, executableFrom } = (await resolution()).data;
  await deal.moveTo(opensAt);
  for (const [owner, tranche] of [
    [ann, deal.senior],
    [ben, deal.senior],
    [cid, deal.junior],
  ] as const) {
    const holder = await readHolder(cluster, { tranche, owner: owner.address });
    const casts = await castBallot({ owner, resolution: await resolution(), holder, inFavour: true });
    await deal.send(casts, owner);
  }
  await deal.moveTo(executableFrom);
  await deal.send(await executeResolution({ resolution: await resolution() }));
  const database = await newSqlite();
  const follow = await follower({ url: deal.url, database });
  const common = { cluster, database, security };
  const wrong = async () => {
    await follow.pass();
    const owners = [ann, ben, cid];
    const own = await Promise.all(owners.map(({ address: owner }) => holderStatement({ ...common, owner })));
    const whole = await dealStatement(common);
    return [whole, ...own].map(({ checks }) => checks.filter(({ holds }) => !holds).map(({ what }) => what));
  };
  assert.deepEqual(await wrong(), [[], [], [], []], "after the call");
  const records = await Promise.all(
    [ann, ben].map(({ address: owner }) => readHolder(cluster, { tranche: deal.senior, owner })),
  );
  const terms = await deal.readSecurity();
  const payees = await payeesOf({ security: terms.data, holders: records });
  const tipAccount = await deal.wallet(deal.sponsor.address);
  await deal.send(await payHolders({ security: terms, tranche: deal.senior, payees, tipAccount }));
  const holder = await readHolder(cluster, { tranche: deal.senior, owner: ben.address });
  await deal.send(await closeHolder({ owner: ben, security, holder }), ben);
  await deal.pay(5n * ONE);
  assert.deepEqual(await wrong(), [[], [], [], []], "after a record has closed");
  const statement = await holderStatement({ ...common, owner: ann.address });
  const [money] = statement.classes[0]?.money ?? [];
  const called = money?.earned.find(({ source }) => source === "paid for its shares by a call of the class");
  assert.ok(called !== undefined);
  const { amount, principal, interest, income } = called;
  assert.equal(amount, 206n * ONE);
  assert.equal(principal, 194_798_173n, "what the payment of 8.00 has left of 200.00");
  assert.ok(interest > 0n && income > 0n);
  assert.equal(principal + interest + income, amount);
});
