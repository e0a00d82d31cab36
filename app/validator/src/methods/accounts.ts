import type { EncodedAccount } from "@solana/kit";
import { type AccountEncoding, accountJson, readAccountEncoding } from "../account-json.js";
import { isArray, isJsonObject, type Json } from "../json.js";
import type { Node } from "../node.js";
import { Config, fromBase58, fromBase64, type Params, toAddress } from "../params.js";
import { invalidParams } from "../rpc-error.js";
import { checkMinContextSlot, type Method, withContext } from "./cluster.js";

const MAX_MULTIPLE_ACCOUNTS = 100;
const MAX_FILTERS = 4;
const MAX_MEMCMP_BYTES = 128;
const MAX_ACCOUNT_BYTES = 10n * 1024n * 1024n;

/** A condition that an account must meet to be listed. */
export type AccountFilter = (account: EncodedAccount) => boolean;

/** Shows an account, with the node's knowledge of related accounts. */
export function showAccount(node: Node, account: EncodedAccount, how: AccountEncoding): Json {
  return accountJson(account, how, (address) => node.bank.account(address));
}

/** Lists accounts with their addresses, in the shape of `getProgramAccounts`. */
export function listAccounts(node: Node, accounts: Iterable<EncodedAccount>, how: AccountEncoding): Json[] {
  const list: Json[] = [];
  for (const account of accounts) {
    list.push({ account: showAccount(node, account, how), pubkey: account.address });
  }
  return list;
}

/** Reads the filters of `getProgramAccounts`. */
export function readFilters(config: Config): AccountFilter {
  const filters = config.list("filters").map(readFilter);
  if (filters.length > MAX_FILTERS) {
    throw invalidParams(`Too many filters provided; max ${MAX_FILTERS}`);
  }
  return (account) => filters.every((filter) => filter(account));
}

function readFilter(value: Json): AccountFilter {
  if (!isJsonObject(value)) {
    throw invalidParams("Invalid param: a filter should be an object");
  }
  const filter = new Config(value);
  const size = filter.u64("dataSize");
  if (size !== undefined) {
    return (account) => BigInt(account.data.length) === size;
  }
  const memcmp = filter.nested("memcmp");
  if (memcmp === undefined) {
    throw invalidParams("Invalid param: a filter should be `memcmp` or `dataSize`");
  }
  const offset = Number(memcmp.u64("offset") ?? 0n);
  const wanted = readMemcmpBytes(memcmp);
  return ({ data }) => {
    if (offset + wanted.length > data.length) {
      return false;
    }
    // A list of a hundred thousand accounts is filtered here: no closure for each byte.
    for (let at = 0; at < wanted.length; at += 1) {
      if (data[offset + at] !== wanted[at]) {
        return false;
      }
    }
    return true;
  };
}

function readMemcmpBytes(memcmp: Config): Buffer {
  const { bytes } = memcmp.fields;
  const encoding = memcmp.choice("encoding", ["base58", "base64", "bytes"]);
  const wanted = isArray(bytes) ? fromNumbers(bytes) : fromText(bytes, encoding);
  if (wanted.length > MAX_MEMCMP_BYTES) {
    throw invalidParams(`Invalid param: memcmp.bytes is over ${MAX_MEMCMP_BYTES} bytes`);
  }
  return wanted;
}

/** Bytes as a list of numbers, as Rust's client writes them. */
function fromNumbers(bytes: readonly Json[]): Buffer {
  if (!bytes.every((byte) => typeof byte === "bigint" && byte >= 0n && byte <= 255n)) {
    throw invalidParams("Invalid param: memcmp.bytes should be numbers from 0 to 255");
  }
  return Buffer.from(bytes.map(Number));
}

function fromText(bytes: Json | undefined, encoding: "base58" | "base64" | "bytes"): Buffer {
  if (typeof bytes !== "string" || encoding === "bytes") {
    throw invalidParams("Invalid param: memcmp.bytes should be a string, or a list of bytes");
  }
  return encoding === "base58" ? fromBase58(bytes, "memcmp.bytes") : fromBase64(bytes, "memcmp.bytes");
}

function getAccountInfo(node: Node, params: Params): Json {
  const address = params.address(0, "address");
  const config = params.config(1);
  checkMinContextSlot(node, config);
  const how = readAccountEncoding(config);
  const account = node.bank.account(address);
  return withContext(node, account === undefined ? null : showAccount(node, account, how));
}

function getMultipleAccounts(node: Node, params: Params): Json {
  const addresses = params.list(0, "addresses").map((value) => toAddress(value, "address"));
  if (addresses.length > MAX_MULTIPLE_ACCOUNTS) {
    throw invalidParams(`Too many inputs provided; max ${MAX_MULTIPLE_ACCOUNTS}`);
  }
  const config = params.config(1);
  checkMinContextSlot(node, config);
  const how = readAccountEncoding(config, "base64");
  const accounts = addresses.map((address) => node.bank.account(address));
  return withContext(
    node,
    accounts.map((account) => (account === undefined ? null : showAccount(node, account, how))),
  );
}

function getProgramAccounts(node: Node, params: Params): Json {
  const program = params.address(0, "program");
  const config = params.config(1);
  checkMinContextSlot(node, config);
  const matches = readFilters(config);
  const how = readAccountEncoding(config);
  const found: EncodedAccount[] = [];
  for (const account of node.bank.programAccounts(program)) {
    if (matches(account)) {
      found.push(account);
    }
  }
  const list = listAccounts(node, found, how);
  return config.flag("withContext") ? withContext(node, list) : list;
}

function getBalance(node: Node, params: Params): Json {
  checkMinContextSlot(node, params.config(1));
  return withContext(node, node.bank.account(params.address(0, "address"))?.lamports ?? 0n);
}

function getMinimumBalanceForRentExemption(node: Node, params: Params): Json {
  const space = params.u64(0, "space");
  if (space > MAX_ACCOUNT_BYTES) {
    throw invalidParams(`Invalid param: no account is larger than ${MAX_ACCOUNT_BYTES} bytes`);
  }
  return node.bank.minimumBalanceForRentExemption(space);
}

/** Methods that read accounts. */
export const accountMethods: Readonly<Record<string, Method>> = {
  getAccountInfo,
  getMultipleAccounts,
  getProgramAccounts,
  getBalance,
  getMinimumBalanceForRentExemption,
};
