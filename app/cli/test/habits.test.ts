import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import type { Command } from "commander";
import { buildProgram } from "../src/program.js";
import { settingsOf } from "../src/settings.js";
import { asked, MAIN, securities, Terminal } from "./command-line.js";

const world = await closeAfterTests(TestDeal.start());
const terminal = new Terminal(world);
const { url } = world.cluster;
const OPTIONS = { timeout: 1, priorityFee: "auto", maxPriorityFee: 1n } as const;

test("clusters have the short names of Solana's tools", () => {
  const none = terminal.file("empty.yml", "---\n");
  const of = (named: string) => settingsOf({ ...OPTIONS, config: none, url: named }).url;
  for (const [names, expected] of [
    [["m", "mainnet-beta"], "https://api.mainnet-beta.solana.com"],
    [["d", "devnet"], "https://api.devnet.solana.com"],
    [["t", "testnet"], "https://api.testnet.solana.com"],
    [["l", "localhost"], "http://127.0.0.1:8899"],
    [["https://rpc.example"], "https://rpc.example"],
  ] as const) {
    for (const name of names) {
      assert.equal(of(name), expected);
    }
  }
});

test("Solana's settings are read where a command line is silent", async () => {
  const [key, signer] = await terminal.investor("configured");
  const config = terminal.file(
    "config.yml",
    `---\njson_rpc_url: ${url}\nwebsocket_url: ''\nkeypair_path: ${key}\naddress_labels:\n  "11111111111111111111111111111111": System Program\ncommitment: finalized\n`,
  );
  const settings = settingsOf({ ...OPTIONS, config });
  assert.deepEqual(
    [settings.url, settings.keypair, settings.commitment, settings.websocketUrl],
    [url, key, "finalized", undefined],
  );
  const shown = await securities("-C", config, "--json", "holder", "show");
  assert.equal((JSON.parse(shown.out) as { owner: string }).owner, signer.address);
  const sent = await securities("-C", config, "book", "deposit", world.seniorBook, "20");
  assert.equal(sent.code, 0, sent.err);

  const elsewhere = settingsOf({
    ...OPTIONS,
    config,
    url: "d",
    keypair: "other.json",
    commitment: "confirmed",
  });
  assert.deepEqual(
    [elsewhere.url, elsewhere.keypair, elsewhere.commitment],
    ["https://api.devnet.solana.com", "other.json", "confirmed"],
  );
  const named = settingsOf({
    ...OPTIONS,
    config: terminal.file("ws.yml", `json_rpc_url: ${url}\nwebsocket_url: ws://127.0.0.1:1\n`),
  });
  assert.equal(named.websocketUrl, "ws://127.0.0.1:1");
});

test("settings that cannot be read are refused in words", async () => {
  for (const [text, expected] of [
    ["a: [", /is not YAML/],
    ["- a\n", /does not name settings/],
    ["json_rpc_url: 5\n", /json_rpc_url in the settings file .* is not a text/],
    ["commitment: recent\n", /is not processed, confirmed, finalized/],
  ] as const) {
    const run = await securities("-C", terminal.file("bad.yml", text), "show", world.security);
    assert.equal(run.code, 1);
    assert.match(run.err, expected);
  }
  const missing = await securities("-C", join(terminal.folder, "none.yml"), "show", world.security);
  assert.match(missing.err, /there is no settings file .*none\.yml/);
});

test("a key that is not in a file is refused in words, with what to do instead", async () => {
  for (const [place, expected] of [
    ["usb://ledger", /keys on hardware wallets cannot be used here/],
    ["usb://ledger?key=0", /hardware wallets/],
    ["prompt://", /keys from a seed phrase/],
    ["ASK", /keys from a seed phrase/],
    ["stdin://", /keys from standard input/],
    ["-", /keys from standard input/],
  ] as const) {
    const run = await terminal.as(place, "holder", "show");
    assert.equal(run.code, 1);
    assert.match(run.err, expected);
    assert.match(run.err, /--unsigned/);
  }
  const [key] = await terminal.investor("filed");
  await terminal.ok(`file:${key}`, "holder", "show");
  await terminal.ok(`file://${key}`, "holder", "show");
});

test("output has Solana's formats", async () => {
  const [key] = await terminal.investor("formats");
  const [long, short, compact] = await Promise.all([
    terminal.ok(key, "--output", "json", "book", "show", world.seniorBook),
    terminal.ok(key, "--json", "book", "show", world.seniorBook),
    terminal.ok(key, "--output", "json-compact", "book", "show", world.seniorBook),
  ]);
  assert.equal(long, short);
  assert.deepEqual(JSON.parse(compact), JSON.parse(long));
  assert.equal(compact.trimEnd().split("\n").length, 1);
  assert.match(await terminal.ok(key, "--output", "display", "book", "show", world.seniorBook), /^Book /);
  const error = await terminal.as(key, "--output", "json-compact", "book", "deposit", world.seniorBook, "5");
  assert.match((JSON.parse(error.err) as { error: string }).error, /TicketTooSmall/);
  assert.equal((await terminal.as(key, "--output", "xml", "holder", "show")).code, 2);
  assert.equal((await terminal.as(key, "--commitment", "max", "holder", "show")).code, 2);
  for (const commitment of ["processed", "confirmed", "finalized"]) {
    await terminal.ok(key, "--commitment", commitment, "book", "deposit", world.seniorBook, "20");
  }
  assert.match((await securities("--version")).out, /^\d+\.\d+\.\d+\n$/);
});

test("nothing is coloured, whoever asks for colours", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN, "-u", url, "show", world.security], {
    env: { ...process.env, FORCE_COLOR: "1" },
  });
  assert.match(stdout, /Security/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for.
  assert.doesNotMatch(stdout, /\u001b/);
});

test("what cannot be taken back is asked about first", async () => {
  const [key] = await terminal.investor("careful");
  const deposited = await terminal.json(key, "book", "deposit", world.seniorBook, "100");
  const withdraw = [
    "-u",
    url,
    "-k",
    key,
    "book",
    "withdraw",
    world.seniorBook,
    String(deposited.id),
    "40",
  ] as const;
  const alone = await asked(undefined, ...withdraw);
  assert.equal(alone.code, 2);
  assert.match(
    alone.err,
    /going to take 40\.00 out of ticket \d+ \(on localhost, signed by \w+\), which cannot be taken back: .*--yes/,
  );
  const no = await asked("", ...withdraw);
  assert.equal(no.code, 1);
  assert.match(no.err, /nothing was done/);
  assert.match(
    no.questions.join(),
    /^Going to take 40\.00 out of ticket \d+ \(on localhost, signed by \w+\)\. This cannot be taken back\. Do it\? \[y\/N\] $/,
  );
  const yes = await asked("y", ...withdraw);
  assert.equal(yes.code, 0, yes.err);
  assert.match(yes.out, /60\.00 remains/);
  const sure = await asked(undefined, "--yes", ...withdraw);
  assert.match(sure.out, /20\.00 remains/);
  const printed = await asked(
    undefined,
    "--unsigned",
    world.sponsor.address,
    "-u",
    url,
    "book",
    "tip",
    world.seniorBook,
    "1",
  );
  assert.match(printed.out, /not sent: for/, "what is only printed can be taken back");
});

/** Every command, with its words. */
function all(command: Command, words: readonly string[] = []): [string[], Command][] {
  return [
    [[...words], command],
    ...command.commands.flatMap((child) => all(child, [...words, child.name()])),
  ];
}

test("help fits 80 columns", async () => {
  for (const [words] of all(buildProgram())) {
    const { out } = await securities(...words, "--help");
    const long = out.split("\n").filter((line) => line.length > 80);
    assert.deepEqual(long, [], words.join(" "));
  }
});

test("tables fit 80 columns", async () => {
  delete process.env.COLUMNS;
  await world.give(world.sponsor.address, 1_000n * ONE);
  const key = await terminal.sponsor();
  for (const args of [
    ["show", world.security],
    ["book", "show", world.seniorBook],
    ["holder", "show"],
    ["loss", "list", world.security],
    ["distribution", "list", world.security],
    ["source", "list", world.security],
    ["fee", "list", world.security],
    ["role", "show", world.security],
    ["tables", "list"],
  ]) {
    const run = await terminal.as(key, ...args);
    const lines = run.out.split("\n").filter((line) => /\S {2,}\S|^-+$/.test(line));
    // A hash is shown whole: whoever copies it compares files by it.
    const long = lines.filter((line) => line.length > 80 && !/ [0-9a-f]{64}$/.test(line));
    assert.deepEqual(long, [], args.join(" "));
  }
});

test("no option of a command has the name of one that all have, which would take it", () => {
  const names = ({ options }: Command) => options.flatMap(({ long, short }) => [long, short]);
  const all = (command: Command): Command[] => command.commands.flatMap((child) => [child, ...all(child)]);
  const program = buildProgram();
  const global = names(program);
  // The embedded validator reads its command line by itself.
  const taken = all(program)
    .filter((child) => child.name() !== "validator")
    .flatMap((child) =>
      names(child)
        .filter((name) => name !== undefined && global.includes(name))
        .map((name) => `${child.name()} ${name}`),
    );
  assert.deepEqual(taken, []);
});

test("programs are told what is wrong with a command line in JSON too", async () => {
  for (const format of [["--json"], ["--output", "json"], ["--output=json-compact"]]) {
    for (const [words, expected] of [
      [["nonsense"], /^unknown command 'nonsense'$/],
      [["show"], /^missing required argument 'security'$/],
      [["book", "show", "x"], /An address is 32 to 44/],
      [["show", world.security, "--wrong"], /^unknown option '--wrong'$/],
      [["book"], /^name a command of those that --help lists$/],
      [["-u", "", "show", world.security], /argument '' is invalid/],
      [["crank", "--every", "soon"], /Give a duration/],
    ] as const) {
      const { code, out, err } = await securities(...format, ...words);
      assert.deepEqual([code, out], [2, ""], words.join(" "));
      assert.match((JSON.parse(err) as { error: string }).error, expected);
    }
  }
  const help = await securities("--json", "--help");
  assert.deepEqual([help.code, help.err], [0, ""]);
});

test("demo says where its figures are as JSON", async () => {
  const { code, err } = await securities("--json", "demo");
  assert.equal(code, 2);
  assert.match(err, /--summary/);
});
