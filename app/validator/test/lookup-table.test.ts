import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AccountRole,
  type Address,
  address,
  appendTransactionMessageInstructions,
  assertIsTransactionWithBlockhashLifetime,
  compressTransactionMessageUsingAddressLookupTables,
  createTransactionMessage,
  fetchAddressesForLookupTables,
  generateKeyPairSigner,
  getAddressEncoder,
  getProgramDerivedAddress,
  getSignatureFromTransaction,
  type Instruction,
  isSolanaError,
  type KeyPairSigner,
  pipe,
  SOLANA_ERROR__JSON_RPC__INVALID_PARAMS,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
} from "@solana/kit";
import { getTransferSolInstruction, SYSTEM_PROGRAM_ADDRESS } from "@solana-program/system";
import { SOL, TestNode } from "./harness.js";

const node = await TestNode.start();
const PROGRAM = address("AddressLookupTab1e1111111111111111111111111");

function u64(value: bigint): Uint8Array {
  return new Uint8Array(new BigUint64Array([value]).buffer);
}

function instruction(table: Address, payer: KeyPairSigner, data: Uint8Array): Instruction {
  const accounts = [
    { address: table, role: AccountRole.WRITABLE },
    { address: payer.address, role: AccountRole.READONLY_SIGNER, signer: payer },
    { address: payer.address, role: AccountRole.WRITABLE_SIGNER, signer: payer },
    { address: SYSTEM_PROGRAM_ADDRESS, role: AccountRole.READONLY },
  ];
  return { programAddress: PROGRAM, accounts, data };
}

async function createTable(payer: KeyPairSigner, slot: bigint): Promise<[Address, Instruction]> {
  const seeds = [getAddressEncoder().encode(payer.address), u64(slot)];
  const [table, bump] = await getProgramDerivedAddress({ programAddress: PROGRAM, seeds });
  return [table, instruction(table, payer, Uint8Array.of(0, 0, 0, 0, ...u64(slot), bump))];
}

function extendTable(table: Address, payer: KeyPairSigner, addresses: readonly Address[]): Instruction {
  const list = addresses.flatMap((one) => [...getAddressEncoder().encode(one)]);
  return instruction(table, payer, Uint8Array.of(2, 0, 0, 0, ...u64(BigInt(addresses.length)), ...list));
}

test("a table made on the slot just read is usable in the next transaction", async () => {
  const payer = await node.funded();
  const friends = await Promise.all(Array.from({ length: 5 }, () => generateKeyPairSigner()));
  const slot = await node.rpc.getSlot().send();
  const [table, create] = await createTable(payer, slot);
  const addresses = friends.map((friend) => friend.address);
  await node.run(payer, [create, extendTable(table, payer, addresses)]);

  const tables = await fetchAddressesForLookupTables([table], node.rpc);
  assert.deepEqual(tables[table], addresses);

  const { value } = await node.rpc.getLatestBlockhash().send();
  const transfers = friends.map((friend) =>
    getTransferSolInstruction({ source: payer, destination: friend.address, amount: SOL }),
  );
  const transaction = await pipe(
    createTransactionMessage({ version: 0 }),
    (message) => setTransactionMessageFeePayerSigner(payer, message),
    (message) => setTransactionMessageLifetimeUsingBlockhash(value, message),
    (message) => appendTransactionMessageInstructions(transfers, message),
    (message) => compressTransactionMessageUsingAddressLookupTables(message, tables),
    (message) => signTransactionMessageWithSigners(message),
  );
  assertIsTransactionWithBlockhashLifetime(transaction);
  await node.confirm(transaction);
  for (const friend of friends) {
    assert.equal(await node.balance(friend.address), SOL);
  }

  const signature = getSignatureFromTransaction(transaction);
  const found = await node.rpc
    .getTransaction(signature, { encoding: "json", maxSupportedTransactionVersion: 0 })
    .send();
  assert.deepEqual(found?.meta?.loadedAddresses.readonly, []);
  assert.deepEqual([...found.meta.loadedAddresses.writable].sort(), [...addresses].sort());
  assert.deepEqual(
    found.meta.postBalances.slice(2),
    addresses.map(() => SOL),
  );
  const [newest] = await node.rpc.getSignaturesForAddress(addresses[0] as Address).send();
  assert.equal(newest?.signature, signature);
});

test("a table cannot be made on a slot that is not recent", async () => {
  const payer = await node.funded();
  const slot = await node.rpc.getSlot().send();
  const [, create] = await createTable(payer, slot - 1_000_000n);
  await assert.rejects(node.run(payer, [create]));
});

test("a transaction whose table does not exist is refused", async () => {
  const payer = await node.funded();
  const [friend, table] = [await generateKeyPairSigner(), await generateKeyPairSigner()];
  const { value } = await node.rpc.getLatestBlockhash().send();
  const transaction = await pipe(
    createTransactionMessage({ version: 0 }),
    (message) => setTransactionMessageFeePayerSigner(payer, message),
    (message) => setTransactionMessageLifetimeUsingBlockhash(value, message),
    (message) =>
      appendTransactionMessageInstructions(
        [getTransferSolInstruction({ source: payer, destination: friend.address, amount: SOL })],
        message,
      ),
    (message) =>
      compressTransactionMessageUsingAddressLookupTables(message, { [table.address]: [friend.address] }),
    (message) => signTransactionMessageWithSigners(message),
  );
  assertIsTransactionWithBlockhashLifetime(transaction);
  await assert.rejects(node.confirm(transaction), (error) => {
    assert.ok(isSolanaError(error, SOLANA_ERROR__JSON_RPC__INVALID_PARAMS));
    assert.match(error.context.__serverMessage, /address table account that doesn't exist/);
    return true;
  });
});
