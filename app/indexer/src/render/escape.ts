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

const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * A table as CSV (RFC 4180). A text that a spreadsheet would take for a formula is led by an apostrophe, which shows it
 * as text; numbers are left alone.
 */
export function csv(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [columns, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(value: Cell): string {
  const text = value === undefined ? "" : String(value);
  const harmless =
    /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
