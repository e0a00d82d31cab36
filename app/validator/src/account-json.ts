import { type EncodedAccount, getBase58Decoder } from "@solana/kit";
import type { JsonObject } from "./json.js";
import type { Config } from "./params.js";
import { parseAccount } from "./parsed-account.js";
import { invalidParams, RpcError, RpcErrorCode } from "./rpc-error.js";
import type { AccountFinder } from "./transaction-accounts.js";
import { zstdFrame } from "./zstd.js";

/** Rent-exempt accounts, and there are no others, are never due for rent. */
const RENT_EPOCH = 0xffff_ffff_ffff_ffffn;

/** Beyond this many bytes base58 takes quadratic time, and RPC nodes refuse it. */
const MAX_BASE58_BYTES = 128;

type Slice = Readonly<{ offset: number; length: number }>;

/** How an account is to be shown. */
export type AccountEncoding = Readonly<{
  encoding: "binary" | "base58" | "base64" | "base64+zstd" | "jsonParsed";
  slice: Slice | undefined;
}>;

/** Reads `encoding` and `dataSlice`. */
export function readAccountEncoding(
  config: Config,
  fallback: "binary" | "base64" = "binary",
): AccountEncoding {
  const others = ["binary", "base58", "base64", "base64+zstd", "jsonParsed"] as const;
  const encoding = config.choice("encoding", [fallback, ...others]);
  const slice = config.nested("dataSlice");
  if (slice === undefined) {
    return { encoding, slice: undefined };
  }
  return { encoding, slice: { offset: sliceNumber(slice, "offset"), length: sliceNumber(slice, "length") } };
}

function sliceNumber(slice: Config, name: string): number {
  const value = slice.u64(name);
  if (value === undefined) {
    throw invalidParams(`Invalid param: dataSlice.${name} is missing`);
  }
  return Number(value);
}

/** Shows an account as RPC nodes do. */
export function accountJson(account: EncodedAccount, how: AccountEncoding, find: AccountFinder): JsonObject {
  return {
    data: dataJson(account, how, find),
    executable: account.executable,
    lamports: account.lamports,
    owner: account.programAddress,
    rentEpoch: RENT_EPOCH,
    space: BigInt(account.data.length),
  };
}

function dataJson(account: EncodedAccount, how: AccountEncoding, find: AccountFinder) {
  if (how.encoding === "jsonParsed") {
    const parsed = parseAccount(account, find);
    if (parsed !== undefined) {
      return parsed;
    }
  }
  const whole = Buffer.from(account.data.buffer, account.data.byteOffset, account.data.length);
  const { slice } = how;
  const data = slice === undefined ? whole : whole.subarray(slice.offset, slice.offset + slice.length);
  if (how.encoding === "binary" || how.encoding === "base58") {
    if (data.length > MAX_BASE58_BYTES) {
      throw new RpcError(
        RpcErrorCode.invalidRequest,
        "Encoded binary (base 58) data should be less than 128 bytes, please use Base64 encoding.",
      );
    }
    const text = getBase58Decoder().decode(data);
    return how.encoding === "binary" ? text : [text, "base58"];
  }
  return how.encoding === "base64+zstd"
    ? [zstdFrame(data).toString("base64"), "base64+zstd"]
    : [data.toString("base64"), "base64"];
}
