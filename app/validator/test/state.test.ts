import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { StateFileError, startValidator } from "@defi-ready/securities-validator";
import { AccountRole, address, generateKeyPairSigner } from "@solana/kit";
import { getTransferSolInstruction } from "@solana-program/system";
import { SOL, TestNode } from "./harness.js";

const MEMO = address("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");
const directory = mkdtempSync(join(tmpdir(), "securities-state-"));
after(() => rmSync(directory, { recursive: true }));

/** Bytecode to deploy: a program that the virtual machine brings along. */
async function memoProgram(): Promise<string> {
  const node = await TestNode.start();
  const { value } = await node.rpc.getAccountInfo(MEMO, { encoding: "base64" }).send();
  await node.validator.close();
  const path = join(directory, "memo.so");
  writeFileSync(path, Buffer.from(value?.data[0] ?? "", "base64"));
  return path;
}

test("accounts, programs and clock are as they were when the validator starts again", async () => {
  const stateFile = join(directory, "state.json");
  const program = (await generateKeyPairSigner()).address;
  const memo = { programAddress: program, data: new TextEncoder().encode("hello") };
  const first = await TestNode.start({
    stateFile,
    programs: [{ address: program, path: await memoProgram() }],
  });
  const payer = await first.funded();
  const rich = await generateKeyPairSigner();
  const friend = await generateKeyPairSigner();
  await first.run(payer, [
    getTransferSolInstruction({ source: payer, destination: friend.address, amount: 2n * SOL }),
  ]);
  await first.run(friend, [
    getTransferSolInstruction({ source: friend, destination: payer.address, amount: 2n * SOL - 5_000n }),
    memo,
  ]);
  const exact = `{"lamports":18000000000000000001,"owner":"${program}","data":"AQID"}`;
  await first.post(
    `{"jsonrpc":"2.0","id":1,"method":"securities_setAccount","params":["${rich.address}",${exact}]}`,
  );
  await first.raw("securities_warp", [{ slots: 1_000_000, seconds: 77 }]);
  const clock = await first.clock();
  const oldHash = (await first.rpc.getLatestBlockhash().send()).value.blockhash;
  const genesis = await first.rpc.getGenesisHash().send();
  const balance = await first.balance(payer.address);
  await first.validator.close();

  const second = await TestNode.start({ stateFile });
  assert.deepEqual(await second.clock(), clock);
  assert.equal(await second.rpc.getGenesisHash().send(), genesis);
  assert.equal(await second.balance(payer.address), balance);
  assert.equal(await second.balance(friend.address), 0n);
  assert.equal((await second.rpc.getAccountInfo(friend.address, { encoding: "base64" }).send()).value, null);
  const listed = await second.rpc.getProgramAccounts(program, { encoding: "base64" }).send();
  assert.deepEqual(
    listed.map(({ pubkey, account }) => [pubkey, account.lamports, account.data[0]]),
    [[rich.address, 18_000_000_000_000_000_001n, "AQID"]],
  );
  // Old transactions cannot be replayed: their blockhashes ended with the run.
  assert.equal((await second.rpc.isBlockhashValid(oldHash).send()).value, false);
  const signer = { address: payer.address, role: AccountRole.READONLY_SIGNER, signer: payer };
  await second.run(payer, [{ ...memo, accounts: [signer] }]);
  assert.equal(await second.balance(payer.address), balance - 5_000n);
});

test("the state can be saved at any time, and only whole files are seen", async () => {
  const stateFile = join(directory, "now.json");
  const node = await TestNode.start({ stateFile });
  const payer = await node.funded();
  assert.equal((await node.raw("securities_saveState")).result, null);
  const saved = JSON.parse(readFileSync(stateFile, "utf8")) as {
    version: number;
    accounts: { address: string; lamports: string }[];
  };
  assert.equal(saved.version, 1);
  assert.equal(
    saved.accounts.find((account) => account.address === payer.address)?.lamports,
    String(10n * SOL),
  );
  assert.deepEqual(
    readdirSync(directory).filter((name) => name.endsWith(".tmp")),
    [],
  );
});

test("without a state file there is nothing to save to", async () => {
  const node = await TestNode.start();
  assert.equal((await node.raw("securities_saveState")).error?.code, -32600);
});

test("a file that is not a state file stops the start and says why", async () => {
  const stateFile = join(directory, "bad.json");
  const valid = {
    format: "securities-validator-state",
    version: 1,
    genesisHash: "x",
    slot: "1",
    blockHeight: "1",
    unixTimestamp: "1",
    epochStartTimestamp: "1",
    blockhash: "00".repeat(32),
    accounts: [],
  };
  const cases: readonly [string, RegExp][] = [
    ["{", /not JSON/],
    ["[]", /format of the file is not a string/],
    [JSON.stringify({ ...valid, format: "other" }), /not a state file/],
    [JSON.stringify({ ...valid, version: 2 }), /version 2 is not supported/],
    [JSON.stringify({ ...valid, slot: 1 }), /slot of the file is not a string/],
    [JSON.stringify({ ...valid, slot: "18446744073709551616" }), /not an unsigned 64-bit integer/],
    [JSON.stringify({ ...valid, accounts: [{ data: "" }] }), /address of account 0 is not a string/],
    [JSON.stringify({ ...valid, blockhash: "00" }), /blockhash is not 32 bytes/],
  ];
  for (const [text, reason] of cases) {
    writeFileSync(stateFile, text);
    await assert.rejects(startValidator({ port: 0, stateFile }), (error) => {
      assert.ok(error instanceof StateFileError);
      assert.match(error.message, reason);
      return true;
    });
    assert.equal(readFileSync(stateFile, "utf8"), text);
  }
});
