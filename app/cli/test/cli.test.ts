import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { listTickets, settlementVault, tokenBalance } from "@defi-ready/securities";
import { DAY, DEADLINE, funded, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { startValidator } from "@defi-ready/securities-validator";
import type { Command } from "commander";
import { buildProgram } from "../src/program.js";
import { securities, spawned, Terminal } from "./command-line.js";

const world = await closeAfterTests(TestDeal.start());
const terminal = new Terminal(world);
const { folder } = terminal;
const as: Terminal["as"] = (key, ...args) => terminal.as(key, ...args);

test("a wrong command line is refused with 2, and says how it is used", async () => {
  const wrong = [
    [],
    ["nonsense"],
    ["show"],
    ["show", "not-an-address"],
    ["show", world.security, "--wrong"],
    ["book", "deposit", world.seniorBook],
    ["book", "withdraw", world.seniorBook, "first"],
    ["book", "vote", world.seniorBook, "0", "perhaps"],
    ["book", "offer", world.seniorBook],
    ["book", "poll", world.seniorBook, "--question", "why.txt", "--ends", "2025-01-31T25:00"],
    ["book", "grow", world.seniorBook, "-4"],
    ["warrant", "exercise", world.seniorBook],
    ["crank", "--every", "soon"],
    ["crank", "--once", "--every", "5s"],
    ["crank", "--metrics", "99999"],
    ["crank", "--concurrency", "0"],
    ["crank", "--priority-fee", "much"],
    ["distribution", "post", world.security, "5", "--from", "2025-13-01", "--to", "2025-02-01"],
    ["distribution", "post", world.security, "5"],
  ];
  for (const args of wrong) {
    const { code, err, out } = await as(join(folder, "none.json"), ...args);
    assert.equal(code, 2, `${args.join(" ")}: ${out}${err}`);
    assert.notEqual(err, "");
    assert.equal(out, "");
  }
});

/** Every command that does something, with its words. */
function leaves(command: Command, words: readonly string[] = []): [string, Command][] {
  return command.commands.length === 0
    ? [[words.join(" "), command]]
    : command.commands.flatMap((child) => leaves(child, [...words, child.name()]));
}

test("every command has help with examples of itself", async () => {
  const commands = leaves(buildProgram());
  assert.ok(commands.length >= 30);
  for (const [words, command] of commands) {
    let help = "";
    command.configureOutput({
      writeOut: (text) => {
        help += text;
      },
    });
    command.outputHelp();
    assert.match(help, new RegExp(`Examples:\n(.*\n)* {2}\\$ securities .*${words}`), words);
  }
  const { code, out, err } = await securities("book", "deposit", "--help");
  assert.deepEqual([code, err], [0, ""]);
  assert.match(out, /Examples:\n/);
});

test("as a process it ends with its exit code, results and complaints apart", async () => {
  const [key] = await terminal.investor("process");
  const global = ["--url", world.cluster.url, "--keypair", key];
  const [done, failed, wrong] = await Promise.all([
    spawned(...global, "--json", "book", "show", world.seniorBook),
    spawned(...global, "book", "deposit", world.seniorBook, "5"),
    spawned("book", "deposit"),
  ]);
  assert.deepEqual([done.code, done.err], [0, ""]);
  assert.equal((JSON.parse(done.out) as { phase: string }).phase, "offering");
  assert.deepEqual([failed.code, failed.out], [1, ""]);
  assert.match(
    failed.err,
    /^error: the ticket is too small.*TicketTooSmall\): the smallest ticket is 10\.00\n$/,
  );
  assert.deepEqual([wrong.code, wrong.out], [2, ""]);
  assert.match(wrong.err, /missing required argument/);
});

test("what cannot be done is refused with 1, in words, and changes nothing", async () => {
  const [key, signer] = await terminal.investor("refused", 100n * ONE);
  const { url, close } = await startValidator({ port: 0 });
  await close();
  const nobody = await securities("--url", url, "show", world.security);
  assert.deepEqual([nobody.code, nobody.out], [1, ""]);
  assert.match(
    nobody.err,
    /^error: cannot reach http:.*: connection refused; is a validator running there\?\n$/,
  );

  const refusals: [string[], RegExp][] = [
    [
      ["--keypair", join(folder, "missing.json"), "book", "deposit", world.seniorBook, "20"],
      /there is no key file .*missing\.json/,
    ],
    [["--url", "localhost:8899", "show", world.security], /not the URL of an RPC node|is not a URL/],
    [["show", signer.address], /there is no security at/],
    [["show", world.senior], /is not a security/],
    [["book", "deposit", world.seniorBook, "5"], /ticket is too small.*\d+, TicketTooSmall/],
    [["book", "deposit", world.seniorBook, "500"], /insufficient funds.*token error 1/],
    [["book", "withdraw", world.seniorBook, "0"], /has no ticket 0: it never had, or the ticket is closed/],
    [["book", "commit", world.seniorBook, "9"], /has no ticket 9/],
    [["book", "deposit", world.seniorBook, "20", "--asset", "3"], /accepts no asset 3: it accepts 0 \(/],
    [["book", "offer", world.seniorBook, "--terms", "/nope"], /cannot read the document \/nope/],
    [["book", "offer", world.seniorBook, "--terms", key], /\d+, NotSponsor/],
    [["book", "poll", world.seniorBook, "--question", key, "--ends", "2025-01-05"], /\d+, NotSponsor/],
    [["book", "grow", world.seniorBook, "64"], /has 1000 places already/],
    [["warrant", "exercise", world.seniorBook, "5"], /is not a warrant series/],
    [["book", "lock", world.seniorBook], /only the security's sponsor.*\d+, NotSponsor/],
    [["book", "settle", world.seniorBook], /nothing to settle before it is locked/],
    [["book", "close", world.seniorBook], /\d+, TicketsOpen/],
    [["holder", "claim", world.senior], /there is no holder at/],
    [["proceeds", "draw", world.security, "10"], /\d+, NotSponsor/],
    [["proceeds", "draw", world.security], /there are no proceeds to draw/],
    [
      [
        "distribution",
        "post",
        world.security,
        "5",
        "--from",
        "2025-01-01",
        "--to",
        "2025-02-01",
        "--document",
        "/nope",
      ],
      /cannot read the document \/nope/,
    ],
    [
      ["distribution", "post", world.security, "0.5", "--from", "2025-01-01", "--to", "2025-02-01"],
      /\d+, DistributionTooSmall/,
    ],
    [["keygen", key], /exists: a key is never overwritten/],
  ];
  for (const [args, expected] of refusals) {
    const { code, out, err } = await as(key, ...args);
    assert.deepEqual([code, out], [1, ""], args.join(" "));
    assert.match(err, expected);
    assert.doesNotMatch(err, /0x[0-9a-f]{3}|\bat .*\.ts:/);
  }
  assert.equal(await tokenBalance(world.cluster, await world.wallet(signer.address)), 100n * ONE);
  assert.deepEqual(await listTickets(world.cluster, { book: world.seniorBook }), []);

  const amount = await as(key, "book", "deposit", world.seniorBook, "1e3");
  assert.equal(amount.code, 2);
  assert.match(amount.err, /"1e3" is not an amount/);
  const tip = await as(key, "book", "tip", world.seniorBook, "0");
  assert.deepEqual([tip.code, tip.out], [2, ""]);
  assert.match(tip.err, /"0" is not an amount that can be moved: give at least 0\.000000001/);
  const json = await as(key, "--json", "book", "deposit", world.seniorBook, "5");
  assert.match((JSON.parse(json.err) as { error: string }).error, /TicketTooSmall/);
});

test("a key file that is none is refused", async () => {
  const path = join(folder, "bad.json");
  for (const text of [
    "",
    "{}",
    "[1,2,3]",
    JSON.stringify(new Array(64).fill(300)),
    JSON.stringify(new Array(64).fill(7)),
  ]) {
    writeFileSync(path, text);
    const { code, err } = await as(path, "holder", "show");
    assert.equal(code, 1);
    assert.match(err, /is not a key file/);
  }
});

test("a key is written for its owner's eyes only", async () => {
  const path = join(folder, "new.json");
  const { code, out } = await securities("--json", "keygen", path);
  assert.equal(code, 0);
  assert.ok(existsSync(path));
  assert.equal(statSync(path).mode & 0o777, 0o600);
  const { address } = JSON.parse(out) as { address: string };
  assert.equal((JSON.parse(readFileSync(path, "utf8")) as number[]).length, 64);
  const drop = await as(path, "--json", "airdrop", "1.5");
  assert.equal(drop.code, 0, drop.err);
  assert.deepEqual((JSON.parse(drop.out) as { address: string; lamports: string }).address, address);
});

test("an investor and a sponsor go all the way by commands alone", async () => {
  const [alice, first] = await terminal.investor("alice");
  const [bob, second] = await terminal.investor("bob");
  const ok: Terminal["ok"] = (key, ...args) => terminal.ok(key, ...args);
  const json: Terminal["json"] = (key, ...args) => terminal.json(key, ...args);

  assert.match(
    await ok(alice, "book", "deposit", world.seniorBook, "250.50"),
    /deposited 250\.50: ticket 0 at place 0, committed to offer 1/,
  );
  assert.equal((await json(bob, "book", "deposit", world.seniorBook, "100")).place, 1);
  assert.match(await ok(alice, "book", "withdraw", world.seniorBook, "0", "50.50"), /200\.00 remains/);
  const shown = await json(bob, "book", "show", world.seniorBook);
  assert.deepEqual(
    (shown.line as { place: number; value: string; ahead: string }[]).map(({ place, value, ahead }) => [
      place,
      value,
      ahead,
    ]),
    [
      [0, "200000000", "0"],
      [1, "100000000", "200000000"],
    ],
  );

  await world.moveTo(DEADLINE);
  assert.match(await ok(bob, "book", "lock", world.seniorBook), /locked with 300\.00 in line/);
  assert.match(await ok(bob, "book", "settle", world.seniorBook), /settled 2, refunded 0, left 0/);
  const late = await as(bob, "book", "deposit", world.seniorBook, "100");
  assert.deepEqual([late.code, late.out], [1, ""]);
  assert.match(late.err, /the book takes no deposits: it is settling/);

  assert.match(
    await ok(bob, "holder", "transfer", world.senior, first.address, "40"),
    /transferred 40\.00 shares to/,
  );
  await world.moveTo(DEADLINE + 30n * DAY);
  const period = ["--from", "2025-02-01", "--to", "2025-03-01", "--note", "rents of February"];
  assert.match(
    await ok(alice, "distribution", "post", world.security, "60", ...period),
    /posted distribution 0 of 60\.00/,
  );
  assert.match(await ok(bob, "distribution", "list", world.security), /rents of February/);
  assert.match(await ok(alice, "holder", "claim", world.senior), /claimed 47\.99/);
  assert.match(await ok(bob, "distribution", "pay", world.security), /1 holder paid, 11\.99/);
  const holdings = (await json(alice, "holder", "show", second.address)).holdings as {
    paid: string;
    owed: string;
  }[];
  assert.deepEqual(
    holdings.map(({ paid, owed }) => [paid, owed]),
    [["11999999", "0"]],
  );

  const pass = ["crank", "--once", "--security", world.security];
  assert.match(await ok(bob, ...pass), /1 book's proceeds released/);
  assert.match(await ok(bob, ...pass), /nothing was due/);
  assert.match(await ok(bob, "book", "close", world.seniorBook), /closed; the rent went back/);
  const state = await json(bob, "show", world.security);
  assert.equal(state.reconciles, true);
  assert.match(await ok(bob, "show", world.security), /Everything reconciles to the unit/);
  assert.equal(settlementVault((await world.readSecurity()).data).treasury, 300n * ONE);

  const opened = await funded(world.cluster);
  assert.match(await ok(bob, "holder", "open", world.junior, "--owner", opened.address), /opened a record/);
  assert.match(
    await ok(bob, "holder", "open", world.junior, "--owner", opened.address),
    /has a record already/,
  );
});
