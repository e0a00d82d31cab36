import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ClientError,
  type Cluster,
  connect,
  depositInstructions,
  effectsOf,
  OutcomeUnknown,
  outcomeOf,
  previewDeposit,
  previewTicket,
  readPreviewState,
  send,
  TransactionExpired,
  TransactionFailure,
  tokenBalance,
} from "@defi-ready/securities";
import { AllocationRule } from "@defi-ready/securities/program";
import { callNode, dyingNode, gate, ONE, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import {
  type Blockhash,
  getBase58Encoder,
  getBase64EncodedWireTransaction,
  getBase64Encoder,
  getSignatureFromTransaction,
  getTransactionDecoder,
  type KeyPairSigner,
  partiallySignTransaction,
  type SignatureBytes,
  type TransactionModifyingSigner,
  type TransactionSendingSigner,
  type TransactionSigner,
} from "@solana/kit";

/** A wallet that signs what it is given, after a change. */
function changing(
  signer: KeyPairSigner,
  change: (one: Parameters<TransactionModifyingSigner["modifyAndSignTransactions"]>[0][number]) => unknown,
): TransactionSigner {
  return {
    address: signer.address,
    modifyAndSignTransactions: async (transactions) =>
      (await Promise.all(
        transactions.map(async (one) => ({
          ...(await partiallySignTransaction([signer.keyPair], one)),
          ...((await change(one)) as object),
        })),
      )) as never,
  };
}

/** A wallet that sends what it signs, and says only the signature. */
function sending(signer: KeyPairSigner, through: Cluster): TransactionSendingSigner {
  return {
    address: signer.address,
    signAndSendTransactions: (transactions) =>
      Promise.all(
        transactions.map(async (one) => {
          const signed = await partiallySignTransaction([signer.keyPair], one);
          await through.rpc
            .sendTransaction(getBase64EncodedWireTransaction(signed), {
              encoding: "base64",
              skipPreflight: true,
            })
            .send();
          const signature = getBase58Encoder().encode(getSignatureFromTransaction(signed));
          return Uint8Array.from(signature) as SignatureBytes;
        }),
      ),
  };
}

const deal = await closeAfterTests(TestDeal.start());
const { cluster } = deal;

async function depositBy(owner: TransactionSigner, amount = 50n * ONE) {
  const book = await deal.readBook();
  return (await depositInstructions({ cluster, owner, book, amount })).instructions;
}

test("a simulation says what a transaction takes and gives, to the lamport and the unit", async () => {
  const owner = await deal.investor(80n * ONE);
  const instructions = await depositBy(owner);
  const told = await effectsOf(cluster, { instructions, payer: owner });
  const { value: before } = await cluster.rpc.getBalance(owner.address).send();
  await send(cluster, { instructions, payer: owner });
  const { value: after } = await cluster.rpc.getBalance(owner.address).send();
  assert.equal(told.fee, 5_000n);
  assert.equal(told.lamports, after - before);
  assert.equal(told.opened, -told.lamports - 5_000n);
  assert.equal(told.closed, 0n);
  const account = await deal.wallet(owner.address);
  assert.deepEqual(told.tokens, [{ account, mint: deal.mint, before: 80n * ONE, after: 30n * ONE }]);
  assert.equal(await tokenBalance(cluster, account), 30n * ONE);
});

test("a simulation that is refused says so in the program's words", async () => {
  const owner = await deal.investor(5n * ONE);
  const instructions = await depositBy(owner);
  await assert.rejects(effectsOf(cluster, { instructions, payer: owner }), TransactionFailure);
});

for (const allocation of [AllocationRule.FirstCome, AllocationRule.ProRata]) {
  test(`a deposit gets what it was told before, by rule ${allocation}`, async () => {
    const other = await closeAfterTests(TestDeal.start({ terms: { allocation, cap: 100n * ONE } }));
    const [first, second] = [await other.investor(), await other.investor()];
    await other.deposit(first, 70n * ONE);
    const book = await other.readBook();
    const state = await readPreviewState(other.cluster, book.data);
    const told = previewDeposit({ ...state, value: 50n * ONE });
    const ticket = await other.deposit(second, 50n * ONE);
    const got = await previewTicket(other.cluster, ticket);
    const { liveAhead, committedAhead, accepted, shares, rewards } = got;
    assert.deepEqual(told, { liveAhead, committedAhead, accepted, shares, rewards: rewards.slice(0, 0) });
    assert.equal(told.liveAhead, 70n * ONE);
    assert.ok(accepted > 0n && accepted < 50n * ONE, `${accepted}`);
  });
}

test("a wallet that changes the blockhash is waited for until that one ends, whatever end it names", async () => {
  const owner = await deal.investor();
  const signer = changing(owner, (one) => ({
    lifetimeConstraint: {
      ...(one as { lifetimeConstraint: object }).lifetimeConstraint,
      blockhash: "4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi" as Blockhash,
      lastValidBlockHeight: 2n ** 64n - 1n,
    },
  }));
  let sent = 0;
  // It never lands: the node keeps it to itself, and all blockhashes of then end.
  const node = await closeAfterTests(
    gate(deal.url, async ({ method, params }) => {
      if (method !== "sendTransaction") {
        return undefined;
      }
      sent += 1;
      await callNode(deal.url, "securities_warp", [{ slots: 200 }]);
      const signed = getTransactionDecoder().decode(getBase64Encoder().encode(String(params[0])));
      return JSON.stringify({ jsonrpc: "2.0", id: 1, result: getSignatureFromTransaction(signed) });
    }),
  );
  const instructions = await depositBy(signer);
  await assert.rejects(send(connect(node.url), { instructions, payer: signer }), TransactionExpired);
  assert.ok(sent > 0);
  assert.equal(await tokenBalance(cluster, await deal.wallet(owner.address)), 1_000_000n * ONE);
});

test("a node that does not say what a simulation leaves behind is not believed", async () => {
  const owner = await deal.investor();
  const node = await closeAfterTests(
    gate(deal.url, async ({ method, forward }) => {
      if (method !== "simulateTransaction") {
        return undefined;
      }
      const answer = JSON.parse(await forward()) as { result: { value: { accounts: unknown } } };
      answer.result.value.accounts = null;
      return JSON.stringify(answer);
    }),
  );
  const instructions = await depositBy(owner);
  await assert.rejects(
    effectsOf(connect(node.url), { instructions, payer: owner }),
    /does not say what it would leave behind/,
  );
});

test("a wallet that makes it a transaction without an end is refused, and nothing is sent", async () => {
  const owner = await deal.investor();
  const signer = changing(owner, () => ({
    lifetimeConstraint: { nonce: "n", nonceAccountAddress: owner.address },
  }));
  const sent: string[] = [];
  const told = { ...cluster, onSigned: (one: string) => void sent.push(one) };
  await assert.rejects(send(told, { instructions: await depositBy(signer), payer: signer }), (error) => {
    assert.ok(error instanceof ClientError);
    assert.match(error.message, /never expires.*not sent/);
    return true;
  });
  assert.deepEqual(sent, []);
});

test("a wallet that sends by itself is awaited by its signature", async () => {
  const owner = await deal.investor();
  const signer = sending(owner, cluster);
  const sent: string[] = [];
  const told = { ...cluster, onSigned: (one: string) => void sent.push(one) };
  const signature = await send(told, { instructions: await depositBy(signer), payer: signer });
  assert.deepEqual(sent, [signature]);
  assert.equal(await tokenBalance(cluster, await deal.wallet(owner.address)), 999_950n * ONE);
});

test("waiting on after an unknown outcome signs nothing, and learns it", async () => {
  const owner = await deal.investor();
  let signed = 0;
  const signer = changing(owner, () => {
    signed += 1;
    return {};
  });
  const guard = dyingNode();
  let isBack = false;
  const node = await closeAfterTests(gate(deal.url, (call) => (isBack ? undefined : guard(call))));
  const faulty = connect(node.url, 1_000);
  const error = await send(faulty, { instructions: await depositBy(signer), payer: signer }).catch(
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof OutcomeUnknown && error.again !== undefined);
  isBack = true;
  await error.again();
  assert.equal(signed, 1);
  assert.equal((await outcomeOf(cluster, error.signature)).status, "finalized");
});
