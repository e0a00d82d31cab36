import { type Address, getBase58Encoder, isAddress, isSignature, type Signature } from "@solana/kit";
import { isArray, isJsonObject, type Json, type JsonObject } from "./json.js";
import { invalidParams } from "./rpc-error.js";

const MAX_U64 = 0xffff_ffff_ffff_ffffn;
const COMMITMENTS: readonly Json[] = ["processed", "confirmed", "finalized"];

/**
 * Reads the positional parameters of a request. Each method that does not find what it asks for throws an RPC error
 * that names the parameter.
 */
export class Params {
  readonly #values: readonly Json[];

  /** @param values The request's `params`: a list, or nothing. */
  constructor(values: Json | undefined) {
    if (values !== undefined && values !== null && !isArray(values)) {
      throw invalidParams("`params` should be an array");
    }
    this.#values = values ?? [];
  }

  /** The parameter at a position as it came. */
  value(position: number): Json | undefined {
    return this.#values[position];
  }

  /** A base58 address. */
  address(position: number, name: string): Address {
    return toAddress(this.#values[position], name);
  }

  /** A base58 signature. */
  signature(position: number): Signature {
    return toSignature(this.#values[position]);
  }

  /** An unsigned 64-bit integer. */
  u64(position: number, name: string): bigint {
    return toU64(this.#values[position], name);
  }

  /** A string. */
  text(position: number, name: string): string {
    const value = this.#values[position];
    if (typeof value !== "string") {
      throw invalidParams(`Invalid param: ${name} should be a string`);
    }
    return value;
  }

  /** A list. */
  list(position: number, name: string): readonly Json[] {
    const value = this.#values[position];
    if (!isArray(value)) {
      throw invalidParams(`Invalid param: ${name} should be an array`);
    }
    return value;
  }

  /** The configuration object at a position, empty if it is left out. */
  config(position: number): Config {
    const value = this.#values[position];
    if (value === undefined || value === null) {
      return new Config({});
    }
    if (!isJsonObject(value)) {
      throw invalidParams("Invalid param: the configuration should be an object");
    }
    return new Config(value);
  }
}

/** Reads a configuration object. Every slot is final at once, so commitments are checked and have no effect. */
export class Config {
  constructor(readonly fields: JsonObject) {
    const commitment = fields.commitment;
    if (commitment !== undefined && commitment !== null && !COMMITMENTS.includes(commitment)) {
      throw invalidParams(`Invalid param: unknown commitment ${String(commitment)}`);
    }
  }

  /** A flag; false if left out. */
  flag(name: string): boolean {
    const value = this.fields[name] ?? false;
    if (typeof value !== "boolean") {
      throw invalidParams(`Invalid param: ${name} should be a boolean`);
    }
    return value;
  }

  /** An unsigned 64-bit integer, if it is there. */
  u64(name: string): bigint | undefined {
    const value = this.fields[name];
    return value === undefined || value === null ? undefined : toU64(value, name);
  }

  /** An address, if it is there. */
  address(name: string): Address | undefined {
    const value = this.fields[name];
    return value === undefined || value === null ? undefined : toAddress(value, name);
  }

  /** A signature, if it is there. */
  signature(name: string): Signature | undefined {
    const value = this.fields[name];
    return value === undefined || value === null ? undefined : toSignature(value);
  }

  /** One of a few words; the first is the default. */
  choice<T extends string>(name: string, choices: readonly [T, ...T[]]): T {
    const value = this.fields[name] ?? choices[0];
    const found = choices.find((choice) => choice === value);
    if (found === undefined) {
      throw invalidParams(`Invalid param: ${name} should be one of ${choices.join(", ")}`);
    }
    return found;
  }

  /** A configuration object inside this one, if it is there. */
  nested(name: string): Config | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) {
      return undefined;
    }
    if (!isJsonObject(value)) {
      throw invalidParams(`Invalid param: ${name} should be an object`);
    }
    return new Config(value);
  }

  /** A list; empty if left out. */
  list(name: string): readonly Json[] {
    const value = this.fields[name] ?? [];
    if (!isArray(value)) {
      throw invalidParams(`Invalid param: ${name} should be an array`);
    }
    return value;
  }
}

/** Reads an address. */
export function toAddress(value: Json | undefined, name: string): Address {
  if (typeof value !== "string" || !isAddress(value)) {
    throw invalidParams(`Invalid param: ${name} is not an address`);
  }
  return value;
}

/** Reads a signature. */
export function toSignature(value: Json | undefined): Signature {
  if (typeof value !== "string" || !isSignature(value)) {
    throw invalidParams("Invalid param: not a signature");
  }
  return value;
}

/** Reads an unsigned 64-bit integer. */
function toU64(value: Json | undefined, name: string): bigint {
  if (typeof value !== "bigint" || value < 0n || value > MAX_U64) {
    throw invalidParams(`Invalid param: ${name} should be an unsigned 64-bit integer`);
  }
  return value;
}

/** Reads base64, without accepting what `Buffer` would silently skip. */
export function fromBase64(text: string, name: string): Buffer {
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64").replace(/=+$/, "") !== text.replace(/=+$/, "")) {
    throw invalidParams(`invalid base64 encoding of ${name}`);
  }
  return bytes;
}

/** Reads base58. */
export function fromBase58(text: string, name: string): Buffer {
  try {
    return Buffer.from(getBase58Encoder().encode(text));
  } catch {
    throw invalidParams(`invalid base58 encoding of ${name}`);
  }
}
