import assert from "node:assert/strict";
import { test } from "node:test";
import {
  findOwedRefund,
  leavesBookAt,
  listOwedRefunds,
  listTickets,
  readSecurityState,
  reconcile,
  reconciles,
  tokenBalance,
} from "@defi-ready/securities";
import { crank } from "@defi-ready/securities-bot";
import { DAY, DEADLINE, funded, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { Terminal } from "./command-line.js";

test("a refund that nobody can be paid for a year leaves its book, and waits for its owner alone", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const { cluster } = world;
  const bot = await funded(cluster);
  const [gone, here] = [await world.investor(20n * ONE), await world.investor(10n * ONE)];
  await world.deposit(gone, 20n * ONE);
  await world.deposit(here, 10n * ONE);
  const account = await world.wallet(gone.address);
  await world.closeWallet(gone);
  await world.moveTo(DEADLINE);

  // The first try notes since when it cannot be paid.
  const noted = await crank(cluster, { payer: bot });
  assert.deepEqual([noted.refunded, noted.skipped.length], [1, 1]);
  const [ticket, ...others] = await listTickets(cluster, { book: world.seniorBook });
  assert.ok(ticket !== undefined && others.length === 0);
  const leaves = leavesBookAt(ticket.data);
  assert.ok(leaves !== undefined && leaves >= DEADLINE + 365n * DAY && leaves < DEADLINE + 366n * DAY);
  const early = await crank(cluster, { payer: bot, securities: [world.security] });
  assert.deepEqual([early.refunded, early.skipped], [0, []]);
  assert.match(early.waiting[0]?.reason ?? "", /the refund waits, in the book until 2026-02-10/);
  assert.equal(await findOwedRefund(cluster, ticket.address), undefined);

  // Its record costs rent, which a bot spends where it is told to.
  await world.moveTo(leaves);
  const strangers = await crank(cluster, { payer: bot });
  assert.deepEqual([strangers.refunded, strangers.skipped], [0, []]);
  assert.match(strangers.waiting[0]?.reason ?? "", /a record for it costs rent/);
  const named = await crank(cluster, { payer: bot, securities: [world.security] });
  assert.deepEqual([named.refunded, named.skipped, named.waiting], [1, [], []]);
  assert.deepEqual(await listTickets(cluster, { book: world.seniorBook }), []);
  assert.deepEqual(
    (await listOwedRefunds(cluster, gone.address)).map(({ data }) => [data.owner, data.ticket, data.amount]),
    [[gone.address, ticket.address, 20n * ONE]],
  );
  assert.ok(reconciles(reconcile(await readSecurityState(cluster, world.security))));

  const terminal = new Terminal(world);
  const owner = await terminal.keyFile("owner", gone);
  const other = await terminal.keyFile("other", here);
  assert.match(
    await terminal.ok(other, "refund", "list", gone.address),
    new RegExp(`${ticket.address} +20\\.00 +${world.mint} +2026-02-10`),
  );
  assert.match(await terminal.ok(other, "refund", "list"), /nothing waits for/);
  // For anyone else it is paid to the owner's own account alone, which is not there.
  const paid = await terminal.as(other, "refund", "claim", gone.address);
  assert.deepEqual([paid.code, paid.out], [1, ""]);
  const stolen = await terminal.as(
    other,
    "refund",
    "claim",
    gone.address,
    "--to",
    await world.wallet(here.address),
  );
  assert.deepEqual([stolen.code, stolen.out], [2, ""]);
  assert.match(stolen.err, /--to is for your own refunds/);
  assert.equal(await tokenBalance(cluster, await world.wallet(here.address)), 10n * ONE);

  assert.match(await terminal.ok(owner, "refund", "claim"), /^paid 20\.00 of \w+\.\.\w+\n$/);
  assert.equal(await tokenBalance(cluster, account), 20n * ONE);
  assert.deepEqual(await listOwedRefunds(cluster, gone.address), []);
  assert.match(await terminal.ok(owner, "refund", "claim"), /nothing waits for/);
});
