import { csvCell } from "@defi-ready/securities";

/** Markup that is safe to write as it is. */
export class Markup {
  constructor(readonly text: string) {}
}

/** Writes markup; whatever is put in is escaped, unless it is markup itself. Lists are written one after another. */
export function html(parts: TemplateStringsArray, ...values: readonly unknown[]): Markup {
  return new Markup(parts.reduce((text, part, at) => `${text}${written(values[at - 1])}${part}`));
}

function written(value: unknown): string {
  if (value instanceof Markup) {
    return value.text;
  }
  if (Array.isArray(value)) {
    return value.map(written).join("");
  }
  return value === undefined || value === null || value === false ? "" : escapeHtml(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text for HTML, in an element or in a quoted attribute. */
function escapeHtml(text: string): string {
  return (
    text
      .replace(/[&<>"']/g, (found) => ENTITIES[found] ?? "")
      // Nothing that cannot be seen, or turns what follows around, is in a statement.
      .replace(/(?![\n\t])[\p{Cc}\p{Cf}]/gu, "\ufffd")
  );
}

/** A value of a table for spreadsheets. */
export type Cell = string | bigint | number | undefined;

/** A table as CSV, whose texts are in one line each, steer no terminal and are no formula to a spreadsheet. */
export function csv(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [columns, ...rows]
    .map((row) => `${row.map((value) => csvCell(value === undefined ? "" : String(value))).join(",")}\n`)
    .join("");
}
