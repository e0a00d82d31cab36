import assert from "node:assert/strict";
import { test } from "node:test";
import { bitsOf, issueCredential, NOBODY, qualifyHolder } from "@defi-ready/securities";
import { DAY, DEADLINE, ONE, SOL, START, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { generateKeyPairSigner, type KeyPairSigner } from "@solana/kit";
import { Terminal } from "./command-line.js";

const [OFFSHORE, ONSHORE] = [1, 2] as const;

test("a transfer that comes too early is told from when on it may, by command", async () => {
  const qualifier = await generateKeyPairSigner();
  const later = new Uint8Array(8);
  later[OFFSHORE] = bitsOf([ONSHORE]);
  const moves = { always: new Uint8Array(8), later, laterFrom: START + 100n * DAY };
  const world = await closeAfterTests(
    TestDeal.start({ qualifiers: [qualifier.address], transfers: [{ moves }] }),
  );
  const { senior, seniorBook, security } = world;
  await world.fund(qualifier.address, SOL);
  const admit = async (category: number): Promise<KeyPairSigner> => {
    const owner = await world.investor(500n * ONE);
    const terms = { expiresAt: START + 300n * DAY, category, jurisdiction: 0, person: NOBODY };
    await world.send(await issueCredential({ qualifier, subject: owner.address, terms }), qualifier);
    return owner;
  };
  const [seller, buyer] = [await admit(OFFSHORE), await admit(ONSHORE)];
  await world.deposit(seller, 200n * ONE);
  await world.moveTo(DEADLINE);
  await world.lock(seniorBook);
  await world.settle();
  const ids = { security, tranche: senior, owner: seller.address, qualifier: qualifier.address };
  await world.send(await qualifyHolder(ids));

  const terminal = new Terminal(world);
  const [bob] = await terminal.investor("bob");
  const check = (from: KeyPairSigner, to: KeyPairSigner) =>
    terminal.as(bob, "transfer", "check", senior, to.address, "10", "--from", from.address);
  const early = await check(seller, buyer);
  assert.equal(early.code, 1);
  assert.match(early.out, /7804, CategoryTooEarly\)\nit may from 2025-04-11 00:00 UTC on\n$/);
  await world.moveTo(moves.laterFrom);
  assert.equal((await check(seller, buyer)).out, "a transfer of 10.00 shares would pass now\n");
});
