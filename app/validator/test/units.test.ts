import assert from "node:assert/strict";
import { test } from "node:test";
import { type Address, address } from "@solana/kit";
import type { FailedTransactionMetadata } from "litesvm";
import { AccountMirror } from "../src/account-mirror.js";
import { BLOCKHASH_LIFETIME, Blockhashes } from "../src/blockhashes.js";
import { History, type TransactionRecord } from "../src/history.js";
import { type Json, parseJson, stringifyJson } from "../src/json.js";
import { uiAmount } from "../src/token.js";
import { describeTransactionError, toTransactionError } from "../src/transaction-error.js";

const A: Address = address("SysvarC1ock11111111111111111111111111111111");
const B: Address = address("SysvarS1otHashes111111111111111111111111111");

test("JSON keeps every integer, and strings that look like tags", () => {
  const value: Json = {
    big: 2n ** 64n - 1n,
    list: [1n, -5n, null, true],
    text: '{"$n":"1"}\n"',
    none: undefined,
  };
  const text = '{"big":18446744073709551615,"list":[1,-5,null,true],"text":"{\\"$n\\":\\"1\\"}\\n\\""}';
  assert.equal(stringifyJson(value), text);
  assert.equal(stringifyJson(parseJson(text)), text);
});

test("amounts are shown without losing or inventing digits", () => {
  assert.equal(uiAmount(0n, 6), "0");
  assert.equal(uiAmount(1n, 6), "0.000001");
  assert.equal(uiAmount(1_000_500n, 6), "1.0005");
  assert.equal(uiAmount(2n ** 64n - 1n, 9), "18446744073.709551615");
  assert.equal(uiAmount(100n, 0), "100");
});

type LiteSvmError = ReturnType<FailedTransactionMetadata["err"]>;

/** An error object as LiteSVM's native code makes them: the class matters by its name. */
function nativeError(className: string, fields: object): LiteSvmError {
  const holder: Record<string, new () => object> = { [className]: class {} };
  Object.defineProperty(holder[className], "name", { value: className });
  const Class = holder[className] as new () => object;
  return Object.assign(new Class(), fields) as LiteSvmError;
}

test("LiteSVM's errors become those of an RPC node", () => {
  const instruction = (index: number, error: unknown) =>
    toTransactionError(nativeError("TransactionErrorInstructionError", { index, err: () => error }));
  assert.equal(toTransactionError(7 as LiteSvmError), "BlockhashNotFound");
  assert.equal(toTransactionError(34 as LiteSvmError), "CommitCancelled");
  assert.throws(() => toTransactionError(35 as LiteSvmError), /does not know/);
  assert.deepEqual(instruction(2, { code: 6000 }), { InstructionError: [2, { Custom: 6000 }] });
  assert.deepEqual(instruction(0, 42), { InstructionError: [0, "IncorrectAuthority"] });
  assert.deepEqual(instruction(0, 43), { InstructionError: [0, "AccountNotRentExempt"] });
  assert.deepEqual(instruction(0, 51), { InstructionError: [0, "BuiltinProgramsMustConsumeComputeUnits"] });
  assert.deepEqual(instruction(0, 52), { InstructionError: [0, "BorshIoError"] });
  assert.deepEqual(instruction(0, { msg: "x" }), { InstructionError: [0, "BorshIoError"] });
  const rent = nativeError("TransactionErrorInsufficientFundsForRent", { accountIndex: 3 });
  assert.deepEqual(toTransactionError(rent), { InsufficientFundsForRent: { account_index: 3 } });
  const restricted = nativeError("TransactionErrorProgramExecutionTemporarilyRestricted", {
    accountIndex: 4,
  });
  assert.deepEqual(toTransactionError(restricted), {
    ProgramExecutionTemporarilyRestricted: { account_index: 4 },
  });
  const duplicate = nativeError("TransactionErrorDuplicateInstruction", { index: 1 });
  assert.deepEqual(toTransactionError(duplicate), { DuplicateInstruction: 1 });
});

test("errors are told in the words of an RPC node", () => {
  assert.equal(describeTransactionError("BlockhashNotFound"), "Blockhash not found");
  assert.equal(
    describeTransactionError({ InstructionError: [1, "InvalidSeeds"] }),
    "Error processing Instruction 1: Provided seeds do not result in a valid address",
  );
  assert.equal(
    describeTransactionError({ InstructionError: [0, { Custom: 6000 }] }),
    "Error processing Instruction 0: custom program error: 0x1770",
  );
});

test("a blockhash is valid up to its last height, and the chain depends on nothing else", () => {
  const chain = new Blockhashes(new Uint8Array(32), 5n, 5n);
  const first = chain.latest;
  assert.equal(chain.latestExpiry, 5n + BLOCKHASH_LIFETIME);
  chain.append(6n, 5n + BLOCKHASH_LIFETIME);
  assert.equal(chain.isValid(first, 5n + BLOCKHASH_LIFETIME), true);
  assert.equal(chain.isValid(first, 6n + BLOCKHASH_LIFETIME), false);
  assert.equal(new Blockhashes(new Uint8Array(32), 5n, 5n).latest, first);
  assert.notEqual(chain.latest, first);
});

test("the mirror lists by owner what exists now", () => {
  const mirror = new AccountMirror();
  const account = {
    address: A,
    programAddress: A,
    lamports: 1n,
    executable: false,
    data: new Uint8Array(),
    space: 0n,
  };
  const set = mirror.set.bind(mirror) as (value: object) => void;
  set(account);
  set({ ...account, programAddress: B });
  assert.deepEqual([...mirror.ownedBy(A)], []);
  assert.equal([...mirror.ownedBy(B)].length, 1);
  mirror.delete(A);
  mirror.delete(A);
  assert.deepEqual([...mirror.ownedBy(B)], []);
  assert.equal(mirror.get(A), undefined);
});

test("the history forgets the oldest transaction everywhere", () => {
  const history = new History(2);
  const add = (signature: string, ...all: Address[]) =>
    history.add({ wire: { signature }, keys: { all } } as unknown as TransactionRecord);
  add("one", A, A);
  add("two", A, B);
  add("three", B);
  assert.equal(history.get("one"), undefined);
  assert.deepEqual(
    history.mentioning(A).map((record) => record.wire.signature),
    ["two"],
  );
  assert.deepEqual(
    history.mentioning(B).map((record) => record.wire.signature),
    ["two", "three"],
  );
  assert.equal(history.total, 3n);
});
