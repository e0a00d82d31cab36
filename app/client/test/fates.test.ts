/** What becomes of a transaction where nodes lie about heights, lag, forget, refuse, hang, and die. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { explain, isUnreachable, OutcomeUnknown, outcomeOf, send } from "@defi-ready/securities";
import {
  answerWith,
  dyingNode,
  failingNode,
  funded,
  type Guard,
  heightIsSlot,
  lateConfirmations,
  lateFinality,
  lateStatuses,
  SOL,
  withholding,
  withoutHistory,
} from "@defi-ready/securities-testing";
import { generateKeyPairSigner, type Signature } from "@solana/kit";
import { getTransferSolInstruction } from "@solana-program/system";
import { type Nodes, startNodes } from "./behind.js";

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

/** A node that sends a transaction, and answers when it has landed and its blockhash is long expired. */
const expiring = ({ landed, warp }: Nodes) =>
  answerWith(["sendTransaction"], async (signature: string) => {
    await landed(signature);
    await warp(200);
    return signature;
  });

// Most of their time is the client's patience, so they wait side by side; clocks are moved, so each has its own.
describe("the fate of a transaction", { concurrency: true }, () => {
  it("a node whose height is a slot, and whose statuses come late, lands one of four attempts", async () => {
    const { behind, payOne } = await startNodes();
    const on = await behind(heightIsSlot(), lateStatuses(1_500));
    const { outcome, arrived } = await payOne(on);
    assert.equal(typeof outcome, "string", String(outcome));
    assert.equal(arrived, 1n);
  });

  it("a transaction that landed just before its blockhash expired is not sent again while its status is late", async () => {
    const nodes = await startNodes();
    const { behind, payOne } = nodes;
    const { outcome, arrived } = await payOne(await behind(lateStatuses(1_500), expiring(nodes)));
    assert.equal(typeof outcome, "string", String(outcome));
    assert.equal(arrived, 1n);
  });

  it("a transaction is not dead by one way to tell alone, nor by a node that is behind", async () => {
    const { behind, payOne } = await startNodes();
    const nodes = [[unknownHash(0)], [farAhead()], [unknownHash(300), farAhead()]];
    const paid = nodes.map(async (lies) => {
      // Longer than statuses may be late.
      const { outcome, arrived } = await payOne(await behind(...lies, withholding(8_000)));
      assert.equal(typeof outcome, "string", String(outcome));
      assert.equal(arrived, 1n);
    });
    await Promise.all(paid);
  });

  it("a transaction whose blockhash is not final yet is not dead", async () => {
    const { behind, payOne } = await startNodes();
    // The height of one node says that it has expired, and the final block of the other does not know its blockhash yet.
    const { outcome, arrived } = await payOne(
      await behind(passedOn(farAhead(), lateFinality(20)), withholding(8_000)),
    );
    assert.equal(typeof outcome, "string", String(outcome));
    assert.equal(arrived, 1n);
  });

  it("a transaction that is included is not dead, however long it is not confirmed", async () => {
    const nodes = await startNodes();
    const { behind, payOne } = nodes;
    const { outcome, arrived } = await payOne(await behind(lateConfirmations(8_000), expiring(nodes)));
    assert.equal(typeof outcome, "string", String(outcome));
    assert.equal(arrived, 1n);
  });

  it("a node without history tells recent transactions, and that it knows no others", async () => {
    const nodes = await startNodes();
    const { behind, payOne, warp } = nodes;
    const landing = await payOne(await behind(withoutHistory(), expiring(nodes)));
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
    assert.deepEqual(await outcomeOf(on, landing.outcome as Signature), {
      status: "unknown",
      history: false,
    });
  });

  it("a node without history says nothing of a transaction that it may have forgotten", async () => {
    const { behind, payOne, landed, warp } = await startNodes();
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

  it("a node that dies with a transaction leaves its outcome unknown, with its signature", async () => {
    const { behind, payOne } = await startNodes();
    const signed: string[] = [];
    const on = {
      ...(await behind(dyingNode())),
      onSigned: (signature: string) => void signed.push(signature),
    };
    const { outcome, arrived } = await payOne(on);
    assert.ok(outcome instanceof OutcomeUnknown, String(outcome));
    assert.deepEqual([outcome.signature], signed);
    assert.match(explain(outcome), /sent, outcome unknown: check \w{80,} before repeating/);
    assert.ok(isUnreachable(outcome));
    assert.equal(arrived, 1n);
  });

  it("a transaction that the first node refuses is not awaited", async () => {
    const { behind, payOne } = await startNodes();
    for (const code of [-32002, -32003, -32600, -32602, 403]) {
      const refuses = failingNode(["sendTransaction"], { code, message: "not today" });
      const { outcome, arrived } = await payOne(await behind(refuses));
      assert.match(explain(outcome), new RegExp(`not today \\(code ${code}\\)`));
      assert.equal(arrived, 0n);
    }
    const gone: Guard = ({ method }) => (method === "sendTransaction" ? 403 : undefined);
    assert.match(explain((await payOne(await behind(gone))).outcome), /403/);
  });

  it("a node is silent from the first question that it does not answer", async () => {
    const { behind, payOne } = await startNodes();
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

  it("what a failed transaction did is told by its signature", async () => {
    const { cluster, behind } = await startNodes();
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

  it("a node that fails over a transaction may have passed it on", async () => {
    const { behind, payOne } = await startNodes();
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

  it("a connection that breaks with a transaction does not hide that it landed", async () => {
    const { behind, payOne } = await startNodes();
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
});
