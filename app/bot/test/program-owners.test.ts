import assert from "node:assert/strict";
import { test } from "node:test";
import { readHolder, tokenBalance, transferShares, waitsForClaim } from "@defi-ready/securities";
import { type BotEvent, crank, Memory } from "@defi-ready/securities-bot";
import { DAY, DEADLINE, funded, ONE, SOL, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { generateKeyPairSigner, getProgramDerivedAddress, lamports } from "@solana/kit";
import { TOKEN_PROGRAM_ADDRESS } from "@solana-program/token";

test("what a program has to claim itself is no failure, is never tried, and is told once", async () => {
  const keeper = await generateKeyPairSigner();
  const world = await closeAfterTests(
    TestDeal.start({ security: { escheat: keeper.address, escheatDays: 365 } }),
  );
  const { cluster, senior: tranche } = world;
  const investor = await world.investor(100n * ONE);
  await world.deposit(investor, 100n * ONE);
  await world.lock(world.seniorBook);
  await world.settle();
  // The pool of another program: nobody's key, and no instruction that empties its token account.
  const [pool] = await getProgramDerivedAddress({ programAddress: TOKEN_PROGRAM_ADDRESS, seeds: ["pool"] });
  await cluster.rpc.requestAirdrop(pool, lamports(SOL)).send();
  await world.send(
    await transferShares({
      cluster,
      owner: investor,
      tranche: await world.readTranche(),
      security: await world.readSecurity(),
      to: pool,
      amount: 40n * ONE,
    }),
    investor,
  );
  const record = async (owner = pool) => (await readHolder(cluster, { tranche, owner })).data;
  assert.deepEqual(
    [waitsForClaim(await record()), waitsForClaim(await record(investor.address))],
    [true, false],
  );

  await world.pay(10n * ONE);
  const events: BotEvent[] = [];
  const options = {
    payer: await funded(cluster),
    securities: [world.security],
    memory: new Memory(),
    escheat: true,
    openAccounts: "0.01",
    onEvent: (event: BotEvent) => events.push(event),
  };
  const first = await crank(cluster, options);
  assert.deepEqual([first.paid, first.skipped], [1, []], "the investor is paid");
  assert.match(
    first.waiting[0]?.reason ?? "",
    new RegExp(`waits to be claimed by the program .*: the money stays owed to ${pool}`),
  );
  assert.equal(first.waiting.length, 1);

  // Its token account is there now, as anybody may create it, and a year passes.
  await world.give(pool, 0n);
  await world.moveTo(DEADLINE + 400n * DAY);
  events.length = 0;
  const second = await crank(cluster, options);
  assert.deepEqual([second.paid, second.skipped, second.waiting], [0, [], []], "it was told");
  assert.deepEqual(
    events.filter(({ task }) => task === "pay" || task === "escheat" || task === "open"),
    [],
    "and nothing is tried",
  );
  const { earnings } = await record();
  assert.deepEqual([earnings[0]?.paid, earnings[0]?.unpayableSince], [0n, 0n]);
  assert.equal(await tokenBalance(cluster, await world.wallet(pool)), 0n);
});
