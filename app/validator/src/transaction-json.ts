import { type Address, getAddressDecoder, getBase58Decoder } from "@solana/kit";
import type { TransactionMetadata } from "litesvm";
import type { AccountKeys, Balances, TransactionRecord } from "./history.js";
import type { Json, JsonObject } from "./json.js";
import { tokenAmountJson } from "./parsed-account.js";
import { isStaticWritable, type WireMessage } from "./wire.js";

/** How a transaction is to be shown. */
export type TransactionEncoding = "json" | "jsonParsed" | "base64" | "base58";

const base58 = getBase58Decoder();

/** Shows the transaction itself. */
export function transactionJson(record: TransactionRecord, encoding: TransactionEncoding): Json {
  const { wire, keys } = record;
  const { message } = wire;
  if (encoding === "base64") {
    return [Buffer.from(wire.bytes).toString("base64"), "base64"];
  }
  if (encoding === "base58") {
    return [base58.decode(wire.bytes), "base58"];
  }
  const parsed = encoding === "jsonParsed";
  const header = {
    numReadonlySignedAccounts: message.header.numReadonlySignerAccounts,
    numReadonlyUnsignedAccounts: message.header.numReadonlyNonSignerAccounts,
    numRequiredSignatures: message.header.numSignerAccounts,
  };
  return {
    message: {
      accountKeys: parsed ? parsedKeys(message, keys) : message.staticAccounts,
      header: parsed ? undefined : header,
      instructions: message.instructions.map((instruction) =>
        instructionJson(
          instruction.programAddressIndex,
          instruction.accountIndices,
          instruction.data,
          1,
          keys,
          parsed,
        ),
      ),
      recentBlockhash: message.lifetimeToken,
      addressTableLookups:
        message.version === "legacy"
          ? undefined
          : message.lookups.map((lookup) => ({
              accountKey: lookup.table,
              readonlyIndexes: lookup.readonlyIndexes,
              writableIndexes: lookup.writableIndexes,
            })),
    },
    signatures: wire.signatures,
  };
}

/** Shows the effects of a transaction. */
export function metaJson(record: TransactionRecord, encoding: TransactionEncoding): JsonObject {
  const { meta, keys, err } = record;
  const units = meta.computeUnitsConsumed();
  return {
    computeUnitsConsumed: units,
    costUnits: units,
    err,
    fee: record.fee,
    innerInstructions: innerInstructionsJson(meta, keys, encoding === "jsonParsed"),
    loadedAddresses:
      encoding === "jsonParsed"
        ? undefined
        : { readonly: keys.loadedReadonly, writable: keys.loadedWritable },
    logMessages: meta.logs(),
    postBalances: record.post.lamports,
    postTokenBalances: tokenBalancesJson(record.post),
    preBalances: record.pre.lamports,
    preTokenBalances: tokenBalancesJson(record.pre),
    returnData: returnDataJson(meta) ?? undefined,
    rewards: [],
    status: err === null ? { Ok: null } : { Err: err },
  };
}

/** Shows the instructions that programs called, which is where self-CPI events are. */
export function innerInstructionsJson(meta: TransactionMetadata, keys: AccountKeys, parsed: boolean): Json[] {
  return meta.innerInstructions().flatMap((list, index) => {
    if (list.length === 0) {
      return [];
    }
    const instructions = list.map((inner) => {
      const instruction = inner.instruction();
      const accounts = [...instruction.accounts()];
      return instructionJson(
        instruction.programIdIndex(),
        accounts,
        instruction.data(),
        inner.stackHeight(),
        keys,
        parsed,
      );
    });
    return [{ index, instructions }];
  });
}

/** Shows the return data of the last program, without trailing zeros, as nodes do; `null` if nothing is left. */
export function returnDataJson(meta: TransactionMetadata): JsonObject | null {
  const returned = meta.returnData();
  const bytes = Buffer.from(returned.data());
  const data = bytes.subarray(0, bytes.findLastIndex((byte) => byte !== 0) + 1);
  return data.length === 0
    ? null
    : {
        data: [data.toString("base64"), "base64"],
        programId: getAddressDecoder().decode(returned.programId()),
      };
}

function instructionJson(
  programIdIndex: number,
  accounts: readonly number[],
  data: Uint8Array,
  stackHeight: number,
  keys: AccountKeys,
  parsed: boolean,
): JsonObject {
  const text = base58.decode(data);
  if (!parsed) {
    return { accounts, data: text, programIdIndex, stackHeight };
  }
  // The shape that nodes use for instructions of programs that they cannot read.
  const at = (index: number): Address | null => keys.all[index] ?? null;
  return { accounts: accounts.map(at), data: text, programId: at(programIdIndex), stackHeight };
}

function parsedKeys(message: WireMessage, keys: AccountKeys): Json[] {
  const staticCount = message.staticAccounts.length;
  const readonlyStart = staticCount + keys.loadedWritable.length;
  return keys.all.map((pubkey, index) => ({
    pubkey,
    signer: index < message.header.numSignerAccounts,
    source: index < staticCount ? "transaction" : "lookupTable",
    writable: index < staticCount ? isStaticWritable(message, index) : index < readonlyStart,
  }));
}

/** Shows the token balances of a transaction's accounts. */
export function tokenBalancesJson(balances: Balances): Json[] {
  return balances.tokens.map((token) => ({
    accountIndex: token.accountIndex,
    mint: token.mint,
    owner: token.owner,
    programId: token.programId,
    // Nodes lose a zero here in their storage, and clients expect that.
    uiTokenAmount: {
      ...tokenAmountJson(token.amount, token.decimals),
      ...(token.amount === 0n ? { uiAmount: null } : {}),
    },
  }));
}
