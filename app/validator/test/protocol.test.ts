import assert from "node:assert/strict";
import { test } from "node:test";
import { generateKeyPairSigner, getBase64EncodedWireTransaction } from "@solana/kit";
import { getTransferSolInstruction } from "@solana-program/system";
import { type RawAnswer, SOL, TestNode } from "./harness.js";

const node = await TestNode.start();

async function postJson(body: unknown): Promise<unknown> {
  return (await node.post(typeof body === "string" ? body : JSON.stringify(body))).json();
}

test("an unknown method is named in the error", async () => {
  const answer = await node.raw("getStakeMinimumDelegation");
  assert.deepEqual(answer.error, { code: -32601, message: "Method not found: getStakeMinimumDelegation" });
  assert.equal(answer.id, 1);
  assert.equal((await node.raw("constructor")).error?.code, -32601);
});

test("input that is not JSON, or not a request, gets an error that says so", async () => {
  const codeOf = async (body: unknown) => ((await postJson(body)) as RawAnswer).error?.code;
  assert.equal(await codeOf("{"), -32700);
  assert.equal(await codeOf(""), -32700);
  assert.equal(await codeOf("[".repeat(100_000)), -32700);
  assert.equal(await codeOf("7"), -32600);
  assert.equal(await codeOf("null"), -32600);
  assert.equal(await codeOf("[]"), -32600);
  assert.equal(await codeOf({ id: 1, method: "getSlot" }), -32600);
  assert.equal(await codeOf({ jsonrpc: "2.0", id: 1, method: 5 }), -32600);
  assert.equal(await codeOf({ jsonrpc: "2.0", id: 1, method: "getSlot", params: { a: 1 } }), -32602);
});

test("wrong parameters are refused by every method that needs any", async () => {
  const needy = [
    "getAccountInfo",
    "getBalance",
    "getMultipleAccounts",
    "getProgramAccounts",
    "getTokenAccountBalance",
    "getTokenSupply",
    "getTokenAccountsByOwner",
    "getTokenAccountsByDelegate",
    "getMinimumBalanceForRentExemption",
    "getFeeForMessage",
    "sendTransaction",
    "simulateTransaction",
    "getSignatureStatuses",
    "getSignaturesForAddress",
    "getTransaction",
    "requestAirdrop",
    "getBlockTime",
    "isBlockhashValid",
    "securities_setAccount",
  ];
  for (const method of needy) {
    for (const params of [[], [null], [{}], ["0OIl"], [-1], [1.5], ["1111", "x"]]) {
      // What is a wrong address for one is a wrong blockhash for another, which is merely not valid.
      if (method === "isBlockhashValid" && typeof params[0] === "string") {
        continue;
      }
      assert.equal(
        (await node.raw(method, params)).error?.code,
        -32602,
        `${method} ${JSON.stringify(params)}`,
      );
    }
  }
});

test("commitments and minContextSlot are checked", async () => {
  for (const commitment of ["processed", "confirmed", "finalized"]) {
    assert.equal(typeof (await node.raw("getSlot", [{ commitment }])).result, "number");
  }
  assert.equal((await node.raw("getSlot", [{ commitment: "soon" }])).error?.code, -32602);
  const early = await node.raw("getSlot", [{ minContextSlot: 9_000_000_000 }]);
  assert.equal(early.error?.code, -32016);
  assert.equal(early.error?.data?.contextSlot, Number(await node.rpc.getSlot().send()));
});

test("a batch is answered in its order, without those who ask for no answer", async () => {
  const answers = (await postJson([
    { jsonrpc: "2.0", id: "a", method: "getHealth" },
    { jsonrpc: "2.0", method: "getHealth" },
    { jsonrpc: "2.0", id: 2, method: "nothing" },
    5,
  ])) as RawAnswer[];
  assert.deepEqual(
    answers.map((answer) => [answer.id, answer.result ?? answer.error?.code]),
    [
      ["a", "ok"],
      [2, -32601],
      [null, -32600],
    ],
  );
  const silent = await node.post(JSON.stringify({ jsonrpc: "2.0", method: "getHealth" }));
  assert.equal(silent.status, 204);
});

test("web pages of any origin are answered", async () => {
  const preflight = await fetch(node.validator.url, {
    method: "OPTIONS",
    headers: { origin: "https://example.com" },
  });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get("access-control-allow-origin"), "*");
  const health = await fetch(`${node.validator.url}/health`);
  assert.equal(await health.text(), "ok");
  assert.equal((await fetch(node.validator.url)).status, 405);
});

test("a body that is too large is refused and the next request is served", async () => {
  const status = await node.post("x".repeat(17 * 1024 * 1024)).then(
    (response) => response.status,
    // The connection may be closed while the client is still sending.
    () => 413,
  );
  assert.equal(status, 413);
  assert.equal((await node.raw("getHealth")).result, "ok");
});

test("the methods without parameters answer what clients expect", async () => {
  const identity = (await node.rpc.getIdentity().send()).identity;
  assert.equal(await node.rpc.getSlotLeader().send(), identity);
  assert.equal(await node.rpc.getHealth().send(), "ok");
  assert.match((await node.rpc.getVersion().send())["solana-core"], /^\d+\.\d+\.\d+/);
  assert.equal((await node.rpc.getEpochSchedule().send()).slotsPerEpoch, 432_000n);
  assert.equal((await node.rpc.getRecentPrioritizationFees().send())[0]?.prioritizationFee, 0n);
  assert.equal(await node.rpc.getMinimumBalanceForRentExemption(0n).send(), 890_880n);
  const count = await node.rpc.getTransactionCount().send();
  await node.funded();
  assert.equal(await node.rpc.getTransactionCount().send(), count + 1n);
  assert.equal((await node.raw("getBlockTime", [1])).error?.code, -32004);
});

/** A small generator with a fixed seed, so that a failure can be repeated. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
}

test("mangled transactions are answered with errors, never with a crash, and move no money", async () => {
  const payer = await node.funded();
  const friend = await generateKeyPairSigner();
  const transaction = await node.sign(payer, [
    getTransferSolInstruction({ source: payer, destination: friend.address, amount: SOL }),
  ]);
  const original = Buffer.from(getBase64EncodedWireTransaction(transaction), "base64");
  const next = generator(42);
  for (let round = 0; round < 1_000; round += 1) {
    const bytes = Buffer.from(original);
    for (let change = next() % 4; change >= 0; change -= 1) {
      bytes[next() % bytes.length] = next() >>> 24;
    }
    const cut = next() % 5 === 0 ? bytes.subarray(0, next() % bytes.length) : bytes;
    if (cut.equals(original)) {
      continue;
    }
    const wire = cut.toString("base64");
    const simulated = await node.raw("simulateTransaction", [wire, { encoding: "base64" }]);
    assert.ok(
      simulated.result !== undefined || simulated.error?.code === -32602,
      JSON.stringify(simulated.error),
    );
    const sent = await node.raw("sendTransaction", [wire, { encoding: "base64", skipPreflight: true }]);
    assert.ok([-32602, -32002].includes(sent.error?.code ?? 0), JSON.stringify(sent));
  }
  assert.equal(await node.balance(payer.address), 10n * SOL);
  assert.equal(await node.balance(friend.address), 0n);
});
