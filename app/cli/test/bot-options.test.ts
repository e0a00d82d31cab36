import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readBytes, tokenBalance } from "@defi-ready/securities";
import { crank, Memory } from "@defi-ready/securities-bot";
import { DAY, DEADLINE, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { createKeyPairSignerFromBytes, generateKeyPairSigner } from "@solana/kit";
import { getCloseAccountInstruction, getTransferInstruction } from "@solana-program/token";
import { securities, Terminal } from "./command-line.js";

/** A deal with a large holder and one with little, who has no token account. */
async function paidDeal() {
  const world = await closeAfterTests(TestDeal.start());
  const terminal = new Terminal(world);
  const sponsor = await terminal.sponsor();
  const [alice] = await terminal.investor("alice");
  const [poor, { address }] = await terminal.investor("poor", 0n);
  await terminal.ok(alice, "book", "deposit", world.seniorBook, "200");
  await world.moveTo(DEADLINE);
  await terminal.ok(sponsor, "book", "lock", world.seniorBook);
  await terminal.ok(sponsor, "book", "settle", world.seniorBook);
  await terminal.ok(alice, "holder", "transfer", world.senior, address, "10");
  await world.moveTo(DEADLINE + 30n * DAY);
  const period = ["--from", "2025-02-01", "--to", "2025-03-01"];
  await terminal.ok(alice, "distribution", "post", world.security, "40", ...period);
  return { world, terminal, sponsor, alice, poor, address, period };
}

test("a bot leaves dust owed, and opens accounts from the payment on that it is told", async () => {
  const { world, terminal, sponsor, alice, poor, address, period } = await paidDeal();
  const { security, cluster } = world;
  const wallet = await world.wallet(address);
  const crank = (...more: readonly string[]) =>
    terminal.as(sponsor, "crank", "--once", "--security", security, ...more);

  const least = await crank("--pay-least", "5");
  assert.equal(least.code, 0, least.err);
  assert.match(least.out, /1 holder paid/);
  assert.doesNotMatch(least.out, /waits/, "who is owed less is not told about");
  const waits = await crank();
  assert.match(waits.out, /waits \(pay .*payout account does not exist/);
  const tooLittle = await crank("--open-accounts", "3");
  assert.match(tooLittle.out, /waits \(pay/);
  assert.deepEqual(await readBytes(cluster, [wallet]), [undefined]);
  const dry = await crank("--open-accounts", "1", "--dry-run");
  assert.match(dry.out, /would be: 1 holder's token account opened, 1 holder paid/);
  const opens = await crank("--open-accounts", "1");
  assert.equal(opens.code, 0, opens.err);
  assert.match(opens.out, /1 holder's token account opened, 1 holder paid, 1\.99/);

  await terminal.ok(alice, "distribution", "post", security, "40", ...period);
  await crank("--pay-least", "5");
  assert.match(await terminal.ok(poor, "holder", "claim", world.senior), /claimed 2\.0|claimed 1\.99/);
  const finer = await crank("--pay-least", "0.0000000000000001", "--collect-least", "0.123456789012");
  assert.equal(finer.code, 0, "an amount that is finer than a mint's is rounded up to it");
  const everywhere = await terminal.as(sponsor, "crank", "--once", "--open-accounts", "1");
  assert.equal(everywhere.code, 2);
  assert.match(everywhere.err, /name the securities with --security/);
  for (const wrong of [
    ["--pay-least", "much"],
    ["--pay-least", "007"],
    ["--pay-least", "99999999999999999999"],
    ["--open-accounts", "-5"],
  ]) {
    assert.equal((await crank(...wrong)).code, 2);
  }
});

test("an account is opened once for an owner and a mint, however many classes the owner holds", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const terminal = new Terminal(world);
  const sponsor = await terminal.sponsor();
  const [alice] = await terminal.investor("both", 5_000n * ONE);
  const [poor, { address }] = await terminal.investor("poor-in-both", 0n);
  await terminal.ok(alice, "book", "deposit", world.seniorBook, "200");
  await terminal.ok(alice, "book", "deposit", world.juniorBook, "200");
  await world.moveTo(DEADLINE);
  for (const [book, tranche] of [
    [world.seniorBook, world.senior],
    [world.juniorBook, world.junior],
  ] as const) {
    await terminal.ok(sponsor, "book", "lock", book);
    await terminal.ok(sponsor, "book", "settle", book);
    await terminal.ok(alice, "holder", "transfer", tranche, address, "50");
  }
  await world.moveTo(DEADLINE + 30n * DAY);
  const pay = () =>
    terminal.ok(
      alice,
      "distribution",
      "post",
      world.security,
      "300",
      "--from",
      "2025-02-01",
      "--to",
      "2025-03-01",
    );
  await pay();
  const args = ["crank", "--once", "--security", world.security, "--open-accounts", "0.1"];
  const dry = await terminal.ok(sponsor, ...args, "--dry-run");
  assert.match(dry, /would be: .*1 holder's token account opened, 4 holders paid/);
  assert.match(await terminal.ok(sponsor, ...args), /1 holder's token account opened, 4 holders paid/);
  assert.match(await terminal.ok(poor, "holder", "show"), /0\.00/);

  // A bot that keeps running opens it once in its life: who closes it keeps the rent, and would again.
  const memory = new Memory();
  const options = {
    payer: world.sponsor,
    securities: [world.security],
    openAccounts: "0.1",
    memory,
  };
  const [other, { address: owner }] = await terminal.investor("closes", 0n);
  await terminal.ok(alice, "holder", "transfer", world.junior, owner, "50");
  await pay();
  assert.equal((await crank(world.cluster, { ...options, dryRun: true })).opened, 1);
  assert.equal((await crank(world.cluster, options)).opened, 1);
  const account = await world.wallet(owner);
  const amount = await tokenBalance(world.cluster, account);
  assert.ok(amount > 0n);
  const closer = await createKeyPairSignerFromBytes(
    Uint8Array.from(JSON.parse(readFileSync(other, "utf8")) as number[]),
  );
  const destination = await world.wallet(world.sponsor.address);
  await world.send(
    [
      getTransferInstruction({ source: account, destination, authority: closer, amount }),
      getCloseAccountInstruction({ account, destination: owner, owner: closer }),
    ],
    closer,
  );
  await pay();
  const after = await crank(world.cluster, options);
  assert.equal(after.opened, 0);
  assert.match(after.waiting.map(({ reason }) => reason).join(), new RegExp(`not exist.*${owner}`));
  assert.deepEqual(await readBytes(world.cluster, [account]), [undefined]);
});

test("what signs nothing needs no key", async () => {
  const { world } = await paidDeal();
  const config = new Terminal(world).file("none.yml", "---\nkeypair_path: /nowhere/id.json\n");
  const run = (...args: readonly string[]) => securities("-C", config, "-u", world.cluster.url, ...args);
  const dry = await run("crank", "--dry-run");
  assert.equal(dry.code, 0, dry.err);
  assert.match(dry.out, /would be: 1 book's proceeds released, 1 holder paid/);
  const tables = await run("tables", "list", world.sponsor.address);
  assert.equal(tables.code, 0, tables.err);
  assert.match(tables.out, /has no lookup tables/);
  assert.match((await run("crank", "--once")).err, /there is no key file \/nowhere\/id\.json/);
  assert.match(
    (await run("-k", "/gone.json", "crank", "--dry-run")).err,
    /there is no key file \/gone\.json/,
  );
});

test("a developer gets test money and a later clock at the embedded validator", async () => {
  const world = await closeAfterTests(TestDeal.start());
  const terminal = new Terminal(world);
  const [key, { address }] = await terminal.investor("developer", 0n);
  assert.match(await terminal.ok(key, "mint", world.mint, "2500"), /got 2,500\.00 of/);
  await terminal.ok(key, "mint", world.mint, "0.5");
  await terminal.ok(key, "book", "deposit", world.seniorBook, "2500.5");
  const other = await generateKeyPairSigner();
  assert.equal((await terminal.json(key, "mint", world.mint, "7", other.address)).owner, other.address);
  assert.equal((await terminal.as(key, "mint", world.mint, "1e3")).code, 2);
  assert.match((await terminal.as(key, "mint", address, "1")).err, /there is no mint at/);

  const before = BigInt((await terminal.json(key, "warp", "1d")).before as string);
  const now = BigInt((await terminal.json(key, "warp", "12h")).now as string);
  assert.ok(now >= before + 129_600n && now < before + 129_700n);
  assert.match(await terminal.ok(key, "warp", "2027-01-31"), /the clock is at 2027-01-31 00:00 UTC/);
  assert.match((await terminal.as(key, "warp", "2026-01-31")).err, /only moves forward/);
  assert.equal((await terminal.as(key, "warp", "soon")).code, 2);
});
