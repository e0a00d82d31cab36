import { isArray, isJsonObject, type Json, type JsonObject, parseJson, stringifyJson } from "./json.js";
import { accountMethods } from "./methods/accounts.js";
import { clusterMethods, type Method } from "./methods/cluster.js";
import { developerMethods } from "./methods/developer.js";
import { historyMethods } from "./methods/history.js";
import { tokenMethods } from "./methods/tokens.js";
import { transactionMethods } from "./methods/transactions.js";
import type { Node } from "./node.js";
import { Params } from "./params.js";
import { methodNotFound, RpcError, RpcErrorCode } from "./rpc-error.js";

const METHODS: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    ...clusterMethods,
    ...accountMethods,
    ...tokenMethods,
    ...transactionMethods,
    ...historyMethods,
    ...developerMethods,
  }),
);

/** Notified of every call, with its method and its error, if any. */
export type CallObserver = (method: string, milliseconds: number, error: RpcError | undefined) => void;

/** Notified of errors that are this program's fault. */
export type FaultObserver = (error: unknown) => void;

/** A request's method, or the answer to something that is not a request. */
export type Call = Readonly<{ id: Json | undefined; method: string; params: Params }>;

/** Answers the text of a request, or of a batch; `undefined` if there is nothing to answer. */
export function answer(
  node: Node,
  text: string,
  observe: CallObserver,
  fault: FaultObserver,
): string | undefined {
  let request: Json;
  try {
    request = parseJson(text);
  } catch {
    return failure(null, new RpcError(RpcErrorCode.parseError, "Parse error"));
  }
  const one = (entry: Json) => answerOne(entry, (call) => dispatch(node, call, observe), fault);
  if (!isArray(request)) {
    return one(request);
  }
  if (request.length === 0) {
    return failure(null, new RpcError(RpcErrorCode.invalidRequest, "Invalid request"));
  }
  const answers = request.map(one).filter((entry) => entry !== undefined);
  return answers.length === 0 ? undefined : `[${answers.join(",")}]`;
}

/** Answers one request, whose method `perform` runs; nothing it throws gets past this. */
export function answerOne(
  request: Json,
  perform: (call: Call) => Json,
  fault: FaultObserver,
): string | undefined {
  const id = isJsonObject(request) ? request.id : undefined;
  const answerId = id === undefined || typeof id === "object" || typeof id === "boolean" ? null : id;
  try {
    const result = perform(readCall(request));
    // Requests without an id ask for no answer; clients use them to keep a connection alive.
    return id === undefined ? undefined : stringifyJson({ id: answerId, jsonrpc: "2.0", result });
  } catch (error) {
    if (!(error instanceof RpcError)) {
      fault(error);
    }
    const known =
      error instanceof RpcError ? error : new RpcError(RpcErrorCode.internalError, "Internal error");
    const silent = id === undefined && known.code !== RpcErrorCode.invalidRequest;
    return silent ? undefined : failure(answerId, known);
  }
}

function readCall(request: Json): Call {
  if (!isJsonObject(request) || request.jsonrpc !== "2.0" || typeof request.method !== "string") {
    throw new RpcError(RpcErrorCode.invalidRequest, "Invalid request");
  }
  return { id: request.id, method: request.method, params: new Params(request.params) };
}

function dispatch(node: Node, call: Call, observe: CallObserver): Json {
  const method = METHODS.get(call.method);
  const start = performance.now();
  let failed: RpcError | undefined;
  try {
    if (method === undefined) {
      throw methodNotFound(call.method);
    }
    return method(node, call.params);
  } catch (error) {
    failed = error instanceof RpcError ? error : new RpcError(RpcErrorCode.internalError, String(error));
    throw error;
  } finally {
    observe(call.method, performance.now() - start, failed);
  }
}

function failure(id: Json, error: RpcError): string {
  const body: JsonObject = { error: error.toJson(), id, jsonrpc: "2.0" };
  return stringifyJson(body);
}
