import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { fileURLToPath } from "node:url";
import { createKeyPairSignerFromBytes, type KeyPairSigner } from "@solana/kit";
import { write } from "./deal-text.js";
import type { TestNode } from "./node.js";

// inputs: app/cli

const MAIN = fileURLToPath(new URL("../../../app/cli/bin/securities.js", import.meta.url));

/** How a program ended, and its output. */
export type Ended = Readonly<{ code: number; out: string; err: string }>;

/** Runs the program as a person would; complaints are without the folder. */
export const runner =
  (folder: string) =>
  (...args: readonly string[]): Promise<Ended> =>
    new Promise((resolve) => {
      execFile(process.execPath, [MAIN, ...args], (error, out, err) => {
        resolve({
          code: error === null ? 0 : Number(error.code),
          out,
          err: err.replaceAll(`${folder}/`, ""),
        });
      });
    });

let keys = 0;

/** A key file as Solana's tools write it, with lamports. */
export async function keyFile(
  node: TestNode,
  folder: string,
  amount: bigint,
): Promise<Readonly<{ path: string; bytes: Uint8Array; signer: KeyPairSigner }>> {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const secret = privateKey.export({ format: "der", type: "pkcs8" }).subarray(-32);
  const bytes = Uint8Array.from([
    ...secret,
    ...publicKey.export({ format: "der", type: "spki" }).subarray(-32),
  ]);
  const signer = await createKeyPairSignerFromBytes(bytes);
  if (amount > 0n) {
    await node.fund(signer.address, amount);
  }
  keys += 1;
  return { path: write(folder, `key-${keys}.json`, JSON.stringify([...bytes])), bytes, signer };
}
