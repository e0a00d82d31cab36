import type { Json, JsonObject } from "../json.js";
import type { Node } from "../node.js";
import { type Config, type Params, toAddress } from "../params.js";
import { invalidParams, RpcError, RpcErrorCode } from "../rpc-error.js";

/** The version reported to clients: LiteSVM's runtime is that of this Agave release. */
const CORE_VERSION = "4.2.0";

const MAX_FEE_ACCOUNTS = 128;

/** A method of the RPC. */
export type Method = (node: Node, params: Params) => Json;

/** Wraps a value with the slot it is true for, as most answers are. */
export function withContext(node: Node, value: Json): JsonObject {
  return { context: { apiVersion: CORE_VERSION, slot: node.bank.clock.slot }, value };
}

/** Refuses to answer for a slot that has not come yet. */
export function checkMinContextSlot(node: Node, config: Config): void {
  const slot = config.u64("minContextSlot");
  const contextSlot = node.bank.clock.slot;
  if (slot !== undefined && slot > contextSlot) {
    throw new RpcError(RpcErrorCode.minContextSlotNotReached, "Minimum context slot has not been reached", {
      contextSlot,
    });
  }
}

/** A method whose only parameter is a configuration. */
function atSlot(answer: (node: Node) => Json): Method {
  return (node, params) => {
    checkMinContextSlot(node, params.config(0));
    return answer(node);
  };
}

function latestBlockhash(node: Node): Json {
  const { latest, latestExpiry } = node.bank.clock.blockhashes;
  return withContext(node, { blockhash: latest, lastValidBlockHeight: latestExpiry });
}

function epochInfo(node: Node): Json {
  const { clock, history } = node.bank;
  return {
    absoluteSlot: clock.slot,
    blockHeight: clock.blockHeight,
    ...clock.epochOf(clock.slot),
    transactionCount: history.total,
  };
}

function epochSchedule(node: Node): Json {
  const schedule = node.bank.epochSchedule;
  return {
    firstNormalEpoch: schedule.firstNormalEpoch,
    firstNormalSlot: schedule.firstNormalSlot,
    leaderScheduleSlotOffset: schedule.leaderScheduleSlotOffset,
    slotsPerEpoch: schedule.slotsPerEpoch,
    warmup: schedule.warmup,
  };
}

function blockTime(node: Node, params: Params): Json {
  const slot = params.u64(0, "slot");
  const time = node.bank.clock.timeOf(slot);
  if (time === undefined) {
    throw new RpcError(RpcErrorCode.blockNotAvailable, `Block not available for slot ${slot}`);
  }
  return time;
}

function isBlockhashValid(node: Node, params: Params): Json {
  checkMinContextSlot(node, params.config(1));
  return withContext(node, node.bank.clock.isBlockhashValid(params.text(0, "blockhash")));
}

function recentFees(node: Node, params: Params): Json {
  const accounts = params.value(0) === undefined ? [] : params.list(0, "addresses");
  if (accounts.length > MAX_FEE_ACCOUNTS) {
    throw invalidParams(`Too many inputs provided; max ${MAX_FEE_ACCOUNTS}`);
  }
  return node.bank.recentFees.of(accounts.map((value) => toAddress(value, "address")));
}

/** Methods about the cluster, its slots and its time. */
export const clusterMethods: Readonly<Record<string, Method>> = {
  getHealth: () => "ok",
  getVersion: () => ({ "feature-set": 0, "solana-core": CORE_VERSION }),
  getGenesisHash: (node) => node.genesisHash,
  getIdentity: (node) => ({ identity: node.identity }),
  getSlotLeader: atSlot((node) => node.identity),
  getSlot: atSlot((node) => node.bank.clock.slot),
  // Slots before the start were never made; the times of all since are kept.
  getFirstAvailableBlock: (node) => node.bank.clock.firstSlot,
  minimumLedgerSlot: (node) => node.bank.clock.firstSlot,
  getBlockHeight: atSlot((node) => node.bank.clock.blockHeight),
  getTransactionCount: atSlot((node) => node.bank.history.total),
  getEpochInfo: atSlot(epochInfo),
  getEpochSchedule: epochSchedule,
  getLatestBlockhash: atSlot(latestBlockhash),
  isBlockhashValid,
  getBlockTime: blockTime,
  getRecentPrioritizationFees: recentFees,
};
