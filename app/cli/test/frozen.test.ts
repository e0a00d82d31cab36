import assert from "node:assert/strict";
import { test } from "node:test";
import { readTranche, shareAccountAddress, TOKEN_2022_PROGRAM } from "@defi-ready/securities";
import { crank } from "@defi-ready/securities-bot";
import { DAY, DEADLINE, ONE, TestDeal } from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { getBurnInstruction } from "@solana-program/token";
import { Terminal } from "./command-line.js";

const FIRST = DEADLINE + 20n * DAY;

test("shares in the frozen form are thawed, sent and frozen by command, and statements and register follow", async () => {
  const window = { __kind: "Periodic", months: 1, anchor: Number(FIRST / DAY), days: 4 } as const;
  const world = await closeAfterTests(TestDeal.start({ frozen: [1], transfers: [{}, { window }] }));
  const terminal = new Terminal(world);
  const { junior, juniorBook, seniorBook, security, sponsor } = world;
  const [ann, { address: first }] = await terminal.investor("ann", 500n * ONE);
  const [bob, { address: second }] = await terminal.investor("bob", 500n * ONE);
  const [cid, burner] = await terminal.investor("cid");
  const { address: third } = burner;
  const refused = async (expected: RegExp, key: string, ...args: readonly string[]) => {
    const { code, err } = await terminal.as(key, ...args);
    assert.equal(code, 1, args.join(" "));
    assert.match(err, expected);
  };
  await terminal.ok(ann, "book", "deposit", juniorBook, "300");
  await terminal.ok(bob, "book", "deposit", juniorBook, "100");
  await terminal.ok(bob, "book", "deposit", seniorBook, "100");
  await world.lock();
  await world.settle();
  await refused(/WindowClosed/, ann, "transfer", "thaw", junior);
  const asked = await terminal.as(ann, "transfer", "thaw", junior, "--check");
  assert.equal(asked.code, 1);
  assert.match(asked.out, /would be refused: .*\(securities error 7801, WindowClosed\)\n$/);
  await refused(/no shares of \S+ are thawed/, ann, "transfer", "freeze", junior);
  await refused(/are hooked/, bob, "transfer", "thaw", world.senior);
  // What comes in before the window is everybody's at once.
  await world.pay(140n * ONE, { principal: 100n * ONE });

  await world.moveTo(FIRST);
  await terminal.ok(cid, "window", "open", junior);
  assert.match(
    await terminal.ok(cid, "transfer", "thaw", junior, first),
    /^thawed \S+'s shares: they move until 2025-03-06 00:00 UTC, from which on anybody may freeze them\n$/,
  );
  assert.match(await terminal.ok(ann, "transfer", "check", junior, third, "60"), /would pass now/);
  await terminal.ok(ann, "holder", "transfer", junior, third, "60");
  assert.match(
    await terminal.ok(cid, "holder", "show"),
    /: its account \S+ is thawed and holds 60\.00: that counts once it is frozen/,
  );
  await world.moveTo(FIRST + DAY);
  await world.pay(80n * ONE);
  const rules = await terminal.ok(ann, "transfer", "rules", junior);
  assert.match(rules, /Form +frozen: plain tokens, thawed in windows\n/);
  assert.match(rules, /thawed +2 accounts\n/);
  assert.match(rules, /held +80\.00, until all are frozen\n/);
  type Registered = Readonly<{
    reconciles: boolean;
    classes: readonly Readonly<{ held: string }>[];
    entries: readonly Readonly<{ owner: string; shares: string; transfers: { isThawed: boolean } }>[];
  }>;
  const registered = async () => (await terminal.json(ann, "register", security)) as unknown as Registered;
  const open = await registered();
  assert.ok(open.reconciles);
  assert.deepEqual(
    open.entries.filter(({ owner }) => owner === first).map((one) => [one.shares, one.transfers.isThawed]),
    [["300000000", true]],
  );
  assert.equal(open.classes[1]?.held, "400000000");
  await refused(/FreezeTooEarly/, bob, "transfer", "freeze", junior, first);
  assert.match(
    await terminal.ok(ann, "transfer", "freeze", junior),
    /its record has 240\.00, and one account is still thawed\n$/,
  );
  assert.ok((await registered()).reconciles, "one is frozen, and one is not");
  const during = await terminal.as(ann, "statement", security, first, "--format", "json");
  assert.equal(during.code, 0, during.err);

  // What is burnt stays with the last account.
  const { mint } = (await readTranche(world.cluster, junior)).data;
  const burn = getBurnInstruction(
    { account: await shareAccountAddress(third, mint), mint, authority: burner, amount: 10n * ONE },
    { programAddress: TOKEN_2022_PROGRAM },
  );
  await world.send([burn], burner);
  assert.match(await terminal.ok(cid, "holder", "show"), /is thawed and holds 50\.00/);

  // The bot freezes the rest once the window is over, and pays what was held.
  await world.moveTo(FIRST + 4n * DAY);
  const report = await crank(world.cluster, { payer: sponsor, securities: [security] });
  assert.deepEqual(report.skipped, []);
  assert.equal(report.frozen, 1);
  await assertReconciles(world);
  type Statement = Readonly<{
    reconciles: boolean;
    classes: readonly Readonly<{
      rank: number;
      closing: string;
      movements: readonly Readonly<{ kind: string; shares: string }>[];
      money: readonly Readonly<{ paid: string; closing: string }>[];
    }>[];
  }>;
  const statementOf = async (owner: string) => {
    const made = await terminal.as(ann, "statement", security, owner, "--format", "json");
    assert.equal(made.code, 0, made.err);
    const statement = JSON.parse(made.out) as Statement;
    assert.ok(statement.reconciles);
    const own = statement.classes.find(({ rank }) => rank === 1);
    assert.ok(own !== undefined);
    return own;
  };
  const [hers, his] = [await statementOf(first), await statementOf(third)];
  assert.deepEqual(
    hers.movements.map(({ kind, shares }) => [kind, shares]),
    [
      ["bought", "300000000"],
      ["exchanged", "-60000000"],
    ],
  );
  assert.deepEqual(
    his.movements.map(({ kind, shares }) => [kind, shares]),
    [["exchanged", "60000000"]],
  );
  // 80 came in while shares were thawed: 240 and 60 of 400 got their part once all were frozen.
  assert.equal(his.money[0]?.paid, "11999999", "the fraction of a unit is carried");
  const past = await terminal.json(ann, "register", security, "--slot", "1");
  assert.equal(past.reconciles, true);
  const after = await registered();
  assert.ok(after.reconciles);
  assert.deepEqual(
    after.entries
      .filter(({ owner }) => [first, second, third].includes(owner as typeof first))
      .filter(({ shares }) => BigInt(shares) > 0n && shares !== "100000000")
      .map(({ owner, shares }) => [owner, shares])
      .sort(),
    [
      [first, "240000000"],
      [third, "60000000"],
    ].sort(),
  );
});
