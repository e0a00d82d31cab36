import { generateKeyPairSync } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ClientError, fileFault } from "@defi-ready/securities";
import {
  type Address,
  createKeyPairSignerFromBytes,
  getAddressDecoder,
  type KeyPairSigner,
} from "@solana/kit";

const KEY_BYTES = 64;
const SEED_BYTES = 32;

/** Where Solana's own tools keep a person's key. */
export const DEFAULT_KEYPAIR = join(homedir(), ".config/solana/id.json");

/** A place of a key that is no file, as Solana's tools name it. */
const ELSEWHERE: readonly (readonly [start: RegExp, what: string])[] = [
  [/^usb:/i, "keys on hardware wallets"],
  [/^(prompt:|ASK$)/, "keys from a seed phrase"],
  [/^(stdin:|-$)/, "keys from standard input"],
];

/**
 * Reads a key file of Solana's tools: a JSON list of 64 bytes.
 *
 * @param named Its path, or its `file:` address.
 */
export async function readKeypair(named: string): Promise<KeyPairSigner> {
  const elsewhere = ELSEWHERE.find(([start]) => start.test(named))?.[1];
  if (elsewhere !== undefined) {
    throw new ClientError(
      `${named} is not supported: ${elsewhere} cannot be used here. Give a key file with --keypair, or the key's address with --unsigned to print the transaction, and sign and send it with a wallet`,
    );
  }
  const path = named.replace(/^file:(\/\/)?/, "");
  const bytes = parseKey(path, readText(path));
  try {
    return await createKeyPairSignerFromBytes(bytes);
  } catch {
    throw new ClientError(`${path} is not a key file: its public key does not match its private key`);
  }
}

/** Whether there is a file where a key is looked for. */
export function hasKeyFile(path: string): boolean {
  return existsSync(path);
}

/** Writes a new key to a file that must not exist yet, readable only by its owner. */
export function writeNewKeypair(path: string): Address {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const seed = privateKey.export({ format: "der", type: "pkcs8" }).subarray(-SEED_BYTES);
  const key = publicKey.export({ format: "der", type: "spki" }).subarray(-SEED_BYTES);
  try {
    writeFileSync(path, `${JSON.stringify([...seed, ...key])}\n`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ClientError(
      code === "EEXIST"
        ? `${path} exists: a key is never overwritten`
        : `cannot write the key file ${path}: ${fileFault(error)}`,
    );
  }
  return getAddressDecoder().decode(key);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ClientError(
      code === "ENOENT"
        ? `there is no key file ${path}: give one with --keypair, or create one with \`securities keygen FILE\``
        : `cannot read the key file ${path}: ${fileFault(error)}`,
    );
  }
}

function parseKey(path: string, text: string): Uint8Array {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const isByte = (one: unknown) => Number.isInteger(one) && Number(one) >= 0 && Number(one) <= 255;
  if (!Array.isArray(value) || value.length !== KEY_BYTES || !value.every(isByte)) {
    throw new ClientError(`${path} is not a key file: it should be a JSON list of ${KEY_BYTES} bytes`);
  }
  return Uint8Array.from(value);
}
