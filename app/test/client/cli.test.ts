import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { createKeyPairSignerFromPrivateKeyBytes, type KeyPairSigner } from "@solana/kit";
import type { Command } from "commander";
import { inParallel } from "../../src/bot/parallel.js";
import { buildProgram } from "../../src/cli/program.js";
import { listTickets, settlementVault, tokenBalance } from "../../src/client/index.js";
import { startValidator } from "../../src/validator/index.js";
import { DAY, DEADLINE, funded, ONE, SOL, World } from "./world.js";

const MAIN = new URL("../../src/cli/main.ts", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "securities-cli-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const world = await World.start();

type Run = Readonly<{ code: number; out: string; err: string }>;

/** Runs the command line as a person does: another process, its own exit code. */
function securities(...args: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(process.execPath, ["--import", "tsx", MAIN, ...args], (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

/** The same, on the world's cluster with somebody's key file. */
function as(key: string, ...args: readonly string[]): Promise<Run> {
  return securities("--url", world.cluster.url, "--keypair", key, ...args);
}

/** A key file, as Solana's tools write them, with SOL and settlement tokens. */
async function investor(name: string, tokens = 1_000n * ONE): Promise<[string, KeyPairSigner]> {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const seed = privateKey.export({ format: "der", type: "pkcs8" }).subarray(-32);
  const key = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify([...seed, ...key]));
  const signer = await createKeyPairSignerFromPrivateKeyBytes(Uint8Array.from(seed));
  await world.cluster.rpc
    .requestAirdrop(signer.address, (10n * SOL) as Parameters<typeof world.cluster.rpc.requestAirdrop>[1])
    .send();
  await world.give(signer.address, tokens);
  return [path, signer];
}

test("a wrong command line is refused with 2, and says how it is used", async () => {
  const wrong = [
    [],
    ["nonsense"],
    ["show"],
    ["show", "not-an-address"],
    ["show", world.security, "--wrong"],
    ["book", "deposit", world.seniorBook],
    ["book", "withdraw", world.seniorBook, "first"],
    ["crank"],
    ["distribution", "post", world.security, "5", "--from", "2025-13-01", "--to", "2025-02-01"],
    ["distribution", "post", world.security, "5"],
  ];
  const runs = await inParallel(wrong, 2, (args) => as(join(folder, "none.json"), ...args));
  for (const [index, { code, err, out }] of runs.entries()) {
    const args = wrong[index] ?? [];
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
  assert.ok(commands.length >= 20);
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
  const { code, out } = await securities("book", "deposit", "--help");
  assert.equal(code, 0);
  assert.match(out, /Examples:\n/);
});

test("what cannot be done is refused with 1, in words, and changes nothing", async () => {
  const [key, signer] = await investor("refused", 100n * ONE);
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
    [["book", "deposit", world.seniorBook, "5"], /ticket is too small.*6042, TicketTooSmall/],
    [["book", "deposit", world.seniorBook, "500"], /insufficient funds.*token error 1/],
    [["book", "withdraw", world.seniorBook, "0"], /there is no ticket at/],
    [["book", "lock", world.seniorBook], /only the security's sponsor.*6015, NotSponsor/],
    [["book", "settle", world.seniorBook], /nothing to settle before it is locked/],
    [["book", "close", world.seniorBook], /6046, TicketsOpen/],
    [["holder", "claim", world.senior], /there is no holder at/],
    [["draw", world.security, "10"], /6015, NotSponsor/],
    [["draw", world.security], /there are no proceeds to draw/],
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
      /6050, DistributionTooSmall/,
    ],
    [["keygen", key], /exists: a key is never overwritten/],
  ];
  const runs = await inParallel(refusals, 2, ([args]) => as(key, ...args));
  for (const [index, { code, out, err }] of runs.entries()) {
    const [args, expected] = refusals[index] ?? [[], /^$/];
    assert.deepEqual([code, out], [1, ""], args.join(" "));
    assert.match(err, expected);
    assert.doesNotMatch(err, /0x[0-9a-f]{3}|\bat .*\.ts:/);
  }
  assert.equal(await tokenBalance(world.cluster, await world.wallet(signer.address)), 100n * ONE);
  assert.deepEqual(await listTickets(world.cluster, world.seniorBook), []);

  const amount = await as(key, "book", "deposit", world.seniorBook, "1e3");
  assert.equal(amount.code, 2);
  assert.match(amount.err, /"1e3" is not an amount/);
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
  const [alice, first] = await investor("alice");
  const [bob, second] = await investor("bob");
  const ok = async (key: string, ...args: string[]) => {
    const run = await as(key, ...args);
    assert.equal(run.code, 0, `${args.join(" ")}: ${run.err}`);
    return run.out;
  };
  const json = async (key: string, ...args: string[]) =>
    JSON.parse(await ok(key, "--json", ...args)) as Record<string, unknown>;

  assert.match(
    await ok(alice, "book", "deposit", world.seniorBook, "250.50"),
    /deposited 250\.50 at place 0/,
  );
  assert.equal((await json(bob, "book", "deposit", world.seniorBook, "100")).place, 1);
  assert.match(await ok(alice, "book", "withdraw", world.seniorBook, "0", "50.50"), /200\.00 stays/);
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

  await world.warp(DEADLINE);
  assert.match(await ok(bob, "book", "lock", world.seniorBook), /locked with 300\.00 in line/);
  assert.match(await ok(bob, "book", "settle", world.seniorBook), /settled 2, refunded 0, left 0/);
  const late = await as(bob, "book", "deposit", world.seniorBook, "100");
  assert.deepEqual([late.code, late.out], [1, ""]);
  assert.match(late.err, /the book takes no deposits: it is settling/);

  assert.match(
    await ok(bob, "holder", "transfer", world.senior, first.address, "40"),
    /passed 40\.00 shares on/,
  );
  await world.warp(DEADLINE + 30n * DAY);
  const period = ["--from", "2025-02-01", "--to", "2025-03-01", "--note", "rents of February"];
  assert.match(
    await ok(alice, "distribution", "post", world.security, "60", ...period),
    /posted distribution 0 of 60\.00/,
  );
  assert.match(await ok(bob, "distribution", "list", world.security), /waits .*rents of February/);
  assert.match(await ok(bob, "distribution", "run", world.security), /1 distributions run/);
  assert.match(await ok(alice, "holder", "claim", world.senior), /claimed 47\.99/);
  assert.match(await ok(bob, "distribution", "pay", world.security), /1 holders paid, 11\.99/);
  const holdings = (await json(alice, "holder", "show", second.address)).holdings as {
    paid: string;
    owed: string;
  }[];
  assert.deepEqual(
    holdings.map(({ paid, owed }) => [paid, owed]),
    [["11999999", "0"]],
  );

  assert.match(await ok(bob, "crank", "--once", "--security", world.security), /nothing was due/);
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
