import assert from "node:assert/strict";
import { test } from "node:test";
import {
  appendTransactionMessageInstructions,
  assertIsTransactionWithBlockhashLifetime,
  blockhash,
  compileTransactionMessage,
  createTransactionMessage,
  generateKeyPairSigner,
  getBase64Decoder,
  getBase64EncodedWireTransaction,
  getCompiledTransactionMessageEncoder,
  lamports,
  type Nonce,
  pipe,
  SOLANA_ERROR__TRANSACTION_ERROR__BLOCKHASH_NOT_FOUND,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingDurableNonce,
  signTransactionMessageWithSigners,
} from "@solana/kit";
import {
  fetchNonce,
  getCreateAccountInstruction,
  getInitializeNonceAccountInstruction,
  getNonceSize,
  SYSTEM_PROGRAM_ADDRESS,
} from "@solana-program/system";
import { SOL, TestNode } from "./harness.js";
import { base64, refused, transfer } from "./transfer.js";

const node = await TestNode.start();

test("a blockhash lasts 150 block heights and not one more", async () => {
  const [payer, friend] = [await node.funded(), await generateKeyPairSigner()];
  const first = await node.sign(payer, [transfer(payer, friend, SOL)]);
  const second = await node.sign(payer, [transfer(payer, friend, 2n * SOL)]);
  const { blockhash: hash, lastValidBlockHeight } = first.lifetimeConstraint;
  await node.raw("securities_warp", [{ slots: 150 }]);
  assert.equal(await node.rpc.getBlockHeight().send(), lastValidBlockHeight);
  assert.equal((await node.rpc.isBlockhashValid(hash).send()).value, true);
  await node.confirm(first);
  await node.raw("securities_warp", [{ slots: 1 }]);
  assert.equal((await node.rpc.isBlockhashValid(hash).send()).value, false);
  await refused(node.confirm(second), SOLANA_ERROR__TRANSACTION_ERROR__BLOCKHASH_NOT_FOUND);
  assert.equal(await node.balance(friend.address), SOL);
});

test("one blockhash serves more transactions than it has block heights to live", async () => {
  const payer = await node.funded();
  const { value } = await node.rpc.getLatestBlockhash().send();
  for (let count = 0; count < 200; count += 1) {
    await node.rpc.requestAirdrop(payer.address, lamports(SOL)).send();
  }
  assert.equal((await node.rpc.isBlockhashValid(value.blockhash).send()).value, true);
  assert.equal(await node.balance(payer.address), 210n * SOL);
});

test("a durable nonce outlives every blockhash, and is used once", async () => {
  const [payer, friend, nonceAccount] = [
    await node.funded(),
    await generateKeyPairSigner(),
    await generateKeyPairSigner(),
  ];
  const space = BigInt(getNonceSize());
  await node.run(payer, [
    getCreateAccountInstruction({
      payer,
      newAccount: nonceAccount,
      lamports: await node.rpc.getMinimumBalanceForRentExemption(space).send(),
      space,
      programAddress: SYSTEM_PROGRAM_ADDRESS,
    }),
    getInitializeNonceAccountInstruction({
      nonceAccount: nonceAccount.address,
      nonceAuthority: payer.address,
    }),
  ]);
  const { data } = await fetchNonce(node.rpc, nonceAccount.address);
  const transaction = await pipe(
    createTransactionMessage({ version: 0 }),
    (message) => setTransactionMessageFeePayerSigner(payer, message),
    (message) =>
      setTransactionMessageLifetimeUsingDurableNonce(
        {
          nonce: data.blockhash as string as Nonce,
          nonceAccountAddress: nonceAccount.address,
          nonceAuthorityAddress: payer.address,
        },
        message,
      ),
    (message) => appendTransactionMessageInstructions([transfer(payer, friend, SOL)], message),
    (message) => signTransactionMessageWithSigners(message),
  );
  await node.raw("securities_warp", [{ slots: 1000 }]);
  const wire = getBase64EncodedWireTransaction(transaction);
  await node.rpc.sendTransaction(wire, base64).send();
  assert.equal(await node.balance(friend.address), SOL);
  await assert.rejects(node.rpc.sendTransaction(wire, base64).send());
  assert.equal(await node.balance(friend.address), SOL);
});

test("an unknown blockhash has no fee", async () => {
  const payer = await node.funded();
  const transaction = await node.sign(payer, []);
  assertIsTransactionWithBlockhashLifetime(transaction);
  const message = pipe(createTransactionMessage({ version: 0 }), (empty) =>
    setTransactionMessageFeePayerSigner(payer, empty),
  );
  const compiled = compileTransactionMessage({
    ...message,
    lifetimeConstraint: { blockhash: blockhash(SYSTEM_PROGRAM_ADDRESS), lastValidBlockHeight: 0n },
  });
  const bytes = getBase64Decoder().decode(getCompiledTransactionMessageEncoder().encode(compiled));
  const answer = await node.raw("getFeeForMessage", [bytes]);
  assert.equal((answer.result as { value: unknown }).value, null);
});
