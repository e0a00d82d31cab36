import assert from "node:assert/strict";
import { test } from "node:test";
import {
  canLeave,
  fitsTransaction,
  groupsOf,
  groupTables,
  groupWork,
  listGroup,
  listTickets,
  lockBook,
  lockGroup,
  phaseOf,
  readSecurityState,
  reconcile,
  reconciles,
  tokenBalance,
  withdraw,
} from "@defi-ready/securities";
import { crank } from "@defi-ready/securities-bot";
import {
  DEADLINE,
  funded,
  JUNIOR,
  OFFER_ENDS,
  ONE,
  SENIOR,
  type Structure,
  TestDeal,
} from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Address, KeyPairSigner } from "@solana/kit";
import { Terminal } from "./command-line.js";

/** A world whose books close together, with an investor who has 300. */
async function together(): Promise<readonly [TestDeal, KeyPairSigner]> {
  const world = await closeAfterTests(TestDeal.start({ together: true }));
  return [world, await world.investor(300n * ONE)];
}

async function phases(world: TestDeal, now: bigint): Promise<string[]> {
  const books = await Promise.all([world.seniorBook, world.juniorBook].map((one) => world.readBook(one)));
  return books.map(({ data }) => phaseOf(data, now));
}

const balanceOf = async (world: TestDeal, owner: Address) =>
  tokenBalance(world.cluster, await world.wallet(owner));

async function assertReconciles(world: TestDeal): Promise<void> {
  assert.ok(reconciles(reconcile(await readSecurityState(world.cluster, world.security))));
}

test("the command locks all books of a group in one transaction, and none of them alone", async () => {
  const [world, investor] = await together();
  const terminal = new Terminal(world);
  const key = await terminal.sponsor();
  await world.deposit(investor, 100n * ONE);
  await world.moveTo(OFFER_ENDS);
  const early = await terminal.as(key, "book", "lock", world.seniorBook);
  assert.equal(early.code, 1);
  assert.match(early.err, /cannot be locked yet.*\d+, CannotLock/);
  await world.deposit(investor, 150n * ONE, world.juniorBook);
  assert.match(
    await terminal.ok(key, "book", "show", world.seniorBook),
    /Closes +together with the other books of group 1/,
  );
  const senior = await world.readBook(world.seniorBook);
  await assert.rejects(
    world.send(await lockBook({ caller: world.sponsor, book: senior })),
    /closes together with others.*LockedTogether/,
  );
  const told = await terminal.ok(key, "book", "lock", world.juniorBook);
  assert.match(told, /locked 2 books together\n.*with 100\.00 in line\n.*with 150\.00 in line/);
  assert.deepEqual(await phases(world, OFFER_ENDS), ["settling", "settling"]);
  const shown = await terminal.json(key, "show", world.security);
  assert.deepEqual(shown.groups, [
    { number: 1, size: 2, opened: 2, deadline: String(DEADLINE), failed: false, requiresTests: false },
  ]);
  await world.settle();
  await assertReconciles(world);
});

test("the bot locks a group that is due, once", async () => {
  const [world, investor] = await together();
  const bots = [await funded(world.cluster), await funded(world.cluster)];
  await world.deposit(investor, 100n * ONE);
  await world.deposit(investor, 100n * ONE, world.juniorBook);
  await world.moveTo(OFFER_ENDS);
  const pass = (payer: KeyPairSigner) => crank(world.cluster, { payer, securities: [world.security] });
  assert.equal((await pass(bots[0] as KeyPairSigner)).locked, 0, "when to lock is the sponsor's until then");
  await world.moveTo(DEADLINE);
  const reports = await Promise.all(bots.map(pass));
  assert.deepEqual(
    reports.flatMap(({ skipped }) => skipped),
    [],
  );
  assert.equal(
    reports.reduce((sum, { locked }) => sum + locked, 0),
    2,
  );
  assert.deepEqual(await phases(world, DEADLINE), ["settling", "settling"]);
  await assertReconciles(world);
});

test("the bot fails books that can no longer be locked, and refunds them", async () => {
  const [world, investor] = await together();
  const bot = await funded(world.cluster);
  await world.deposit(investor, 100n * ONE);
  await world.moveTo(DEADLINE);
  assert.deepEqual(await phases(world, DEADLINE), ["due", "refunding"]);
  const securities = [world.security];
  const planned = await crank(world.cluster, { payer: bot, securities, dryRun: true });
  assert.equal(planned.givenUp, 1);
  const report = await crank(world.cluster, { payer: bot, securities });
  assert.deepEqual([report.locked, report.givenUp, report.refunded, report.skipped], [0, 1, 1, []]);
  assert.equal(await balanceOf(world, investor.address), 300n * ONE);
  const again = await crank(world.cluster, { payer: bot, securities });
  assert.deepEqual([again.locked, again.givenUp, again.refunded], [0, 0, 0]);
  await assertReconciles(world);
});

test("anyone gives a book up by the command, once another of its group has failed", async () => {
  const [world, investor] = await together();
  const terminal = new Terminal(world);
  const key = await terminal.sponsor();
  await world.deposit(investor, 100n * ONE);
  await world.deposit(investor, 100n * ONE, world.juniorBook);
  await world.moveTo(DEADLINE);
  const refused = await terminal.as(key, "book", "fail", world.seniorBook);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /the book is due: it can be failed while it is due, once another/);
  // Who waits for others can leave until all are locked.
  const book = await world.readBook(world.juniorBook);
  assert.ok(canLeave({ phase: "due", book: book.data }));
  const [ticket] = await listTickets(world.cluster, { book: book.address });
  assert.ok(ticket);
  const leave = await withdraw({ cluster: world.cluster, owner: investor, book, ticket, amount: 100n * ONE });
  await world.send(leave, investor);
  // An empty book may be gone by then.
  assert.match(await terminal.ok(key, "book", "close", world.juniorBook), /closed/);
  const security = await world.readSecurity();
  const [[number, group] = []] = groupsOf(security.data);
  assert.ok(number !== undefined && group !== undefined);
  const work = groupWork({
    group,
    books: await listGroup(world.cluster, { security, number }),
    now: DEADLINE,
  });
  assert.deepEqual([work.kind, work.kind === "fail" && work.failed], ["fail", undefined]);
  assert.match(await terminal.ok(key, "book", "fail", world.seniorBook), /failed: refund its tickets/);
  assert.match(await terminal.ok(key, "book", "settle", world.seniorBook), /refunded 1/);
  assert.equal(await balanceOf(world, investor.address), 300n * ONE);
  await assertReconciles(world);
});

test("the lock of a small group needs no lookup table", async () => {
  const [world] = await together();
  const security = await world.readSecurity();
  const books = await listGroup(world.cluster, { security, number: 1 });
  const lock = await lockGroup({ caller: world.sponsor, security, books });
  assert.ok(fitsTransaction({ instructions: lock, payer: world.sponsor }));
  assert.deepEqual(await groupTables(world.cluster, { payer: world.sponsor, instructions: lock }), {});
});

/** Debt over equity with a capital, of which a fifth of all must stand behind. */
const TESTED: Structure = {
  tranches: [SENIOR, { ...JUNIOR, par: ONE }],
  waterfall: {
    tiers: [
      { __kind: "Interest", rank: 0 },
      { __kind: "Arrears", rank: 0 },
      { __kind: "Principal", rank: 0 },
      { __kind: "Principal", rank: 1 },
      { __kind: "Residual", rank: 1 },
    ],
    triggers: [{ test: { __kind: "Subordination", rank: 0, minBps: 2_000 }, cureDays: 30, consequences: 1 }],
  },
};

test("a group that requires the tests is refused with the figures, and locked once they hold", async () => {
  const world = await closeAfterTests(
    TestDeal.start({ together: true, requiresTests: true, structure: TESTED }),
  );
  const investor = await world.investor(1_000n * ONE);
  const terminal = new Terminal(world);
  const key = await terminal.sponsor();
  const [group] = (await terminal.json(key, "show", world.security)).groups as Record<string, unknown>[];
  assert.equal(group?.requiresTests, true);
  assert.match(
    await terminal.ok(key, "book", "show", world.seniorBook),
    /Closes +together with the other books of group 1, if the tests of the structure hold then\n/,
  );
  await world.deposit(investor, 500n * ONE);
  await world.deposit(investor, 110n * ONE, world.juniorBook);
  await world.moveTo(OFFER_ENDS);
  const refused = await terminal.as(key, "book", "lock", world.seniorBook);
  assert.equal(refused.code, 1);
  assert.match(
    refused.err,
    /too little capital would rank behind .*SubordinationShort\): the test that protects down to class 0 would find 18\.03 %, and requires 20\.00 %/,
  );
  const bot = await funded(world.cluster);
  await world.moveTo(DEADLINE);
  const pass = () => crank(world.cluster, { payer: bot, securities: [world.security] });
  const early = await pass();
  assert.equal(early.locked, 0);
  assert.deepEqual(early.skipped, []);
  assert.match(early.waiting[0]?.reason ?? "", /SubordinationShort/);
  // Who is senior leaves with so much that what is behind is enough: 440 and 110.
  const book = await world.readBook();
  const [ticket] = await listTickets(world.cluster, { book: book.address });
  assert.ok(ticket);
  const leave = await withdraw({ cluster: world.cluster, owner: investor, book, ticket, amount: 60n * ONE });
  await world.send(leave, investor);
  const due = await pass();
  assert.deepEqual([due.locked, due.skipped], [2, []]);
  assert.deepEqual(await phases(world, DEADLINE), ["settling", "settling"]);
  await assertReconciles(world);
});
