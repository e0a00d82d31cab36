/**
 * Nodes as they are: what public RPC nodes and the gateways before them do, as guards of a {@link gate}. A guard that
 * concerns only some methods lets all others pass.
 */
import type { Call, Guard, Reaction } from "./gate.js";

/** Slots by which a mainnet slot is ahead of its block height: skipped slots have no block. */
const SKIPPED_SLOTS = 22_000_000;

/** A counter of the calls of each method that a guard saw. */
export type Faults = Readonly<{ guard: Guard; calls: ReadonlyMap<string, number> }>;

/** Applies guards in turn: the first that reacts decides. Counts all calls. */
export function faults(...guards: readonly Guard[]): Faults {
  const calls = new Map<string, number>();
  const guard = async (call: Call): Promise<Reaction> => {
    calls.set(call.method, (calls.get(call.method) ?? 0) + 1);
    for (const one of guards) {
      const reaction = await one(call);
      if (reaction !== undefined) {
        return reaction;
      }
    }
    return undefined;
  };
  return { guard, calls };
}

/** Changes the result of some methods. */
export function answerWith(
  methods: readonly string[],
  change: (result: never, call: Call) => unknown | Promise<unknown>,
): Guard {
  return async (call) => {
    if (!methods.includes(call.method)) {
      return undefined;
    }
    const answer = JSON.parse(await call.forward()) as { result?: never };
    return JSON.stringify(
      answer.result === undefined ? answer : { ...answer, result: await change(answer.result, call) },
    );
  };
}

/** A node that answers with the slot where it is asked for the block height. */
export function heightIsSlot(): Guard {
  return answerWith(["getBlockHeight", "getEpochInfo"], (result: number | { blockHeight: number }) =>
    typeof result === "number"
      ? result + SKIPPED_SLOTS
      : { ...result, blockHeight: result.blockHeight + SKIPPED_SLOTS },
  );
}

/** A node that tells a transaction's status only some milliseconds after it could. */
export function lateStatuses(milliseconds: number): Guard {
  let since: number | undefined;
  return answerWith(["getSignatureStatuses"], (result: { value: unknown[] }) => {
    since = result.value[0] === null ? undefined : (since ?? performance.now());
    const isLate = since !== undefined && performance.now() < since + milliseconds;
    return isLate ? { ...result, value: result.value.map(() => null) } : result;
  });
}

/** A node that says for some milliseconds that a transaction is not confirmed yet. */
export function lateConfirmations(milliseconds: number): Guard {
  let since: number | undefined;
  return answerWith(["getSignatureStatuses"], (result: { value: (object | null)[] }) => {
    since ??= result.value[0] === null ? undefined : performance.now();
    const isLate = since !== undefined && performance.now() < since + milliseconds;
    const early = (status: object | null) => status && { ...status, confirmationStatus: "processed" };
    return isLate ? { ...result, value: result.value.map(early) } : result;
  });
}

type AtSlot = Readonly<{ context: Readonly<{ slot: number }> }>;

/** A cluster whose final block is some slots behind the newest, and is the only one that knows final blockhashes. */
export function lateFinality(slots: number): Guard {
  const born = new Map<string, number>();
  return answerWith(
    ["getLatestBlockhash", "isBlockhashValid"],
    (result: AtSlot & { value: { blockhash: string } | boolean }, { params }) => {
      const { context, value } = result;
      const [first, second] = params;
      const config = (typeof value === "boolean" ? second : first) as { commitment?: string } | undefined;
      if (typeof value !== "boolean" && !born.has(value.blockhash)) {
        born.set(value.blockhash, context.slot);
      }
      if ((config?.commitment ?? "finalized") !== "finalized") {
        return result;
      }
      const slot = context.slot - slots;
      const isKnown = (born.get(String(first)) ?? 0) <= slot;
      return { context: { ...context, slot }, value: typeof value === "boolean" ? value && isKnown : value };
    },
  );
}

/** A node that keeps no history of transactions, and forgets the most recent ones too if told so. */
export function withoutHistory({ forgets = false } = {}): Guard {
  return async ({ method, params, forward }) => {
    if (method !== "getSignatureStatuses") {
      return undefined;
    }
    const [, options] = params as [unknown, { searchTransactionHistory?: boolean } | undefined];
    if (options?.searchTransactionHistory === true) {
      const message = "Transaction history is not available from this node";
      return JSON.stringify({ jsonrpc: "2.0", id: 0, error: { code: -32011, message } });
    }
    const answer = JSON.parse(await forward()) as { result: object };
    return JSON.stringify(forgets ? { ...answer, result: { ...answer.result, value: [null] } } : answer);
  };
}

/** A node that answers some methods with a JSON-RPC error, once some of them have been passed on. */
export function failingNode(methods: readonly string[], error: unknown, after?: string): Guard {
  let fails = after === undefined;
  return ({ method }) => {
    fails ||= method === after;
    return fails && methods.includes(method) ? JSON.stringify({ jsonrpc: "2.0", id: 0, error }) : undefined;
  };
}

/** A node that takes transactions at once, and passes them on some milliseconds later. */
export function withholding(milliseconds: number): Guard {
  return ({ method, forward }) => {
    if (method !== "sendTransaction") {
      return undefined;
    }
    // The signature that the cluster would give it is not known yet; nobody here reads it.
    setTimeout(() => void forward().catch(() => undefined), milliseconds);
    return JSON.stringify({ jsonrpc: "2.0", id: 0, result: "1".repeat(64) });
  };
}

/** A node that refuses its first calls of a method with 429 and says when to come back. */
export function limitingNode(times: number, retryAfter: string): Guard {
  let refused = 0;
  return () => {
    refused += 1;
    return refused > times ? undefined : { status: 429, headers: { "retry-after": retryAfter } };
  };
}

/** A node that answers its first calls with a JSON-RPC error, under the HTTP status 200. */
export function errorsInBody(times: number, error: unknown): Guard {
  let refused = 0;
  return () => {
    refused += 1;
    return refused > times ? undefined : JSON.stringify({ jsonrpc: "2.0", id: 0, error });
  };
}

/** A node that accepts calls, of some methods or all, and never answers. */
export function hangingNode(methods?: readonly string[]): Guard {
  return ({ method }) =>
    methods === undefined || methods.includes(method) ? new Promise(() => undefined) : undefined;
}

/** A node that takes a transaction, passes it on, and is gone from then on. */
export function dyingNode(): Guard {
  let isDead = false;
  return async ({ method, forward }) => {
    if (method === "sendTransaction" && !isDead) {
      isDead = true;
      await forward();
    }
    if (isDead) {
      throw new Error("the connection is cut");
    }
    return undefined;
  };
}

/** A node whose lists of transactions lack some: of every address, or of one. */
export function forgetfulNode(signatures: readonly string[], address?: string): Guard {
  return answerWith(["getSignaturesForAddress"], (result: { signature: string }[], { params }) =>
    address === undefined || params[0] === address
      ? result.filter(({ signature }) => !signatures.includes(signature))
      : result,
  );
}

/** A node that is behind: it lists no transaction after a slot, whatever slot it is asked to have reached. */
export function laggingHistory(slot: bigint): Guard {
  return answerWith(["getSignaturesForAddress"], (result: { slot: number }[]) =>
    result.filter((one) => BigInt(one.slot) <= slot),
  );
}

/** A node that gives the newest page of a list whatever it is asked to begin before. */
export function repeatingHistory(): Guard {
  let first: string | undefined;
  return async ({ method, forward }) => {
    if (method !== "getSignaturesForAddress") {
      return undefined;
    }
    first ??= await forward();
    return first;
  };
}

/** A node that does not have a transaction yet the first times that it is asked for it. */
export function lateTransactions(times: number): Guard {
  const asked = new Map<string, number>();
  return ({ method, params }) => {
    const [signature] = params as [string];
    if (method !== "getTransaction") {
      return undefined;
    }
    const before = asked.get(signature) ?? 0;
    asked.set(signature, before + 1);
    return before < times ? JSON.stringify({ jsonrpc: "2.0", id: 0, result: null }) : undefined;
  };
}
