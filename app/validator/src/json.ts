import { parseJsonWithBigInts } from "@solana/rpc-spec-types";

/** Anything that can be written as JSON; integers beyond 2^53 are held as `bigint`. */
export type Json =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json | undefined };

/**
 * Parses JSON, giving every integer as a `bigint`, so that no lamport is lost to a double.
 *
 * @throws SyntaxError when the text is not JSON.
 */
export function parseJson(text: string): Json {
  return parseJsonWithBigInts(text) as Json;
}

/**
 * Writes JSON with exact integers.
 *
 * `JSON.stringify` refuses bigints, and a replacer that tags them would double the work on answers with a
 * hundred thousand accounts, so this writes the text itself. Fields that are `undefined` are left out.
 */
export function stringifyJson(value: Json): string {
  if (typeof value === "bigint") {
    return value.toString();
  }
  if (value === null || typeof value !== "object") {
    return JSON.stringify(value);
  }
  if (isArray(value)) {
    return `[${value.map(stringifyJson).join(",")}]`;
  }
  const fields: string[] = [];
  for (const [key, field] of Object.entries(value)) {
    if (field !== undefined) {
      fields.push(`${JSON.stringify(key)}:${stringifyJson(field)}`);
    }
  }
  return `{${fields.join(",")}}`;
}

/** Whether a value is a JSON object (neither null nor an array). */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `Array.isArray` that narrows read-only arrays too. */
export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
