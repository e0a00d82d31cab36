import { formatGroupedAmount, percentage } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import Table from "cli-table3";

const HEAD = 4;

/** Basis points as a percentage, exactly. */
export const percent = percentage;

/** An address abbreviated for reading: its first and last four characters. */
export function short(address: Address): string {
  return `${address.slice(0, HEAD)}..${address.slice(-HEAD)}`;
}

/** An amount with its thousands separated. */
export function money(amount: bigint, decimals: number): string {
  return formatGroupedAmount(amount, decimals);
}

/** A Unix time in UTC; empty for a time that is not set. */
export function moment(unix: bigint): string {
  return unix === 0n
    ? "-"
    : `${new Date(Number(unix) * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** A Unix time's day. */
export function day(unix: bigint): string {
  return new Date(Number(unix) * 1000).toISOString().slice(0, 10);
}

/** A hash in hexadecimal; empty for one that was not given. */
export function hexOf(hash: ArrayLike<number>): string | null {
  const bytes = Uint8Array.from(hash);
  return bytes.every((byte) => byte === 0) ? null : Buffer.from(bytes).toString("hex");
}

/** A text that an account pads with zeros. */
export function text(bytes: ArrayLike<number>): string {
  const padded = Buffer.from(Uint8Array.from(bytes));
  const end = padded.indexOf(0);
  return padded.toString("utf8", 0, end < 0 ? padded.length : end);
}

/** A column's title; numbers are aligned to the right. */
export type Column = string | Readonly<{ right: string }>;

/** A table with a line under its head and no other lines. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const grid = new Table({
    head: columns.map((column) => (typeof column === "string" ? column : column.right)),
    colAligns: columns.map((column) => (typeof column === "string" ? "left" : "right")),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
    chars: {
      top: "",
      "top-mid": "",
      "top-left": "",
      "top-right": "",
      bottom: "",
      "bottom-mid": "",
      "bottom-left": "",
      "bottom-right": "",
      left: "",
      "left-mid": "",
      mid: "",
      "mid-mid": "",
      right: "",
      "right-mid": "",
      middle: "",
    },
  });
  grid.push(...rows.map((row) => [...row]));
  const [head = "", ...body] = grid.toString().split("\n");
  return [head, "-".repeat(head.trimEnd().length), ...body].map((line) => line.trimEnd()).join("\n");
}

/** Names and values, one a line, the values in one column. */
export function facts(entries: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `${name.padEnd(width)}  ${value}`.trimEnd()).join("\n");
}

/** JSON with amounts as decimal strings of base units: 64-bit integers do not fit into JavaScript's numbers. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, plain, 2);
}

/** The same on one line. */
export function toJsonLine(value: unknown): string {
  return JSON.stringify(value, plain);
}

function plain(_: string, one: unknown): unknown {
  if (typeof one === "bigint") {
    return one.toString();
  }
  return one instanceof Map ? Object.fromEntries(one) : one;
}
