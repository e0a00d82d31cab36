import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ClientError, fileFault, type PriorityFee } from "@defi-ready/securities";
import type { Address, Commitment } from "@solana/kit";
import { parse } from "yaml";
import { DEFAULT_KEYPAIR } from "./keypair.js";

const DEFAULT_URL = "http://127.0.0.1:8899";
/** Where Solana's own tools keep a person's settings. */
const DEFAULT_CONFIG = join(homedir(), ".config/solana/cli/config.yml");

/** Commitments, the weakest first. */
export const COMMITMENTS = ["processed", "confirmed", "finalized"] as const;

/** How results are written. */
export const OUTPUTS = ["display", "json", "json-compact"] as const;

/** Solana's short names of clusters. */
const MONIKERS: Readonly<Record<string, string>> = {
  m: "https://api.mainnet-beta.solana.com",
  "mainnet-beta": "https://api.mainnet-beta.solana.com",
  d: "https://api.devnet.solana.com",
  devnet: "https://api.devnet.solana.com",
  t: "https://api.testnet.solana.com",
  testnet: "https://api.testnet.solana.com",
  l: DEFAULT_URL,
  localhost: DEFAULT_URL,
};

/** The options of every command, as they were given. */
export type GlobalOptions = Readonly<{
  config?: string;
  url?: string;
  keypair?: string;
  commitment?: Commitment;
  output?: (typeof OUTPUTS)[number];
  json?: boolean;
  yes?: boolean;
  timeout: number;
  priorityFee: PriorityFee["price"];
  maxPriorityFee: bigint;
  unsigned?: Address;
  feePayer?: Address;
}>;

/** The options of every command, with what Solana's settings say where they are silent. */
export type Settings = Omit<GlobalOptions, "config" | "output" | "url" | "keypair" | "commitment"> &
  Readonly<{
    /** The URL of the RPC node. */
    url: string;
    /** The WebSocket URL of the node, if the settings name one for this node. */
    websocketUrl: string | undefined;
    /** The key file. */
    keypair: string;
    /** Whether it was named, rather than being where keys are by default. */
    isKeyNamed: boolean;
    commitment: Commitment;
    /** Whether results are JSON, each in one line if it is compact. */
    json: boolean;
    compact: boolean;
  }>;

type Configured = Readonly<{
  json_rpc_url?: string;
  websocket_url?: string;
  keypair_path?: string;
  commitment?: Commitment;
}>;

/** How a command line writes its results; it needs no settings. */
export function formatOf({ output, json }: Pick<GlobalOptions, "output" | "json">): {
  json: boolean;
  compact: boolean;
} {
  const how = output ?? (json === true ? "json" : "display");
  return { json: how !== "display", compact: how === "json-compact" };
}

/**
 * Completes the options of a command line: what it leaves out is as in Solana's settings, and what these leave out is the
 * node of this machine, the key in `~/.config/solana/id.json` and confirmed.
 *
 * @throws {ClientError} For settings that cannot be read.
 */
export function settingsOf<Options extends GlobalOptions>(
  options: Options,
): Omit<Options, keyof Settings> & Settings {
  const configured = readConfig(options.config);
  const url = named(options.url ?? configured.json_rpc_url) ?? DEFAULT_URL;
  return {
    ...options,
    ...formatOf(options),
    url: MONIKERS[url] ?? url,
    // A socket belongs to the node beside which it is named.
    websocketUrl: options.url === undefined ? named(configured.websocket_url) : undefined,
    isKeyNamed: named(options.keypair) !== undefined,
    keypair: named(options.keypair ?? configured.keypair_path) ?? DEFAULT_KEYPAIR,
    commitment: options.commitment ?? configured.commitment ?? "confirmed",
  };
}

function named(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

/** Solana's settings: none if there is no file and none was named. */
function readConfig(path: string | undefined): Configured {
  const file = path ?? DEFAULT_CONFIG;
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && path === undefined) {
      return {};
    }
    throw new ClientError(
      code === "ENOENT"
        ? `there is no settings file ${file}: \`solana config set\` writes one`
        : `cannot read the settings file ${file}: ${fileFault(error)}`,
    );
  }
  return checked(file, yamlOf(file, text));
}

function yamlOf(file: string, text: string): unknown {
  try {
    return parse(text) ?? {};
  } catch {
    throw new ClientError(`the settings file ${file} is not YAML: \`solana config set\` writes it anew`);
  }
}

function checked(file: string, value: unknown): Configured {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ClientError(
      `the settings file ${file} does not name settings: \`solana config set\` writes it anew`,
    );
  }
  const fields = value as Record<string, unknown>;
  for (const name of ["json_rpc_url", "websocket_url", "keypair_path", "commitment"]) {
    if (fields[name] !== undefined && typeof fields[name] !== "string") {
      throw new ClientError(`${name} in the settings file ${file} is not a text`);
    }
  }
  const { commitment } = fields;
  if (commitment !== undefined && !COMMITMENTS.some((one) => one === commitment)) {
    throw new ClientError(`commitment in the settings file ${file} is not ${COMMITMENTS.join(", ")}`);
  }
  return fields as Configured;
}
