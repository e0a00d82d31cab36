/** What a command line says of files that it cannot read or write, and what it writes to standard output instead. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { Terminal } from "./command-line.js";

const world = await closeAfterTests(TestDeal.start());
const terminal = new Terminal(world);
const { folder } = terminal;

test("files that cannot be read or written are told of in words", async () => {
  const key = await terminal.sponsor();
  const { security } = world;
  mkdirSync(join(folder, "deals"));
  const [nowhere, dir] = [join(folder, "none", "file"), join(folder, "deals")];
  const memory = ["--database", "sqlite::memory:"];
  for (const [args, expected] of [
    [
      ["statement", security, ...memory, "--file", nowhere],
      /cannot write \S+file: there is no such file or folder/,
    ],
    [["statement", security, ...memory, "--file", dir], /cannot write \S+deals: it is a folder/],
    [["register", security, "--file", nowhere], /cannot write \S+file: there is no such file or folder/],
    [["keygen", nowhere], /cannot write the key file \S+file: there is no such file or folder/],
    [["-k", dir, "holder", "show"], /cannot read the key file \S+deals: it is a folder/],
    [["-C", dir, "holder", "show"], /cannot read the settings file \S+deals: it is a folder/],
    [
      ["loss", "announce", security, "5", "--report", nowhere],
      /cannot read the document \S+: there is no such file/,
    ],
    [
      ["loss", "announce", security, "5", "--report", dir],
      /cannot read the document \S+deals: it is a folder/,
    ],
    [["deal", "check", join(key, "deal.yaml")], /cannot read the deal file: a part of its path is no folder/],
    [["index", "--once", "--database", `sqlite:${nowhere}`], /cannot be made: there is no folder \S+none$/m],
  ] as const) {
    const { code, out, err } = await terminal.as(key, ...args);
    assert.deepEqual([code, out], [1, ""], args.join(" "));
    assert.match(err, expected);
    assert.doesNotMatch(err, /E[A-Z]{4,}/);
  }
});

test("CSV is the same on standard output as in a file", async () => {
  const investor = await world.investor(100n * ONE);
  await world.deposit(investor, 50n * ONE);
  const key = await terminal.sponsor();
  for (const args of [
    ["statement", world.security, "--format", "csv", "--database", "sqlite::memory:"],
    ["statement", world.security, investor.address, "--format", "csv", "--database", "sqlite::memory:"],
    ["register", world.security, "--format", "csv"],
  ]) {
    const out = await terminal.ok(key, ...args);
    assert.ok(!out.includes("\\u000d"), out);
    assert.match(out, /^(\S[^\r\n]*\n)+$/);
  }
});
