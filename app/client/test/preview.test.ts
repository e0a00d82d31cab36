import assert from "node:assert/strict";
import { test } from "node:test";
import {
  approveTicket,
  commit,
  listTickets,
  makeOffer,
  previewTicket,
  readHolder,
  readTicket,
  setCurve,
  settleTicket,
  simulatePreviewTicket,
  uncommit,
} from "@defi-ready/securities";
import { AllocationRule, RewardKind, type Ticket, type TicketPreview } from "@defi-ready/securities/program";
import { DEADLINE, OFFER_ENDS, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Account, Address } from "@solana/kit";
import { getCloseAccountInstruction } from "@solana-program/token";

const TERMS = new Uint8Array(32).fill(3);
/** The first 100 of the line earn a tenth in bonus shares, the next 900 a hundredth. */
const KNOTS = [
  { money: 100n * ONE, reward: 10n * ONE },
  { money: 1_000n * ONE, reward: 19n * ONE },
];

/** A preview calculated here, which the program's own answer equals. */
async function preview({ cluster, sponsor }: TestDeal, ticket: Account<Ticket>): Promise<TicketPreview> {
  const now = await readTicket(cluster, ticket.address);
  const reckoned = await previewTicket(cluster, now);
  assert.deepEqual(await simulatePreviewTicket(cluster, { ticket: now, payer: sponsor.address }), reckoned);
  return reckoned;
}

async function previews(world: TestDeal, book: Address): Promise<TicketPreview[]> {
  return Promise.all((await listTickets(world.cluster, { book })).map((ticket) => preview(world, ticket)));
}

const total = (all: readonly TicketPreview[], of: (one: TicketPreview) => bigint) =>
  all.map(of).reduce((sum, one) => sum + one, 0n);

test("a book that is open, with consent that comes and goes, is previewed as the program does", async () => {
  const world = await closeAfterTests(
    TestDeal.start({
      terms: {
        price: 700_000n,
        minimum: 70n * ONE,
        cap: 140n * ONE,
        minTicket: 7n * ONE,
      },
    }),
  );
  const { cluster, sponsor, seniorBook: address } = world;
  const read = () => world.readBook(address);
  await world.send(
    await setCurve({ sponsor, book: await read(), kind: RewardKind.BonusShares, knots: KNOTS }),
  );
  const [alice, bob] = [await world.investor(), await world.investor()];
  const first = await world.deposit(alice, 70n * ONE, address, { consent: null });
  const second = await world.deposit(bob, 105n * ONE, address);

  const waiting = await preview(world, first);
  assert.deepEqual(
    [waiting.committed, waiting.accepted, waiting.shares, waiting.unitsBack],
    [false, 0n, 0n, 70n * ONE],
  );
  const alone = await preview(world, second);
  assert.deepEqual([alone.liveAhead, alone.committedAhead], [70n * ONE, 0n]);
  assert.deepEqual([alone.accepted, alone.shares], [105n * ONE, 150n * ONE]);
  assert.deepEqual(alone.rewards, [10n * ONE + 50_000n, 0n, 0n, 0n]);

  await world.send(await commit({ owner: alice, book: await read(), ticket: first }), alice);
  assert.deepEqual((await preview(world, first)).rewards[0], 7n * ONE);
  const cut = await preview(world, second);
  assert.deepEqual([cut.committedAhead, cut.accepted, cut.unitsBack], [70n * ONE, 70n * ONE, 35n * ONE]);
  assert.deepEqual(cut.rewards[0], 3n * ONE + 400_000n);

  await world.send(
    await makeOffer({ sponsor, book: await read(), offer: { termsSha256: TERMS, price: 1_400_000n } }),
  );
  assert.deepEqual(
    (await previews(world, address)).map(({ committed, committedAhead, accepted }) => [
      committed,
      committedAhead,
      accepted,
    ]),
    [
      [false, 0n, 0n],
      [false, 0n, 0n],
    ],
    "a new offer voids every commitment",
  );
  const again = await readTicket(cluster, second.address);
  await world.send(await commit({ owner: bob, book: await read(), ticket: again }), bob);
  assert.deepEqual((await preview(world, second)).shares, 75n * ONE);
  await world.send(await uncommit({ owner: bob, book: await read(), ticket: again }), bob);
  assert.equal((await preview(world, second)).committed, false);
});

test("a book with too much pro rata is previewed before and after the lock, and settles to that", async () => {
  const world = await closeAfterTests(
    TestDeal.start({
      terms: {
        allocation: AllocationRule.ProRata,
        price: 300_000n,
        minimum: 30n * ONE,
        cap: 300n * ONE,
        minTicket: 300_000n,
      },
    }),
  );
  const { cluster, sponsor, seniorBook: address } = world;
  const book = await world.readBook(address);
  await world.send(await setCurve({ sponsor, book, kind: RewardKind.BonusShares, knots: KNOTS }));
  const amounts = [100_001n, 99n * ONE + 1n, 150n * ONE + 2n, 77n * ONE].map((amount) => amount * 3n);
  const tickets: Account<Ticket>[] = [];
  for (const amount of amounts) {
    tickets.push(await world.deposit(await world.investor(), amount, address));
  }
  const open = await previews(world, address);
  assert.equal(
    total(open, ({ accepted }) => accepted),
    300n * ONE,
    "all of the cap",
  );
  assert.equal(
    total(open, ({ shares }) => shares),
    1_000n * ONE,
  );
  assert.equal(
    total(open, ({ rewards: [bonus = 0n] }) => bonus),
    12n * ONE,
    "B(300)",
  );

  await world.moveTo(OFFER_ENDS);
  await world.lockBook(address);
  assert.deepEqual(await previews(world, address), open);

  const locked = await world.readBook(address);
  for (const [index, ticket] of tickets.entries()) {
    await world.send(await settleTicket({ cluster, payer: sponsor, book: locked, ticket }));
    const holder = await readHolder(cluster, { tranche: world.senior, owner: ticket.data.owner });
    const expected = open[index];
    assert.equal(holder.data.shares, (expected?.shares ?? 0n) + (expected?.rewards[0] ?? 0n));
  }
  const done = (await world.readBook(address)).data;
  assert.deepEqual([done.accepted, done.openTickets], [300n * ONE, 0]);
});

test("what the sponsor approves is previewed, and what waits of a settled ticket", async () => {
  const world = await closeAfterTests(
    TestDeal.start({
      terms: {
        allocation: AllocationRule.Discretionary,
        latestDeadline: DEADLINE,
      },
    }),
  );
  const { cluster, sponsor, seniorBook: address } = world;
  const owner = await world.investor(500n * ONE);
  const ticket = await world.deposit(owner, 500n * ONE, address);
  assert.equal((await preview(world, ticket)).accepted, 0n);
  const book = await world.readBook(address);
  await world.send(await approveTicket({ sponsor, book, ticket, amount: 200n * ONE }));
  const approved = await preview(world, ticket);
  assert.deepEqual([approved.accepted, approved.shares], [200n * ONE, 200n * ONE]);

  await world.moveTo(OFFER_ENDS);
  await world.lockBook(address);
  const account = await world.wallet(owner.address);
  const close = getCloseAccountInstruction({ account, destination: owner.address, owner });
  await world.send([close], owner);
  await world.send(
    await settleTicket({ cluster, payer: sponsor, book: await world.readBook(address), ticket }),
  );
  const waiting = await preview(world, ticket);
  assert.deepEqual(
    [waiting.value, waiting.accepted, waiting.shares, waiting.unitsBack],
    [300n * ONE, 0n, 0n, 300n * ONE],
  );
});
