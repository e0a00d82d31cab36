import assert from "node:assert/strict";
import { test } from "node:test";
import {
  claim,
  clusterTime,
  earningsOf,
  isStreaming,
  lockBook,
  payoutOf,
  previewTicket,
  principalOf,
  readHolder,
  releasedOf,
  settleTicket,
  tokenBalance,
} from "@defi-ready/securities";
import { DAY, DEADLINE, debtAndEquity, ONE, TestDeal } from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";

test("a stream comes out along a straight line, rounded down, and whole at its end", () => {
  const vectors: [streaming: bigint, from: bigint, until: bigint, now: bigint, released: bigint][] = [
    [10n, 100n, 103n, 99n, 0n],
    [10n, 100n, 103n, 100n, 0n],
    [10n, 100n, 103n, 101n, 3n],
    [10n, 100n, 103n, 102n, 6n],
    [10n, 100n, 103n, 103n, 10n],
    [10n, 100n, 103n, 10_000n, 10n],
    [(1n << 64n) - 1n, 0n, 31_622_400n, 31_622_399n, 18_446_743_490_365_337_586n],
    [1n, 0n, 2_592_000n, 2_591_999n, 0n],
    [0n, 0n, 0n, 5n, 0n],
  ];
  for (const [streaming, streamFrom, streamUntil, now, released] of vectors) {
    const found = releasedOf({ streaming, streamFrom, streamUntil }, now);
    assert.deepEqual(found, { released, left: streaming - released }, `${streaming} at ${now}`);
  }
});

test("what streams is owed second by second, as the program pays it", async () => {
  const { tranches, waterfall } = debtAndEquity();
  const world = await closeAfterTests(
    TestDeal.start({
      structure: { tranches: tranches.map((terms) => ({ ...terms, smoothingDays: 30 })), waterfall },
    }),
  );
  const { cluster, senior } = world;
  const investors = await Promise.all([0, 1, 2].map(() => world.investor()));
  for (const [index, investor] of investors.entries()) {
    await world.deposit(investor, (31n + 17n * BigInt(index)) * ONE + 7n);
  }
  await world.moveTo(DEADLINE);
  await world.lockBook(world.seniorBook);
  await world.settle();

  /** Claims at a time; the program must pay what the record and the tranche said before that it would. */
  async function claimed(index: number, time: bigint): Promise<bigint> {
    const owner = investors[index];
    assert.ok(owner);
    await world.moveTo(time);
    const tranche = await world.readTranche();
    const holder = await readHolder(cluster, { tranche: senior, owner: owner.address });
    const before = await tokenBalance(cluster, holder.data.payoutAccount);
    await world.send(await claim({ owner, security: await world.readSecurity(), holder }), owner);
    const after = await readHolder(cluster, { tranche: senior, owner: owner.address });
    const rolled = payoutOf((await world.readTranche()).data);
    // The moment of the claim: the clock may have gone on since the warp.
    const now = rolled.streaming > 0n ? rolled.streamFrom : await clusterTime(cluster);
    const expected = earningsOf({ holder: holder.data, tranche: tranche.data, now });
    const paid = (await tokenBalance(cluster, holder.data.payoutAccount)) - before;
    assert.deepEqual(
      [paid, after.data.earnings[0]?.fraction, after.data.earnings[0]?.owed],
      [expected.owed, expected.fraction, 0n],
      `at ${time}`,
    );
    return paid;
  }

  await world.pay(10n * ONE + 3n);
  const { data: posted } = await world.readTranche();
  assert.ok(isStreaming(posted));
  const [first] = investors;
  assert.ok(first);
  const record = await readHolder(cluster, { tranche: senior, owner: first.address });
  assert.equal(
    earningsOf({ holder: record.data, tranche: posted, now: payoutOf(posted).streamFrom }).owed,
    0n,
    "nothing came out yet",
  );
  let sum = 0n;
  for (const [index, time] of [11_111n, 3n * DAY + 7n, 9n * DAY + 1n, 9n * DAY + 5_000n].entries()) {
    sum += await claimed(index % 3, DEADLINE + time);
  }
  await assertReconciles(world);

  // More comes in while some is on its way: both come over one time.
  await world.pay(ONE + 11n);
  sum += await claimed(1, DEADLINE + 12n * DAY);

  // The shares of a locked book's ticket take part from the lock on, whenever it is settled. Part of the principal is
  // repaid: a share is sold for its remaining principal, the interest accrued since and its part of what streams.
  const { data: repaid } = await world.readTranche();
  const price = (principalOf(repaid) * ONE + repaid.shares - 1n) / repaid.shares;
  assert.ok(price < ONE);
  const book = await world.openBook({
    price,
    minTicket: 10n * price,
    minimum: 10n * price,
    cap: 10_000n * price,
    offerEnds: DEADLINE + 13n * DAY,
    deadline: DEADLINE + 14n * DAY,
  });
  const ticket = await world.deposit(first, 50n * price, book);
  await world.moveTo(DEADLINE + 14n * DAY);
  await world.send(await lockBook({ caller: world.sponsor, book: await world.readBook(book) }));
  const locked = (await world.readTranche()).data;
  const { streaming } = payoutOf(locked);
  assert.ok(streaming > ONE);
  const beside = ((locked.interestDue + streaming) * ONE) / locked.shares;
  const third = await readHolder(cluster, { tranche: senior, owner: investors[2]?.address ?? first.address });
  const earnsBy = async (time: bigint) =>
    earningsOf({ holder: third.data, tranche: (await world.readTranche()).data, now: time }).owed;
  const [then, later] = [await earnsBy(DEADLINE + 15n * DAY), await earnsBy(DEADLINE + 16n * DAY)];
  assert.ok(later > then, "nobody waits for the ticket");
  sum += await claimed(0, DEADLINE + 15n * DAY);
  const { shares } = await previewTicket(cluster, ticket);
  assert.ok(shares < 50n * ONE);
  // Fifty shares join three, and a fraction of a unit that has accrued on these counts as one.
  const cost = (shares * (price + beside)) / ONE;
  assert.ok(
    50n * price - cost < 20n && cost <= 50n * price,
    `${cost} of ${50n * price}: interest and what streams`,
  );
  assert.equal((await world.readBook(book)).data.sharesHeld, shares);
  await world.send(
    await settleTicket({ cluster, payer: world.sponsor, book: await world.readBook(book), ticket }),
  );
  const settled = await earnsBy(DEADLINE + 16n * DAY);
  assert.ok(later - settled <= 1n && settled <= later, "and its settlement changes nothing for others");

  for (const index of [0, 1, 2]) {
    sum += await claimed(index, DEADLINE + 60n * DAY + BigInt(index));
  }
  const { payable, paid } = payoutOf((await world.readTranche()).data);
  assert.equal(paid, sum);
  assert.ok(payable <= 3n, "less than a unit a holder stays");
  await assertReconciles(world);
});
