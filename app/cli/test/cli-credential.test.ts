import assert from "node:assert/strict";
import { test } from "node:test";
import { DEADLINE, ONE, SOL, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { generateKeyPairSigner, lamports } from "@solana/kit";
import { Terminal } from "./command-line.js";

const signer = await generateKeyPairSigner(true);
const world = await closeAfterTests(TestDeal.start({ qualifiers: [signer.address] }));
const terminal = new Terminal(world);
const qualifier = await terminal.keyFile("qualifier", signer);
await world.cluster.rpc.requestAirdrop(signer.address, lamports(SOL)).send();
const refused = async (expected: RegExp, code: number, key: string, ...args: string[]) => {
  const run = await terminal.as(key, ...args);
  assert.deepEqual([run.code, run.out], [code, ""], args.join(" "));
  assert.match(run.err, expected);
};

test("a credential is issued, shown, taken into a record, changed and revoked", async () => {
  const [ann, { address: owner }] = await terminal.investor("ann");
  const { senior, security, seniorBook } = world;
  assert.match(await terminal.ok(ann, "show", security), new RegExp(`Qualifiers +${signer.address}`));
  assert.match(await terminal.ok(ann, "book", "show", seniorBook), /Counts +money of marked tickets/);
  assert.equal((await terminal.json(ann, "book", "show", seniorBook)).restricted, true);
  assert.match(await terminal.ok(ann, "credential", "show"), /has no credential/);
  await refused(/has no credential of the security's qualifiers/, 1, ann, "holder", "qualify", senior);
  await refused(/required option '--until/, 2, qualifier, "credential", "issue", owner);
  const until = ["--until", "2026-01-31T12:00"];
  await refused(/up to 255/, 2, qualifier, "credential", "issue", owner, ...until, "--category", "256");
  for (const country of ["999", "ch", "4e1", "0x28", "-1"]) {
    await refused(
      /is no country of ISO 3166-1/,
      2,
      qualifier,
      "credential",
      "issue",
      owner,
      ...until,
      `--country=${country}`,
    );
  }
  await refused(/you have issued no credential to/, 1, qualifier, "credential", "revoke", owner);

  const terms = [...until, "--category", "2", "--country", "40"];
  assert.match(
    await terminal.ok(qualifier, "credential", "issue", owner, ...terms),
    /issued .* a credential until 2026-01-31 12:00 UTC/,
  );
  assert.match(await terminal.ok(ann, "holder", "qualify", senior), /is valid until 2026-01-31 12:00 UTC/);
  assert.match(await terminal.ok(ann, "holder", "show"), /Credential[\s\S]*until 2026-01-31 12:00 UTC/);
  await terminal.ok(qualifier, "credential", "set", owner, "--category", "3");
  const shown = await terminal.json(ann, "credential", "show", owner, "--security", security);
  const [one] = shown.credentials as Record<string, unknown>[];
  assert.deepEqual(
    [one?.qualifier, one?.category, one?.jurisdiction, one?.country, one?.valid],
    [signer.address, 3, 40, "Austria", true],
  );
  assert.match(
    await terminal.ok(ann, "credential", "show"),
    /3 +Austria \(040\) +until 2026-01-31 12:00 UTC/,
  );

  for (const [country, number] of [
    ["CH", 756],
    ["040", 40],
    ["0", 0],
  ] as const) {
    const set = await terminal.json(qualifier, "credential", "set", owner, "--country", country);
    assert.equal(set.jurisdiction, number);
  }

  await terminal.ok(qualifier, "credential", "revoke", owner);
  assert.match(await terminal.ok(ann, "credential", "show"), /revoked/);
  await refused(/expired or was revoked/, 1, ann, "holder", "qualify", senior);
  const over = ["--owner", owner, "--qualifier", signer.address];
  assert.match(await terminal.ok(qualifier, "holder", "qualify", senior, ...over), /is revoked/);
  const { holdings } = await terminal.json(ann, "holder", "show");
  const [record] = holdings as Record<string, unknown>[];
  assert.deepEqual([record?.restricted, record?.credentialUntil, record?.qualifier], [true, "0", null]);
  assert.match(await terminal.ok(ann, "holder", "show"), /none$/m);
});

test("a ticket is marked by a credential, unmarked without, and settled as the lock found it", async () => {
  const [bob, { address }] = await terminal.investor("bob");
  const { seniorBook } = world;
  await world.deposit(await world.investor(), 10n * ONE);
  const { out, err } = await terminal.as(bob, "book", "deposit", seniorBook, "100");
  assert.match(out, /ticket 1 .*committed to offer 1, which counts once you have a credential/);
  assert.match(
    err,
    /^the shares require a credential, and you have no valid one: until that changes this money does not count, and if it has not by the lock it comes back\nsending /,
  );
  const mark = ["book", "qualify", seniorBook, "1"];
  await refused(
    /not marked: the shares require a credential, and its owner has no valid one: there is nothing to do/,
    1,
    bob,
    ...mark,
  );
  assert.match(
    await terminal.ok(bob, "book", "show", seniorBook),
    /committed, not qualified: does not count/,
  );
  assert.match(
    await terminal.ok(bob, "book", "place", seniorBook, "1"),
    /Counts +not until its owner qualifies/,
  );
  await terminal.ok(qualifier, "credential", "issue", address, "--until", "2026-01-31");
  // Anybody may.
  assert.match(await terminal.ok(qualifier, ...mark), /the 100\.00 of ticket 1 counts once it is committed/);
  await refused(/is marked, and its owner has a valid credential: there is nothing to do/, 1, bob, ...mark);
  await terminal.ok(qualifier, "credential", "revoke", address);
  assert.equal((await terminal.json(bob, ...mark)).qualified, false);
  await terminal.ok(qualifier, "credential", "set", address, "--until", "2026-01-31");
  await terminal.ok(bob, "book", "uncommit", seniorBook, "1");
  await terminal.ok(bob, "book", "commit", seniorBook, "1");
  assert.equal((await world.readBook()).data.committed, 100n * ONE, "the commitment marked it");
  await world.moveTo(DEADLINE);
  await terminal.ok(bob, "book", "lock", seniorBook);
  assert.match(await terminal.ok(bob, "book", "settle", seniorBook), /settled 1, refunded 1, left 0/);
});

test("the help names the commands", async () => {
  for (const [args, expected] of [
    [["credential", "--help"], /issue[\s\S]*set[\s\S]*revoke[\s\S]*show/],
    [["holder", "--help"], /qualify/],
    [["credential", "issue", "--help"], /--until <moment>[\s\S]*Examples/],
  ] as const) {
    const run = await terminal.as(qualifier, ...args);
    assert.deepEqual([run.code, expected.test(run.out)], [0, true], run.out);
  }
});
