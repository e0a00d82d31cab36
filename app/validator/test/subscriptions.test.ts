import assert from "node:assert/strict";
import { on, once } from "node:events";
import { after, test } from "node:test";
import { generateKeyPairSigner, getSignatureFromTransaction, lamports } from "@solana/kit";
import { getTransferSolInstruction, SYSTEM_PROGRAM_ADDRESS } from "@solana-program/system";
import { WebSocket } from "ws";
import { SOL, TestNode } from "./harness.js";

const node = await TestNode.start();

/** The first notification of a subscription that `act` causes. */
async function firstOf<T>(
  subscribe: (signal: AbortSignal) => Promise<AsyncIterable<T>>,
  act: () => Promise<unknown>,
) {
  const controller = new AbortController();
  try {
    const iterator = (await subscribe(controller.signal))[Symbol.asyncIterator]();
    const pending = iterator.next();
    await act();
    const { value } = await pending;
    return value as T;
  } finally {
    controller.abort();
  }
}

test("accountSubscribe tells of every change, closing included", async () => {
  const payer = await node.funded();
  const friend = await node.funded(SOL);
  const changed = await firstOf(
    (abortSignal) =>
      node.subscriptions
        .accountNotifications(friend.address, { encoding: "base64" })
        .subscribe({ abortSignal }),
    () => node.rpc.requestAirdrop(friend.address, lamports(SOL)).send(),
  );
  assert.equal(changed.value.lamports, 2n * SOL);
  assert.equal(changed.context.slot, await node.rpc.getSlot().send());

  const closed = await firstOf(
    (abortSignal) =>
      node.subscriptions
        .accountNotifications(friend.address, { encoding: "base64" })
        .subscribe({ abortSignal }),
    () =>
      node.run(friend, [
        getTransferSolInstruction({ source: friend, destination: payer.address, amount: 2n * SOL - 5_000n }),
      ]),
  );
  assert.equal(closed.value.lamports, 0n);
  assert.deepEqual(closed.value.data, ["", "base64"]);
});

test("programSubscribe tells of the accounts of a program that pass its filters", async () => {
  const program = (await generateKeyPairSigner()).address;
  const [small, large] = [await generateKeyPairSigner(), await generateKeyPairSigner()];
  const set = (account: string, data: string) =>
    node.raw("securities_setAccount", [account, { lamports: 7, owner: program, data }]);
  const notification = await firstOf(
    (abortSignal) =>
      node.subscriptions
        .programNotifications(program, { encoding: "base64", filters: [{ dataSize: 2n }] })
        .subscribe({ abortSignal }),
    async () => {
      await set(small.address, "AQ==");
      await set(large.address, "AQI=");
    },
  );
  assert.equal(notification.value.pubkey, large.address);
  assert.deepEqual(notification.value.account.data, ["AQI=", "base64"]);
});

test("logsSubscribe tells of the transactions that mention an address", async () => {
  const payer = await node.funded();
  const friend = await generateKeyPairSigner();
  const transaction = await node.sign(payer, [
    getTransferSolInstruction({ source: payer, destination: friend.address, amount: SOL }),
  ]);
  const notification = await firstOf(
    (abortSignal) =>
      node.subscriptions.logsNotifications({ mentions: [friend.address] }).subscribe({ abortSignal }),
    async () => {
      await node.funded();
      await node.confirm(transaction);
    },
  );
  assert.equal(notification.value.signature, getSignatureFromTransaction(transaction));
  assert.equal(notification.value.err, null);
  assert.ok(notification.value.logs?.includes(`Program ${SYSTEM_PROGRAM_ADDRESS} success`));
});

test("slotSubscribe tells of every slot", async () => {
  const notification = await firstOf(
    (abortSignal) => node.subscriptions.slotNotifications().subscribe({ abortSignal }),
    () => node.funded(),
  );
  assert.equal(notification.slot, notification.parent + 1n);
  assert.equal(notification.slot, await node.rpc.getSlot().send());
});

test("signatureSubscribe tells of a transaction that is already there, once", async () => {
  const payer = await node.funded();
  const signature = getSignatureFromTransaction(await node.run(payer, []));
  const socket = new WebSocket(node.validator.wsUrl);
  after(() => socket.terminate());
  await once(socket, "open");
  const messages = on(socket, "message");
  const next = async () => JSON.parse(String((await messages.next()).value[0])) as Record<string, unknown>;
  socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "signatureSubscribe", params: [signature] }));
  const { result: subscription } = await next();
  const slot = Number(await node.rpc.getSlot().send());
  const notified = await next();
  assert.equal(notified.method, "signatureNotification");
  assert.deepEqual(notified.params, {
    result: { context: { apiVersion: "4.2.0", slot }, value: { err: null } },
    subscription,
  });
  const params = [subscription];
  socket.send(JSON.stringify({ jsonrpc: "2.0", id: 2, method: "signatureUnsubscribe", params }));
  assert.equal(((await next()).error as { code: number }).code, -32602);
});

test("WebSockets work on the HTTP port too, and bad messages do not end them", async () => {
  const socket = new WebSocket(node.validator.url.replace("http", "ws"));
  after(() => socket.terminate());
  await once(socket, "open");
  const ask = async (text: string) => {
    const reply = once(socket, "message");
    socket.send(text);
    return JSON.parse(String((await reply)[0])) as { result?: unknown; error?: { code: number } };
  };
  const call = (method: string, ...params: unknown[]) =>
    ask(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }));
  assert.equal((await ask("{")).error?.code, -32700);
  assert.equal((await ask("{}")).error?.code, -32600);
  assert.equal((await call("voteSubscribe")).error?.code, -32601);
  assert.equal((await call("constructorSubscribe")).error?.code, -32601);
  assert.equal((await call("accountSubscribe", "x")).error?.code, -32602);
  // Pings are answered by nothing, so the next answer is the next request's.
  socket.send(JSON.stringify({ jsonrpc: "2.0", method: "ping" }));
  const { result: id } = await call("slotSubscribe");
  assert.equal(typeof id, "number");
  assert.equal((await call("accountUnsubscribe", id)).error?.code, -32602);
  assert.equal((await call("slotUnsubscribe", id)).result, true);
  assert.equal((await call("slotUnsubscribe", id)).error?.code, -32602);
});
