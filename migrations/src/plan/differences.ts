import type { Security } from "../client.js";
import { toHex } from "../deal/values.js";

/** A field that differs between the chain and the deal file, in readable form. */
export type Difference = Readonly<{
  field: string;
  onChain: string;
  inFile: string;
  /** Why it cannot be changed, if there is a particular reason. */
  why?: string;
}>;

type Value = string | number | bigint | boolean;

/** Collects the fields that differ. */
export class Comparison {
  readonly differences: Difference[] = [];

  constructor(private readonly at: string) {}

  /** Compares a field. */
  field(name: string, onChain: Value, inFile: Value, why?: string): void {
    if (onChain !== inFile) {
      const field = this.at === "" ? name : `${this.at}.${name}`;
      const shown = { field, onChain: String(onChain), inFile: String(inFile) };
      this.differences.push(why === undefined ? shown : { ...shown, why });
    }
  }
}

/** Texts one after the other. */
export function list(items: readonly string[]): string {
  return items.length === 0 ? "none" : items.join(", ");
}

/** Bytes of an account as hexadecimal digits. */
export function hex(bytes: Security["document"]["sha256"]): string {
  return toHex(Uint8Array.from(bytes));
}
