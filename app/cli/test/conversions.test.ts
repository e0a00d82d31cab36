import assert from "node:assert/strict";
import { test } from "node:test";
import {
  associatedTokenAddress,
  clusterTime,
  createSecurity,
  createTranche,
  listConversions,
  readHolder,
  send,
} from "@defi-ready/securities";
import { DEADLINE, JUNIOR, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { Terminal } from "./command-line.js";
import { GOVERNANCE } from "./governance.js";

const DAY = 86_400n;

test("a class is converted by command, as its holders decided, and collected for anybody", async () => {
  const world = await closeAfterTests(TestDeal.start({ governance: GOVERNANCE }));
  const terminal = new Terminal(world);
  const { cluster, security, senior, junior, seniorBook, juniorBook } = world;
  const sponsor = await terminal.sponsor();
  const [alice, ann] = await terminal.investor("alice", 500n * ONE);
  const [bob, ben] = await terminal.investor("bob", 500n * ONE);
  const file = terminal.file("proposal.txt", "Why this is good for everybody.\n");
  const refused = async (expected: RegExp, key: string, ...args: readonly string[]) => {
    const result = await terminal.as(key, ...args);
    assert.notEqual(result.code, 0, args.join(" "));
    assert.match(result.err, expected);
  };
  await terminal.ok(alice, "book", "deposit", seniorBook, "300");
  await terminal.ok(bob, "book", "deposit", seniorBook, "100");
  await terminal.ok(bob, "book", "deposit", juniorBook, "200");
  await world.moveTo(DEADLINE);
  for (const book of [seniorBook, juniorBook]) {
    await terminal.ok(sponsor, "book", "lock", book);
    await terminal.ok(sponsor, "book", "settle", book);
  }
  assert.equal(
    await terminal.ok(bob, "conversion", "list", security),
    "no class of this security is converted\n",
  );

  const closes = new Date(Number((await clusterTime(cluster)) + 300n * DAY) * 1000)
    .toISOString()
    .slice(0, 10);
  const dates = ["--opens", "2020-01-01", "--closes", closes];
  const terms = ["--by", "resolution", "--floor", "10", "--cap", "10", "--shares", "100000000", ...dates];
  const create = ["conversion", "create", security, "0", junior];
  await refused(/say what a share becomes/, sponsor, ...create, ...terms, "--ratio", "1:1");
  await refused(/say who has it done/, sponsor, ...create, ...terms, "--by", "nobody");
  const created = await terminal.ok(sponsor, ...create, ...terms);
  assert.match(
    created,
    /created conversion 0 of .*: principal at 10.00 a share of .*; all at once, by a resolution\n/,
  );
  assert.match(await terminal.ok(bob, "conversion", "list", security), /waits for a resolution/);
  await refused(/NotApproved/, bob, "conversion", "trigger", security, "0", "0");

  const document = ["--file", file, "--uri", "https://example.com/proposal.txt"];
  await terminal.ok(sponsor, "resolution", "propose", security, "conversion", "0", "0", ...document);
  await world.pass(DAY);
  await terminal.ok(alice, "resolution", "vote", security, "0", "0", "for");
  await terminal.ok(bob, "resolution", "vote", security, "0", "0", "for");
  await terminal.ok(bob, "resolution", "vote", security, "0", "1", "for");
  await world.pass(5n * DAY);
  await terminal.ok(bob, "resolution", "execute", security, "0");
  const shown = await terminal.ok(bob, "conversion", "show", security, "0", "0");
  assert.match(shown, /Stands +due\n/);
  assert.match(shown, /A share now +0.10 shares\n/);

  assert.match(
    await terminal.ok(bob, "conversion", "trigger", security, "0", "0"),
    /converted all of .* into 40.00 shares of .*, which wait to be collected\n/,
  );
  await refused(/the record has 300.00 shares/, alice, "conversion", "convert", security, "0", "0", "301");
  assert.match(
    await terminal.ok(alice, "conversion", "convert", security, "0", "0", "100"),
    /converted 100.00 shares of .* into 10.00 of /,
  );
  await refused(
    /leave the amount out/,
    bob,
    ...["conversion", "convert", security, "0", "0", "1", "--for", ann.address],
  );
  await terminal.ok(bob, "conversion", "convert", security, "0", "0", "--for", ann.address);
  await refused(/ConversionRunning/, bob, "conversion", "close", security, "0", "0");
  await terminal.ok(bob, "conversion", "convert", security, "0", "0");
  const unit = 10n ** BigInt((await world.readTranche(junior)).data.decimals);
  for (const [owner, shares] of [
    [ann, 30n],
    [ben, 210n],
  ] as const) {
    const { data } = await readHolder(cluster, { tranche: junior, owner: owner.address });
    assert.equal(data.shares, shares * unit);
  }
  assert.match(
    await terminal.ok(bob, "conversion", "close", security, "0", "0"),
    /^closed; the rent went back/,
  );
  assert.deepEqual(await listConversions(cluster, security), []);
  assert.equal((await world.readTranche(senior)).data.status, 2);
});

test("a class of another security is received with the key of its sponsor, before anything of it is offered", async () => {
  const world = await closeAfterTests(TestDeal.start({ governance: GOVERNANCE }));
  const terminal = new Terminal(world);
  const { cluster, mint, tokenProgram } = world;
  const sponsor = await terminal.sponsor();
  const [key, other] = await terminal.investor("other", ONE);
  const made = await createSecurity({
    cluster,
    sponsor: other,
    settlementMint: mint,
    terms: {
      id: 1n,
      documentSha256: new Uint8Array(32).fill(1),
      documentUri: "https://example.test/target.pdf",
      servicer: other.address,
      reporter: other.address,
      arbitrator: world.arbitrator.address,
      minDistribution: ONE,
      destinations: [await associatedTokenAddress({ owner: other.address, mint, tokenProgram })],
    },
  });
  await send(cluster, { instructions: made.instructions, payer: other });
  const terms = { ...JUNIOR, rank: 0 };
  const created = await createTranche({ sponsor: other, security: made.security, terms });
  await send(cluster, { instructions: created.instructions, payer: other });

  const create = [
    ...["conversion", "create", world.security, "1", created.tranche, "--by", "holders", "--ratio", "1:1"],
    ...["--shares", "1000000000", "--opens", "2020-01-01", "--closes", "2035-01-01"],
  ];
  const missing = await terminal.as(sponsor, ...create);
  assert.notEqual(missing.code, 0);
  assert.match(missing.err, new RegExp(`${other.address}, signs too: name its key file with --into-sponsor`));
  assert.match(
    await terminal.ok(sponsor, ...create, "--into-sponsor", key),
    /created conversion 0 of .*: 1.00 shares of .* for 1.00 of .*; each holder its own shares\n/,
  );
  const [standing] = await listConversions(cluster, world.security);
  assert.deepEqual([standing?.data.into, standing?.data.approved], [created.tranche, 0]);
});
