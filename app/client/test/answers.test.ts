import assert from "node:assert/strict";
import { test } from "node:test";
import { isOfForm } from "../src/answers.js";

const ACCOUNT = { data: ["AAAA", "base64"], owner: "Owner", lamports: 5n, executable: false };
const at = (value: unknown) => ({ context: { slot: 7n }, value });

/** Of each method: its parameters, results that nodes give, and results that none gives. */
const ANSWERS: Readonly<Record<string, readonly [params: unknown[], right: unknown[], wrong: unknown[]]>> = {
  getAccountInfo: [
    ["A"],
    [at(null), at(ACCOUNT), at({ ...ACCOUNT, data: "" })],
    [null, {}, at({}), at({ ...ACCOUNT, owner: 5 }), { value: null }],
  ],
  getBalance: [["A"], [at(0n), at(5)], [5n, at(-1), at("5"), at(1e300)]],
  getBlockHeight: [[], [0n, 7], [null, -1n, 2n ** 64n, 1.5, "7"]],
  getGenesisHash: [[], ["Hash"], [null, {}, 5]],
  getLatestBlockhash: [
    [],
    [at({ blockhash: "Hash", lastValidBlockHeight: 5n })],
    [at(null), at({ blockhash: 5, lastValidBlockHeight: 5n }), at({ blockhash: "Hash" }), "Hash"],
  ],
  getMultipleAccounts: [
    [["A", "B"]],
    [at([null, ACCOUNT])],
    [at([]), at([ACCOUNT]), at([ACCOUNT, null, null]), at(null), at([{}, null]), []],
  ],
  getProgramAccounts: [
    ["A"],
    [[], [{ pubkey: "A", account: ACCOUNT }]],
    [null, {}, [null], [{ pubkey: "A" }], [{ pubkey: 5, account: ACCOUNT }]],
  ],
  getSignatureStatuses: [[["S"]], [at([null]), at([{ slot: 5n }])], [at([]), at(null), at([5]), null]],
  getSignaturesForAddress: [["A"], [[], [{ signature: "S" }]], [null, {}, [5]]],
  getSlot: [[], [7n], [null, {}, "7", -1]],
  getTransaction: [["S"], [null, { transaction: {} }], [5, {}, []]],
  isBlockhashValid: [["H"], [at(true), at(false)], [true, at(null), at(1)]],
  sendTransaction: [["W"], ["S"], [null, {}, 5]],
  simulateTransaction: [["W"], [at({ err: null }), at({ err: "x" })], [null, at(null), at({}), "text"]],
};

test("results of nodes are told by their form from what no node gives", () => {
  for (const [method, [params, right, wrong]] of Object.entries(ANSWERS)) {
    for (const one of right) {
      assert.equal(isOfForm({ method, params }, one), true, `${method}: ${inspect(one)}`);
    }
    for (const one of wrong) {
      assert.equal(isOfForm({ method, params }, one), false, `${method}: ${inspect(one)}`);
    }
  }
});

test("accounts come beside the slot if that was asked for, and only then", () => {
  const asked = { method: "getProgramAccounts", params: ["A", { withContext: true }] };
  const keyed = [{ pubkey: "A", account: ACCOUNT }];
  assert.equal(isOfForm(asked, at(keyed)), true);
  assert.equal(isOfForm(asked, keyed), false);
  assert.equal(isOfForm(asked, at([{ pubkey: "A" }])), false);
  assert.equal(isOfForm({ ...asked, params: ["A", {}] }, at(keyed)), false);
});

test("of a method that is not known any result will do", () => {
  assert.equal(isOfForm({ method: "getVersion" }, null), true);
});

const inspect = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? `${one}n` : one)) ?? String(value);
