/** Nodes as they are: they lie about heights, lag, limit, refuse in the body of a success, hang, and die. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import {
  type Cluster,
  connect,
  explain,
  isUnreachable,
  OutcomeUnknown,
  outcomeOf,
  send,
} from "@defi-ready/securities";
import {
  answerWith,
  callNode,
  dyingNode,
  errorsInBody,
  failingNode,
  faults,
  funded,
  type Guard,
  gate,
  hangingNode,
  heightIsSlot,
  lateConfirmations,
  lateFinality,
  lateStatuses,
  limitingNode,
  SOL,
  withholding,
  withoutHistory,
} from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { startValidator } from "@defi-ready/securities-validator";
import { generateKeyPairSigner, type Signature } from "@solana/kit";
import { getTransferSolInstruction } from "@solana-program/system";

// Its clock runs: each attempt has a blockhash of its own.
const validator = await startValidator({ port: 0 });
after(() => validator.close());
const cluster = connect(validator.url);

/** Behind a node of the kind that some guards make. */
async function behind(
  ...guards: readonly Guard[]
): Promise<Cluster & { calls: ReadonlyMap<string, number> }> {
  const { guard, calls } = faults(...guards);
  const { url } = await closeAfterTests(gate(validator.url, guard));
  return { ...connect(url), attempts: 4, calls };
}

/** Pays one SOL through a cluster, and says how many of them arrived in the end. */
async function payOne(on: Cluster, wait = 0) {
  const payer = await funded(cluster, 10n * SOL);
  const { address: destination } = await generateKeyPairSigner();
  const instructions = [getTransferSolInstruction({ source: payer, destination, amount: SOL })];
  const outcome = await send(on, { instructions, payer }).catch((error: unknown) => error);
  await new Promise((resolve) => setTimeout(resolve, wait));
  const { value } = await cluster.rpc.getBalance(destination).send();
  return { outcome, arrived: value / SOL };
}

/** Waits until a transaction has landed, as the cluster itself sees it. */
async function landed(signature: string): Promise<void> {
  for (let polls = 0; polls < 100; polls += 1) {
    const { value } = await cluster.rpc.getSignatureStatuses([signature as Signature]).send();
    if (value[0] !== null) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const warp = (slots: number) => callNode(validator.url, "securities_warp", [{ slots }]);

test("a node whose height is a slot, and whose statuses come late, lands one of four attempts", async () => {
  const on = await behind(heightIsSlot(), lateStatuses(1_500));
  const { outcome, arrived } = await payOne(on);
  assert.equal(typeof outcome, "string", String(outcome));
  assert.equal(arrived, 1n);
});

test("a transaction that landed just before its blockhash expired is not sent again while its status is late", async () => {
  const { outcome, arrived } = await payOne(await behind(lateStatuses(1_500), expiring()));
  assert.equal(typeof outcome, "string", String(outcome));
  assert.equal(arrived, 1n);
});

/** A node whose newest blockhashes are those of a far future, but for the one that is signed, which comes first. */
function farAhead(): Guard {
  let asked = 0;
  return answerWith(["getLatestBlockhash"], (result: { value: { lastValidBlockHeight: number } }) => {
    asked += 1;
    const lastValidBlockHeight = result.value.lastValidBlockHeight + (asked > 1 ? 1_000 : 0);
    return { ...result, value: { ...result.value, lastValidBlockHeight } };
  });
}

/** The answers of one node as another passes them on. */
const passedOn =
  (by: Guard, from: Guard): Guard =>
  async (call) => {
    const forward = async () => String((await from(call)) ?? (await call.forward()));
    return (await by({ ...call, forward })) ?? (await from(call));
  };

/** A node that does not know a blockhash, some slots behind the others. */
const unknownHash = (behindBy: number) =>
  answerWith(["isBlockhashValid"], ({ context }: { context: { slot: number } }) => ({
    context: { ...context, slot: context.slot - behindBy },
    value: false,
  }));

test("a transaction is not dead by one way to tell alone, nor by a node that is behind", async () => {
  const nodes = [[unknownHash(0)], [farAhead()], [unknownHash(300), farAhead()]];
  const paid = nodes.map(async (lies) => {
    // Longer than statuses may be late.
    const { outcome, arrived } = await payOne(await behind(...lies, withholding(8_000)));
    assert.equal(typeof outcome, "string", String(outcome));
    assert.equal(arrived, 1n);
  });
  await Promise.all(paid);
});

test("a transaction whose blockhash is not final yet is not dead", async () => {
  // The height of one node says that it has expired, and the final block of the other does not know its blockhash yet.
  const { outcome, arrived } = await payOne(
    await behind(passedOn(farAhead(), lateFinality(20)), withholding(8_000)),
  );
  assert.equal(typeof outcome, "string", String(outcome));
  assert.equal(arrived, 1n);
});

/** A node that sends a transaction, and answers when it has landed and its blockhash is long expired. */
const expiring = () =>
  answerWith(["sendTransaction"], async (signature: string) => {
    await landed(signature);
    await warp(200);
    return signature;
  });

test("a transaction that is included is not dead, however long it is not confirmed", async () => {
  const { outcome, arrived } = await payOne(await behind(lateConfirmations(8_000), expiring()));
  assert.equal(typeof outcome, "string", String(outcome));
  assert.equal(arrived, 1n);
});

test("a node without history tells recent transactions, and that it knows no others", async () => {
  const landing = await payOne(await behind(withoutHistory(), expiring()));
  assert.equal(typeof landing.outcome, "string", String(landing.outcome));
  assert.equal(landing.arrived, 1n);

  let sent = 0;
  const first: Guard = async (call) => {
    sent += call.method === "sendTransaction" ? 1 : 0;
    if (call.method !== "sendTransaction" || sent > 1) {
      return undefined;
    }
    await warp(200);
    return JSON.stringify({ jsonrpc: "2.0", id: 0, result: "1".repeat(64) });
  };
  const expired = await payOne(await behind(withoutHistory(), first));
  assert.equal(typeof expired.outcome, "string", String(expired.outcome));
  assert.deepEqual([sent, expired.arrived], [2, 1n]);

  const on = await behind(withoutHistory({ forgets: true }));
  assert.deepEqual(await outcomeOf(on, landing.outcome as Signature), { status: "unknown", history: false });
});

test("a node without history says nothing of a transaction that it may have forgotten", async () => {
  const late = answerWith(["sendTransaction"], async (signature: string) => {
    await landed(signature);
    await warp(400);
    return signature;
  });
  const { outcome, arrived } = await payOne(await behind(withoutHistory({ forgets: true }), late));
  assert.ok(outcome instanceof OutcomeUnknown, String(outcome));
  assert.match(explain(outcome), /keeps no history/);
  assert.equal(arrived, 1n);
});

test("a node that limits is asked again when it says, and not where that takes more than a minute", async () => {
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

const RETRIED = [429, 503, 524, -32429, -32000, -32005, -32016];

test("errors in the body of a success are asked again where that helps", async () => {
  for (const code of RETRIED) {
    const on = await behind(errorsInBody(1, { code, message: "slow down" }));
    assert.ok((await on.rpc.getSlot().send()) >= 0n, String(code));
    assert.equal(on.calls.get("getSlot"), 2);
  }
});

test("errors in the body of a success are told in the node's words with their code", async () => {
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

test("what is no JSON is told from a node", async () => {
  const { url } = await behind(() => "<html>Welcome</html>");
  const told = await connect(url)
    .rpc.getSlot()
    .send()
    .catch((reason: unknown) => explain(reason, url));
  assert.match(String(told), /is that an RPC node\?/);
});

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

test("a node that dies with a transaction leaves its outcome unknown, with its signature", async () => {
  const signed: string[] = [];
  const on = { ...(await behind(dyingNode())), onSigned: (signature: string) => void signed.push(signature) };
  const { outcome, arrived } = await payOne(on);
  assert.ok(outcome instanceof OutcomeUnknown, String(outcome));
  assert.deepEqual([outcome.signature], signed);
  assert.match(explain(outcome), /sent, outcome unknown: check \w{80,} before repeating/);
  assert.ok(isUnreachable(outcome));
  assert.equal(arrived, 1n);
});

test("a transaction that the first node refuses is not awaited", async () => {
  for (const code of [-32002, -32003, -32600, -32602, 403]) {
    const refuses = failingNode(["sendTransaction"], { code, message: "not today" });
    const { outcome, arrived } = await payOne(await behind(refuses));
    assert.match(explain(outcome), new RegExp(`not today \\(code ${code}\\)`));
    assert.equal(arrived, 0n);
  }
  const gone: Guard = ({ method }) => (method === "sendTransaction" ? 403 : undefined);
  assert.match(explain((await payOne(await behind(gone))).outcome), /403/);
});

test("a result beside an empty error is a result", async () => {
  const on = await behind(() => JSON.stringify({ jsonrpc: "2.0", id: 0, error: null, result: 7 }));
  assert.equal(await on.rpc.getSlot().send(), 7n);
});

test("an answer that says nothing but that the node failed is no sign that it is gone", async () => {
  const on = await behind(failingNode(["getSlot"], { code: -32000, message: "disabled here" }));
  const told = await on.rpc
    .getSlot()
    .send()
    .catch((error: unknown) => error);
  assert.match(explain(told), /disabled here/);
  assert.ok(!isUnreachable(told));
});

test("a node is silent from the first question that it does not answer", async () => {
  let asked = 0;
  const slow: Guard = async ({ method }) => {
    if (method === "sendTransaction") {
      await new Promise((resolve) => setTimeout(resolve, 16_000));
    } else if (method === "getSignatureStatuses") {
      asked += 1;
      return asked === 1 ? 418 : undefined;
    }
    return undefined;
  };
  const { outcome, arrived } = await payOne(await behind(slow));
  assert.equal(typeof outcome, "string", String(outcome));
  assert.equal(arrived, 1n);
});

test("what a failed transaction did is told by its signature", async () => {
  const payer = await funded(cluster, SOL);
  const { address: destination } = await generateKeyPairSigner();
  const taken: Signature[] = [];
  /** It says that a transaction succeeds which does not. */
  const on = await behind(
    answerWith(["simulateTransaction"], (result: { value: object }) => ({
      ...result,
      value: { ...result.value, err: null, unitsConsumed: 5_000 },
    })),
  );
  const instructions = [getTransferSolInstruction({ source: payer, destination, amount: 2n * SOL })];
  const failed = send({ ...on, onSigned: (one) => void taken.push(one) }, { instructions, payer });
  await assert.rejects(failed, /insufficient SOL/);
  const [signature] = taken;
  assert.ok(signature);
  const { status, failure } = await outcomeOf(cluster, signature);
  assert.notEqual(status, "unknown");
  assert.match(failure?.message ?? "", /insufficient SOL/);
});

test("a node that fails over a transaction may have passed it on", async () => {
  const answers = [-32603, -32000, -32098, "E_GATEWAY"].map((code) =>
    JSON.stringify({ jsonrpc: "2.0", id: 0, error: { code, message: "oops" } }),
  );
  for (const failure of [500, 524, 408, 409, ...answers]) {
    let failures = 0;
    const failing: Guard = async ({ method, forward }) => {
      if (method !== "sendTransaction" || failures > 0) {
        return undefined;
      }
      failures += 1;
      await forward();
      return failure;
    };
    const { outcome, arrived } = await payOne(await behind(failing));
    assert.equal(typeof outcome, "string", String(outcome));
    assert.equal(arrived, 1n);
  }
});

test("a connection that breaks with a transaction does not hide that it landed", async () => {
  let cut = 0;
  const cutting: Guard = async ({ method, forward }) => {
    if (method === "sendTransaction" && cut === 0) {
      cut += 1;
      await forward();
      throw new Error("the connection is cut");
    }
    return undefined;
  };
  const { outcome, arrived } = await payOne(await behind(cutting));
  assert.equal(typeof outcome, "string", String(outcome));
  assert.equal(arrived, 1n);
});
