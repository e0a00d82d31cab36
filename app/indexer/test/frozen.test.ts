import assert from "node:assert/strict";
import { test } from "node:test";
import {
  deposit,
  freezeShares,
  listTickets,
  openWindow,
  readHolder,
  settleTicket,
  thawShares,
  transferShares,
} from "@defi-ready/securities";
import { holderStatement, pastRegister } from "@defi-ready/securities-indexer";
import { DAY, DEADLINE, ONE, openOffering, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { KeyPairSigner } from "@solana/kit";
import { follower, newSqlite } from "./deal.js";

const FIRST = DEADLINE + 20n * DAY;
const window = { __kind: "Periodic", months: 1, anchor: Number(FIRST / DAY), days: 4 } as const;
const deal = await closeAfterTests(TestDeal.start({ frozen: [1], transfers: [{}, { window }] }));
const { cluster, junior, juniorBook, seniorBook, security, sponsor } = deal;
const [ann, bob] = [await deal.investor(), await deal.investor()];
const juniorClass = () => deal.readTranche(junior);

async function thaw(owner: KeyPairSigner): Promise<void> {
  await deal.send(await thawShares({ caller: sponsor, tranche: await juniorClass(), owner: owner.address }));
}

async function freeze(owner: KeyPairSigner): Promise<void> {
  const holder = await readHolder(cluster, { tranche: junior, owner: owner.address });
  await deal.send(await freezeShares({ caller: owner, tranche: await juniorClass(), holder }), owner);
}

async function statementOf(owner: KeyPairSigner) {
  const database = await newSqlite();
  await (await follower({ url: deal.url, database })).pass();
  const statement = await holderStatement({ cluster, database, security, owner: owner.address });
  assert.deepEqual(
    statement.checks.filter(({ holds }) => !holds),
    [],
  );
  const own = statement.classes.find(({ rank }) => rank === 1);
  assert.ok(own !== undefined);
  const register = await pastRegister(cluster, { database, security, slot: statement.slot });
  assert.deepEqual(
    register.checks.filter(({ holds }) => !holds),
    [],
  );
  return own;
}

test("locked shares that are delivered to thawed accounts freeze them, and statements reconcile", async () => {
  await deal.deposit(ann, 300n * ONE, juniorBook);
  await deal.deposit(bob, 100n * ONE, juniorBook);
  await deal.deposit(bob, 100n * ONE);
  await deal.lock(juniorBook, seniorBook);
  await deal.settle();
  const later = await openOffering(cluster, {
    sponsor,
    security,
    tranche: junior,
    terms: {
      ...{ cliffDays: 90, opensAt: DEADLINE, offerEnds: DEADLINE + 3n * DAY },
      ...{ deadline: DEADLINE + 5n * DAY, latestDeadline: DEADLINE + 5n * DAY },
    },
  });
  for (const owner of [ann, bob]) {
    await deposit(cluster, { owner, book: await deal.readBook(later), amount: 200n * ONE });
  }
  await deal.moveTo(DEADLINE + 5n * DAY);
  await deal.lockBook(later);

  await deal.moveTo(FIRST);
  await deal.send(await openWindow({ tranche: await juniorClass(), calendar: undefined, now: FIRST }));
  for (const owner of [ann, bob]) {
    await thaw(owner);
  }
  await deal.pay(80n * ONE);
  const common = { cluster, tranche: await juniorClass(), security: await deal.readSecurity() };
  await deal.send(await transferShares({ ...common, owner: ann, to: bob.address, amount: 60n * ONE }), ann);
  await deal.pay(40n * ONE);
  const settle = async (owner: KeyPairSigner) => {
    const tickets = await listTickets(cluster, { book: later, owner: owner.address });
    const [ticket] = tickets;
    assert.ok(ticket !== undefined);
    const book = await deal.readBook(later);
    await deal.send(await settleTicket({ cluster, payer: sponsor, book, ticket }));
  };
  await settle(bob);
  const exchanged = { kind: "exchanged", shares: 60n * ONE };
  const moved = ({ movements }: Awaited<ReturnType<typeof statementOf>>) =>
    movements.map(({ kind, shares }) => ({ kind, shares }));
  const open = await statementOf(bob);
  assert.deepEqual(moved(open).slice(1), [{ kind: "bought", shares: 200n * ONE }, exchanged]);
  assert.equal(open.closing, 360n * ONE);
  assert.equal(open.money[0]?.closing ?? 0n, 0n, "what came in is held while hers is thawed");

  // Hers is the last, and the delivery credits what was held.
  await settle(ann);
  const [hers, his] = [await statementOf(ann), await statementOf(bob)];
  assert.deepEqual(moved(hers).slice(1), [
    { kind: "bought", shares: 200n * ONE },
    { ...exchanged, shares: -60n * ONE },
  ]);
  assert.equal(hers.closing + his.closing, 800n * ONE);
  const earned = [hers, his].map(({ money }) => money[0]?.closing ?? 0n);
  assert.ok(
    earned.every((amount) => amount > 0n),
    String(earned),
  );
  assert.equal((await juniorClass()).data.thawed, 0);
  await deal.moveTo(FIRST + 4n * DAY);
  await assert.rejects(freeze(ann), /NotThawed/);
});
