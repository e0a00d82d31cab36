import assert from "node:assert/strict";
import { test } from "node:test";
import { readBytes } from "@defi-ready/securities";
import { type BotEvent, crank, Memory } from "@defi-ready/securities-bot";
import {
  DAY,
  DEADLINE,
  debtAndEquity,
  funded,
  ONE,
  type Structure,
  setAccounts,
  TestDeal,
} from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { type Address, generateKeyPairSigner } from "@solana/kit";

/** Where a token account says whether it is frozen. */
const STATE_OFFSET = 108;
const [USABLE, FROZEN] = [1, 2];

/** A deal with a fee to each payee, which one payment has paid. */
async function dealWithFees(payees: readonly Address[]): Promise<TestDeal> {
  const plain = debtAndEquity();
  const fees = payees.map((payee) => ({
    __kind: "Fee" as const,
    bps: 100,
    incomeOnly: false,
    payee,
  }));
  const structure: Structure = {
    ...plain,
    waterfall: { ...plain.waterfall, tiers: [...fees, ...plain.waterfall.tiers] },
  };
  const world = await closeAfterTests(TestDeal.start({ structure }));
  const investor = await world.investor(500n * ONE);
  await world.deposit(investor, 300n * ONE);
  await world.deposit(investor, 200n * ONE, world.juniorBook);
  await world.lock();
  await world.settle();
  await world.moveTo(DEADLINE + 10n * DAY);
  await world.pay(100n * ONE);
  return world;
}

async function setState(world: TestDeal, account: Address, state: number): Promise<void> {
  const [found] = await readBytes(world.cluster, [account]);
  assert.ok(found);
  const data = Uint8Array.from(found.data);
  data[STATE_OFFSET] = state;
  await setAccounts(world.cluster, [[account, world.tokenProgram, data]]);
}

test("a payee whose account is frozen waits, is told once, and keeps nobody else from being paid", async () => {
  const [{ address: frozen }, { address: other }] = [
    await generateKeyPairSigner(),
    await generateKeyPairSigner(),
  ];
  const world = await dealWithFees([frozen, other]);
  await world.give(frozen, 1n);
  const account = await world.wallet(frozen);
  await setState(world, account, FROZEN);

  const events: BotEvent[] = [];
  const options = {
    payer: await funded(world.cluster),
    securities: [world.security],
    memory: new Memory(),
    onEvent: (event: BotEvent) => {
      if (event.task === "fee") {
        events.push(event);
      }
    },
  };
  const first = await crank(world.cluster, options);
  assert.deepEqual([first.fees, first.skipped], [1, []], "the other payee is paid, and nothing has failed");
  const reason = new RegExp(`the token account of ${frozen}, ${account}, is frozen: the money stays owed`);
  assert.deepEqual(
    first.waiting.map(({ task, subject }) => [task, subject]),
    [["fee", frozen]],
  );
  assert.match(first.waiting[0]?.reason ?? "", reason);
  const second = await crank(world.cluster, options);
  assert.deepEqual([second.fees, second.waiting, second.skipped], [0, [], []], "it was told");
  const alone = await crank(world.cluster, { ...options, memory: undefined });
  assert.deepEqual([alone.waiting.length, alone.skipped], [1, []], "a pass by itself tells it");
  const dry = await crank(world.cluster, { ...options, dryRun: true });
  assert.equal(dry.waiting.length, 1, "so does a dry run");

  await setState(world, account, USABLE);
  assert.equal((await crank(world.cluster, options)).fees, 1);
  await world.pay(100n * ONE);
  await setState(world, account, FROZEN);
  const again = await crank(world.cluster, options);
  assert.deepEqual([again.fees, again.waiting.length, again.skipped], [1, 1, []], "it is news once more");
  assert.equal(events.filter(({ result }) => result === "failed").length, 0);
});
