import assert from "node:assert/strict";
import { test } from "node:test";
import { tokenBalance } from "@defi-ready/securities";
import { ONE, SOL, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { type Address, generateKeyPairSigner, getProgramDerivedAddress, lamports } from "@solana/kit";
import { TOKEN_PROGRAM_ADDRESS } from "@solana-program/token";
import { Terminal } from "./command-line.js";

test("what a program's address is owed waits to be claimed by its program, and every command says so", async () => {
  const keeper = await generateKeyPairSigner();
  const world = await closeAfterTests(
    TestDeal.start({ security: { escheat: keeper.address, escheatDays: 365 } }),
  );
  const { cluster, senior, security } = world;
  const terminal = new Terminal(world);
  const [key, ann] = await terminal.investor("ann");
  await world.deposit(ann, 100n * ONE);
  await world.lock(world.seniorBook);
  await world.settle();
  const vault = async (seed: string): Promise<Address> => {
    const [found] = await getProgramDerivedAddress({
      programAddress: TOKEN_PROGRAM_ADDRESS,
      seeds: [seed],
    });
    await cluster.rpc.requestAirdrop(found, lamports(SOL)).send();
    return found;
  };
  const [pool, other] = [await vault("pool"), await vault("other pool")];

  assert.match(
    await terminal.ok(key, "holder", "open", senior, "--owner", other),
    /opened a record for \w+\.\.\w+; what it is owed waits to be claimed by its program/,
  );
  const wallet = await generateKeyPairSigner();
  assert.doesNotMatch(
    await terminal.ok(key, "holder", "open", senior, "--owner", wallet.address),
    /waits/,
    "of a wallet nothing is said",
  );
  assert.match(
    await terminal.ok(key, "holder", "transfer", senior, pool, "40"),
    /transferred 40\.00 shares to \w+\.\.\w+; what they earn there waits to be claimed by its program/,
  );

  await world.pay(10n * ONE);
  await world.give(pool, 0n);
  const paid = await terminal.ok(key, "distribution", "pay", security);
  assert.match(paid, /it waits to be claimed by the program whose address its owner is/);
  assert.equal(await tokenBalance(cluster, await world.wallet(pool)), 0n);
  assert.match(
    await terminal.ok(key, "holder", "show", pool),
    /\w+\.\.\w+: what it is owed waits to be claimed by its program: its owner is a program's address/,
  );
  const { holdings } = (await terminal.json(key, "holder", "show", pool)) as {
    holdings: { waitsForClaim: boolean }[];
  };
  assert.deepEqual(
    holdings.map((one) => one.waitsForClaim),
    [true],
  );
  assert.doesNotMatch(await terminal.ok(key, "holder", "show"), /waits/);
  const escheat = await terminal.as(key, "escheat", senior, pool);
  assert.deepEqual([escheat.code, escheat.out], [1, ""]);
  assert.match(escheat.err, /waits to be claimed by its program, as long as it takes.*not escheated/);
});
