import type { Address, EncodedAccount } from "@solana/kit";
import type { WebSocket } from "ws";
import { type AccountEncoding, readAccountEncoding } from "./account-json.js";
import type { TransactionRecord } from "./history.js";
import { isJsonObject, type Json, type JsonObject, parseJson, stringifyJson } from "./json.js";
import { type AccountFilter, readFilters, showAccount } from "./methods/accounts.js";
import { withContext } from "./methods/cluster.js";
import type { Node } from "./node.js";
import { Config, type Params, toAddress } from "./params.js";
import { Known } from "./programs.js";
import { answerOne, type Call, type FaultObserver } from "./rpc.js";
import { invalidParams, methodNotFound, RpcError, RpcErrorCode } from "./rpc-error.js";

/** A client that reads slower than this many bytes is cut off, so that it cannot fill the memory. */
const MAX_BUFFERED_BYTES = 64 * 1024 * 1024;
const MAX_SUBSCRIPTIONS = 1024;

/**
 * Clients start to listen for a subscription when they have read its number, and lose notifications in the same packet.
 */
const START_MILLISECONDS = 20;

type Notify = (result: Json) => void;

/** A subscription's reaction to each event. */
type Subscription = Readonly<{
  /** Called once the client has had time to learn the subscription's number. */
  started?(): void;
  slot?(slot: bigint, parent: bigint): void;
  transaction?(record: TransactionRecord): void;
  account?(address: Address, account: EncodedAccount | null): void;
}>;

/** The subscriptions of one WebSocket connection. */
export class Connection {
  readonly #node: Node;
  readonly #socket: WebSocket;
  readonly #fault: FaultObserver;
  readonly #subscriptions = new Map<bigint, { kind: string; subscription: Subscription }>();
  #nextId = 0n;

  constructor(node: Node, socket: WebSocket, fault: FaultObserver) {
    this.#node = node;
    this.#socket = socket;
    this.#fault = fault;
    const stop = node.bank.listen({
      slot: (slot, parent) => this.#each((subscription) => subscription.slot?.(slot, parent)),
      transaction: (record, written) => {
        this.#each((subscription) => subscription.transaction?.(record));
        for (const [address, account] of written) {
          this.#each((subscription) => subscription.account?.(address, account));
        }
      },
      account: (address, account) => this.#each((subscription) => subscription.account?.(address, account)),
    });
    socket.on("close", stop);
    socket.on("error", () => socket.terminate());
    socket.on("message", (data) => this.#receive(String(data)));
  }

  #each(act: (subscription: Subscription) => void): void {
    for (const { subscription } of this.#subscriptions.values()) {
      try {
        act(subscription);
      } catch (error) {
        // One subscriber's bad encoding must not keep the others, or the sender, from their answers.
        this.#fault(error);
      }
    }
  }

  #receive(text: string): void {
    let request: Json;
    try {
      request = parseJson(text);
    } catch {
      const error = new RpcError(RpcErrorCode.parseError, "Parse error");
      this.#send(stringifyJson({ error: error.toJson(), id: null, jsonrpc: "2.0" }));
      return;
    }
    if (isJsonObject(request) && request.method === "ping") {
      return;
    }
    const reply = answerOne(request, (call) => this.#perform(call), this.#fault);
    if (reply !== undefined) {
      this.#send(reply);
    }
  }

  #perform({ method, params }: Call): Json {
    const unsubscribe = /^(account|logs|program|root|signature|slot)Unsubscribe$/.exec(method);
    if (unsubscribe !== null) {
      const id = params.u64(0, "subscription");
      if (this.#subscriptions.get(id)?.kind !== unsubscribe[1]) {
        throw invalidParams("Invalid subscription id.");
      }
      return this.#subscriptions.delete(id);
    }
    const kind = /^(\w+)Subscribe$/.exec(method)?.[1] ?? "";
    const start = STARTERS.get(kind);
    if (start === undefined) {
      throw methodNotFound(method);
    }
    if (this.#subscriptions.size >= MAX_SUBSCRIPTIONS) {
      throw invalidParams(`Too many subscriptions; max ${MAX_SUBSCRIPTIONS}`);
    }
    const id = this.#nextId;
    this.#nextId += 1n;
    const notify: Notify = (result) => {
      const body = { jsonrpc: "2.0", method: `${kind}Notification`, params: { result, subscription: id } };
      this.#send(stringifyJson(body));
    };
    const end = () => this.#subscriptions.delete(id);
    const subscription = start(this.#node, params, notify, end);
    this.#subscriptions.set(id, { kind, subscription });
    setTimeout(() => {
      if (this.#subscriptions.get(id)?.subscription === subscription) {
        subscription.started?.();
      }
    }, START_MILLISECONDS);
    return id;
  }

  #send(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) {
      return;
    }
    if (this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) {
      this.#socket.terminate();
      return;
    }
    this.#socket.send(text);
  }
}

type Starter = (node: Node, params: Params, notify: Notify, end: () => void) => Subscription;

const CLOSED = { lamports: 0n, owner: Known.system, executable: false, space: 0n, rentEpoch: 0n } as const;

function closedAccount(how: AccountEncoding): JsonObject {
  return {
    ...CLOSED,
    data: how.encoding === "binary" ? "" : ["", how.encoding === "base58" ? "base58" : "base64"],
  };
}

function accountSubscription(node: Node, params: Params, notify: Notify): Subscription {
  const wanted = params.address(0, "address");
  const how = readAccountEncoding(params.config(1));
  return {
    account: (address, account) => {
      if (address === wanted) {
        notify(withContext(node, account === null ? closedAccount(how) : showAccount(node, account, how)));
      }
    },
  };
}

function programSubscription(node: Node, params: Params, notify: Notify): Subscription {
  const program = params.address(0, "program");
  const config = params.config(1);
  const matches: AccountFilter = readFilters(config);
  const how = readAccountEncoding(config);
  return {
    account: (address, account) => {
      if (account !== null && account.programAddress === program && matches(account)) {
        notify(withContext(node, { account: showAccount(node, account, how), pubkey: address }));
      }
    },
  };
}

function logsSubscription(node: Node, params: Params, notify: Notify): Subscription {
  const mentioned = readLogsFilter(params.value(0));
  return {
    transaction: (record) => {
      if (mentioned === undefined || record.keys.all.includes(mentioned)) {
        const value = { err: record.err, logs: record.meta.logs(), signature: record.wire.signature };
        notify(withContext(node, value));
      }
    },
  };
}

/** Reads "all" or `{ mentions: [address] }`. */
function readLogsFilter(filter: Json | undefined): Address | undefined {
  if (filter === "all" || filter === "allWithVotes") {
    return undefined;
  }
  const mentions = isJsonObject(filter) ? new Config(filter).list("mentions") : [];
  if (mentions.length !== 1) {
    throw invalidParams("Invalid param: the filter should be `all` or mention one address");
  }
  return toAddress(mentions[0], "address");
}

function signatureSubscription(node: Node, params: Params, notify: Notify, end: () => void): Subscription {
  const signature = params.signature(0);
  const wantsReceived = params.config(1).flag("enableReceivedNotification");
  const tell = (record: TransactionRecord) => {
    if (wantsReceived) {
      notify(withContext(node, "receivedSignature"));
    }
    notify(withContext(node, { err: record.err }));
    end();
  };
  return {
    started: () => {
      const known = node.bank.history.get(signature);
      if (known !== undefined) {
        tell(known);
      }
    },
    transaction: (record) => {
      if (record.wire.signature === signature) {
        tell(record);
      }
    },
  };
}

function slotSubscription(_node: Node, _params: Params, notify: Notify): Subscription {
  return { slot: (slot, parent) => notify({ parent, root: parent, slot }) };
}

function rootSubscription(_node: Node, _params: Params, notify: Notify): Subscription {
  return { slot: (slot) => notify(slot) };
}

const STARTERS: ReadonlyMap<string, Starter> = new Map(
  Object.entries({
    account: accountSubscription,
    program: programSubscription,
    logs: logsSubscription,
    signature: signatureSubscription,
    slot: slotSubscription,
    root: rootSubscription,
  }),
);
