import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_DETERMINISTIC_TIMESTAMP } from "@defi-ready/securities-validator";
import { address, createKeyPairSignerFromPrivateKeyBytes, lamports } from "@solana/kit";
import { getTransferSolInstruction } from "@solana-program/system";
import { SOL, TestNode } from "./harness.js";

const SLOT_HASHES = address("SysvarS1otHashes111111111111111111111111111");

type Warped = { blockHeight: number; slot: number; unixTimestamp: number };

test("deterministic time starts where it is told and stands still", async () => {
  const node = await TestNode.start({ deterministic: { unixTimestamp: 1_800_000_000n } });
  await node.funded();
  const clock = await node.clock();
  assert.equal(clock.unixTimestamp, 1_800_000_000n);
  assert.equal(await node.rpc.getBlockTime(await node.rpc.getSlot().send()).send(), 1_800_000_000n);
});

test("each transaction ends a slot, whose number it carries", async () => {
  const node = await TestNode.start();
  const before = await node.rpc.getSlot().send();
  const payer = await node.funded();
  const transaction = await node.run(payer, []);
  assert.equal(await node.rpc.getSlot().send(), before + 2n);
  const [newest] = await node.rpc.getSignaturesForAddress(payer.address).send();
  assert.equal(newest?.slot, before + 2n);
  assert.ok(
    transaction.lifetimeConstraint.blockhash !== (await node.rpc.getLatestBlockhash().send()).value.blockhash,
  );
});

test("a warp moves slot, height, time and epoch together", async () => {
  const node = await TestNode.start();
  const before = await node.rpc.getEpochInfo().send();
  const { result } = await node.raw("securities_warp", [{ slots: 432_000, seconds: 86_400 }]);
  const after = await node.rpc.getEpochInfo().send();
  assert.equal(after.absoluteSlot, before.absoluteSlot + 432_000n);
  assert.equal(after.blockHeight, before.blockHeight + 432_000n);
  assert.equal(after.epoch, before.epoch + 1n);
  assert.equal(after.slotIndex, before.slotIndex);
  const clock = await node.clock();
  assert.equal(clock.epoch, after.epoch);
  assert.equal(clock.slot, after.absoluteSlot + 1n);
  assert.equal(clock.unixTimestamp, DEFAULT_DETERMINISTIC_TIMESTAMP + 86_400n);
  assert.equal(clock.epochStartTimestamp, clock.unixTimestamp);
  assert.deepEqual(result, {
    blockHeight: Number(after.blockHeight),
    slot: Number(after.absoluteSlot),
    unixTimestamp: Number(clock.unixTimestamp),
  });
});

test("a warp of time alone keeps blockhashes valid", async () => {
  const node = await TestNode.start();
  const { value } = await node.rpc.getLatestBlockhash().send();
  const target = Number(DEFAULT_DETERMINISTIC_TIMESTAMP) + 31_536_000;
  const { result } = await node.raw("securities_warp", [{ unixTimestamp: target }]);
  assert.equal((result as Warped).unixTimestamp, target);
  assert.equal((await node.rpc.isBlockhashValid(value.blockhash).send()).value, true);
});

test("time does not go back", async () => {
  const node = await TestNode.start();
  const past = Number(DEFAULT_DETERMINISTIC_TIMESTAMP) - 1;
  for (const config of [
    { unixTimestamp: past },
    { slots: 0 },
    { seconds: -5 },
    { seconds: 1, unixTimestamp: 9e9 },
  ]) {
    assert.equal((await node.raw("securities_warp", [config])).error?.code, -32602, JSON.stringify(config));
  }
});

test("SlotHashes begins with the slot that clients are told", async () => {
  const node = await TestNode.start();
  await node.raw("securities_warp", [{ slots: 10 }]);
  await node.raw("securities_warp", []);
  const { value } = await node.rpc.getAccountInfo(SLOT_HASHES, { encoding: "base64" }).send();
  const data = Buffer.from(value?.data[0] ?? "", "base64");
  const slot = await node.rpc.getSlot().send();
  assert.equal(data.readBigUInt64LE(0), 3n);
  assert.equal(data.readBigUInt64LE(8), slot);
  assert.equal(data.readBigUInt64LE(48), slot - 1n);
});

test("without determinism the chain follows the wall clock, and warps stay ahead of it", async () => {
  const node = await TestNode.start({ deterministic: undefined });
  const wall = BigInt(Math.floor(Date.now() / 1000));
  const { unixTimestamp } = await node.clock();
  assert.ok(unixTimestamp >= wall - 5n && unixTimestamp <= wall + 60n);
  await node.raw("securities_warp", [{ seconds: 1_000_000 }]);
  await node.funded();
  const later = (await node.clock()).unixTimestamp;
  assert.ok(later >= unixTimestamp + 1_000_000n);
});

/** Everything that a client can see of a short story. */
async function story(): Promise<string[]> {
  const node = await TestNode.start();
  const payer = await createKeyPairSignerFromPrivateKeyBytes(new Uint8Array(32).fill(1));
  const friend = await createKeyPairSignerFromPrivateKeyBytes(new Uint8Array(32).fill(2));
  const seen: string[] = [await node.rpc.getGenesisHash().send()];
  seen.push(await node.rpc.requestAirdrop(payer.address, lamports(5n * SOL)).send());
  for (let amount = 1n; amount <= 3n; amount += 1n) {
    const transaction = await node.run(payer, [
      getTransferSolInstruction({ source: payer, destination: friend.address, amount: amount * 1_000_000n }),
    ]);
    seen.push(transaction.lifetimeConstraint.blockhash, String(await node.balance(payer.address)));
  }
  const history = await node.rpc.getSignaturesForAddress(payer.address).send();
  seen.push(...history.map((entry) => `${entry.signature} ${entry.slot} ${entry.blockTime}`));
  await node.validator.close();
  return seen;
}

test("two deterministic runs of the same client see the same chain", async () => {
  const first = await story();
  assert.deepEqual(await story(), first);
  assert.equal(first.length, 12);
});
