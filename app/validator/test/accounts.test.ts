import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Address,
  address,
  type Base58EncodedBytes,
  type Base64EncodedBytes,
  generateKeyPairSigner,
  getAddressDecoder,
  getAddressEncoder,
  getBase58Decoder,
  getBase64Decoder,
  getSignatureFromTransaction,
  type KeyPairSigner,
} from "@solana/kit";
import { getCreateAccountInstruction } from "@solana-program/system";
import {
  findAssociatedTokenPda,
  getBurnInstruction,
  getCloseAccountInstruction,
  getCreateAssociatedTokenInstructionAsync,
  getInitializeMint2Instruction,
  getMintSize,
  getMintToInstruction,
  getTransferInstruction,
  TOKEN_PROGRAM_ADDRESS,
} from "@solana-program/token";
import { SOL, TestNode } from "./harness.js";

const node = await TestNode.start();
const TOKEN_2022 = address("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
const CLOCK = address("SysvarC1ock11111111111111111111111111111111");

async function createMint(payer: KeyPairSigner, decimals: number): Promise<KeyPairSigner> {
  const mint = await generateKeyPairSigner();
  const space = BigInt(getMintSize());
  await node.run(payer, [
    getCreateAccountInstruction({
      payer,
      newAccount: mint,
      lamports: await node.rpc.getMinimumBalanceForRentExemption(space).send(),
      space,
      programAddress: TOKEN_PROGRAM_ADDRESS,
    }),
    getInitializeMint2Instruction({ mint: mint.address, decimals, mintAuthority: payer.address }),
  ]);
  return mint;
}

async function createTokenAccount(payer: KeyPairSigner, mint: Address, owner: Address): Promise<Address> {
  await node.run(payer, [await getCreateAssociatedTokenInstructionAsync({ payer, mint, owner })]);
  const [token] = await findAssociatedTokenPda({ mint, owner, tokenProgram: TOKEN_PROGRAM_ADDRESS });
  return token;
}

test("token balances, supply and parsed accounts", async () => {
  const payer = await node.funded();
  const friend = await generateKeyPairSigner();
  const mint = await createMint(payer, 6);
  const mine = await createTokenAccount(payer, mint.address, payer.address);
  const theirs = await createTokenAccount(payer, mint.address, friend.address);
  await node.run(payer, [
    getMintToInstruction({ mint: mint.address, token: mine, mintAuthority: payer, amount: 12_345_670n }),
  ]);
  const sent = await node.run(payer, [
    getTransferInstruction({ source: mine, destination: theirs, authority: payer, amount: 1_000_500n }),
  ]);

  const { value: balance } = await node.rpc.getTokenAccountBalance(theirs).send();
  assert.deepEqual(balance, { amount: "1000500", decimals: 6, uiAmount: 1.0005, uiAmountString: "1.0005" });
  const { value: supply } = await node.rpc.getTokenSupply(mint.address).send();
  assert.equal(supply.amount, "12345670");
  assert.equal(supply.uiAmountString, "12.34567");

  const { value: owned } = await node.rpc
    .getTokenAccountsByOwner(friend.address, { mint: mint.address }, { encoding: "jsonParsed" })
    .send();
  assert.equal(owned.length, 1);
  assert.equal(owned[0]?.pubkey, theirs);
  const { info } = owned[0].account.data.parsed;
  assert.equal(info.owner, friend.address);
  assert.equal(info.state, "initialized");
  assert.equal(info.tokenAmount.amount, "1000500");

  const { value: parsedMint } = await node.rpc
    .getAccountInfo(mint.address, { encoding: "jsonParsed" })
    .send();
  assert.ok(parsedMint && "parsed" in parsedMint.data);
  assert.deepEqual(parsedMint.data.parsed, {
    type: "mint",
    info: {
      decimals: 6,
      freezeAuthority: null,
      isInitialized: true,
      mintAuthority: payer.address,
      supply: "12345670",
    },
  });

  const signature = getSignatureFromTransaction(sent);
  const record = await node.rpc
    .getTransaction(signature, { encoding: "json", maxSupportedTransactionVersion: 0 })
    .send();
  const before = new Map(record?.meta?.preTokenBalances?.map((one) => [one.owner, one.uiTokenAmount.amount]));
  const after = new Map(record?.meta?.postTokenBalances?.map((one) => [one.owner, one.uiTokenAmount.amount]));
  assert.deepEqual([before.get(payer.address), before.get(friend.address)], ["12345670", "0"]);
  assert.deepEqual([after.get(payer.address), after.get(friend.address)], ["11345170", "1000500"]);
});

test("the instructions that a program calls are in the transaction", async () => {
  const payer = await node.funded();
  const mint = await createMint(payer, 0);
  const create = await getCreateAssociatedTokenInstructionAsync({
    payer,
    mint: mint.address,
    owner: payer.address,
  });
  const signature = getSignatureFromTransaction(await node.run(payer, [create]));
  const found = await node.rpc
    .getTransaction(signature, { encoding: "json", maxSupportedTransactionVersion: 0 })
    .send();
  const inner = found?.meta?.innerInstructions ?? [];
  assert.equal(inner.length, 1);
  assert.equal(inner[0]?.index, 0);
  const keys = found?.transaction.message.accountKeys ?? [];
  const programs = inner[0].instructions.map((instruction) => keys[instruction.programIdIndex]);
  assert.ok(programs.includes(TOKEN_PROGRAM_ADDRESS));
  assert.ok(inner[0].instructions.every((instruction) => instruction.stackHeight === 2));
});

test("getProgramAccounts follows accounts that are opened and closed", async () => {
  const payer = await node.funded();
  const mint = await createMint(payer, 2);
  const token = await createTokenAccount(payer, mint.address, payer.address);
  const ofMint = {
    encoding: "base64",
    filters: [
      { dataSize: 165n },
      { memcmp: { offset: 0n, bytes: mint.address as string as Base58EncodedBytes, encoding: "base58" } },
    ],
  } as const;
  const open = await node.rpc.getProgramAccounts(TOKEN_PROGRAM_ADDRESS, ofMint).send();
  assert.deepEqual(
    open.map((entry) => entry.pubkey),
    [token],
  );
  const none = await node.rpc
    .getProgramAccounts(TOKEN_PROGRAM_ADDRESS, { filters: [{ dataSize: 166n }] })
    .send();
  assert.deepEqual(none, []);

  const base64Filter = getBase64Decoder().decode(getAddressEncoder().encode(mint.address));
  const sliced = await node.rpc
    .getProgramAccounts(TOKEN_PROGRAM_ADDRESS, {
      encoding: "base64",
      dataSlice: { offset: 32, length: 32 },
      withContext: true,
      filters: [
        { dataSize: 165n },
        { memcmp: { offset: 0n, bytes: base64Filter as Base64EncodedBytes, encoding: "base64" } },
      ],
    })
    .send();
  const slice = Buffer.from(sliced.value[0]?.account.data[0] ?? "", "base64");
  assert.equal(getAddressDecoder().decode(slice), payer.address);
  assert.equal(slice.length, 32);

  await node.run(payer, [
    getCloseAccountInstruction({ account: token, destination: payer.address, owner: payer }),
  ]);
  assert.deepEqual(await node.rpc.getProgramAccounts(TOKEN_PROGRAM_ADDRESS, ofMint).send(), []);
  assert.equal((await node.rpc.getAccountInfo(token, { encoding: "base64" }).send()).value, null);

  await createTokenAccount(payer, mint.address, payer.address);
  assert.equal((await node.rpc.getProgramAccounts(TOKEN_PROGRAM_ADDRESS, ofMint).send()).length, 1);
});

test("an account that changes its owner moves from one program's list to the other's", async () => {
  const payer = await node.funded();
  const account = await generateKeyPairSigner();
  const owners = [await generateKeyPairSigner(), await generateKeyPairSigner()] as const;
  for (const owner of owners) {
    await node.raw("securities_setAccount", [
      account.address,
      { lamports: 1_000_000, owner: owner.address, data: "AQID" },
    ]);
  }
  assert.deepEqual(await node.rpc.getProgramAccounts(owners[0].address).send(), []);
  const [now] = await node.rpc.getProgramAccounts(owners[1].address, { encoding: "base64" }).send();
  assert.equal(now?.pubkey, account.address);
  assert.deepEqual(now.account.data, ["AQID", "base64"]);
  assert.equal(await node.balance(payer.address), 10n * SOL);
});

test("integers beyond 2^53 are exact in both directions", async () => {
  const rich = await generateKeyPairSigner();
  const amount = 9_007_199_254_740_993n;
  const text = `{"jsonrpc":"2.0","id":9007199254740995,"method":"securities_setAccount","params":["${rich.address}",{"lamports":${amount},"owner":"${TOKEN_2022}","data":""}]}`;
  assert.equal(await (await node.post(text)).text(), '{"id":9007199254740995,"jsonrpc":"2.0","result":null}');
  assert.equal(await node.balance(rich.address), amount);
  const ask = JSON.stringify({
    jsonrpc: "2.0",
    id: 1,
    method: "getAccountInfo",
    params: [rich.address, { encoding: "base64" }],
  });
  const answer = await (await node.post(ask)).text();
  assert.match(answer, /"lamports":9007199254740993,/);
  assert.match(answer, /"rentEpoch":18446744073709551615,/);
});

test("getMultipleAccounts keeps the order and marks what does not exist", async () => {
  const payer = await node.funded();
  const nobody = await generateKeyPairSigner();
  const { value } = await node.rpc.getMultipleAccounts([nobody.address, payer.address, CLOCK]).send();
  assert.equal(value[0], null);
  assert.equal(value[1]?.lamports, 10n * SOL);
  assert.equal(value[2]?.space, 40n);
  const many = await node.raw("getMultipleAccounts", [Array.from({ length: 101 }, () => payer.address)]);
  assert.equal(many.error?.code, -32602);
});

test("encodings: base58 is short, jsonParsed falls back, zstd is a frame that decoders read", async () => {
  const account = await generateKeyPairSigner();
  const set = (data: Uint8Array) =>
    node.raw("securities_setAccount", [
      account.address,
      { lamports: 5, owner: account.address, data: Buffer.from(data).toString("base64") },
    ]);
  await set(Uint8Array.of(1, 2, 3));
  const short = await node.rpc.getAccountInfo(account.address, { encoding: "base58" }).send();
  assert.deepEqual(short.value?.data, [getBase58Decoder().decode(Uint8Array.of(1, 2, 3)), "base58"]);
  const fallback = await node.rpc.getAccountInfo(account.address, { encoding: "jsonParsed" }).send();
  assert.deepEqual(fallback.value?.data, ["AQID", "base64"]);
  for (const data of [
    Uint8Array.of(1, 2, 3),
    new Uint8Array(0),
    new Uint8Array(300_000).fill(7),
    Uint8Array.from({ length: 300_000 }, (_, at) => at % 251),
  ]) {
    await set(data);
    const { value } = await node.rpc.getAccountInfo(account.address, { encoding: "base64+zstd" }).send();
    assert.equal(value?.data[1], "base64+zstd");
    assert.deepEqual(unframed(Buffer.from(value?.data[0] ?? "", "base64")), Buffer.from(data));
  }
  await set(new Uint8Array(200));
  const long = await node.raw("getAccountInfo", [account.address, { encoding: "base58" }]);
  assert.equal(long.error?.code, -32600);
});

test("an account without lamports does not exist", async () => {
  const account = await generateKeyPairSigner();
  await node.raw("securities_setAccount", [
    account.address,
    { lamports: 5, owner: account.address, data: "AA==" },
  ]);
  assert.equal(await node.balance(account.address), 5n);
  await node.raw("securities_setAccount", [
    account.address,
    { lamports: 0, owner: account.address, data: "" },
  ]);
  assert.equal((await node.rpc.getAccountInfo(account.address, { encoding: "base64" }).send()).value, null);
});

test("a supply that shrinks is seen", async () => {
  const payer = await node.funded();
  const mint = await createMint(payer, 0);
  const token = await createTokenAccount(payer, mint.address, payer.address);
  await node.run(payer, [
    getMintToInstruction({ mint: mint.address, token, mintAuthority: payer, amount: 7n }),
  ]);
  await node.run(payer, [
    getBurnInstruction({ account: token, mint: mint.address, authority: payer, amount: 3n }),
  ]);
  assert.equal((await node.rpc.getTokenSupply(mint.address).send()).value.uiAmountString, "4");
  assert.equal((await node.raw("getTokenSupply", [token])).error?.code, -32602);
  assert.equal((await node.raw("getTokenAccountBalance", [mint.address])).error?.code, -32602);
});

/** What a frame of Zstandard holds whose blocks are not compressed (RFC 8878, 3.1.1). */
function unframed(frame: Buffer): Buffer {
  assert.equal(frame.readUInt32LE(0), 0xfd2fb528);
  assert.equal(frame.readUInt8(4), 0b1110_0000, "one segment, its size in eight bytes");
  const size = Number(frame.readBigUInt64LE(5));
  const parts: Buffer[] = [];
  for (let at = 13, isLast = false; !isLast; ) {
    const header = frame.readUIntLE(at, 3);
    isLast = (header & 1) === 1;
    const [kind, length] = [(header >> 1) & 3, header >> 3];
    assert.ok(kind < 2 && length <= 131_072);
    const bytes = frame.subarray(at + 3, at + 3 + (kind === 1 ? 1 : length));
    parts.push(kind === 1 ? Buffer.alloc(length, bytes) : bytes);
    at += 3 + bytes.length;
    assert.equal(isLast, at === frame.length);
  }
  const whole = Buffer.concat(parts);
  assert.equal(whole.length, size);
  return whole;
}

test("filters take bytes as Rust's client writes them, and explorers find the first block", async () => {
  const [account, owner] = [await generateKeyPairSigner(), await generateKeyPairSigner()];
  await node.raw("securities_setAccount", [
    account.address,
    { lamports: 5, owner: owner.address, data: Buffer.from([9, 200, 7]).toString("base64") },
  ]);
  const found = async (memcmp: object) => {
    const { result } = await node.raw("getProgramAccounts", [owner.address, { filters: [{ memcmp }] }]);
    return (result as { pubkey: string }[] | undefined)?.map(({ pubkey }) => pubkey);
  };
  assert.deepEqual(await found({ offset: 1, bytes: [200, 7] }), [account.address]);
  assert.deepEqual(await found({ offset: 1, bytes: [200, 7], encoding: "bytes" }), [account.address]);
  assert.deepEqual(await found({ offset: 1, bytes: [200, 8] }), []);
  for (const bytes of [[256], [-1], [1.5], ["a"]]) {
    const { error } = await node.raw("getProgramAccounts", [
      owner.address,
      { filters: [{ memcmp: { offset: 0, bytes } }] },
    ]);
    assert.equal(error?.code, -32602);
  }
  const first = await node.rpc.getFirstAvailableBlock().send();
  assert.ok(first <= (await node.rpc.getSlot().send()));
  await node.rpc.getBlockTime(first).send();
});
