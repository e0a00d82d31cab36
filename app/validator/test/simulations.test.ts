import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AccountRole,
  address,
  generateKeyPairSigner,
  getBase64EncodedWireTransaction,
  type Instruction,
} from "@solana/kit";
import { TOKEN_PROGRAM_ADDRESS } from "@solana-program/token";
import { SOL, TestNode } from "./harness.js";
import { base64, transfer } from "./transfer.js";

const NATIVE_MINT = address("So11111111111111111111111111111111111111112");

const node = await TestNode.start();

test("a simulation changes nothing and tells what would happen", async () => {
  const [payer, friend] = [await node.funded(), await generateKeyPairSigner()];
  const wire = getBase64EncodedWireTransaction(await node.sign(payer, [transfer(payer, friend, SOL)]));
  const slot = await node.rpc.getSlot().send();
  const { value } = await node.rpc
    .simulateTransaction(wire, {
      ...base64,
      sigVerify: true,
      innerInstructions: true,
      accounts: { addresses: [friend.address], encoding: "base64" },
    })
    .send();
  assert.equal(value.err, null);
  assert.equal(value.unitsConsumed, 150n);
  assert.equal(value.accounts[0]?.lamports, SOL);
  assert.equal(value.fee, 5_000n);
  assert.deepEqual(value.postBalances?.slice(0, 2), [9n * SOL - 5_000n, SOL]);
  assert.equal(await node.balance(friend.address), 0n);
  assert.equal(await node.rpc.getSlot().send(), slot);
});

test("a simulation may replace the blockhash, and needs no signature", async () => {
  const [payer, friend] = [await node.funded(), await generateKeyPairSigner()];
  const signed = await node.sign(payer, [transfer(payer, friend, SOL)]);
  const unsigned = { ...signed, signatures: { [payer.address]: null } };
  const wire = getBase64EncodedWireTransaction(unsigned);
  await node.raw("securities_warp", [{ slots: 200 }]);
  const expired = await node.rpc.simulateTransaction(wire, base64).send();
  assert.equal(expired.value.err, "BlockhashNotFound");
  const replaced = await node.rpc
    .simulateTransaction(wire, { ...base64, replaceRecentBlockhash: true })
    .send();
  assert.equal(replaced.value.err, null);
  const latest = await node.rpc.getLatestBlockhash().send();
  assert.equal(replaced.value.replacementBlockhash?.blockhash, latest.value.blockhash);
  const both = await node.raw("simulateTransaction", [
    wire,
    { ...base64, sigVerify: true, replaceRecentBlockhash: true },
  ]);
  assert.equal(both.error?.code, -32602);
});

test("what a program returns is shown without the zeros at its end, as nodes do", async () => {
  const payer = await node.funded();
  const size: Instruction = {
    programAddress: TOKEN_PROGRAM_ADDRESS,
    accounts: [{ address: NATIVE_MINT, role: AccountRole.READONLY }],
    // GetAccountDataSize: 165, in eight bytes.
    data: Uint8Array.of(21),
  };
  const wire = getBase64EncodedWireTransaction(await node.sign(payer, [size]));
  const { value } = await node.rpc.simulateTransaction(wire, base64).send();
  const data = [Buffer.of(165).toString("base64"), "base64"];
  assert.deepEqual(value.returnData, { programId: TOKEN_PROGRAM_ADDRESS, data });

  const nothing = getBase64EncodedWireTransaction(await node.sign(payer, [transfer(payer, payer, 1n)]));
  assert.equal((await node.rpc.simulateTransaction(nothing, base64).send()).value.returnData, null);
});
