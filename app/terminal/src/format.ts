import { formatGroupedAmount, hasEnd, isoDay, isoMinute, percentage } from "@defi-ready/securities";
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
  return unix === 0n ? "-" : isoMinute(unix);
}

/** Until when something counts; for ever where no calendar has the end. */
export function until(unix: bigint): string {
  return hasEnd(unix) ? `until ${moment(unix)}` : "without end";
}

/** A Unix time's day. */
export const day = isoDay;

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

/** Columns between two columns of a table. */
const GAP = 2;
/** Columns of what is written to a file or to another program. */
const WIDTH = 80;
/** The narrowest that a text in a table is wrapped to. */
const NARROWEST = 20;

/** How many columns what people read may have: those of the terminal, or of the environment's `COLUMNS`, or 80. */
function readingWidth(): number {
  const said = Number(process.env.COLUMNS);
  const there = process.stdout.isTTY ? process.stdout.columns : said > 0 ? said : WIDTH;
  return Math.max(there, WIDTH / 2);
}

/**
 * A table with a line under its head and no other lines; one without rows says so. One that is too wide goes on below, beside its first column once
 * more, or becomes a list of its rows where that column is wide itself; texts that would be too wide even so are wrapped.
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) {
    return table(columns, [["none", ...columns.slice(1).map(() => "")]]);
  }
  const width = readingWidth();
  const heads = columns.map((column) => (typeof column === "string" ? column : column.right));
  const first = widthOf(heads, rows, 0);
  const cells = rows.map((row) =>
    row.map((cell, at) =>
      at === 0 ? cell : wrapped(cell, Math.max(width - first - GAP, NARROWEST)).join("\n"),
    ),
  );
  const parts: number[][] = [];
  let left = -1;
  for (let at = 1; at < heads.length; at += 1) {
    const needs = GAP + widthOf(heads, cells, at);
    if (needs > left) {
      parts.push([0]);
      left = width - first;
    }
    parts.at(-1)?.push(at);
    left -= needs;
  }
  if (first > width / 3 && parts.length > 2) {
    const entriesOf = (row: readonly string[]) => row.map((cell, at) => [heads[at] ?? "", cell] as const);
    return rows.map((row) => facts(entriesOf(row))).join("\n\n");
  }
  const shown = parts.length === 0 ? [[0]] : parts;
  return shown
    .map((part) =>
      grid(
        part.map((at) => columns[at] ?? ""),
        cells.map((row) => part.map((at) => row[at] ?? "")),
      ),
    )
    .join("\n\n");
}

function widthOf(heads: readonly string[], rows: readonly (readonly string[])[], at: number): number {
  const lines = rows.flatMap((row) => (row[at] ?? "").split("\n"));
  return Math.max(...[heads[at] ?? "", ...lines].map((line) => line.length));
}

function grid(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const made = new Table({
    head: columns.map((column) => (typeof column === "string" ? column : column.right)),
    colAligns: columns.map((column) => (typeof column === "string" ? "left" : "right")),
    style: { head: [], border: [], "padding-left": 0, "padding-right": GAP },
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
  made.push(...rows.map((row) => [...row]));
  const [head = "", ...body] = made.toString().split("\n");
  return [head, "-".repeat(head.trimEnd().length), ...body].map((line) => line.trimEnd()).join("\n");
}

/** The lines of a text, broken between words; a word that is longer than a line stays whole. */
function wrapped(text: string, width: number): string[] {
  return text.split("\n").flatMap((line) => {
    const lines = [""];
    for (const word of line.split(" ")) {
      const last = lines.at(-1) ?? "";
      if (last !== "" && last.length + 1 + word.length > width) {
        lines.push(word);
      } else {
        lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
      }
    }
    return lines;
  });
}

/** Names and values, one a line, the values in one column. */
export function facts(entries: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...entries.map(([name]) => name.length)) + GAP;
  return entries
    .map(([name, value]) => {
      const lines = wrapped(value, Math.max(readingWidth() - width, NARROWEST));
      return `${name.padEnd(width)}${lines.join(`\n${" ".repeat(width)}`)}`.trimEnd();
    })
    .join("\n");
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
