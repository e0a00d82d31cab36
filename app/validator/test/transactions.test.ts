import assert from "node:assert/strict";
import { test } from "node:test";
import {
  generateKeyPairSigner,
  getBase64Decoder,
  getBase64EncodedWireTransaction,
  getSignatureFromTransaction,
  isSolanaError,
  type SignatureBytes,
  SOLANA_ERROR__INSTRUCTION_ERROR__CUSTOM,
  SOLANA_ERROR__INSTRUCTION_ERROR__INVALID_INSTRUCTION_DATA,
  SOLANA_ERROR__JSON_RPC__INVALID_PARAMS,
  SOLANA_ERROR__TRANSACTION_ERROR__ACCOUNT_NOT_FOUND,
  SOLANA_ERROR__TRANSACTION_ERROR__ALREADY_PROCESSED,
  SOLANA_ERROR__TRANSACTION_ERROR__INSUFFICIENT_FUNDS_FOR_RENT,
  SOLANA_ERROR__TRANSACTION_ERROR__INVALID_PROGRAM_FOR_EXECUTION,
  SOLANA_ERROR__TRANSACTION_ERROR__SIGNATURE_FAILURE,
} from "@solana/kit";
import {
  getSetComputeUnitLimitInstruction,
  getSetComputeUnitPriceInstruction,
} from "@solana-program/compute-budget";
import { SYSTEM_PROGRAM_ADDRESS } from "@solana-program/system";
import { SOL, TestNode } from "./harness.js";
import { base64, refused, transfer } from "./transfer.js";

const node = await TestNode.start();

test("a transfer is confirmed over the WebSocket and moves exactly its amount and its fee", async () => {
  const [payer, friend] = [await node.funded(), await generateKeyPairSigner()];
  const transaction = await node.run(payer, [transfer(payer, friend, 3n * SOL)]);
  assert.equal(await node.balance(friend.address), 3n * SOL);
  assert.equal(await node.balance(payer.address), 7n * SOL - 5_000n);

  const signature = getSignatureFromTransaction(transaction);
  const { value } = await node.rpc.getSignatureStatuses([signature]).send();
  assert.equal(value[0]?.confirmationStatus, "finalized");
  assert.equal(value[0]?.err, null);
});

test("getTransaction tells balances, fee, logs and compute units", async () => {
  const [payer, friend] = [await node.funded(), await generateKeyPairSigner()];
  const transaction = await node.run(payer, [transfer(payer, friend, SOL)]);
  const signature = getSignatureFromTransaction(transaction);
  const found = await node.rpc
    .getTransaction(signature, { encoding: "json", maxSupportedTransactionVersion: 0 })
    .send();
  assert.ok(found?.meta);
  assert.equal(found.version, 0);
  assert.equal(found.meta.fee, 5_000n);
  assert.deepEqual(found.meta.preBalances, [10n * SOL, 0n, 1n]);
  assert.deepEqual(found.meta.postBalances, [9n * SOL - 5_000n, SOL, 1n]);
  assert.equal(found.meta.computeUnitsConsumed, 150n);
  assert.ok(found.meta.logMessages?.includes(`Program ${SYSTEM_PROGRAM_ADDRESS} success`));
  assert.deepEqual(found.transaction.signatures, [signature]);

  const wire = await node.rpc
    .getTransaction(signature, { ...base64, maxSupportedTransactionVersion: 0 })
    .send();
  assert.equal(wire?.transaction[0], getBase64EncodedWireTransaction(transaction));

  const old = await node.raw("getTransaction", [signature]);
  assert.equal(old.error?.code, -32015);

  const parsed = await node.rpc
    .getTransaction(signature, { encoding: "jsonParsed", maxSupportedTransactionVersion: 0 })
    .send();
  assert.deepEqual(parsed?.transaction.message.accountKeys[1], {
    pubkey: friend.address,
    signer: false,
    source: "transaction",
    writable: true,
  });
});

test("getSignaturesForAddress pages from the newest to the oldest", async () => {
  const [payer, friend] = [await node.funded(), await generateKeyPairSigner()];
  const signatures: string[] = [];
  for (let count = 0; count < 3; count += 1) {
    signatures.unshift(getSignatureFromTransaction(await node.run(payer, [transfer(payer, friend, SOL)])));
  }
  const all = await node.rpc.getSignaturesForAddress(friend.address).send();
  assert.deepEqual(
    all.map((entry) => entry.signature),
    signatures,
  );
  const [newest, middle] = all;
  assert.ok(newest && middle);
  const page = await node.rpc
    .getSignaturesForAddress(friend.address, { limit: 1, before: newest.signature })
    .send();
  assert.deepEqual(
    page.map((entry) => entry.signature),
    [signatures[1]],
  );
  const newer = await node.rpc.getSignaturesForAddress(friend.address, { until: middle.signature }).send();
  assert.deepEqual(
    newer.map((entry) => entry.signature),
    [signatures[0]],
  );
});

test("a transfer of more than there is fails in preflight, without a fee", async () => {
  const [payer, friend] = [await node.funded(), await generateKeyPairSigner()];
  const transaction = await node.sign(payer, [transfer(payer, friend, 11n * SOL)]);
  await refused(node.confirm(transaction), SOLANA_ERROR__INSTRUCTION_ERROR__CUSTOM, { code: 1, index: 0 });
  assert.equal(await node.balance(payer.address), 10n * SOL);

  const answer = await node.raw("sendTransaction", [getBase64EncodedWireTransaction(transaction), base64]);
  assert.equal(answer.error?.code, -32002);
  assert.equal(
    answer.error?.message,
    "Transaction simulation failed: Error processing Instruction 0: custom program error: 0x1",
  );
  assert.deepEqual(answer.error?.data?.err, { InstructionError: [0, { Custom: 1 }] });
  assert.ok(Array.isArray(answer.error?.data?.logs) && answer.error.data.logs.length === 3);
  assert.equal(answer.error?.data?.unitsConsumed, 150);
});

test("without preflight a failing transaction is included, pays its fee and shows its error", async () => {
  const [payer, friend] = [await node.funded(), await generateKeyPairSigner()];
  const transaction = await node.sign(payer, [transfer(payer, friend, 11n * SOL)]);
  const wire = getBase64EncodedWireTransaction(transaction);
  const signature = await node.rpc.sendTransaction(wire, { ...base64, skipPreflight: true }).send();
  assert.equal(await node.balance(payer.address), 10n * SOL - 5_000n);
  assert.equal(await node.balance(friend.address), 0n);
  const { value } = await node.rpc.getSignatureStatuses([signature]).send();
  // kit gives every integer of an answer as a bigint.
  assert.deepEqual(value[0]?.err, { InstructionError: [0n, { Custom: 1n }] });
});

test("errors of several kinds reach the client as its own errors", async () => {
  const [payer, stranger] = [await node.funded(), await generateKeyPairSigner()];
  const send = async (...instructions: Parameters<TestNode["sign"]>[1][number][]) =>
    node.confirm(await node.sign(payer, instructions));
  await refused(
    send({ programAddress: SYSTEM_PROGRAM_ADDRESS, data: Uint8Array.of(9, 9) }),
    SOLANA_ERROR__INSTRUCTION_ERROR__INVALID_INSTRUCTION_DATA,
    { index: 0 },
  );
  await refused(
    send({ programAddress: stranger.address }),
    SOLANA_ERROR__TRANSACTION_ERROR__INVALID_PROGRAM_FOR_EXECUTION,
  );
  await assert.rejects(
    send(getSetComputeUnitLimitInstruction({ units: 1 }), getSetComputeUnitLimitInstruction({ units: 1 })),
    (error) => {
      assert.ok(isSolanaError(error, SOLANA_ERROR__JSON_RPC__INVALID_PARAMS));
      assert.match(error.context.__serverMessage, /^invalid transaction: .* duplicate instruction \(1\)/);
      return true;
    },
  );
  await refused(
    send(transfer(payer, stranger, 1n)),
    SOLANA_ERROR__TRANSACTION_ERROR__INSUFFICIENT_FUNDS_FOR_RENT,
    { accountIndex: 1 },
  );
  const poor = await node.sign(stranger, [transfer(stranger, payer, 1n)]);
  await refused(node.confirm(poor), SOLANA_ERROR__TRANSACTION_ERROR__ACCOUNT_NOT_FOUND);
});

test("a wrong signature is refused", async () => {
  const [payer, friend] = [await node.funded(), await generateKeyPairSigner()];
  const transaction = await node.sign(payer, [transfer(payer, friend, SOL)]);
  const forged = {
    ...transaction,
    signatures: { [payer.address]: new Uint8Array(64).fill(7) as SignatureBytes },
  };
  for (const skipPreflight of [false, true]) {
    const send = node.rpc.sendTransaction(getBase64EncodedWireTransaction(forged), {
      ...base64,
      skipPreflight,
    });
    await refused(send.send(), SOLANA_ERROR__TRANSACTION_ERROR__SIGNATURE_FAILURE);
  }
  assert.equal(await node.balance(payer.address), 10n * SOL);
});

test("the same transaction twice is refused, but repeating it without preflight is harmless", async () => {
  const [payer, friend] = [await node.funded(), await generateKeyPairSigner()];
  const transaction = await node.run(payer, [transfer(payer, friend, SOL)]);
  await refused(node.confirm(transaction), SOLANA_ERROR__TRANSACTION_ERROR__ALREADY_PROCESSED);
  const wire = getBase64EncodedWireTransaction(transaction);
  const again = await node.rpc.sendTransaction(wire, { ...base64, skipPreflight: true }).send();
  assert.equal(again, getSignatureFromTransaction(transaction));
  assert.equal(await node.balance(friend.address), SOL);
});

test("a transaction over 1,232 bytes is refused", async () => {
  const payer = await node.funded();
  const transaction = await node.sign(payer, [
    { programAddress: SYSTEM_PROGRAM_ADDRESS, data: new Uint8Array(1_100) },
  ]);
  const answer = await node.raw("sendTransaction", [getBase64EncodedWireTransaction(transaction), base64]);
  assert.equal(answer.error?.code, -32602);
  assert.match(answer.error?.message ?? "", /too large: \d+ bytes \(max: 1232 bytes\)/);
});

test("the fee with a priority is charged to the payer, and predicted by getFeeForMessage", async () => {
  const [payer, friend] = [await node.funded(), await generateKeyPairSigner()];
  const priced = [
    getSetComputeUnitPriceInstruction({ microLamports: 1_234_567n }),
    transfer(payer, friend, SOL),
  ];
  const limited = [getSetComputeUnitLimitInstruction({ units: 77_777 }), ...priced];
  for (const instructions of [priced, limited]) {
    const before = await node.balance(payer.address);
    const transaction = await node.sign(payer, instructions);
    const message = getBase64Decoder().decode(transaction.messageBytes) as Parameters<
      typeof node.rpc.getFeeForMessage
    >[0];
    const fee = (await node.rpc.getFeeForMessage(message).send()).value;
    await node.confirm(transaction);
    assert.equal(before - (await node.balance(payer.address)) - SOL, fee);
    const signature = getSignatureFromTransaction(transaction);
    const found = await node.rpc
      .getTransaction(signature, { ...base64, maxSupportedTransactionVersion: 0 })
      .send();
    assert.equal(found?.meta?.fee, fee);
  }
});

test("an airdrop that cannot be says why", async () => {
  const nobody = await generateKeyPairSigner();
  const answer = await node.raw("requestAirdrop", [nobody.address, 1]);
  assert.match(answer.error?.message ?? "", /insufficient funds for rent/);
});
