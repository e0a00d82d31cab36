/** Events that are read from transactions, also from those that were made to be hard to read. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventsIn, holderAddress } from "@defi-ready/securities";
import { SECURITIES_PROGRAM_ADDRESS } from "@defi-ready/securities/program";
import { type Address, generateKeyPairSigner, getBase58Decoder } from "@solana/kit";

const HOOK_TAG = "692565c54bfb661a";
const AMOUNT = 5n;

const anyone = async (): Promise<Address> => (await generateKeyPairSigner()).address;

/** A call of the hook that moves shares between two token accounts of which no balance is told. */
async function hookCall(owners: Readonly<{ from: Address; to: Address }>, named: readonly Address[]) {
  const tranche = await anyone();
  const records = await Promise.all([owners.from, owners.to].map((owner) => holderAddress(tranche, owner)));
  const filler = await anyone();
  const accounts = [await anyone(), filler, await anyone(), filler, filler, tranche, ...records];
  const accountKeys = [SECURITIES_PROGRAM_ADDRESS, ...accounts, ...named];
  const data = Buffer.concat([Buffer.from(HOOK_TAG, "hex"), Buffer.alloc(8)]);
  data.writeBigUInt64LE(AMOUNT, 8);
  const call = {
    programIdIndex: 0,
    accounts: accounts.map((_, at) => at + 1),
    data: getBase58Decoder().decode(data),
  };
  const transaction = { message: { accountKeys } };
  const meta = { err: null, innerInstructions: [{ instructions: [call] }], logMessages: ["Log truncated"] };
  return { tranche, found: eventsIn({ transaction, meta }) };
}

test("shares that pass through an account of one transaction are told although its log is cut", async () => {
  const [from, to] = [await anyone(), await anyone()];
  const { tranche, found } = await hookCall({ from, to }, [from, to]);
  assert.deepEqual(await found, [{ name: "SharesMoved", data: { tranche, from, to, amount: AMOUNT } }]);
});

test("whose shares moved is not guessed", async () => {
  const [from, to] = [await anyone(), await anyone()];
  const { found } = await hookCall({ from, to }, [from]);
  await assert.rejects(found, /cannot be told from the transaction/);
});
