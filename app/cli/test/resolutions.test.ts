import assert from "node:assert/strict";
import { test } from "node:test";
import { clusterTime, isoDay, readSecurity, readTranche } from "@defi-ready/securities";
import { DEADLINE, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { Terminal } from "./command-line.js";
import { GOVERNANCE } from "./governance.js";

const DAY = 86_400n;

test("holders propose, vote, take votes back and execute by command, and whoever proposed a resolution withdraws it", async () => {
  const world = await closeAfterTests(TestDeal.start({ governance: GOVERNANCE }));
  const terminal = new Terminal(world);
  const { cluster, security, junior, seniorBook, juniorBook } = world;
  const sponsor = await terminal.sponsor();
  const [alice, { address: heir }] = await terminal.investor("alice", 500n * ONE);
  const [bob] = await terminal.investor("bob", 500n * ONE);
  const file = terminal.file("proposal.txt", "Why this is good for everybody.\n");
  const document = ["--file", file, "--uri", "https://example.com/proposal.txt"];
  const propose = (...what: readonly string[]) => ["resolution", "propose", security, ...what, ...document];
  const refused = async (code: number, expected: RegExp, key: string, ...args: readonly string[]) => {
    const result = await terminal.as(key, ...args);
    assert.deepEqual([result.code, result.out], [code, ""], args.join(" "));
    assert.match(result.err, expected);
  };
  await refused(1, /NotBegun/, sponsor, ...propose("document"));
  await terminal.ok(alice, "book", "deposit", seniorBook, "300");
  await terminal.ok(bob, "book", "deposit", seniorBook, "100");
  await terminal.ok(bob, "book", "deposit", juniorBook, "200");
  await world.moveTo(DEADLINE);
  for (const book of [seniorBook, juniorBook]) {
    await terminal.ok(sponsor, "book", "lock", book);
    await terminal.ok(sponsor, "book", "settle", book);
  }
  const listed = await terminal.ok(bob, "resolution", "list", security);
  assert.match(listed, /^no resolution is open\n1 days? of notice, 3 of voting, 2 of timelock\n/);

  // What makes no sense is refused before anything is sent.
  await refused(2, /advisory takes <ranks>, and not 0 values/, sponsor, ...propose("advisory"));
  await refused(2, /there is no class of rank 7/, sponsor, ...propose("advisory", "0,7"));
  await refused(
    2,
    /name a role: sponsor, servicer, reporter, arbitrator, qualifier/,
    sponsor,
    ...propose("role", "payee", heir),
  );
  await refused(2, /say what changes/, sponsor, ...propose("terms", "0"));
  await refused(2, /--rate and --maturity are for terms/, sponsor, ...propose("document"), "--rate", "9");
  await refused(2, /give the rate in percent/, sponsor, ...propose("terms", "0"), "--rate", "nine");
  await refused(
    1,
    /says dayly, which is no rule/,
    sponsor,
    ...propose("rules", "1", terminal.file("wrong.json", '{"dayly": 1}')),
  );

  // Alice proposes as a holder of three quarters of the senior class, and all consent.
  const proposed = await terminal.ok(alice, ...propose("role", "servicer", heir), "--holder", "0");
  assert.match(proposed, /proposed resolution 0: to give the role of servicer to /);
  await refused(1, /NotSponsor/, alice, ...propose("document"));
  await world.pass(DAY);
  await terminal.ok(bob, "resolution", "vote", security, "0", "1", "against");
  assert.match(
    await terminal.ok(bob, "resolution", "unvote", security, "0", "1"),
    /^took the vote on resolution 0 back\n$/,
  );
  await refused(
    1,
    /has not voted on resolution 0 in class 1/,
    bob,
    "resolution",
    "unvote",
    security,
    "0",
    "1",
  );
  await terminal.ok(bob, "resolution", "vote", security, "0", "1", "for");
  await terminal.ok(alice, "resolution", "vote", security, "0", "0", "for");
  const shown = await terminal.json(bob, "resolution", "show", security, "0");
  assert.deepEqual([shown.phase, shown.isConsented, shown.majority], ["voting", true, "shares"]);
  await refused(1, /ResolutionEarly/, alice, "--yes", "resolution", "execute", security, "0");
  await world.pass(5n * DAY);
  await refused(1, /NotNamed/, bob, "--yes", "resolution", "execute", security, "0");
  await terminal.ok(alice, "--yes", "resolution", "execute", security, "0");
  assert.equal((await readSecurity(cluster, security)).data.servicer, heir);
  assert.match(await terminal.ok(bob, "resolution", "list", security), /0 +give the role .* +executed +/);
  assert.match(
    await terminal.ok(bob, "resolution", "close", security, "0"),
    /^closed resolution 0 and 2 ballots\n$/,
  );

  // Rules of one class, from a file, which the sponsor takes back.
  const rules = terminal.file("rules.json", '{"dailyShares": "5000000"}');
  const ruled = await terminal.json(sponsor, ...propose("rules", "1", rules));
  assert.equal(ruled.asked, 0b10);
  assert.match(
    await terminal.ok(sponsor, "--yes", "resolution", "stop", security, "1"),
    /^stopped resolution 1\n$/,
  );
  await refused(1, /VotingClosed/, bob, "resolution", "vote", security, "1", "1", "for");
  await world.pass(4n * DAY);
  await refused(1, /BadAuthorised/, sponsor, ...propose("authorised", "1", "1"));
  await terminal.ok(sponsor, ...propose("document"));
  await world.pass(DAY);
  await terminal.ok(bob, "resolution", "vote", security, "2", "1", "for");
  await world.pass(5n * DAY);
  await refused(1, /NotConsented/, bob, "--yes", "resolution", "execute", security, "2");
  const failed = await terminal.json(bob, "resolution", "show", security, "2");
  assert.equal(failed.phase, "failed");

  // Nothing is overdue, and nobody has accelerated anything.
  await refused(1, /NoDefault/, sponsor, ...propose("accelerate"));
  await refused(1, /BadProposal/, sponsor, ...propose("resume"));
  await refused(2, /floor takes .*, and not 2 values/, sponsor, ...propose("floor", "1", "0.9"));
  const day = isoDay((await clusterTime(cluster)) + 40n * DAY);
  assert.match(
    await terminal.ok(sponsor, ...propose("floor", "1", "0.9", "50", day)),
    /sell up to 50\.00 shares below the floor, at 0\.90 or more, until /,
  );
  const [from = heir] = (await readSecurity(cluster, security)).data.destinations;
  await refused(1, /ProposalTooEarly/, sponsor, ...propose("destination", from, heir));
  assert.equal((await readTranche(cluster, junior)).data.rules.dailyShares, 0n);
});
