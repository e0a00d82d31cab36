import assert from "node:assert/strict";
import { test } from "node:test";
import {
  commit,
  credentialAddress,
  disqualifyTicket,
  findLongestCredential,
  isCounted,
  isQualified,
  issueCredential,
  listTickets,
  NOBODY,
  previewTicket,
  qualifiersOf,
  qualifyHolder,
  qualifyTicket,
  readHolder,
  readSecurityState,
  readTicket,
  reconcile,
  reconciles,
  setCredential,
  setCurve,
  settleTicket,
  simulatePreviewTicket,
  tokenBalance,
  transferShares,
  validCredentialFor,
} from "@defi-ready/securities";
import { RewardKind } from "@defi-ready/securities/program";
import { crank } from "@defi-ready/securities-bot";
import { DAY, DEADLINE, funded, ONE, SOL, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { type Address, generateKeyPairSigner, type KeyPairSigner, lamports } from "@solana/kit";

const TERMS = { category: 2, jurisdiction: 756, expiresAt: DEADLINE + 385n * DAY, person: NOBODY };
const REVOKED = { ...TERMS, expiresAt: 0n };

/** A world whose shares require a credential of either of two qualifiers. */
async function restricted() {
  const [first, second] = [await generateKeyPairSigner(), await generateKeyPairSigner()];
  const world = await closeAfterTests(TestDeal.start({ qualifiers: [first.address, second.address] }));
  for (const { address } of [first, second]) {
    await world.cluster.rpc.requestAirdrop(address, lamports(SOL)).send();
  }
  return { world, first, second, bot: await funded(world.cluster) };
}

async function issue(world: TestDeal, qualifier: KeyPairSigner, subject: Address): Promise<void> {
  await world.send(await issueCredential({ qualifier, subject, terms: TERMS }), qualifier);
}

async function assertReconciles(world: TestDeal): Promise<void> {
  assert.ok(reconciles(reconcile(await readSecurityState(world.cluster, world.security))));
}

test("the bot marks who has a credential and unmarks who has none any more; the lock decides", async () => {
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
  const [never, late] = [await world.investor(200n * ONE), await world.investor(100n * ONE)];
  await world.deposit(never, 200n * ONE);
  const { address } = await world.deposit(late, 100n * ONE);
  const pass = () => crank(cluster, { payer: bot, securities: [world.security] });
  const marks = async (expected: number, committed: bigint) => {
    const report = await pass();
    assert.deepEqual([report.marked, report.waiting, report.skipped], [expected, [], []]);
    assert.equal((await world.readBook()).data.committed, committed);
    await assertReconciles(world);
  };
  await marks(0, 0n);
  await issue(world, second, late.address);
  const dry = await crank(cluster, { payer: bot, securities: [world.security], dryRun: true });
  assert.equal(dry.marked, 1);
  await marks(1, 100n * ONE);
  await marks(0, 100n * ONE);
  const says = (terms: typeof TERMS) => setCredential({ qualifier: second, subject: late.address, terms });
  await world.send(await says(REVOKED), second);
  await marks(1, 0n);
  await world.send(await says(TERMS), second);
  await marks(1, 100n * ONE);
  const ticket = await readTicket(cluster, address);
  const preview = await previewTicket(cluster, ticket);
  assert.deepEqual(preview, await simulatePreviewTicket(cluster, { ticket }));
  assert.deepEqual(
    [preview.qualified, preview.liveAhead, preview.committedAhead, preview.accepted, preview.rewards[0]],
    [true, 200n * ONE, 0n, 100n * ONE, 10n * ONE],
  );

  await world.moveTo(DEADLINE);
  const report = await pass();
  assert.deepEqual(
    [report.locked, report.settled, report.refunded, report.waiting, report.skipped],
    [1, 1, 1, [], []],
  );
  for (const [tranche, shares] of [
    [senior, 100n * ONE],
    [junior, 10n * ONE],
  ] as const) {
    const { data } = await readHolder(cluster, { tranche, owner: late.address });
    assert.deepEqual(
      [data.shares, data.qualifier, data.category, data.credentialUntil],
      [shares, second.address, 2, TERMS.expiresAt],
    );
  }
  assert.equal(await tokenBalance(cluster, await world.wallet(never.address)), 200n * ONE);
  assert.deepEqual(await listTickets(cluster, { book: world.seniorBook }), []);
  await assertReconciles(world);
});

test("a deposit or a commitment of who has a credential counts at once", async () => {
  const { world, first } = await restricted();
  const owner = await world.investor(300n * ONE);
  const early = await world.deposit(owner, 100n * ONE);
  await issue(world, first, owner.address);
  const second = await world.deposit(owner, 100n * ONE);
  const third = await world.deposit(owner, 100n * ONE, world.seniorBook, { consent: null });
  const book = await world.readBook();
  const read = (ticket: typeof early) => readTicket(world.cluster, ticket.address);
  assert.deepEqual(
    [early, second, third].map(({ data }) => [
      isQualified(data),
      isCounted({ book: book.data, ticket: data }),
    ]),
    [
      [false, false],
      [true, true],
      [true, false],
    ],
  );
  const credential = await validCredentialFor(world.cluster, { book: book.data, owner: owner.address });
  assert.ok(credential !== undefined);
  await world.send(await commit({ owner, book, ticket: third, credential }), owner);
  assert.equal(isCounted({ book: book.data, ticket: (await read(third)).data }), true);
  await world.send(await qualifyTicket({ book, ticket: early, credential }));
  assert.equal((await world.readBook()).data.committed, 300n * ONE);
  await assert.rejects(
    world.send(await qualifyTicket({ book, ticket: early, credential })),
    /AlreadyQualified/,
  );
  const security = await world.readSecurity();
  await assert.rejects(
    world.send(await disqualifyTicket({ security, book, ticket: early })),
    /StillQualified/,
  );
});

test("settling and passing on take a credential along where there is one", async () => {
  const { world, first, second } = await restricted();
  const { cluster, senior } = world;
  const [ann, bob] = [await world.investor(), await world.investor()];
  await issue(world, first, ann.address);
  const ticket = await world.deposit(ann, 100n * ONE);
  await world.moveTo(DEADLINE);
  await world.lockBook(world.seniorBook);
  const book = await world.readBook();
  await world.send(await settleTicket({ cluster, payer: world.sponsor, book, ticket }));
  const record = await readHolder(cluster, { tranche: senior, owner: ann.address });
  assert.equal(record.data.credentialUntil, TERMS.expiresAt);

  const account = await world.readSecurity();
  assert.deepEqual(qualifiersOf(account.data), [first.address, second.address]);
  assert.equal(await findLongestCredential(cluster, { security: account, owner: bob.address }), undefined);
  const pass = async (amount: bigint) => {
    const tranche = await world.readTranche();
    const to = bob.address;
    await world.send(
      await transferShares({ cluster, owner: ann, security: account, tranche, to, amount }),
      ann,
    );
  };
  await assert.rejects(pass(ONE), /NotQualified/);
  await issue(world, second, bob.address);
  const found = await findLongestCredential(cluster, { security: account, owner: bob.address });
  assert.equal(found?.address, await credentialAddress(second.address, bob.address));
  await pass(ONE);
  await pass(2n * ONE);
  assert.equal((await readHolder(cluster, { tranche: senior, owner: bob.address })).data.shares, 3n * ONE);

  // What another qualifier says otherwise of him goes along with nothing: he takes it over himself.
  const revoke = { qualifier: second, subject: bob.address, terms: REVOKED };
  await world.send(await setCredential(revoke), second);
  const ids = { security: world.security, tranche: senior, owner: bob.address };
  await world.send(await qualifyHolder({ ...ids, qualifier: second.address }));
  const other = { qualifier: first, subject: bob.address, terms: { ...TERMS, category: 5 } };
  await world.send(await issueCredential(other), first);
  await assert.rejects(pass(ONE), /NotQualified/);
  await assert.rejects(
    world.send(await qualifyHolder({ ...ids, qualifier: first.address })),
    /OtherStatement/,
  );
  await world.send(await qualifyHolder({ ...ids, owner: bob, qualifier: first.address }), bob);
  await pass(ONE);
  assert.equal((await readHolder(cluster, { tranche: senior, owner: bob.address })).data.category, 5);
});
