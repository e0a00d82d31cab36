import assert from "node:assert/strict";
import { after, test } from "node:test";
import {
  ClientError,
  type Cluster,
  connect,
  isUnreachable,
  parsePriorityFee,
  percentile,
  send,
  TransactionExpired,
} from "@defi-ready/securities";
import { funded, gate } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { startValidator } from "@defi-ready/securities-validator";
import {
  type Address,
  getBase64Encoder,
  getCompiledTransactionMessageDecoder,
  getTransactionDecoder,
} from "@solana/kit";
import { getTransferSolInstruction } from "@solana-program/system";

const COMPUTE_BUDGET = "ComputeBudget111111111111111111111111111111" as Address;
const validator = await startValidator({ port: 0, deterministic: {} });
after(() => validator.close());
const cluster = connect(validator.url);

/** What a transaction asks of the compute budget: its limit, and the price it offers. */
async function budgetOf(signature: Awaited<ReturnType<typeof send>>) {
  const found = await cluster.rpc
    .getTransaction(signature, { encoding: "base64", maxSupportedTransactionVersion: 0 })
    .send();
  assert.ok(found);
  const bytes = getBase64Encoder().encode(found.transaction[0]);
  const { messageBytes } = getTransactionDecoder().decode(bytes);
  const message = getCompiledTransactionMessageDecoder().decode(messageBytes);
  assert.ok(message.version !== 1);
  const { instructions, staticAccounts } = message;
  const datas = instructions
    .filter(({ programAddressIndex }) => staticAccounts[programAddressIndex] === COMPUTE_BUDGET)
    .map(({ data = new Uint8Array() }) => Buffer.from(data));
  return {
    limit: datas.find(([kind]) => kind === 2)?.readUInt32LE(1),
    price: datas.find(([kind]) => kind === 3)?.readBigUInt64LE(1),
    units: found.meta?.computeUnitsConsumed,
  };
}

async function transfer(on: Cluster) {
  const payer = await funded(cluster);
  const to = await funded(cluster, 1_000_000n);
  const instruction = getTransferSolInstruction({ source: payer, destination: to.address, amount: 1n });
  return { payer, to, send: () => send(on, { instructions: [instruction], payer }) };
}

test("a transaction requests a quarter more units than its simulation used, and offers no fee unless told to", async () => {
  const { limit, price, units } = await budgetOf(await (await transfer(cluster)).send());
  assert.equal(price, undefined);
  assert.ok(limit !== undefined && units !== undefined);
  assert.ok(limit >= Number(units) * 1.25 && limit < 10_000, `${limit} for ${units}`);
});

test("a fixed price is offered as it is", async () => {
  const one = await transfer({ ...cluster, priorityFee: { price: 1_234n, max: 5n } });
  assert.equal((await budgetOf(await one.send())).price, 1_234n);
});

test("auto offers what the 75th percentile of the last transactions on the same accounts did, up to the most", async () => {
  const one = await transfer({ ...cluster, priorityFee: { price: "auto" } });
  assert.equal((await budgetOf(await one.send())).price, undefined, "nobody else offers anything");

  const instruction = getTransferSolInstruction({
    source: one.payer,
    destination: one.to.address,
    amount: 2n,
  });
  const recent = async () => {
    const fees = await cluster.rpc.getRecentPrioritizationFees([one.payer.address]).send();
    return percentile(
      fees.map(({ prioritizationFee }) => BigInt(prioritizationFee)),
      75,
    );
  };
  for (let slots = 0; (await recent()) === 0n && slots < 100; slots += 1) {
    const offer = { price: 7_000n + BigInt(slots) };
    await send({ ...cluster, priorityFee: offer }, { instructions: [instruction], payer: one.payer });
  }
  const going = await recent();
  assert.ok(going > 0n);
  assert.equal((await budgetOf(await one.send())).price, going);
  const capped = { ...cluster, priorityFee: { price: "auto" as const, max: 6_999n } };
  assert.equal(
    (await budgetOf(await send(capped, { instructions: [instruction], payer: one.payer }))).price,
    6_999n,
  );

  const others = await transfer({ ...cluster, priorityFee: { price: "auto" } });
  assert.equal(
    (await budgetOf(await others.send())).price,
    undefined,
    "on other accounts nobody offers anything",
  );
});

test("prices are whole numbers, auto or none", () => {
  assert.equal(parsePriorityFee("auto"), "auto");
  assert.equal(parsePriorityFee("none"), 0n);
  assert.equal(parsePriorityFee("250"), 250n);
  for (const wrong of ["", "-1", "1.5", "all", "18446744073709551616"]) {
    assert.throws(() => parsePriorityFee(wrong), ClientError);
  }
  assert.equal(percentile([], 75), 0n);
  assert.equal(percentile([4n, 1n, 3n, 2n], 75), 3n);
});

test("a transaction whose blockhash expires is sent again on a fresh one, and runs once", async () => {
  let sent = 0;
  const { url } = await closeAfterTests(
    gate(validator.url, async ({ method }) => {
      if (method === "sendTransaction") {
        sent += 1;
        if (sent === 1) {
          await warp(200);
        }
      }
      return undefined;
    }),
  );
  const one = await transfer({ ...connect(url), attempts: 2 });
  const before = await balance(one.to.address);
  await one.send();
  assert.equal(sent, 2);
  assert.equal(await balance(one.to.address), before + 1n);
});

test("who sends once is told that the blockhash expired", async () => {
  const { url } = await closeAfterTests(
    gate(validator.url, async ({ method }) => {
      if (method === "sendTransaction") {
        await warp(200);
      }
      return undefined;
    }),
  );
  const one = await transfer(connect(url));
  await assert.rejects(one.send(), TransactionExpired);
});

test("a transaction whose answer is lost is not sent as another one", async () => {
  let sent = 0;
  let lost = 0;
  const { url } = await closeAfterTests(
    gate(validator.url, async ({ method, forward }) => {
      if (method === "sendTransaction") {
        sent += 1;
      }
      if (method === "getSignatureStatuses" && lost < 2) {
        lost += 1;
        await forward();
        throw new Error("the connection is cut");
      }
      return undefined;
    }),
  );
  const one = await transfer({ ...connect(url), attempts: 3 });
  const before = await balance(one.to.address);
  await one.send();
  assert.deepEqual([sent, lost], [1, 2]);
  assert.equal(await balance(one.to.address), before + 1n);
});

test("a busy node is asked again, and one whose connection breaks", async () => {
  let calls = 0;
  const { url } = await closeAfterTests(
    gate(validator.url, () => {
      calls += 1;
      if (calls === 1) {
        throw new Error("the connection is cut");
      }
      return calls === 2 ? 429 : undefined;
    }),
  );
  assert.ok((await connect(url).rpc.getSlot().send()) > 0n);
});

test("an unreachable node is distinguished from a refusal", async () => {
  const dead = await connect("http://127.0.0.1:1")
    .rpc.getSlot()
    .send()
    .catch((error: unknown) => error);
  assert.ok(isUnreachable(dead));
  assert.ok(!isUnreachable(new ClientError("no")));
});

async function warp(slots: number): Promise<void> {
  await fetch(validator.url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "securities_warp", params: [{ slots }] }),
  });
}

async function balance(of: Address): Promise<bigint> {
  return (await cluster.rpc.getBalance(of).send()).value;
}
