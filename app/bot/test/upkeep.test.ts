import assert from "node:assert/strict";
import { test } from "node:test";
import {
  fitsTransaction,
  growLine,
  LINE_GROWTH,
  lineSize,
  listTickets,
  moneyAhead,
  moveUp,
  readLine,
  withdraw,
} from "@defi-ready/securities";
import type { Ticket } from "@defi-ready/securities/program";
import { crank } from "@defi-ready/securities-bot";
import { funded, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Account } from "@solana/kit";

const world = await closeAfterTests(TestDeal.start({ linePlaces: 16, terms: { cap: 160n * ONE } }));
const { cluster, sponsor } = world;

async function leave(ticket: Account<Ticket>, owner: Parameters<typeof world.deposit>[0]): Promise<void> {
  const book = await world.readBook();
  const amount = ticket.data.value;
  await world.send(await withdraw({ cluster, owner, book, ticket, amount }), owner);
}

test("a line that is nearly full has its empty places used again by the bot, and nobody's order changes", async () => {
  const investor = await world.investor();
  const bot = await funded(cluster);
  const tickets: Account<Ticket>[] = [];
  for (let at = 0n; at < 16n; at += 1n) {
    tickets.push(await world.deposit(investor, (10n + at) * ONE));
  }
  await assert.rejects(world.deposit(investor, 10n * ONE), /book's line is full.*PlaceOutOfRange/);
  assert.equal((await crank(cluster, { payer: bot })).moved, 0, "there is no place to use again");
  for (const index of [0, 3, 4]) {
    const ticket = tickets[index];
    assert.ok(ticket);
    await leave(ticket, investor);
  }
  assert.equal((await crank(cluster, { payer: bot })).moved, 0, "three places are not worth it");
  const [, , fifth] = await listTickets(cluster, { book: world.seniorBook });
  assert.ok(fifth);
  await leave(fifth, investor);
  const before = await listTickets(cluster, { book: world.seniorBook });
  const reports = await Promise.all([bot, sponsor].map((payer) => crank(cluster, { payer })));
  assert.deepEqual(
    [reports.map(({ moved }) => moved).sort(), reports.flatMap(({ skipped }) => skipped)],
    [[0, 12], []],
    "two bots do it once, and neither complains",
  );
  const after = await listTickets(cluster, { book: world.seniorBook });
  assert.deepEqual(
    after.map(({ data }) => data.place),
    after.map((_, index) => index),
  );
  assert.deepEqual(
    after.map(({ data }) => data.id),
    before.map(({ data }) => data.id),
  );
  const [first] = after;
  assert.ok(first);
  const none = world.send(await moveUp({ book: await world.readBook(), ticket: first }));
  await assert.rejects(none, /\d+, NothingToMove/);
  assert.equal((await world.deposit(investor, 10n * ONE)).data.place, 12);
  assert.equal((await crank(cluster, { payer: bot })).moved, 0);
});

test("a line grows to any number of places, as many steps in a transaction as it runs", async () => {
  const book = await world.readBook();
  const places = 16 + 21 * LINE_GROWTH + 1;
  const { transactions } = await growLine({ payer: sponsor, book, capacity: places });
  assert.deepEqual(
    transactions.map(({ length }) => length),
    [20, 2],
  );
  const before = moneyAhead({ line: await readLine(cluster, book.data), version: 1, place: 16 });
  for (const instructions of transactions) {
    assert.ok(fitsTransaction({ instructions, payer: sponsor }));
    await world.send(instructions);
  }
  const { data } = await world.readBook();
  const line = await readLine(cluster, data);
  assert.deepEqual([data.lineCapacity, BigInt(line.length)], [places, lineSize(places)]);
  assert.deepEqual(moneyAhead({ line, version: 1, place: places }), before);
  await assert.rejects(
    () => growLine({ payer: sponsor, book: { ...book, data }, capacity: 65_537 }),
    RangeError,
  );
  await assert.rejects(
    () => growLine({ payer: sponsor, book: { ...book, data }, capacity: places }),
    /places already/,
  );
});
