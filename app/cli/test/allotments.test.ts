import assert from "node:assert/strict";
import { test } from "node:test";
import { DEADLINE, ONE, SOL, TestDeal } from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { generateKeyPairSigner, lamports } from "@solana/kit";
import { Terminal } from "./command-line.js";

test("a gated book asks for a credential, and shares reach those whom their owners allot them, by command", async () => {
  const signer = await generateKeyPairSigner(true);
  const world = await closeAfterTests(
    TestDeal.start({
      qualifiers: [signer.address],
      terms: { gated: true },
      transfers: [{ maxHolders: 1, maxShares: 60n * ONE }],
    }),
  );
  const terminal = new Terminal(world);
  const { senior, junior, seniorBook, juniorBook } = world;
  const qualifier = await terminal.keyFile("qualifier", signer);
  await world.cluster.rpc.requestAirdrop(signer.address, lamports(SOL)).send();
  const sponsor = await terminal.sponsor();
  const [ann, { address: first }] = await terminal.investor("ann", 500n * ONE);
  const [bob, { address: second }] = await terminal.investor("bob");
  const [cid, { address: third }] = await terminal.investor("cid");
  const refused = async (expected: RegExp, key: string, ...args: readonly string[]) => {
    const { code, out, err } = await terminal.as(key, ...args);
    assert.deepEqual([code, out], [1, ""], args.join(" "));
    assert.match(err, expected);
  };

  assert.match(
    await terminal.ok(ann, "book", "show", seniorBook),
    /Counts +money of marked tickets: the shares require a credential, and deposits too\n/,
  );
  assert.equal((await terminal.json(ann, "book", "show", seniorBook)).gated, true);
  assert.equal((await terminal.json(ann, "book", "show", juniorBook)).gated, false);
  await refused(
    /takes money only from owners with a valid credential, and \S+ has none/,
    ann,
    "book",
    "deposit",
    seniorBook,
    "100",
  );
  // Bob and Cid are one person, whom the qualifier calls by Bob's address.
  const until = ["--until", "2026-01-31"];
  await terminal.ok(qualifier, "credential", "issue", first, ...until);
  await terminal.ok(qualifier, "credential", "issue", second, ...until);
  await terminal.ok(qualifier, "credential", "issue", third, ...until, "--person", second);
  const credentials = (await terminal.json(cid, "credential", "show")).credentials as Record<
    string,
    unknown
  >[];
  assert.equal(credentials[0]?.person, second);
  await terminal.ok(ann, "book", "deposit", seniorBook, "100");
  await world.moveTo(DEADLINE);
  await terminal.ok(sponsor, "book", "lock", seniorBook);
  await terminal.ok(sponsor, "book", "settle", seniorBook);
  for (const key of [ann, bob, cid]) {
    await terminal.ok(key, "holder", "qualify", senior);
  }

  const rules = await terminal.ok(bob, "transfer", "rules", senior);
  assert.match(rules, /Places +for 1 person, of which 0 are taken\n/);
  assert.match(rules, /One person is allotted +at most 60\.00\n/);
  const check = ["transfer", "check", senior, second, "25", "--from", first];
  const told = await terminal.as(bob, ...check);
  assert.equal(told.code, 1);
  assert.match(told.out, /would be refused: .*\(securities error 7813, AboveAllotment\)\n$/);
  assert.match(
    await terminal.ok(bob, "holder", "show"),
    /: it receives no shares: its owner has set no allotment/,
  );

  assert.equal(
    await terminal.ok(bob, "holder", "allot", senior, "25"),
    `${second.slice(0, 4)}..${second.slice(-4)} may receive up to 25.00 shares\n`,
  );
  assert.match(
    await terminal.ok(bob, "transfer", "check", senior, second, "25", "--from", first),
    /would pass now/,
  );
  await terminal.ok(ann, "holder", "transfer", senior, second, "20");
  assert.match(await terminal.ok(bob, "holder", "show"), /: it may receive 5\.00 more shares, up to 25\.00 /);
  await refused(
    /you have no record of \S+: open it with `holder open`/,
    sponsor,
    "holder",
    "allot",
    senior,
    "5",
  );
  await terminal.ok(sponsor, "holder", "open", senior);
  await refused(/an allotment needs a valid credential/, sponsor, "holder", "allot", senior, "5");
  // What is left of the person's limit is for its other address, and no place is left for another person.
  await refused(/PersonLimit/, cid, "holder", "allot", senior, "36");
  assert.match(await terminal.ok(cid, "holder", "allot", senior, "most"), /up to 35\.00 shares\n$/);
  for (const shares of ["60", "most"]) {
    await refused(
      /your record has 80\.00 shares, and may be allotted 60\.00 at most: it receives none while it has more/,
      ann,
      "holder",
      "allot",
      senior,
      shares,
    );
  }
  await terminal.ok(ann, "holder", "transfer", senior, third, "30");
  await refused(/TooManyHolders/, ann, "holder", "allot", senior, "60");
  const { holdings } = await terminal.json(cid, "holder", "show");
  const [record] = holdings as Record<string, unknown>[];
  assert.deepEqual(
    [record?.person, record?.allotment],
    [second, { allotted: "35000000", room: "5000000", most: "35000000", hasPlace: true }],
  );
  // A place is freed by whoever has sold all.
  await refused(/AllotmentBelowShares/, bob, "holder", "allot", senior, "0");
  await terminal.ok(cid, "holder", "allot", senior, "30");
  await terminal.ok(bob, "holder", "allot", senior, "30");
  await refused(/limits neither its holders nor what one has/, bob, "holder", "allot", junior, "5");
  await assertReconciles(world);
});

test("the place of a record that can receive nothing any more is freed by anybody, by command", async () => {
  const signer = await generateKeyPairSigner(true);
  const world = await closeAfterTests(
    TestDeal.start({ qualifiers: [signer.address], transfers: [{ maxHolders: 1 }] }),
  );
  const terminal = new Terminal(world);
  const { senior, seniorBook } = world;
  const qualifier = await terminal.keyFile("qualifier", signer);
  await world.cluster.rpc.requestAirdrop(signer.address, lamports(SOL)).send();
  const sponsor = await terminal.sponsor();
  const [ann, { address: first }] = await terminal.investor("ann", 500n * ONE);
  const [bob, { address: second }] = await terminal.investor("bob");
  const [cid, { address: third }] = await terminal.investor("cid");
  const refused = async (expected: RegExp, key: string, ...args: readonly string[]) => {
    const { code, out, err } = await terminal.as(key, ...args);
    assert.deepEqual([code, out], [1, ""], args.join(" "));
    assert.match(err, expected);
  };
  for (const owner of [first, second, third]) {
    await terminal.ok(qualifier, "credential", "issue", owner, "--until", "2026-01-31");
  }
  await terminal.ok(ann, "book", "deposit", seniorBook, "100");
  await world.moveTo(DEADLINE);
  await terminal.ok(sponsor, "book", "lock", seniorBook);
  await terminal.ok(sponsor, "book", "settle", seniorBook);
  await refused(/has no record of \S+: it takes no place/, bob, "holder", "free", senior, third);
  for (const key of [bob, cid]) {
    await terminal.ok(key, "holder", "open", senior);
    await terminal.ok(key, "holder", "qualify", senior);
  }
  await refused(/takes no place: nothing is allotted to it/, bob, "holder", "free", senior, third);
  await terminal.ok(cid, "holder", "allot", senior, "25");
  await refused(/TooManyHolders/, bob, "holder", "allot", senior, "25");
  await refused(/the place stands: .*PlaceStands/, bob, "holder", "free", senior, third);

  await terminal.ok(qualifier, "credential", "revoke", third);
  const over = ["--owner", third, "--qualifier", signer.address];
  await terminal.ok(qualifier, "holder", "qualify", senior, ...over);
  assert.equal(
    await terminal.ok(bob, "holder", "free", senior, third),
    `${third.slice(0, 4)}..${third.slice(-4)} has no place any more, and receives no shares until it has one again\n`,
  );
  await terminal.ok(bob, "holder", "allot", senior, "25");
  await terminal.ok(ann, "holder", "transfer", senior, second, "25");
  await assertReconciles(world);
});

test("money of a refused country is told beforehand that it does not count, by command", async () => {
  const signer = await generateKeyPairSigner(true);
  const world = await closeAfterTests(
    TestDeal.start({
      qualifiers: [signer.address],
      transfers: [{ refusedCountries: [840] }, { refusedCountries: [840] }],
    }),
  );
  const terminal = new Terminal(world);
  const { seniorBook } = world;
  const qualifier = await terminal.keyFile("qualifier", signer);
  await world.cluster.rpc.requestAirdrop(signer.address, lamports(SOL)).send();
  const [ann, { address: first }] = await terminal.investor("ann", 500n * ONE);
  const terms = ["--until", "2026-01-31", "--country"];
  await terminal.ok(qualifier, "credential", "issue", first, ...terms, "US");
  const { code, out, err } = await terminal.as(ann, "book", "deposit", seniorBook, "100");
  assert.equal(code, 0);
  assert.match(
    err,
    /^the book refuses owners in US \(840\), as your credential states: until that changes this money does not count/,
  );
  assert.match(out, /committed to offer 1, which does not count\n/);
  await terminal.ok(qualifier, "credential", "set", first, "--country", "0");
  const none = await terminal.as(ann, "book", "qualify", seniorBook, "0");
  assert.match(
    none.err,
    /is not marked: the book refuses some countries, and its owner's credential states none/,
  );
  await terminal.ok(qualifier, "credential", "set", first, "--country", "CH");
  const later = await terminal.as(ann, "book", "deposit", seniorBook, "100");
  assert.match(later.err, /^sending /);
  assert.match(later.out, /committed to offer 1\n/);
});
