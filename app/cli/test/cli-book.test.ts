import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { createSeries, setCurve } from "@defi-ready/securities";
import { AllocationRule, RewardKind } from "@defi-ready/securities/program";
import { DAY, DEADLINE, ONE, START, TestDeal, type TestDealOptions } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { Terminal } from "./command-line.js";

/** Command lines on a world of their own. */
async function play(options: TestDealOptions = {}) {
  const world = await closeAfterTests(TestDeal.start(options));
  const terminal = new Terminal(world);
  const ok: Terminal["ok"] = (key, ...args) => terminal.ok(key, ...args);
  const json: Terminal["json"] = (key, ...args) => terminal.json(key, ...args);
  const refused = async (expected: RegExp, key: string, ...args: string[]) => {
    const { code, out, err } = await terminal.as(key, ...args);
    assert.deepEqual([code, out], [1, ""], args.join(" "));
    assert.match(err, expected);
  };
  return { world, terminal, sponsor: await terminal.sponsor(), ok, json, refused };
}

test("a book without an offer gets one, asks its money, and is led: by commands alone", async () => {
  const { world, terminal, sponsor, ok, json, refused } = await play();
  const [lead, first] = await terminal.investor("lead");
  const [bob] = await terminal.investor("bob");
  const book = await world.openBook({
    offerEnds: 0n,
    deadline: START + 20n * DAY,
    latestDeadline: START + 60n * DAY,
    extensionBps: 5_000,
    lead: first.address,
    leadMinimum: 100n * ONE,
  });
  await refused(/lead investor goes first.*\d+, LeadFirst/, bob, "book", "deposit", book, "50");
  assert.match(
    await ok(lead, "book", "deposit", book, "100"),
    /deposited 100\.00: ticket 0 at place 0, not committed/,
  );
  assert.match(
    await ok(bob, "book", "deposit", book, "50", "--no-commit"),
    /ticket 1 at place 1, not committed/,
  );
  const building = await json(bob, "book", "show", book);
  assert.deepEqual([building.phase, building.offerVersion, building.poll], ["building", 0, null]);
  await refused(/there is no offer to commit to yet.*\d+, NoOffer/, bob, "book", "commit", book, "1");
  await refused(
    /below the floor.*\d+, BelowFloor/,
    ...[sponsor, "book", "offer", book, "--terms", terminal.file("low.txt", "0.80 a share")],
    ...["--price", "0.80", "--minimum", "120"],
  );

  const terms = terminal.file("terms.txt", "1.25 a share");
  assert.match(
    await ok(sponsor, "book", "offer", book, "--terms", terms, "--price", "1.25", "--minimum", "120"),
    /offer 1 at 1\.25 a share, open until 2025-01-04 00:00 UTC/,
  );
  const hash = createHash("sha256").update("1.25 a share").digest("hex");
  const read = new RegExp(`committed the 50\\.00 of ticket 1 to offer 1\nSHA-256 of its terms: ${hash}`);
  assert.match(await ok(bob, "book", "commit", book, "1", "--terms", terms), read);
  await refused(/\d+, AlreadyCommitted/, bob, "book", "commit", book, "1");
  assert.match(await ok(lead, "book", "commit", book, "0"), /to offer 1/);
  await refused(/lead's minimum stays.*\d+, LeadBound/, lead, "book", "uncommit", book, "0");
  assert.match(await ok(bob, "book", "uncommit", book, "1"), /no longer committed, and keeps its place/);
  await refused(/only the owner.*\d+, NotOwner/, lead, "book", "commit", book, "1");

  const poll = ["--question", terms, "--ends", "2025-01-10T12:00", "--deadline", "2025-02-15"];
  assert.match(
    await ok(sponsor, "book", "poll", book, ...poll),
    /poll 1 asks for the deadline 2025-02-15 00:00 UTC until 2025-01-10 12:00 UTC/,
  );
  assert.match(await ok(lead, "book", "vote", book, "0", "no"), /voted no in poll 1 with 100\.00/);
  assert.match(await ok(lead, "book", "vote", book, "0", "yes"), /voted yes/);
  const shown = await ok(bob, "book", "show", book);
  assert.match(shown, /Offer +1, open until/);
  assert.match(shown, /Lead +\w{32,44}: 100\.00 in line, 100\.00 committed, of 100\.00/);
  assert.match(shown, /Poll 1 +for the deadline 2025-02-15 00:00 UTC: runs until 2025-01-10 12:00 UTC/);
  assert.match(shown, /Votes +100\.00 yes, 0\.00 no, of 150\.00; more than 50\.00 % are needed/);
  await world.moveTo(START + 10n * DAY);
  assert.match(await ok(bob, "book", "show", book), /Deadline +2025-02-15 00:00 UTC, by vote/);
  await refused(/no poll is running.*\d+, NoPoll/, bob, "book", "vote", book, "1", "no");
});

test("money is committed only to the terms that its owner names as read", async () => {
  const { world, terminal, sponsor, ok, json, refused } = await play();
  const { seniorBook: book } = world;
  const [alice] = await terminal.investor("alice");
  const [first, second] = [terminal.file("first.txt", "first"), terminal.file("second.txt", "second")];
  await ok(sponsor, "book", "offer", book, "--terms", first);
  const hash = createHash("sha256").update("first").digest("hex");
  const others =
    /you have read the terms with the SHA-256 [0-9a-f]{64}, and those of offer 2 have [0-9a-f]{64}/;
  await refused(others, alice, "book", "deposit", book, "50", "--terms", second);
  const { termsSha256, committedTo } = await json(alice, "book", "deposit", book, "50", "--terms", first);
  assert.deepEqual([termsSha256, committedTo], [hash, 2]);
  assert.match(
    await ok(alice, "book", "deposit", book, "20", "--terms", hash.toUpperCase()),
    new RegExp(`ticket 1 at place 1, committed to offer 2\\nSHA-256 of its terms: ${hash}`),
  );
  assert.match(await ok(alice, "book", "deposit", book, "10", "--no-commit"), /place 2, not committed/);
  await refused(others, alice, "book", "commit", book, "2", "--terms", "07".repeat(32));
  await refused(
    /cannot read the document none.txt: there is no such file or folder/,
    alice,
    "book",
    "commit",
    book,
    "2",
    "--terms",
    "none.txt",
  );
  const senseless = [
    ["book", "deposit", book, "10", "--no-commit", "--terms", first],
    ["book", "commit", book, "2", "--terms", "0".repeat(64)],
  ];
  for (const args of senseless) {
    const { code, err } = await terminal.as(alice, ...args);
    assert.deepEqual([code, /--terms names/.test(err)], [2, true], err);
  }
  assert.equal((await world.readBook()).data.committed, 70n * ONE);
});

test("a place, an approval, rewards, more places and tips: by commands alone", async () => {
  const { world, terminal, sponsor, ok, json, refused } = await play({
    linePlaces: 16,
    terms: {
      allocation: AllocationRule.Discretionary,
      cap: 1_600n * ONE,
      minTicket: 100n * ONE,
      tip: 1_000_000n,
    },
  });
  const { seniorBook: book, cluster } = world;
  const [alice, { address: owner }] = await terminal.investor("alice");
  const { instructions, series } = await createSeries({
    sponsor: world.sponsor,
    tranche: await world.readTranche(world.junior),
    terms: { strike: 2n * ONE, expiresAt: START + 365n * DAY },
  });
  await world.send(instructions);
  const curves = [
    { kind: RewardKind.BonusShares, knots: [{ money: 100n * ONE, reward: 5n * ONE }] },
    {
      kind: RewardKind.Warrants,
      tranche: world.junior,
      series,
      knots: [{ money: 400n * ONE, reward: 80n * ONE }],
    },
  ];
  for (const curve of curves) {
    const account = await world.readBook(book);
    await world.send(await setCurve({ sponsor: world.sponsor, book: account, ...curve }));
  }
  await ok(alice, "book", "deposit", book, "300");
  assert.match(await ok(sponsor, "book", "approve", book, "0", "200"), /approved 200\.00 of ticket 0/);
  await refused(/\d+, ApprovalTooLarge/, sponsor, "book", "approve", book, "0", "301");
  const place = await ok(alice, "book", "place", book, "0");
  for (const line of [
    /Ticket +0, of a book that is offering/,
    /Place in line +0/,
    /Committed +to offer 3/,
    /Ahead, committed +0\.00/,
    /Accepted +200\.00/,
    /Goes back +100\.00/,
    /Shares +200\.00/,
    /Reward 0 +5\.00 bonus shares/,
    /Reward 1 +40\.00 warrants/,
  ]) {
    assert.match(place, line);
  }
  const { rewards, accepted } = await json(alice, "book", "place", book, "0");
  assert.deepEqual(
    [accepted, (rewards as { amount: string }[]).map(({ amount }) => amount)],
    ["200000000", ["5000000", "40000000"]],
  );
  const shown = await ok(alice, "book", "show", book);
  assert.match(shown, /1 +warrants +\w{32,44} +80\.00 +0\.00 +80\.00 to 400\.00/);
  assert.match(shown, /0 +\w{32,44} +1:1 +300\.00 +0\.00 +300\.00/);

  assert.match(await ok(sponsor, "book", "grow", book, "1000"), /the line has 1000 places/);
  assert.match(await ok(alice, "book", "grow", book, "1001"), /the line has 1001 places/, "by anyone");
  assert.match(
    await ok(alice, "book", "tip", book, "0.0015"),
    /0\.0015 SOL is set aside for tips of 0\.001 SOL a ticket/,
  );
  await world.moveTo(DEADLINE);
  assert.match(await ok(sponsor, "book", "lock", book), /locked with 300\.00/);
  const balance = async () => (await cluster.rpc.getBalance(world.sponsor.address).send()).value;
  const before = await balance();
  assert.match(await ok(sponsor, "book", "settle", book), /settled 1, refunded 0, left 0/);
  assert.ok((await balance()) < before + 1_000_000n, "the tip, less rents and fees");
  assert.equal((await world.readBook(book)).data.tipBudget, 500_000n);

  await refused(/you hold 40\.00 of this series/, alice, "warrant", "exercise", series, "41");
  assert.match(
    await ok(alice, "warrant", "exercise", series, "40"),
    /turned 40\.00 warrants into shares for 80\.00/,
  );
  const holdings = await json(alice, "holder", "show", owner);
  assert.deepEqual(
    (holdings.holdings as { rank: number; shares: string }[])
      .map(({ rank, shares }) => [rank, shares])
      .sort(),
    [
      [0, "205000000"],
      [1, "40000000"],
    ],
  );
  const security = await json(alice, "show", world.security);
  assert.equal(security.reconciles, true);
  assert.match(
    await ok(alice, "show", world.security),
    /1\/0 +\w{32,44} +2\.00 +2026-01-01 +80\.00 +40\.00 +40\.00 +0\.00/,
  );
});
