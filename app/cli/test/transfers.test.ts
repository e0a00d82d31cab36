import assert from "node:assert/strict";
import { test } from "node:test";
import { clusterTime, NOBODY, readTranche } from "@defi-ready/securities";
import { crank } from "@defi-ready/securities-bot";
import { DEADLINE, ONE, SOL, TestDeal } from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { generateKeyPairSigner } from "@solana/kit";
import { securities, Terminal } from "./command-line.js";

const at = (day: string): bigint => BigInt(Date.parse(day)) / 1_000n;
const dayOf = (day: string): number => Number(at(day) / 86_400n);
const WINDOW = { __kind: "Periodic", months: 3, anchor: dayOf("2025-03-15"), days: 10 } as const;

test("windows open after what they wait for, and shares move as their rules allow, by command", async () => {
  const world = await closeAfterTests(
    TestDeal.start({
      // Locked on 2025-02-10.
      terms: { cliffDays: 20, vestingDays: 40 },
      disclosures: [{ kind: 0, months: 3, anchor: dayOf("2024-12-31"), dueDays: 45, attestor: NOBODY }],
      transfers: [{ window: WINDOW, needs: 1, dailyShares: 50n * ONE }, { window: WINDOW }],
    }),
  );
  const terminal = new Terminal(world);
  const { cluster, security, senior, junior, seniorBook, juniorBook } = world;
  const sponsor = await terminal.sponsor();
  const [alice, { address: from }] = await terminal.investor("alice", 500n * ONE);
  const [bob, { address: to }] = await terminal.investor("bob");
  const refused = async (expected: RegExp, key: string, ...args: readonly string[]) => {
    const { code, out, err } = await terminal.as(key, ...args);
    assert.deepEqual([code, out], [1, ""], args.join(" "));
    assert.match(err, expected);
  };
  const check = async (shares: string, ...more: readonly string[]) => {
    const { code, out } = await terminal.as(
      bob,
      "--json",
      "transfer",
      "check",
      senior,
      ...(more.length > 0 ? more : [to]),
      shares,
      "--from",
      from,
    );
    const { ok, checkedAt, refusal } = JSON.parse(out) as {
      ok: boolean;
      checkedAt: string;
      refusal: { name: string; code: number } | null;
    };
    assert.equal(code, ok ? 0 : 1);
    assert.equal(checkedAt, String(await clusterTime(cluster)));
    return refusal === null ? "passes" : refusal.name;
  };

  assert.match(
    await terminal.ok(bob, "book", "show", seniorBook),
    /Lock-up +all for 20 days after the lock, then free evenly by the day over 40 days\n/,
  );
  const rules = await terminal.ok(bob, "transfer", "rules", senior);
  assert.match(rules, /Transfers +for 10 days every 3 months, from 2025-03-15 on\n/);
  assert.match(rules, /after disclosures of +kind 0\n/);
  assert.match(rules, /now +closed\n/);
  assert.match(rules, /A record sends +at most 50\.00 a day \(UTC\)\n/);
  const asJson = await terminal.json(bob, "transfer", "rules", senior);
  assert.deepEqual([asJson.needs, asJson.dailyShares, asJson.moves], [[0], "50000000", null]);

  await terminal.ok(alice, "book", "deposit", seniorBook, "200");
  await terminal.ok(alice, "book", "deposit", juniorBook, "100");
  await world.moveTo(DEADLINE);
  await terminal.ok(sponsor, "book", "lock", seniorBook);
  await terminal.ok(sponsor, "book", "lock", juniorBook);
  await terminal.ok(sponsor, "book", "settle", seniorBook);
  await terminal.ok(sponsor, "book", "settle", juniorBook);

  assert.equal(await check("10"), "WindowClosed");
  const told = await terminal.as(bob, "transfer", "check", senior, to, "10", "--from", from);
  assert.deepEqual([told.code, told.err], [1, ""]);
  assert.match(
    told.out,
    /^a transfer of 10\.00 shares would be refused: .*exchange windows.*\(securities error 7801, WindowClosed\)\nthe next window is from 2025-03-15 until 2025-03-25\n$/,
  );
  await refused(/7802, NoWindow/, bob, "window", "open", senior);
  const closed = await terminal.ok(bob, "window", "show", senior);
  assert.match(closed, /Now +closed\n/);
  assert.match(closed, /Next +from 2025-03-15 until 2025-03-25\n/);
  assert.match(
    closed,
    /Waits for +the disclosure of kind 0 for the period up to 2024-12-31, which has not been posted\n/,
  );

  // What is due is posted too late for its day, and in time for the window.
  await world.moveTo(at("2025-02-20T09:00:00Z"));
  const report = terminal.file("report.txt", "The quarter was good.\n");
  const post = ["disclosure", "post", security, "0", report, "--uri", "https://example.com/q4.txt"];
  assert.match(
    await terminal.ok(bob, "disclosure", "list", security),
    /0 +0 +2024-12-31 +2025-02-14 +overdue since 2025-02-15 .*\n0 +1 +2025-03-31 +2025-05-15 +to come /,
  );
  await refused(/79\d\d, NotAttestor/, bob, ...post);
  await refused(
    /the calendar has no kind 5: it has 0/,
    sponsor,
    "disclosure",
    "post",
    security,
    "5",
    report,
    "--uri",
    "x",
  );
  await refused(/no period of kind 0 ends on 2025-01-31/, sponsor, ...post, "--period", "2025-01-31");
  await refused(/PeriodNotOver/, sponsor, ...post, "--period", "2025-03-31");
  const asked = await securities("-u", cluster.url, "-k", sponsor, ...post);
  assert.equal(asked.code, 2);
  assert.match(
    asked.err,
    /going to post the disclosure of kind 0 for the period up to 2024-12-31, which was due by 2025-02-14 /,
  );
  const posted = await terminal.json(sponsor, ...post);
  assert.deepEqual([posted.period, posted.late, posted.uri], [0, true, "https://example.com/q4.txt"]);
  await refused(/nothing of kind 0 is to be posted: its present period ends 2025-03-31/, sponsor, ...post);
  await refused(/DisclosurePosted/, sponsor, ...post, "--period", "2024-12-31");
  assert.match(
    await terminal.ok(bob, "disclosure", "list", security),
    /late 2025-02-20 09:00 UTC .*https:\/\/example\.com\/q4\.txt\n/,
  );
  const [first] = (await terminal.json(bob, "disclosure", "list", security)).disclosures as Record<
    string,
    unknown
  >[];
  assert.deepEqual([first?.isLate, first?.sha256], [true, posted.sha256]);
  const notice = ["notice", "post", security, "7", report, "--uri", "https://example.com/notice.txt"];
  await refused(/NotSponsor/, bob, ...notice);
  assert.equal(
    await terminal.ok(sponsor, ...notice),
    "posted a notice of kind 7 at https://example.com/notice.txt\n",
  );
  assert.equal(
    await terminal.ok(sponsor, ...notice, "--about", "0/0"),
    "posted a notice of kind 7 about disclosure 0/0 at https://example.com/notice.txt\n",
  );
  for (const about of ["0/1", "3/0"]) {
    await refused(
      new RegExp(`disclosure ${about} has not been posted: see .disclosure list.`),
      sponsor,
      ...notice,
      "--about",
      about,
    );
  }
  assert.equal((await terminal.as(sponsor, ...notice, "--about", "8/0")).code, 2);
  assert.equal((await terminal.as(sponsor, "notice", "post", security, "256", report, "--uri", "x")).code, 2);

  // Anybody opens it on its days; the bot, too, and once.
  await world.moveTo(at("2025-03-15T00:00:00Z"));
  assert.match(
    await terminal.ok(bob, "window", "show", senior),
    /Now +closed: a window that nobody has opened\n +on its days +from 2025-03-15 until 2025-03-25\nNext +from 2025-06-15 until 2025-06-25\nWaits for +nothing more\n/,
  );
  assert.equal(await check("10"), "WindowClosed");
  assert.equal(
    await terminal.ok(bob, "window", "open", senior),
    "opened the window: shares change hands until 2025-03-25 00:00 UTC\n",
  );
  assert.match(
    await terminal.ok(bob, "window", "open", senior),
    /^the window is open already, until 2025-03-25/,
  );
  const payer = await world.funded();
  const pass = async (dryRun = false) => {
    const { windows, waiting, skipped } = await crank(cluster, { payer, securities: [security], dryRun });
    return [windows, waiting.map(({ task, reason }) => `${task}: ${reason}`), skipped];
  };
  assert.deepEqual(await pass(true), [1, [], []]);
  assert.deepEqual(await pass(), [1, [], []]);
  assert.deepEqual(await pass(), [0, [], []]);
  assert.match(await terminal.ok(bob, "window", "show", junior), /Now +open until 2025-03-25 00:00 UTC\n/);

  // Of 200 shares 27 of 40 days are left: 135 are locked.
  assert.deepEqual(
    [
      await check("10"),
      await check("50"),
      await check("50.000001"),
      await check("65.000001"),
      await check("200.01"),
    ],
    ["passes", "passes", "DailyLimit", "SharesLocked", "SharesShort"],
  );
  assert.match(
    (await terminal.as(bob, "transfer", "check", senior, to, "65.000001", "--from", from)).out,
    /7806, SharesLocked\)\n65\.00 of its 200\.00 shares are not locked now, and from 2025-04-11 on all\n$/,
  );
  await refused(
    /the tranche has no wrapper/,
    bob,
    "transfer",
    "check",
    senior,
    "wrapper",
    "1",
    "--from",
    from,
  );
  const held = await terminal.ok(alice, "holder", "show");
  assert.match(held, /: 135\.00 shares are locked: fewer each day until 2025-04-11\n/);
  assert.match(held, /: 50\.00 shares are left of what it may send today \(UTC\)\n/);
  assert.match(held, /: at most 50\.00 shares can be transferred now\n/);
  await terminal.ok(alice, "holder", "transfer", senior, to, "50");
  assert.equal(await check("0.01"), "DailyLimit");
  const holdings = (await terminal.json(alice, "holder", "show")).holdings as Record<string, unknown>[];
  const record = holdings.find((one) => one.tranche === senior);
  assert.deepEqual(
    [record?.shares, record?.locked, record?.leftToday, record?.free],
    ["150000000", "135000000", "0", "0"],
  );

  // The next window waits for the next quarter, which comes too late for it.
  await world.moveTo(at("2025-03-25T00:00:00Z"));
  assert.equal(await check("1"), "WindowClosed");
  await world.moveTo(at("2025-06-15T00:00:00Z"));
  await refused(
    /waits for the disclosure of kind 0 for the period up to 2025-03-31, which has not been posted; posted now, it is too late/,
    bob,
    "window",
    "open",
    senior,
  );
  assert.deepEqual(await pass(), [
    1,
    [
      "window: the window stays closed: the disclosure of kind 0 for the period up to 2025-03-31 was not posted before it began",
    ],
    [],
  ]);
  assert.match(
    await terminal.ok(bob, "window", "show", senior),
    /Now +closed: its report was not posted in time; next from 2025-09-15\n[\s\S]*Waits for +nothing: the disclosure of kind 0 for the period up to 2025-03-31 was not posted before it began\n/,
  );
  await terminal.ok(sponsor, ...post);
  assert.match(
    (await terminal.as(bob, "transfer", "check", senior, to, "1", "--from", from)).out,
    /`window open` opens one on its days.*7801, WindowClosed\)\nclosed: its report came too late; next from 2025-09-15\n$/,
  );
  assert.match(
    await terminal.ok(alice, "holder", "show"),
    /: none can be transferred now: the exchange window until 2025-06-25 is not open\n/,
  );
  await refused(
    /stays closed: the disclosure of kind 0 for the period up to 2025-03-31 was posted after it had begun/,
    bob,
    "window",
    "open",
    senior,
  );
  assert.deepEqual(await pass(), [
    0,
    [
      "window: the window stays closed: the disclosure of kind 0 for the period up to 2025-03-31 came after it had begun",
    ],
    [],
  ]);
  assert.match(
    await terminal.ok(bob, "window", "show", senior),
    /Now +closed: its report came too late; next from 2025-09-15\n[\s\S]*Waits for +nothing: the disclosure of kind 0 for the period up to 2025-03-31 came too late for it\n/,
  );
  await assertReconciles(world);
});

test("what an owner retains stands until the debt is repaid, and is released by anybody", async () => {
  const keeper = await generateKeyPairSigner();
  const retained = { owner: keeper.address, shares: 60n * ONE };
  const world = await closeAfterTests(TestDeal.start({ transfers: [{}, { retained }] }));
  const terminal = new Terminal(world);
  const { cluster, security, senior, junior, juniorBook } = world;
  const [bob, { address: to }] = await terminal.investor("bob");
  await world.fund(keeper.address, 10n * SOL);
  await world.give(keeper.address, 100n * ONE);
  const free = await terminal.as(bob, "transfer", "rules", senior);
  assert.deepEqual(
    [free.code, free.out],
    [0, "no rules: shares of this tranche move at any time, between all who may hold them\n"],
  );
  assert.match(await terminal.ok(bob, "transfer", "rules", junior), /Retained +60\.00 by \w+\n/);
  const none = await terminal.as(bob, "window", "show", junior);
  assert.deepEqual([none.code, none.out], [1, ""]);
  assert.match(none.err, /its rules have no windows/);
  assert.equal(
    await terminal.ok(bob, "disclosure", "list", security),
    "this security has no calendar of disclosures\n",
  );

  await world.deposit(await world.investor(200n * ONE), 100n * ONE);
  await world.deposit(keeper, 100n * ONE, juniorBook);
  await world.lock();
  await world.settle();
  const check = async (shares: string) => {
    const run = await terminal.as(bob, "transfer", "check", junior, to, shares, "--from", keeper.address);
    return [run.code, /, (\w+)\)\n$/.exec(run.out)?.[1]];
  };
  assert.deepEqual(
    [await check("40"), await check("40.01")],
    [
      [0, undefined],
      [1, "SharesRetained"],
    ],
  );
  assert.match(
    await terminal.ok(bob, "holder", "show", keeper.address),
    /: 60\.00 shares are kept until `transfer release` is called, once no debt of the deal is outstanding\n.*: at most 40\.00 shares can be transferred now\n/,
  );
  assert.match(
    (await terminal.as(bob, "transfer", "release", senior)).err,
    /nobody retains shares of this class/,
  );
  const release = async () => terminal.as(bob, "transfer", "release", junior);
  const early = await release();
  assert.equal(early.code, 1);
  assert.match(early.err, /RetentionStands/);
  await world.release();
  await world.pay(150n * ONE);
  assert.equal(
    (await release()).out,
    `${keeper.address.slice(0, 4)}..${keeper.address.slice(-4)} need not keep 60.00 shares any more\n`,
  );
  assert.deepEqual(await check("100"), [0, undefined]);
  assert.match((await release()).err, /nobody retains shares of this class/);
  assert.equal((await readTranche(cluster, junior)).data.rules.retainedShares, 0n);
});
