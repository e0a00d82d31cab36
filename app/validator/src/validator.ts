import { createHash, randomBytes } from "node:crypto";
import { type Address, type EncodedAccount, getBase58Decoder } from "@solana/kit";
import { Bank } from "./bank.js";
import { listen, type Observers } from "./http.js";
import { Faucet, type Node, WellKnownKey } from "./node.js";
import type { ClockPosition } from "./slot-clock.js";
import { loadState, saveState } from "./state.js";

/** How often an idle validator finishes a slot: Solana's slot time. */
const SLOT_MILLISECONDS = 400;
const DEFAULT_HISTORY = 50_000;

/** The start of time in deterministic runs, by default: 2025-01-01T00:00:00Z. */
export const DEFAULT_DETERMINISTIC_TIMESTAMP = 1_735_689_600n;

/** A program to deploy at the start. */
export type ProgramToLoad = Readonly<{ address: Address; path: string }>;

/** An entry of the validator's log. */
export type LogEntry = Readonly<{ level: "info" | "error"; event: string; [field: string]: string | number }>;

/** How to start a validator. */
export type ValidatorOptions = Readonly<{
  /** The HTTP port; 0 takes a free one. */
  port: number;
  /** The WebSocket port; the next one after `port` if left out, or a free one if `port` is 0. */
  wsPort?: number | undefined;
  /** Programs to deploy, replacing those of the state file. */
  programs?: readonly ProgramToLoad[] | undefined;
  /** Makes runs repeatable: the same requests give the same blockhashes, slots and times. */
  deterministic?: Readonly<{ unixTimestamp?: bigint | undefined }> | undefined;
  /** Where the state is loaded from, if the file exists, and saved to on close. */
  stateFile?: string | undefined;
  /** How many transactions are remembered for `getTransaction` and similar methods. */
  historyCapacity?: number | undefined;
  /** Gets the log; silent if left out. */
  log?: ((entry: LogEntry) => void) | undefined;
}>;

/** A running validator. */
export type Validator = Readonly<{
  /** For `createSolanaRpc`. */
  url: string;
  /** For `createSolanaRpcSubscriptions`. */
  wsUrl: string;
  /** Stops serving and saves the state. Calling it again changes nothing. */
  close(): Promise<void>;
}>;

/** Starts a validator on the loopback interface. */
export async function startValidator(options: ValidatorOptions): Promise<Validator> {
  const { deterministic, stateFile } = options;
  const log = options.log ?? (() => undefined);
  const state = stateFile === undefined ? undefined : loadState(stateFile);
  const genesis =
    deterministic === undefined ? randomBytes(32) : createHash("sha256").update("securities").digest();
  const wall = deterministic === undefined ? () => BigInt(Math.floor(Date.now() / 1000)) : undefined;
  const bank = new Bank({
    historyCapacity: options.historyCapacity ?? DEFAULT_HISTORY,
    position: (slot) => state?.position ?? firstPosition(slot, genesis, deterministic?.unixTimestamp, wall),
    accounts: state?.accounts ?? [],
    ...(wall === undefined ? {} : { wall }),
  });
  for (const { address, path } of options.programs ?? []) {
    bank.addProgram(address, path);
    log({ level: "info", event: "program", address, path });
  }
  const genesisHash = state?.genesisHash ?? getBase58Decoder().decode(genesis);
  const save = stateFile === undefined ? undefined : () => writeState(bank, genesisHash, stateFile);
  const node: Node = {
    bank,
    faucet: new Faucet(bank),
    identity: new WellKnownKey("identity").address,
    genesisHash,
    save,
  };
  const endpoints = await listen(node, options.port, options.wsPort, observersFor(log));
  const ticker = wall === undefined ? undefined : setInterval(() => bank.tick(), SLOT_MILLISECONDS);
  const url = `http://127.0.0.1:${endpoints.port}`;
  const wsUrl = `ws://127.0.0.1:${endpoints.wsPort}`;
  log({
    level: "info",
    event: "listening",
    url,
    wsUrl,
    note: "embedded validator for development, loopback only",
  });
  let closing: Promise<void> | undefined;
  const shutDown = async () => {
    clearInterval(ticker);
    await endpoints.close();
    save?.();
    log({ level: "info", event: "closed" });
  };
  return {
    url,
    wsUrl,
    close() {
      closing ??= shutDown();
      return closing;
    },
  };
}

function writeState(bank: Bank, genesisHash: string, path: string): void {
  const accounts: EncodedAccount[] = [...bank.changedAccounts()];
  saveState(path, { genesisHash, position: bank.clock.position, accounts });
}

function firstPosition(
  slot: bigint,
  blockhash: Uint8Array,
  unixTimestamp: bigint | undefined,
  wall: (() => bigint) | undefined,
): ClockPosition {
  const now = wall?.() ?? unixTimestamp ?? DEFAULT_DETERMINISTIC_TIMESTAMP;
  return { slot, blockHeight: slot, unixTimestamp: now, epochStartTimestamp: now, blockhash };
}

function observersFor(log: (entry: LogEntry) => void): Observers {
  return {
    call: (method, milliseconds, error) => {
      const took = Number(milliseconds.toFixed(2));
      log(
        error === undefined
          ? { level: "info", event: "call", method, milliseconds: took }
          : {
              level: "info",
              event: "call",
              method,
              milliseconds: took,
              code: error.code,
              error: error.message,
            },
      );
    },
    fault: (error) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      log({ level: "error", event: "fault", error: text });
    },
  };
}
