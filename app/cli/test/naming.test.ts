/** What a command line names before it does something: the cluster and the key; and what it never shows: keys of nodes. */
import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gate, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { asked, securities, Terminal } from "./command-line.js";

const MAINNET = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d";
const SECRET = "0123456789abcdef";

const world = await closeAfterTests(TestDeal.start());
const terminal = new Terminal(world);
const { url } = world.cluster;
/** The same node by an address that is not of this machine alone, as far as its name says. */
const far = url.replace("127.0.0.1", "0.0.0.0");
const farName = new URL(far).host.replaceAll(".", "\\.");

/** A folder with a deal of its own. */
function dealFile(name: string): string {
  const folder = join(terminal.folder, name);
  cpSync(new URL("../../../migrations/deals/royalty", import.meta.url), folder, {
    recursive: true,
    dereference: true,
  });
  return join(folder, "deal.yaml");
}

test("a question names the cluster and the key that signs", async () => {
  const [key, { address }] = await terminal.investor("asked");
  const { id } = await terminal.json(key, "book", "deposit", world.seniorBook, "50");
  const withdraw = ["-k", key, "book", "withdraw", world.seniorBook, String(id), "10"];
  const here = await asked("no", "-u", url, ...withdraw);
  assert.deepEqual(here.questions, [
    `Going to take 10.00 out of ticket ${id} (on localhost, signed by ${address}). This cannot be taken back. Do it? [y/N] `,
  ]);
  const there = await asked("no", "-u", far, ...withdraw);
  assert.match(there.questions.join(), new RegExp(`\\(on ${farName}, signed by ${address}\\)`));
  const alone = await asked(undefined, "-u", far, ...withdraw);
  assert.equal(alone.code, 2);
  assert.match(
    alone.err,
    new RegExp(`\\(on ${farName}, signed by ${address}\\), which cannot be taken back`),
  );
  const isMainnet = await closeAfterTests(
    gate(url, ({ method }) =>
      method === "getGenesisHash" ? JSON.stringify({ jsonrpc: "2.0", id: 1, result: MAINNET }) : undefined,
    ),
  );
  const real = await asked("no", "-u", isMainnet.url, ...withdraw);
  assert.match(real.questions.join(), /on mainnet-beta by localhost/, "a tunnel is no cluster of one's own");
});

test("nobody is asked about what would be refused", async () => {
  const [mine] = await terminal.investor("mine");
  const [other] = await terminal.investor("other");
  const { id } = await terminal.json(mine, "book", "deposit", world.seniorBook, "50");
  const invoice = terminal.file("why.txt", "why");
  for (const [words, why] of [
    [["book", "withdraw", world.seniorBook, String(id)], /NotOwner/],
    [["proceeds", "return", world.security], /error: /],
    [["proceeds", "delivery", world.security, invoice], /NotArbitrator/],
    [["mode", "set", world.security, "accelerate"], /NotAuthority/],
    [["book", "lock", world.seniorBook], /NotSponsor/],
    [["structure", "change", world.security, "--document", invoice], /NotSponsor/],
    [["interest", "pay-in-kind", world.security, "0"], /NotSponsor/],
    [
      ["distribution", "post", world.security, "50000", "--from", "2025-01-01", "--to", "2025-01-02"],
      /error: /,
    ],
  ] as const) {
    const { code, questions, err } = await asked("yes", "-u", url, "-k", other, ...words);
    assert.deepEqual([code, questions], [1, []], `${words.join(" ")}: ${err}`);
    assert.match(err, why);
    assert.doesNotMatch(err, /sending/);
  }
});

test("a plan names the cluster beside the sponsor", async () => {
  const key = await terminal.sponsor();
  const deal = dealFile("planned");
  const plan = ["-k", key, "deal", "plan", deal, "--create-settlement-mint"];
  const { out } = await securities("-u", far, ...plan);
  assert.match(out, new RegExp(`^Cluster ${farName}\nSponsor ${world.sponsor.address}\n`));
  const json = JSON.parse((await securities("-u", url, "--json", ...plan)).out) as { cluster: string };
  assert.equal(json.cluster, "localhost");
});

test("a deal is applied after a question, unless the cluster is of this machine", async () => {
  const key = await terminal.sponsor();
  const deal = dealFile("applied");
  const apply = ["-k", key, "deal", "apply", deal, "--create-settlement-mint"];
  const sent = () => world.cluster.rpc.getTransactionCount().send();
  const before = await sent();
  const alone = await asked(undefined, "-u", far, ...apply);
  assert.deepEqual([alone.code, alone.out], [2, ""]);
  assert.match(
    alone.err,
    new RegExp(
      `^error: going to apply \\S+: 9 transactions, [\\d.]+ SOL for rent and fees \\(on ${farName}, signed by ${world.sponsor.address}\\), .*--yes`,
    ),
  );
  const no = await asked("n", "-u", far, ...apply);
  assert.deepEqual([no.code, no.out, no.questions.length], [1, "", 1]);
  assert.equal(await sent(), before, "nothing was sent");

  const sure = await asked(undefined, "-u", far, "--yes", ...apply);
  assert.equal(sure.code, 0, sure.err);
  const named = new RegExp(
    `^going to apply .* \\(on ${farName}, signed by ${world.sponsor.address}\\)\nsending `,
  );
  assert.match(sure.err, named, "who is not asked is told all the same");
  const again = await asked(undefined, "-u", far, ...apply);
  assert.deepEqual([again.code, again.questions], [0, []], "where nothing is to be done, nothing is asked");

  const second = dealFile("second");
  const local = await asked(undefined, "-u", url, "-k", key, "deal", "apply", second);
  assert.equal(local.code, 0, local.err);
});

test("a deal is applied at the price that all commands offer", async () => {
  const key = await terminal.sponsor();
  const apply = async (name: string, ...options: readonly string[]) => {
    const asked: string[] = [];
    const { url: seen } = await closeAfterTests(
      gate(url, ({ method }) => {
        asked.push(method);
        return undefined;
      }),
    );
    const file = dealFile(name);
    writeFileSync(file, readFileSync(file, "utf8").replace(/^id: .*/m, `id: ${name.length + 1_000}`));
    const args = ["-u", seen, "-k", key, ...options, "deal", "apply", file, "--create-settlement-mint"];
    const run = await securities(...args);
    assert.equal(run.code, 0, run.err);
    return asked.filter((method) => method === "getRecentPrioritizationFees").length;
  };
  assert.equal(await apply("auto"), 9);
  assert.equal(await apply("nothing", "--priority-fee", "none"), 0);
});

test("an option without a text is refused, and not taken for one that was left out", async () => {
  const key = await terminal.sponsor();
  for (const [flag, args] of [
    ["--url", ["-u", "", "-k", key, "show", world.security]],
    ["--keypair", ["-u", url, "-k", "", "holder", "show"]],
    ["--config", ["-C", "", "-u", url, "show", world.security]],
    ["--document", ["-u", url, "-k", key, "structure", "change", world.security, "--document", ""]],
    ["--database", ["-u", url, "index", "--once", "--database", ""]],
  ] as const) {
    const { code, out, err } = await securities(...args);
    assert.deepEqual([code, out], [2, ""], args.join(" "));
    assert.match(err, new RegExp(`option '[^']*${flag} .*' argument '' is invalid`));
  }
  const noted = ["--note", "", "--from", "2025-01-01", "--to", "2025-01-02"];
  const note = await securities(
    "-u",
    url,
    "-k",
    key,
    "--yes",
    "distribution",
    "post",
    world.security,
    "5",
    ...noted,
  );
  assert.notEqual(note.code, 2, "a note may be empty");
});

test("the key of a node is never shown", async () => {
  const key = await terminal.sponsor();
  const deal = dealFile("secret");
  const lost = world.seniorBook.replace(/.$/, (last) => (last === "1" ? "2" : "1"));
  const dead = "http://127.0.0.1:1";
  const commands = [
    ["show", lost],
    ["book", "deposit", world.seniorBook, "5"],
    ["crank", "--once"],
    ["crank", "--dry-run"],
    ["deal", "plan", deal],
    ["--unsigned", world.sponsor.address, "deal", "apply", deal],
    ["warp", "1d"],
    ["status", "1".repeat(64)],
    ["index", "--once", "--database", "sqlite::memory:"],
    ["--yes", "book", "tip", world.seniorBook, "1"],
    ["book", "tip", world.seniorBook, "1"],
    ["tables", "list"],
  ];
  for (const node of [url, dead]) {
    const { host } = new URL(node);
    for (const secret of [
      `http://${host}/?api-key=${SECRET}`,
      `http://${host}/v2/${SECRET}`,
      `http://user:${SECRET}@${host}/`,
    ]) {
      for (const words of commands) {
        for (const format of [[], ["--json"]]) {
          const { out, err } = await securities(
            "-u",
            secret,
            "-k",
            key,
            "--timeout",
            "5",
            ...format,
            ...words,
          );
          assert.ok(!`${out}${err}`.includes(SECRET), `${words.join(" ")}: ${out}${err}`);
        }
      }
    }
  }
  for (const database of [
    `postgres://user:${SECRET}@127.0.0.1:1/history`,
    `postgres://user:p@ss${SECRET}@127.0.0.1:1/history`,
    `postgres://127.0.0.1:1/history?password=${SECRET}`,
    `mysql://user:${SECRET}@127.0.0.1:1/history`,
  ]) {
    const { code, err } = await securities("-u", url, "index", "--once", "--database", database);
    assert.equal(code, 1);
    assert.ok(!err.includes(SECRET), err);
  }
});
