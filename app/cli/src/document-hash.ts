import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { ClientError, fileFault } from "@defi-ready/securities";

/** The SHA-256 of an optional document; zeros without one. */
export function documentHash(file: string | undefined): Uint8Array {
  return file === undefined ? new Uint8Array(32) : sha256Of(file);
}

/** The SHA-256 of a file, which goes on record in its place. */
export function sha256Of(file: string): Uint8Array {
  try {
    return Uint8Array.from(createHash("sha256").update(readFileSync(file)).digest());
  } catch (error) {
    throw new ClientError(`cannot read the document ${file}: ${fileFault(error)}`);
  }
}
