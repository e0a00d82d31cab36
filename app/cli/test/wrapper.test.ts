import assert from "node:assert/strict";
import { test } from "node:test";
import { readWrapper } from "@defi-ready/securities";
import { DAY, DEADLINE, ONE, TestDeal } from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { securities, Terminal } from "./command-line.js";

test("shares are wrapped, shown with what they hold, and unwrapped by command", async () => {
  const world = await closeAfterTests(TestDeal.start({ wrapped: [0] }));
  const terminal = new Terminal(world);
  const { senior, junior, seniorBook: book, security } = world;
  const refused = async (expected: RegExp, key: string, ...args: readonly string[]) => {
    const { code, out, err } = await terminal.as(key, "wrapper", ...args);
    assert.deepEqual([code === 1 || code === 2, out], [true, ""], args.join(" "));
    assert.match(err, expected);
  };
  const sponsor = await terminal.sponsor();
  const [alice, { address: owner }] = await terminal.investor("alice", 200n * ONE);
  const [bob] = await terminal.investor("bob", 200n * ONE);
  for (const key of [alice, bob]) {
    await terminal.ok(key, "book", "deposit", book, "200");
  }
  await world.moveTo(DEADLINE);
  await terminal.ok(sponsor, "book", "lock", book);
  await terminal.ok(sponsor, "book", "settle", book);

  await refused(/no wrapper: its shares move as they are.*`deal apply`/, alice, "wrap", junior, "1");
  await refused(/you hold 200\.00 shares of this tranche/, alice, "wrap", senior, "201");
  await refused(/you hold 0\.00 units of this wrapper/, alice, "unwrap", senior, "1");
  await refused(/greater|more than|above|positive|at least/, alice, "wrap", senior, "0");
  assert.match(
    await terminal.ok(alice, "wrapper", "wrap", senior, "50"),
    /^wrapped 50\.00 shares into as many units of \S+, with no cash, since no unit holds any yet\n$/,
  );

  // 400 shares receive 100: a quarter each, of which the units have 12.50.
  await world.pay(100n * ONE);
  const { mint } = (await readWrapper(world.cluster, senior)).data;
  const shown = await terminal.ok(bob, "wrapper", "show", senior);
  assert.match(shown, new RegExp(`Mint of its units +${mint}`));
  assert.match(shown, /Units +50\.00\n/);
  assert.match(shown, /A unit is +1 share and 0\.25\n/);
  assert.match(shown, /All units hold +12\.50\n/);
  const json = await terminal.json(bob, "wrapper", "show", senior);
  assert.deepEqual(
    [json.units, json.supply, json.bearer, (json.vaults as { cash: string }[])[0]?.cash],
    ["50000000", "50000000", false, "12500000"],
  );
  const held = await terminal.ok(alice, "holder", "show");
  assert.match(held, new RegExp(`W0 +${senior} +50\\.00 +12\\.50`));
  const [units] = (await terminal.json(alice, "holder", "show")).units as Record<string, unknown>[];
  assert.deepEqual([units?.amount, units?.tranche, units?.mint], ["50000000", senior, mint]);
  const all = await terminal.ok(bob, "show", security);
  assert.match(all, new RegExp(`0 +${mint} +50\\.00 +0\\.25 +no`));

  // Bob is paid what he is owed, so what his units then hold he pays in himself.
  await terminal.ok(bob, "holder", "claim", senior);
  const asked = await securities("-u", world.cluster.url, "-k", bob, "wrapper", "wrap", senior, "40");
  assert.match(
    asked.err,
    /going to wrap 40\.00 shares into as many units of \w+, with cash of 10\.00: 0\.00 of what you are owed and 10\.00 from your account/,
  );
  await terminal.ok(bob, "holder", "transfer", senior, owner, "1");
  const wrap = await terminal.json(bob, "wrapper", "wrap", senior, "40");
  assert.deepEqual(
    [wrap.amount, (wrap.cash as string[])[0], (wrap.paidIn as string[])[0]],
    ["40000000", "10000000", "10000000"],
  );
  await refused(/you hold 159\.00 shares/, bob, "wrap", senior, "160");
  assert.match(
    await terminal.ok(alice, "wrapper", "unwrap", senior, "50"),
    /^unwrapped 50\.00 units into as many shares; they held 12\.50, which you are owed\n$/,
  );
  assert.match(await terminal.ok(alice, "holder", "claim", senior), /claimed 50\.00/);
  await refused(
    /these shares must bring: you would pay in 50\.25 of \w+, and you hold 50\.00/,
    alice,
    "wrap",
    senior,
    "201",
  );
  await assertReconciles(world);
});

test("nothing is wrapped while holders have their rights, which come out by unwrapping", async () => {
  const world = await closeAfterTests(TestDeal.start({ wrapped: [0] }));
  const terminal = new Terminal(world);
  const { senior, seniorBook: book } = world;
  const [alice] = await terminal.investor("alice", 400n * ONE);
  await terminal.ok(alice, "book", "deposit", book, "200");
  await world.moveTo(DEADLINE);
  const sponsor = await terminal.sponsor();
  await terminal.ok(sponsor, "book", "lock", book);
  await terminal.ok(sponsor, "book", "settle", book);
  await terminal.ok(alice, "wrapper", "wrap", senior, "50");
  const until = DEADLINE + 11n * DAY;
  const rights = await world.openBook({
    opensAt: DEADLINE,
    rightsUntil: until,
    offerEnds: until,
    deadline: until + 5n * DAY,
  });

  const { code, out, err } = await terminal.as(alice, "wrapper", "wrap", senior, "10");
  assert.deepEqual([code, out], [1, ""]);
  assert.match(
    err,
    /have their rights in a rights book until 2025-02-21 00:00 UTC: shares can be wrapped from then on\. Units can be unwrapped now, and their right comes with the shares/,
  );
  const shown = await terminal.ok(alice, "wrapper", "show", senior);
  assert.match(shown, /Holders' rights +until 2025-02-21 00:00 UTC, and come out by unwrapping\n/);
  const json = await terminal.json(alice, "wrapper", "show", senior);
  assert.equal(json.rightsUntil, String(until));

  // With her units unwrapped she has the rights of all 200 shares: the whole first offer.
  await terminal.ok(alice, "wrapper", "unwrap", senior, "50");
  await terminal.ok(alice, "book", "deposit", rights, "200");
  await world.moveTo(until);
  assert.match(await terminal.ok(alice, "wrapper", "wrap", senior, "10"), /^wrapped 10\.00 shares/);
  assert.doesNotMatch(await terminal.ok(alice, "wrapper", "show", senior), /Holders' rights/);
  await assertReconciles(world);
});
