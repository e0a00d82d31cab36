import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, listHolders, openHolder, readTranche, transferShares } from "@defi-ready/securities";
import { readRegister } from "@defi-ready/securities-indexer";
import { gate, ONE, startSettledDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";

const { deal, investor } = await closeAfterTests(startSettledDeal());
const cluster = connect(deal.url);
const { security } = deal;
const buyer = await deal.investor();

async function transfer(amount: bigint): Promise<void> {
  const instructions = await transferShares({
    cluster,
    owner: investor,
    tranche: await readTranche(cluster, deal.senior),
    security: await deal.readSecurity(),
    to: buyer.address,
    amount,
  });
  await deal.send(instructions, investor);
}

async function open(owner: typeof buyer): Promise<void> {
  const terms = await deal.readSecurity();
  const instructions = await openHolder({
    payer: owner,
    owner: owner.address,
    security: terms,
    tranche: deal.senior,
  });
  await deal.send(instructions, owner);
}

test("a register has the shares of the slot that it names, whatever moves after the holders were listed", async () => {
  await transfer(1n * ONE);
  const { url } = await closeAfterTests(
    gate(deal.url, async (call) => {
      if (call.method !== "getProgramAccounts") {
        return undefined;
      }
      const answer = await call.forward();
      await transfer(1n * ONE);
      return answer;
    }),
  );
  const register = await readRegister(connect(url), { security });
  assert.ok(register.reconciles);
  assert.deepEqual(
    register.entries.filter(({ rank }) => rank === 0).map(({ owner, shares }) => [owner, shares]),
    (await listHolders(cluster, deal.senior)).map(({ data }) => [data.owner, data.shares]),
  );
});

test("strangers who open records do not keep a register from being made", async () => {
  const strangers = await Promise.all(Array.from({ length: 20 }, () => deal.investor(ONE)));
  const { url } = await closeAfterTests(
    gate(deal.url, async ({ method }) => {
      const stranger = method === "getMultipleAccounts" ? strangers.pop() : undefined;
      if (stranger !== undefined) {
        await open(stranger);
      }
      return undefined;
    }),
  );
  assert.ok((await readRegister(connect(url), { security })).reconciles);
});
