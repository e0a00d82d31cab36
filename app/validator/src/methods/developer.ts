import { lamports } from "@solana/kit";
import { isJsonObject, type Json } from "../json.js";
import type { Node } from "../node.js";
import { Config, fromBase64, type Params } from "../params.js";
import { invalidParams, RpcError, RpcErrorCode } from "../rpc-error.js";
import type { Method } from "./cluster.js";

const MAX_WARP_SLOTS = 1_000_000_000n;
/** Ten thousand years: most clients cannot represent later dates. */
const MAX_WARP_SECONDS = 315_360_000_000n;

/**
 * Moves slots and time forward: `{ slots?, seconds? | unixTimestamp? }`. Time alone moves one slot, so that there
 * is a new blockhash, and the blockhashes that clients hold stay valid.
 */
function warp(node: Node, params: Params): Json {
  const config = params.config(0);
  const { clock } = node.bank;
  clock.followWallClock();
  const target = config.u64("unixTimestamp");
  const given = config.u64("seconds");
  if (target !== undefined && given !== undefined) {
    throw invalidParams("Invalid param: give either `seconds` or `unixTimestamp`");
  }
  const seconds = target === undefined ? (given ?? 0n) : target - clock.unixTimestamp;
  const slots = config.u64("slots") ?? 1n;
  if (seconds < 0n || slots < 1n) {
    throw invalidParams("Invalid param: time and slots only move forward");
  }
  if (slots > MAX_WARP_SLOTS || seconds > MAX_WARP_SECONDS) {
    throw invalidParams("Invalid param: too far");
  }
  node.bank.warp(slots, seconds);
  return { blockHeight: clock.blockHeight, slot: clock.slot, unixTimestamp: clock.unixTimestamp };
}

/** Writes an account as given: `[address, { lamports, owner, data: base64, executable? }]`. */
function setAccount(node: Node, params: Params): Json {
  const address = params.address(0, "address");
  const value = params.value(1);
  if (!isJsonObject(value)) {
    throw invalidParams("Invalid param: the account should be an object");
  }
  const account = new Config(value);
  const balance = account.u64("lamports");
  const owner = account.address("owner");
  const { data } = account.fields;
  if (balance === undefined || owner === undefined || typeof data !== "string") {
    throw invalidParams("Invalid param: an account has `lamports`, `owner` and `data` (base64)");
  }
  const bytes = Uint8Array.from(fromBase64(data, "data"));
  try {
    node.bank.setAccount({
      address,
      lamports: lamports(balance),
      programAddress: owner,
      executable: account.flag("executable"),
      data: bytes,
      space: BigInt(bytes.length),
    });
  } catch (error) {
    // The virtual machine reads sysvars and programs at once and refuses those that make no sense.
    throw invalidParams(`Invalid param: ${error instanceof Error ? error.message : String(error)}`);
  }
  return null;
}

/** Writes the state file now. */
function saveState(node: Node): Json {
  if (node.save === undefined) {
    throw new RpcError(RpcErrorCode.invalidRequest, "The validator was started without a state file");
  }
  node.save();
  return null;
}

/** Methods that no cluster has, for tests and demonstrations. */
export const developerMethods: Readonly<Record<string, Method>> = {
  securities_warp: warp,
  securities_setAccount: setAccount,
  securities_saveState: saveState,
};
