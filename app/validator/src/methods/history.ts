import type { TransactionRecord } from "../history.js";
import type { Json } from "../json.js";
import type { Node } from "../node.js";
import { Params, toSignature } from "../params.js";
import { invalidParams, RpcError, RpcErrorCode } from "../rpc-error.js";
import { metaJson, transactionJson } from "../transaction-json.js";
import { checkMinContextSlot, type Method, withContext } from "./cluster.js";

const MAX_SIGNATURE_STATUSES = 256;
const MAX_SIGNATURES = 1000n;

/** Each transaction has a slot of its own. */
const TRANSACTION_INDEX = 0;

function statusJson(record: TransactionRecord | undefined): Json {
  if (record === undefined) {
    return null;
  }
  const { err, slot } = record;
  return {
    confirmationStatus: "finalized",
    confirmations: null,
    err,
    slot,
    status: err === null ? { Ok: null } : { Err: err },
  };
}

function getSignatureStatuses(node: Node, params: Params): Json {
  const signatures = params.list(0, "signatures").map(toSignature);
  if (signatures.length > MAX_SIGNATURE_STATUSES) {
    throw invalidParams(`Too many inputs provided; max ${MAX_SIGNATURE_STATUSES}`);
  }
  return withContext(
    node,
    signatures.map((signature) => statusJson(node.bank.history.get(signature))),
  );
}

function getSignaturesForAddress(node: Node, params: Params): Json {
  const address = params.address(0, "address");
  const config = params.config(1);
  checkMinContextSlot(node, config);
  const limit = config.u64("limit") ?? MAX_SIGNATURES;
  if (limit === 0n || limit > MAX_SIGNATURES) {
    throw invalidParams(`Invalid limit; max ${MAX_SIGNATURES}`);
  }
  const before = config.signature("before");
  const until = config.signature("until");
  const records = node.bank.history.mentioning(address);
  const start =
    before === undefined ? records.length : records.findIndex((one) => one.wire.signature === before);
  const found: Json[] = [];
  for (let index = start - 1; index >= 0 && BigInt(found.length) < limit; index -= 1) {
    const record = records[index];
    if (record === undefined || record.wire.signature === until) {
      break;
    }
    const { err, slot, blockTime } = record;
    const signature = record.wire.signature;
    found.push({
      blockTime,
      confirmationStatus: "finalized",
      err,
      memo: null,
      signature,
      slot,
      transactionIndex: TRANSACTION_INDEX,
    });
  }
  return found;
}

function getTransaction(node: Node, params: Params): Json {
  const record = node.bank.history.get(params.signature(0));
  // Old clients give the encoding as a bare word.
  const word = params.value(1);
  const config = typeof word === "string" ? new Params([{ encoding: word }]).config(0) : params.config(1);
  const encoding = config.choice("encoding", ["json", "jsonParsed", "base64", "base58"]);
  const maxVersion = config.u64("maxSupportedTransactionVersion");
  if (record === undefined) {
    return null;
  }
  const { version } = record.wire.message;
  if (version !== "legacy" && maxVersion === undefined) {
    throw new RpcError(
      RpcErrorCode.unsupportedTransactionVersion,
      `Transaction version (${version}) is not supported by the requesting client. Please try the request again with the following configuration parameter: "maxSupportedTransactionVersion": ${version}`,
    );
  }
  return {
    blockTime: record.blockTime,
    meta: metaJson(record, encoding),
    slot: record.slot,
    transaction: transactionJson(record, encoding),
    transactionIndex: TRANSACTION_INDEX,
    version: maxVersion === undefined ? undefined : version,
  };
}

/** Methods that read past transactions. */
export const historyMethods: Readonly<Record<string, Method>> = {
  getSignatureStatuses,
  getSignaturesForAddress,
  getTransaction,
};
