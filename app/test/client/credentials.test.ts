import assert from "node:assert/strict";
import { test } from "node:test";
import { type Address, generateKeyPairSigner, type KeyPairSigner, lamports } from "@solana/kit";
import { crank } from "../../src/bot/index.js";
import {
  credentialAddress,
  findCredential,
  findHolder,
  issueCredential,
  listTickets,
  qualifiersOf,
  qualifyHolder,
  readHolder,
  readSecurityState,
  reconcile,
  reconciles,
  setCredential,
  setCurve,
  settleTicket,
  tokenBalance,
  transferShares,
} from "../../src/client/index.js";
import { RewardKind } from "../../src/generated/index.js";
import { DAY, DEADLINE, funded, ONE, QUALIFY_BY, SOL, World } from "./world.js";

const TERMS = { class: 2, jurisdiction: 756, expiresAt: QUALIFY_BY + 365n * DAY };
const REVOKED = { ...TERMS, expiresAt: 0n };

/** A world whose shares want a credential of either of two qualifiers. */
async function restricted() {
  const [first, second] = [await generateKeyPairSigner(), await generateKeyPairSigner()];
  const world = await World.start({ qualifiers: [first.address, second.address] });
  for (const { address } of [first, second]) {
    await world.cluster.rpc.requestAirdrop(address, lamports(SOL)).send();
  }
  return { world, first, second, bot: await funded(world.cluster) };
}

async function issue(world: World, qualifier: KeyPairSigner, subject: Address): Promise<void> {
  await world.send(await issueCredential({ qualifier, subject, terms: TERMS }), qualifier);
}

async function assertReconciles(world: World): Promise<void> {
  assert.ok(reconciles(reconcile(await readSecurityState(world.cluster, world.security))));
}

test("who qualifies late gets shares and points, who never does its money, and the bot sees to both", async () => {
  const { world, second, bot } = await restricted();
  const { cluster, junior, senior } = world;
  await world.send(
    await setCurve({
      sponsor: world.sponsor,
      book: await world.readBook(),
      kind: RewardKind.PromotePoints,
      tranche: junior,
      knots: [{ money: 1_000n * ONE, reward: 100n * ONE }],
    }),
  );
  const [late, never] = [await world.investor(100n * ONE), await world.investor(200n * ONE)];
  await world.deposit(late, 100n * ONE);
  await world.deposit(never, 200n * ONE);
  await world.warp(DEADLINE);
  const pass = () => crank(cluster, { payer: bot, securities: [world.security] });
  const waits = await pass();
  assert.deepEqual([waits.locked, waits.settled, waits.refunded, waits.skipped], [1, 0, 0, []]);
  assert.deepEqual(
    waits.waiting.map(({ task, reason }) => [task, /no credential.*without one by 2025-/.test(reason)]),
    [
      ["settle", true],
      ["settle", true],
    ],
  );

  await issue(world, second, late.address);
  const settled = await pass();
  assert.deepEqual(
    [settled.settled, settled.refunded, settled.waiting.length, settled.skipped],
    [1, 0, 1, []],
  );
  for (const [tranche, shares] of [
    [senior, 100n * ONE],
    [junior, 10n * ONE],
  ] as const) {
    const { data } = await readHolder(cluster, tranche, late.address);
    assert.deepEqual(
      [data.shares, data.qualifier, data.class, data.credentialUntil],
      [shares, second.address, 2, TERMS.expiresAt],
    );
  }

  await world.warp(QUALIFY_BY);
  const refunded = await pass();
  assert.deepEqual([refunded.settled, refunded.refunded, refunded.waiting, refunded.skipped], [0, 1, [], []]);
  assert.equal(await tokenBalance(cluster, await world.wallet(never.address)), 200n * ONE);
  assert.deepEqual(await listTickets(cluster, world.seniorBook), []);
  await assertReconciles(world);
});

test("a credential revoked after one record had it does not leave a ticket between settlement and refund", async () => {
  const { world, first, bot } = await restricted();
  const { cluster, junior, senior, security } = world;
  await world.send(
    await setCurve({
      sponsor: world.sponsor,
      book: await world.readBook(),
      kind: RewardKind.PromotePoints,
      tranche: junior,
      knots: [{ money: 1_000n * ONE, reward: 100n * ONE }],
    }),
  );
  const owner = await world.investor(100n * ONE);
  await world.deposit(owner, 100n * ONE);
  await issue(world, first, owner.address);
  const ids = { security, owner: owner.address, qualifier: first.address };
  await world.send(await qualifyHolder({ ...ids, tranche: senior }));
  const revoke = { qualifier: first, subject: owner.address, terms: REVOKED };
  await world.send(await setCredential(revoke), first);
  await world.warp(DEADLINE);
  const pass = () => crank(cluster, { payer: bot, securities: [security] });
  assert.deepEqual((await pass()).waiting.length, 1);
  await world.warp(QUALIFY_BY);
  const report = await pass();
  assert.deepEqual([report.refunded, report.waiting, report.skipped], [1, [], []]);
  assert.equal((await findHolder(cluster, senior, owner.address))?.data.credentialUntil, 0n);
  await assertReconciles(world);
});

test("settling and passing on take a credential along where there is one", async () => {
  const { world, first, second } = await restricted();
  const { cluster, senior } = world;
  const [ann, bob] = [await world.investor(), await world.investor()];
  const ticket = await world.deposit(ann, 100n * ONE);
  await world.warp(DEADLINE);
  await world.lockBook(world.seniorBook);
  const book = await world.readBook();
  const settle = async () => world.send(await settleTicket(cluster, world.sponsor, book, ticket));
  await assert.rejects(settle(), /needs a valid credential.*NotQualified/);
  await issue(world, first, ann.address);
  await settle();

  const account = await world.readSecurity();
  assert.deepEqual(qualifiersOf(account.data), [first.address, second.address]);
  assert.equal(await findCredential(cluster, account, bob.address), undefined);
  const pass = async (amount: bigint) => {
    const tranche = await world.readTranche();
    const to = bob.address;
    await world.send(
      await transferShares(cluster, { owner: ann, security: account, tranche, to, amount }),
      ann,
    );
  };
  await assert.rejects(pass(ONE), /NotQualified/);
  await issue(world, second, bob.address);
  const found = await findCredential(cluster, account, bob.address);
  assert.equal(found?.address, await credentialAddress(second.address, bob.address));
  await pass(ONE);
  await pass(2n * ONE);
  assert.equal((await readHolder(cluster, senior, bob.address)).data.shares, 3n * ONE);
});
