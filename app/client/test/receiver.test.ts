import assert from "node:assert/strict";
import { test } from "node:test";
import {
  openReceiver,
  readHolder,
  shareAccountAddress,
  tokenBalance,
  transferShares,
} from "@defi-ready/securities";
import { funded, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";

const world = await closeAfterTests(TestDeal.start());
const { cluster, senior: tranche } = world;
const owner = await world.investor(100n * ONE);
await world.deposit(owner, 100n * ONE);
await world.lock(world.seniorBook);
await world.settle();
const { mint } = (await world.readTranche()).data;

test("shares reach somebody who has no accounts yet, also when a stranger opens them meanwhile", async () => {
  const [{ address: to }, stranger] = [await funded(cluster), await funded(cluster)];
  const transfer = await transferShares({
    cluster,
    owner,
    tranche: await world.readTranche(),
    security: await world.readSecurity(),
    to,
    amount: 5n * ONE,
  });
  assert.equal(transfer.length, 3, "what is missing, and the transfer");
  const open = await openReceiver({
    payer: stranger,
    owner: to,
    security: await world.readSecurity(),
    tranche,
  });
  await world.send(open, stranger);
  await world.send(transfer, owner);
  assert.equal(await tokenBalance(cluster, await shareAccountAddress(to, mint)), 5n * ONE);
  const { data } = await readHolder(cluster, { tranche, owner: to });
  assert.deepEqual([data.shares, data.rentPayer], [5n * ONE, stranger.address]);
});

test("the pair that readies a receiver succeeds whatever is there already, and changes nothing", async () => {
  const [{ address: to }, stranger] = [await funded(cluster), await funded(cluster)];
  const security = await world.readSecurity();
  await world.send(await openReceiver({ payer: owner, owner: to, security, tranche }), owner);
  const before = await readHolder(cluster, { tranche, owner: to });
  const lamports = async () => (await cluster.rpc.getBalance(stranger.address).send()).value;
  const funds = await lamports();
  // The fee is the sponsor's.
  await world.send(await openReceiver({ payer: stranger, owner: to, security, tranche }));
  assert.deepEqual((await readHolder(cluster, { tranche, owner: to })).data, before.data);
  assert.equal(await lamports(), funds, "and costs no rent");
  const after = await world.readSecurity();
  assert.equal(after.data.eventSequence, security.data.eventSequence + 1n, "one record was opened");
});
