import assert from "node:assert/strict";
import { test } from "node:test";
import {
  claim,
  collectSource,
  connect,
  readHolder,
  readSource,
  readTranche,
  registerSource,
  transferShares,
} from "@defi-ready/securities";
import { dealStatement, holderStatement } from "@defi-ready/securities-indexer";
import { DAY, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { getMintToInstruction } from "@solana-program/token";
import { follower, newSqlite } from "./deal.js";

const deal = await closeAfterTests(TestDeal.start());
const cluster = connect(deal.url);
const { security, sponsor } = deal;
const [first, second] = [await deal.investor(), await deal.investor()];
await deal.deposit(first, 100n * ONE);
await deal.deposit(second, 200n * ONE);
await deal.deposit(first, 70n * ONE, deal.juniorBook);
await deal.deposit(second, 30n * ONE, deal.juniorBook);
await deal.lock();
await deal.settle();
const made = await registerSource({
  sponsor,
  security: await deal.readSecurity(),
  note: "royalties",
  releaseDays: 30,
});
await deal.send(made.instructions);

async function collect(amount: bigint): Promise<void> {
  const { mint, tokenProgram } = deal;
  await deal.send([
    getMintToInstruction(
      { mint, token: made.account, mintAuthority: sponsor, amount },
      { programAddress: tokenProgram },
    ),
  ]);
  const source = await readSource(cluster, { security, number: made.number });
  const { instructions } = await collectSource({
    caller: sponsor,
    security: await deal.readSecurity(),
    source,
  });
  await deal.send(instructions);
}

async function claimAll(): Promise<void> {
  for (const owner of [first, second]) {
    for (const tranche of [deal.senior, deal.junior]) {
      const holder = await readHolder(cluster, { tranche, owner: owner.address });
      await deal
        .send(await claim({ owner, security: await deal.readSecurity(), holder }), owner)
        .catch(() => undefined);
    }
  }
}

test("what a class releases over days reconciles too, second by second", async () => {
  const database = await newSqlite();
  const follow = await follower({ url: deal.url, database });
  await deal.pass(20n * DAY);
  await collect(350n * ONE + 1n);
  const steps = [
    () => deal.pass(3n * DAY + 12_345n),
    claimAll,
    () => deal.pass(5n * DAY + 777n),
    async () => {
      const tranche = await readTranche(cluster, deal.junior);
      const terms = await deal.readSecurity();
      const move = { cluster, owner: first, tranche, security: terms, to: second.address, amount: 23n * ONE };
      await deal.send(await transferShares(move), first);
    },
    () => deal.pass(2n * DAY + 1n),
    () => collect(77_777_777n),
    () => deal.pass(11n * DAY + 3_333n),
    () => deal.pay(13n * ONE),
    claimAll,
    () => deal.pass(9n * DAY + 59n),
    () => deal.pass(60n * DAY),
    claimAll,
  ];
  for (const step of steps) {
    await step();
    await follow.pass();
    for (const { address: owner } of [first, second]) {
      const statement = await holderStatement({ cluster, database, security, owner });
      assert.deepEqual(
        statement.checks.filter(({ holds }) => !holds),
        [],
      );
    }
    assert.ok((await dealStatement({ cluster, database, security })).reconciles);
  }
});
