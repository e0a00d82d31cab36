import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, listHolders, openHolder, readTranche, transferShares } from "@defi-ready/securities";
import { holderStatement, pastRegister, readRegister, registerCsv } from "@defi-ready/securities-indexer";
import { gate, ONE, startSettledDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { follower, newSqlite } from "./deal.js";

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

test("a register of a past slot tells what a history knows, and nothing of a history that lacks events", async () => {
  const database = await newSqlite();
  await (await follower({ url: deal.url, database })).pass();
  const { slot } = await database
    .selectFrom("events")
    .select("slot")
    .where("name", "=", "SharesMoved")
    .orderBy("slot")
    .executeTakeFirstOrThrow();
  const past = await pastRegister(cluster, { database, security, slot });
  assert.ok(past.reconciles && past.isPast);
  const [senior] = past.classes;
  assert.deepEqual([senior?.held, senior?.holders], [100n * ONE, 2]);
  assert.deepEqual(
    [senior?.shares, senior?.inBooks, senior?.inPot, senior?.burned],
    [null, null, null, null],
  );
  assert.deepEqual(
    past.entries.filter(({ rank }) => rank === 0).map((one) => [one.openedAt, one.payoutAccount]),
    [
      [null, null],
      [null, null],
    ],
  );
  const time = await cluster.rpc
    .getBlockTime(slot)
    .send()
    .catch(() => null);
  assert.equal(past.time, time === null ? null : BigInt(time));
  await database.deleteFrom("events").where("name", "=", "BookOpened").execute();
  await assert.rejects(pastRegister(cluster, { database, security, slot }), /the history (lacks|has) /);
});

test("strangers who move shares, or open records, do not keep statements from being made", async () => {
  const strangers = await Promise.all(Array.from({ length: 12 }, () => deal.investor(ONE)));
  const { url } = await closeAfterTests(
    gate(deal.url, async ({ method }) => {
      const stranger = method === "getMultipleAccounts" ? strangers.pop() : undefined;
      if (stranger !== undefined) {
        await open(stranger);
        await transfer(1n);
      }
      return undefined;
    }),
  );
  const database = await newSqlite();
  const follow = await follower({ url: deal.url, database });
  await follow.pass();
  const common = { cluster: connect(url), database, security };
  const bringUp = async (slot: bigint) => void (await follow.pass(undefined, slot));
  const statement = await holderStatement({ ...common, owner: buyer.address, bringUp });
  assert.ok(statement.reconciles);
  const past = await pastRegister(common.cluster, { ...common, slot: statement.slot, bringUp });
  assert.ok(past.reconciles);
});

test("a credential without end has none in a table", async () => {
  const made = await readRegister(cluster, { security });
  const [entry] = made.entries;
  assert.ok(entry !== undefined);
  const lines = [1_900_000_000n, 2n ** 63n - 1n, 0n].map((until) => {
    const credential = { qualifier: entry.owner, category: 1, country: 0, until, isValid: until > 0n };
    const [, line = ""] = registerCsv({ ...made, entries: [{ ...entry, credential }] }).split("\n");
    return line.trimEnd().split(",").slice(13, 15);
  });
  assert.deepEqual(lines, [
    ["2030-03-17T17:46:40Z", "true"],
    ["no end", "true"],
    ["", "false"],
  ]);
});
