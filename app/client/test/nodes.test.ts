/** What nodes answer: they limit, refuse in the body of a success, hang, and give what is no answer. */
import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { type Cluster, connect, explain, isUnreachable, OutcomeUnknown } from "@defi-ready/securities";
import {
  errorsInBody,
  failingNode,
  type Guard,
  hangingNode,
  limitingNode,
} from "@defi-ready/securities-testing";
import { startNodes } from "./behind.js";

const { behind, payOne } = await startNodes();

const RETRIED = [429, 503, 524, -32429, -32000, -32005, -32016];

test("a node that never answers is given up after the limit of a request", async () => {
  const { url } = await behind(hangingNode());
  const start = performance.now();
  const gone = await connect(url, 500)
    .rpc.getSlot()
    .send()
    .catch((reason: unknown) => reason);
  assert.ok(performance.now() - start < 3_000);
  assert.ok(isUnreachable(gone));
  assert.match(explain(gone, url), /cannot reach http.*there was no answer in time/);
});

test("a request is cut by a signal, before it, while it waits, and while it hangs", async () => {
  const gone = AbortSignal.abort();
  const calls = [
    [(await behind()).rpc, gone],
    [(await behind(hangingNode())).rpc, gone],
    [(await behind(hangingNode())).rpc, AbortSignal.timeout(300)],
    [(await behind(limitingNode(9, "20"))).rpc, AbortSignal.timeout(300)],
  ] as const;
  const start = performance.now();
  for (const [rpc, abortSignal] of calls) {
    const cut = await rpc
      .getSlot()
      .send({ abortSignal })
      .catch((reason: unknown) => reason);
    assert.ok(isUnreachable(cut), String(cut));
  }
  assert.ok(performance.now() - start < 5_000);
});

test("a signal between two questions leaves the outcome of a transaction unknown at once", async () => {
  const cut = new AbortController();
  const takes: Guard = ({ method }) => {
    if (method !== "sendTransaction") {
      return cut.signal.aborted ? { status: 429, headers: { "retry-after": "20" } } : undefined;
    }
    // Questions are 400 milliseconds apart by then.
    setTimeout(() => cut.abort(), 1_500);
    return JSON.stringify({ jsonrpc: "2.0", id: 0, result: "1".repeat(64) });
  };
  const on = await behind(takes);
  const get = (target: Cluster["rpc"], name: string) => {
    const method = Reflect.get(target, name) as (...all: unknown[]) => { send(options?: object): unknown };
    return (...all: unknown[]) => ({ send: () => method(...all).send({ abortSignal: cut.signal }) });
  };
  const start = performance.now();
  const { outcome } = await payOne({ ...on, rpc: new Proxy(on.rpc, { get }) });
  assert.ok(outcome instanceof OutcomeUnknown, String(outcome));
  assert.ok(performance.now() - start < 4_000);
});

// Each has nodes of its own, and no haste: they wait side by side.
describe("the answers of a node", { concurrency: true }, () => {
  it("a node that limits is asked again when it says, and not where that takes more than a minute", async () => {
    const start = performance.now();
    assert.ok((await (await behind(limitingNode(1, "6"))).rpc.getSlot().send()) >= 0n);
    assert.ok(performance.now() - start > 5_900, "it came back too early");

    const soon = new Date(Date.now() + 3_000).toUTCString();
    assert.ok((await (await behind(limitingNode(1, soon))).rpc.getSlot().send()) >= 0n);

    const later = await (await behind(limitingNode(1, "90"))).rpc
      .getSlot()
      .send()
      .catch((error: unknown) => error);
    assert.ok(isUnreachable(later));
    assert.match(explain(later, "http://node"), /http:\/\/node.*busy.*again in 90 seconds/);
    assert.ok(performance.now() - start < 30_000);
  });

  it("errors in the body of a success are asked again where that helps", async () => {
    for (const code of RETRIED) {
      const on = await behind(errorsInBody(1, { code, message: "slow down" }));
      assert.ok((await on.rpc.getSlot().send()) >= 0n, String(code));
      assert.equal(on.calls.get("getSlot"), 2);
    }
  });

  it("errors in the body of a success are told in the node's words with their code", async () => {
    const errors: [unknown, RegExp][] = [
      [{ code: -32600, message: "no such plan" }, /no such plan \(code -32600\)/],
      [{ code: -32091, message: "not for you" }, /not for you \(code -32091\)/],
      [{ code: 403, message: "who are you" }, /who are you \(code 403\)/],
      [{ code: -32002, message: "preflight" }, /preflight \(code -32002\)/],
      [{ code: "E_KEY", message: "key expired" }, /key expired \(code E_KEY\)/],
      [{ message: "nothing but words" }, /nothing but words/],
      ["a text", /a text/],
      [{}, /no reason/],
      [undefined, /neither a result nor an error/],
    ];
    for (const [error, words] of errors) {
      const on = await behind(errorsInBody(9, error));
      const told = await on.rpc
        .getSlot()
        .send()
        .catch((reason: unknown) => explain(reason));
      assert.match(String(told), words);
      assert.equal(on.calls.get("getSlot"), 1);
    }
  });

  it("what is no JSON is told from a node", async () => {
    const { url } = await behind(() => "<html>Welcome</html>");
    const told = await connect(url)
      .rpc.getSlot()
      .send()
      .catch((reason: unknown) => explain(reason, url));
    assert.match(String(told), /is that an RPC node\?/);
  });

  it("a result beside an empty error is a result", async () => {
    const on = await behind(() => JSON.stringify({ jsonrpc: "2.0", id: 0, error: null, result: 7 }));
    assert.equal(await on.rpc.getSlot().send(), 7n);
  });

  it("an answer that says nothing but that the node failed is no sign that it is gone", async () => {
    const on = await behind(failingNode(["getSlot"], { code: -32000, message: "disabled here" }));
    const told = await on.rpc
      .getSlot()
      .send()
      .catch((error: unknown) => error);
    assert.match(explain(told), /disabled here/);
    assert.ok(!isUnreachable(told));
  });
});
