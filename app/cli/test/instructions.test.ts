import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createSeries, findHolder, readBytes, setCurve } from "@defi-ready/securities";
import { RewardKind } from "@defi-ready/securities/program";
import { DAY, DEADLINE, ONE, START, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Command } from "commander";
import { COMMAND_OF, inCommands } from "../src/instructions.js";
import { buildProgram } from "../src/program.js";
import { Terminal } from "./command-line.js";

const IDL = new URL("../../idl/securities.json", import.meta.url);

function leaves(command: Command, words: readonly string[] = []): string[] {
  return command.commands.length === 0
    ? [words.join(" ")]
    : command.commands.flatMap((child) => leaves(child, [...words, child.name()]));
}

test("every instruction of the program has a command", () => {
  const { instructions } = JSON.parse(readFileSync(IDL, "utf8")) as {
    instructions: readonly { name: string }[];
  };
  const commands = leaves(buildProgram());
  assert.deepEqual(Object.keys(COMMAND_OF).sort(), instructions.map(({ name }) => name).sort());
  for (const [instruction, command] of Object.entries(COMMAND_OF)) {
    assert.ok(commands.includes(command), `${instruction}: there is no command ${command}`);
  }
});

test("messages name commands, not instructions", () => {
  assert.equal(
    inCommands("the refund can be paid: pay it with refund_ticket"),
    "the refund can be paid: pay it with `book settle`",
  );
  assert.equal(inCommands("claim what is owed"), "claim what is owed", "a word of its own");
});

async function play(options: Parameters<typeof TestDeal.start>[0] = {}) {
  const world = await closeAfterTests(TestDeal.start(options));
  const terminal = new Terminal(world);
  const refused = async (expected: RegExp, key: string, ...args: readonly string[]) => {
    const { code, out, err } = await terminal.as(key, ...args);
    assert.deepEqual([code === 1 || code === 2, out], [true, ""], args.join(" "));
    assert.match(err, expected);
  };
  const ok: Terminal["ok"] = (key, ...args) => terminal.ok(key, ...args);
  const json: Terminal["json"] = (key, ...args) => terminal.json(key, ...args);
  return { world, terminal, ok, json, refused, sponsor: await terminal.sponsor() };
}

test("the price of shares is reported, by command, and the book is locked at it", async () => {
  const { world, terminal, ok, json, refused, sponsor } = await play({
    terms: { price: ONE, priceMin: ONE / 2n, priceMaxAge: DAY },
  });
  const { security, seniorBook: book } = world;
  const mint = (await world.readTranche(world.senior)).data.mint;
  const [alice] = await terminal.investor("alice");
  await refused(/\d+, NotSponsor/, alice, "rate", "create", security, mint, "--daily", "5");
  await refused(
    /is not reported for this security|no rate of/,
    sponsor,
    "rate",
    "report",
    security,
    mint,
    "0.9",
  );
  const made = await terminal.as(sponsor, "rate", "create", security, mint, "--daily", "5");
  if (made.code === 0) {
    const twice = await terminal.as(sponsor, "rate", "create", security, mint, "--daily", "5");
    assert.match(
      twice.err,
      new RegExp(`the security has a rate of ${mint} already, at \\w+: its reporter reports it`),
    );
    assert.match(made.out, /the reporter can report what \w+ is worth, moving it by at most 5\.00 % a day/);
  }
  await refused(/\d+, NotReporter/, alice, "rate", "report", security, mint, "0.9");
  await ok(alice, "book", "deposit", book, "200");
  await world.moveTo(DEADLINE);
  assert.match(await ok(sponsor, "rate", "report", security, mint, "0.80"), /reported \w+ at 0\.80 for one/);
  assert.match(await ok(sponsor, "rate", "show", security, mint), /One is worth +0\.80\n/);
  assert.equal((await json(sponsor, "rate", "show", security, mint)).value, "800000");
  await ok(sponsor, "book", "lock", book);
  await ok(sponsor, "book", "settle", book);
  const shown = await ok(alice, "holder", "show");
  assert.match(shown, /SEN +\w{32,44} +250\.00/);
  await refused(
    /the book was locked at .*: settle its tickets with `book settle`/,
    sponsor,
    "book",
    "lock",
    book,
  );
});

test("a record's account, a ticket's account, a place, a tip, a count: each has its command", async () => {
  const { world, terminal, ok, json, refused, sponsor } = await play({
    terms: { ownerLimit: 500n * ONE, tip: 1_000_000n },
  });
  const { seniorBook: book, senior, cluster } = world;
  const [alice, { address: owner }] = await terminal.investor("alice");
  const [bob, { address: other }] = await terminal.investor("bob");
  await ok(alice, "book", "deposit", book, "100");
  await ok(bob, "book", "deposit", book, "100");
  const [own, theirs] = [await world.wallet(owner), await world.wallet(other)];

  await refused(
    /is not a token account: name one of the ticket's asset/,
    alice,
    "book",
    "refund-to",
    book,
    "0",
    owner,
  );
  await refused(/has no ticket 7/, alice, "book", "refund-to", book, "7", own);
  await refused(/\d+, NotOwner|NotTicketOwner|WrongOwner/, bob, "book", "refund-to", book, "0", theirs);
  assert.match(
    await ok(alice, "book", "refund-to", book, "0", theirs),
    /are paid to \w+, which belongs to \w+/,
  );
  await ok(alice, "book", "refund-to", book, "0", own);

  await refused(
    /is not a token account: name one of the settlement mint/,
    alice,
    "holder",
    "payout",
    senior,
    owner,
  );
  assert.match(
    await ok(alice, "holder", "payout", senior, theirs),
    /what you are owed is paid to \w+, which belongs/,
  );
  await ok(alice, "holder", "payout", senior, own);

  assert.match(await ok(sponsor, "book", "raise-tip", book, "0.002"), /the tip is 0\.002 SOL a ticket/);
  await refused(
    /the tip is 0\.002 SOL already, and can only be raised/,
    sponsor,
    "book",
    "raise-tip",
    book,
    "0.001",
  );

  await refused(/limit is 500\.00, and you have 100\.00 in line/, alice, "book", "deposit", book, "401");
  await refused(/\d+, \w*Total\w*|still counts/, alice, "book", "close-total", book);
  await ok(alice, "book", "withdraw", book, "0");
  assert.match(await ok(bob, "book", "move-up", book, "1"), /ticket 1 moved from place 1 to 0/);
  await ok(alice, "book", "close-total", book);
  await refused(
    /the book counts no money of \w+: there is nothing to close/,
    alice,
    "book",
    "close-total",
    book,
  );

  assert.match(await ok(alice, "holder", "close", senior), /closed; the rent went back to/);
  assert.equal(await findHolder(cluster, { tranche: senior, owner }), undefined);
  await world.moveTo(DEADLINE);
  await ok(sponsor, "book", "lock", book);
  await ok(sponsor, "book", "settle", book);
  await refused(/holds 100\.00 shares and is owed 0\.00/, bob, "holder", "close", senior);
  assert.equal((await json(bob, "holder", "show")).owner, other);
});

test("warrants are shown with their terms, refused where there are none, and closed when they are over", async () => {
  const { world, terminal, ok, json, refused, sponsor } = await play();
  const { seniorBook: book } = world;
  const { instructions, series } = await createSeries({
    sponsor: world.sponsor,
    tranche: await world.readTranche(world.junior),
    terms: { strike: 2n * ONE, expiresAt: START + 365n * DAY },
  });
  await world.send(instructions);
  const curve = {
    kind: RewardKind.Warrants,
    tranche: world.junior,
    series,
    knots: [{ money: 400n * ONE, reward: 80n * ONE }],
  };
  await world.send(await setCurve({ sponsor: world.sponsor, book: await world.readBook(book), ...curve }));
  const [alice] = await terminal.investor("alice");
  const [bob] = await terminal.investor("bob");
  await ok(alice, "book", "deposit", book, "300");
  await world.moveTo(DEADLINE);
  await ok(sponsor, "book", "lock", book);
  await ok(sponsor, "book", "settle", book);

  await refused(/you hold none of this series: `holder show` lists/, bob, "warrant", "exercise", series, "1");
  await refused(/you hold 60\.00 of this series/, alice, "warrant", "exercise", series, "61");
  const shown = await ok(alice, "holder", "show");
  assert.match(
    shown,
    new RegExp(`JUN +${series} +60\\.00 +2\\.00 +2026-01-01 00:00 UTC +120\\.00 +no price is reported`),
  );
  const [held] = (await json(alice, "holder", "show")).warrants as Record<string, unknown>[];
  assert.deepEqual(
    [held?.series, held?.amount, held?.strike, held?.cost, held?.worth],
    [series, "60000000", "2000000", "120000000", null],
  );
  await refused(/the series runs until 2026-01-01/, bob, "warrant", "close", series);
  await world.moveTo(START + 365n * DAY);
  await refused(/the warrants expired at 2026-01-01/, alice, "warrant", "exercise", series, "1");
  assert.match(await ok(alice, "holder", "show"), /60\.00 +2\.00 +expired/);
  assert.match(await ok(bob, "warrant", "close", series), /closed; the rent went back to/);
});

test("refusals give the figure that would be right", async () => {
  const { world, terminal, ok, refused, sponsor } = await play();
  const { seniorBook: book, security, senior } = world;
  const [alice, { address: owner }] = await terminal.investor("alice", 150n * ONE);
  await refused(/TicketTooSmall\): the smallest ticket is 10\.00$/m, alice, "book", "deposit", book, "5");
  await refused(/token error 1\): you hold 150\.00$/m, alice, "book", "deposit", book, "151");
  await ok(alice, "book", "deposit", book, "100");
  const period = ["--from", "2025-02-01", "--to", "2025-03-01"];
  await world.moveTo(DEADLINE);
  await ok(sponsor, "book", "lock", book);
  await ok(sponsor, "book", "settle", book);
  await refused(
    /DistributionTooSmall\): the smallest is 1\.00$/m,
    alice,
    "distribution",
    "post",
    security,
    "0.5",
    ...period,
  );
  await refused(
    /token error 1\): you hold 50\.00$/m,
    alice,
    "distribution",
    "post",
    security,
    "51",
    ...period,
  );
  await refused(
    /token error 1\): you hold 100\.00 shares$/m,
    alice,
    "holder",
    "transfer",
    senior,
    world.sponsor.address,
    "101",
  );
  await ok(sponsor, "credential", "issue", owner, "--until", "2026-01-31");
  await refused(
    /issued \w+ a credential already, valid until 2026-01-31 .*`credential set`/,
    sponsor,
    "credential",
    "issue",
    owner,
    "--until",
    "2026-01-31",
  );
});

test("a deposit and a claim without a token account: what is missing is said, or opened", async () => {
  const { world, terminal, ok, refused, sponsor } = await play();
  const { seniorBook: book, senior, security, cluster } = world;
  const [poor, signer] = await terminal.investor("poor", 0n);
  const wallet = await world.wallet(signer.address);
  assert.deepEqual(await readBytes(cluster, [wallet]), [undefined]);
  await refused(
    /you have no token account of \w+, which the book takes/,
    poor,
    "book",
    "deposit",
    book,
    "20",
  );

  const [alice] = await terminal.investor("alice");
  await ok(alice, "book", "deposit", book, "200");
  await world.moveTo(DEADLINE);
  await ok(sponsor, "book", "lock", book);
  await ok(sponsor, "book", "settle", book);
  await ok(alice, "holder", "transfer", senior, signer.address, "50");
  await refused(/the tranche owes you nothing now/, poor, "holder", "claim", senior);
  await world.moveTo(DEADLINE + 30n * DAY);
  await ok(alice, "distribution", "post", security, "40", "--from", "2025-02-01", "--to", "2025-03-01");
  assert.match(
    await ok(poor, "holder", "claim", senior),
    /claimed 9\.99\d*, into a token account that was opened for it/,
  );
  assert.ok((await readBytes(cluster, [wallet]))[0] !== undefined);
});

test("a place says before the commitment what it would get with it", async () => {
  const { world, terminal, ok, json } = await play();
  const { seniorBook: book } = world;
  const [alice] = await terminal.investor("alice");
  await ok(alice, "book", "deposit", book, "100", "--no-commit");
  const place = await ok(alice, "book", "place", book, "0");
  assert.match(place, /Committed +no\n/);
  assert.match(
    place,
    /\nShares +0\.00\nIf it is committed\n {2}accepted +100\.00\n {2}goes back +0\.00\n {2}shares +100\.00/,
  );
  const { ifCommitted } = await json(alice, "book", "place", book, "0");
  assert.equal((ifCommitted as { shares: string }).shares, "100000000");
  await ok(alice, "book", "commit", book, "0");
  assert.doesNotMatch(await ok(alice, "book", "place", book, "0"), /If it is/);
  assert.equal((await json(alice, "book", "place", book, "0")).ifCommitted, null);
});

test("names, symbols and whole addresses are shown", async () => {
  const { world, terminal, ok, json } = await play();
  const { seniorBook: book, senior, junior, security } = world;
  const [alice] = await terminal.investor("alice");
  const shown = await ok(alice, "show", security);
  for (const part of [senior, junior, book, "Senior", "SEN", "JUN"]) {
    assert.ok(shown.includes(part), part);
  }
  const { tranches } = await json(alice, "show", security);
  assert.deepEqual(
    (tranches as { name: string; symbol: string }[]).map(({ name, symbol }) => [name, symbol]),
    [
      ["Senior", "SEN"],
      ["Junior", "JUN"],
    ],
  );
  const shownBook = await ok(alice, "book", "show", book);
  assert.match(shownBook, /Sells +Senior \(SEN\)\n/);
  assert.ok(shownBook.includes(senior) && shownBook.includes(security));
  assert.equal((await json(alice, "book", "show", book)).symbol, "SEN");
});

test("what others wrote is shown without effect on a terminal", async () => {
  const { world, terminal, ok, json, sponsor } = await play();
  const { seniorBook: book, security } = world;
  const [alice] = await terminal.investor("alice");
  await ok(alice, "book", "deposit", book, "100");
  await world.moveTo(DEADLINE);
  await ok(sponsor, "book", "lock", book);
  const note = "\u001b[2Jrents\n\u202e000";
  await ok(
    alice,
    "distribution",
    "post",
    security,
    "40",
    "--from",
    "2025-02-01",
    "--to",
    "2025-02-02",
    "--note",
    note,
  );
  for (const args of [
    ["distribution", "list", security],
    ["distribution", "show", security, "0"],
    ["--json", "distribution", "list", security],
  ]) {
    const out = await ok(alice, ...args);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for.
    assert.doesNotMatch(out, /[\u0000-\u0009\u000b-\u001f\u202e]/, args.join(" "));
    assert.match(out, /\\u001b\[2Jrents\\(u000a|n)\\u202e000/);
  }
  const { distributions } = await json(alice, "distribution", "list", security);
  assert.equal((distributions as { note: string }[])[0]?.note, note, "in JSON it is the same text");
});
