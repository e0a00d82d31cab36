import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { DAY, DEADLINE, START, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { MAIN, Terminal } from "./command-line.js";

test("securities are listed with names, phases and terms, and an owner's tickets over all books", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const terminal = new Terminal(world);
  const sponsor = await terminal.sponsor();
  const [alice, { address }] = await terminal.investor("alice");
  const listed = await terminal.ok(alice, "list");
  assert.match(listed, /SEN +Senior +debt at 8\.00 % +offering +1\.00 +0\.00 +10,000\.00/);
  assert.match(listed, /JUN +Junior +equity +offering/);
  assert.ok(listed.includes(world.security) && listed.includes(world.juniorBook));
  assert.match(await terminal.ok(alice, "list", "settling"), /there is no such security/);
  assert.match(await terminal.ok(alice, "list", "--sponsor", address), /there is no such security/);
  assert.equal((await terminal.as(alice, "list", "asleep")).code, 2);
  const { classes } = await terminal.json(alice, "list", "offering");
  assert.deepEqual(
    (classes as { symbol: string; phase: string; price: string }[]).map(({ symbol, phase, price }) => [
      symbol,
      phase,
      price,
    ]),
    [
      ["SEN", "offering", "1000000"],
      ["JUN", "offering", "1000000"],
    ],
  );

  assert.match(await terminal.ok(alice, "book", "mine"), /has no money in line/);
  await terminal.ok(sponsor, "mint", world.mint, "500");
  await terminal.ok(sponsor, "book", "deposit", world.seniorBook, "100");
  await terminal.ok(alice, "book", "deposit", world.seniorBook, "100");
  await terminal.ok(alice, "book", "deposit", world.juniorBook, "50", "--no-commit");
  const mine = await terminal.ok(alice, "book", "mine");
  assert.match(mine, new RegExp(`1 +SEN +${world.seniorBook} +offering +1 +100\\.00 +committed +100\\.00`));
  assert.match(mine, new RegExp(`0 +JUN +${world.juniorBook} +offering +0 +50\\.00 +not committed +0\\.00`));
  const { tickets } = await terminal.json(sponsor, "book", "mine", address);
  assert.equal((tickets as unknown[]).length, 2);
  await world.moveTo(DEADLINE);
  await terminal.ok(sponsor, "book", "lock", world.seniorBook);
  assert.match(await terminal.ok(alice, "list", "settling"), /SEN +Senior .*settling/);
  assert.ok(START + DAY < DEADLINE);
});

/** A command that runs until it is stopped. */
function running(...args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  child.stdout.on("data", (data: Buffer) => {
    out += data.toString();
  });
  child.stderr.on("data", (data: Buffer) => {
    err += data.toString();
  });
  return {
    said: () => out,
    until: async (expected: RegExp) => {
      for (let looks = 0; !expected.test(out); looks += 1) {
        assert.ok(looks < 200, `${expected} was not said, but: ${out}${err}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    stop: async () => {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      const [code] = (await ended) as [number];
      return code;
    },
  };
}

test("a book and a deal are followed by subscription, until a signal", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const terminal = new Terminal(world);
  const [alice] = await terminal.investor("alice");
  const node = ["-u", world.cluster.url, "--ws", world.validator.wsUrl];
  const [, , ...ws] = node;
  const url = ["-u", world.cluster.url];
  const book = running(...url, "watch", "book", world.seniorBook, ...ws);
  const deal = running(...url, "--json", "watch", "deal", world.security, ...ws);
  await book.until(/SEN in line: 0\.00 in 0 tickets/);
  await deal.until(/"what":"SEN\/0 in line","before":null,"now":"0\.00 in 0 tickets"/);
  // Both are subscribed a moment after their first look.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await terminal.ok(alice, "book", "deposit", world.seniorBook, "100");
  await book.until(/SEN in line: 0\.00 in 0 tickets -> 100\.00 in 1 ticket/);
  await book.until(/SEN committed: 0\.00 of .* -> 100\.00 of/);
  await deal.until(/"what":"SEN\/0 in line","before":"0\.00 in 0 tickets","now":"100\.00 in 1 ticket"/);
  for (const line of deal.said().trim().split("\n")) {
    JSON.parse(line);
  }
  assert.deepEqual(await Promise.all([book.stop(), deal.stop()]), [0, 0]);

  const wrong = await terminal.as(alice, "watch", "book", world.seniorBook, "--ws", "localhost");
  assert.equal(wrong.code, 2);
  assert.match((await terminal.as(alice, "watch", "book", world.security)).err, /is not a book/);
});
