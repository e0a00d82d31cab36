import assert from "node:assert/strict";
import { test } from "node:test";
import { isRedeemed, readSecurity, readTranche } from "@defi-ready/securities";
import { DEADLINE, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { Terminal } from "./command-line.js";
import { GOVERNANCE } from "./governance.js";

const DAY = 86_400n;

test("a class is called by command: proposed, voted, executed once the books are closed, and paid", async () => {
  const world = await closeAfterTests(TestDeal.start({ governance: GOVERNANCE }));
  const terminal = new Terminal(world);
  const { cluster, security, senior, seniorBook, juniorBook } = world;
  const sponsor = await terminal.sponsor();
  const [alice] = await terminal.investor("alice", 500n * ONE);
  const [bob] = await terminal.investor("bob", 500n * ONE);
  const file = terminal.file("call.txt", "A cheaper debt pays for it.\n");
  const propose = (...what: readonly string[]) => [
    ...["resolution", "propose", security, ...what],
    ...["--file", file, "--uri", "https://example.com/call.txt"],
  ];
  await terminal.ok(alice, "book", "deposit", seniorBook, "300");
  await terminal.ok(bob, "book", "deposit", juniorBook, "200");
  await world.moveTo(DEADLINE);
  for (const book of [seniorBook, juniorBook]) {
    await terminal.ok(sponsor, "book", "lock", book);
    await terminal.ok(sponsor, "book", "settle", book);
  }
  await world.release(seniorBook, juniorBook);
  const refused = async (expected: RegExp, ...args: readonly string[]) => {
    const result = await terminal.as(sponsor, ...args);
    assert.deepEqual([result.code === 0, result.out], [false, ""], args.join(" "));
    assert.match(result.err, expected);
  };
  await refused(/call takes <rank> <price> <most>, and not 2 values/, ...propose("call", "0", "1.02"));
  await refused(/CallAboveMost/, ...propose("call", "0", "1.02", "305.99"));
  assert.match(
    await terminal.ok(sponsor, ...propose("call", "0", "1.02", "306")),
    /call .*: all its shares end for 1\.02 each, out of the treasury, for at most 306\.00 together/,
  );
  await world.pass(DAY);
  await terminal.ok(alice, "resolution", "vote", security, "0", "0", "for");
  await terminal.ok(bob, "resolution", "vote", security, "0", "1", "for");
  await world.pass(5n * DAY);
  await refused(/BooksStand/, "--yes", "resolution", "execute", security, "0");
  for (const book of [seniorBook, juniorBook]) {
    await terminal.ok(sponsor, "book", "close", book);
  }
  const treasury = async () => (await readSecurity(cluster, security)).data.vaults[0]?.treasury;
  assert.equal(await treasury(), 500n * ONE);
  await terminal.ok(bob, "--yes", "resolution", "execute", security, "0");
  assert.equal(await treasury(), 194n * ONE);
  const { data } = await readTranche(cluster, senior);
  assert.ok(isRedeemed(data));
  assert.equal(data.redeemedFor, 306n * ONE);
  assert.match(await terminal.ok(bob, "show", security), /0\.00, redeemed/);
  const { tranches } = (await terminal.json(bob, "show", security)) as { tranches: { redeemed: boolean }[] };
  assert.deepEqual(
    tranches.map(({ redeemed }) => redeemed),
    [true, false],
  );
});
