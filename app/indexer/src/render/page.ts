import { formatGroupedAmount, isoDay, isoMinute } from "@defi-ready/securities";
import type { Check } from "../statement/complete.js";
import { html, Markup } from "./escape.js";
import { STYLE } from "./style.js";

/** Pictures in a statement, as this project's code made them: they are written as they are. */
export type Pictures = Readonly<{
  /** Their style sheet. */
  style: string;
  /** Markup, each with its title. */
  figures: readonly string[];
}>;

/** A statement without pictures. */
export const NO_PICTURES: Pictures = { style: "", figures: [] };

/** A document of its own, that needs nothing else and loads nothing. */
export function page(title: string, body: Markup, { style }: Pictures): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(STYLE)}${new Markup(style)}</style>
</head>
<body>
${body}
</body>
</html>
`.text;
}

/** A column: its title, and whether it holds numbers. */
export type Column = string | Readonly<{ right: string }>;

/** A row of a table; of several kinds. */
export type Row = Readonly<{ cells: readonly unknown[]; kind?: "total" | "mark" | undefined }>;

/** Columns that are not broken into lines. */
const DATES: readonly string[] = ["Date", "Acquired", "Left"];

/** A table; nothing without rows. */
export function table(columns: readonly Column[], rows: readonly Row[]): Markup {
  if (rows.length === 0) {
    return html``;
  }
  const isNumber = (at: number) => typeof columns[at] === "object";
  const head = columns.map((column) =>
    typeof column === "string"
      ? html`<th scope="col">${column}</th>`
      : html`<th scope="col" class="n">${column.right}</th>`,
  );
  const body = rows.map(
    ({ cells, kind }) =>
      html`<tr class="${kind}">${cells.map((one, at) => html`<td class="${isNumber(at) ? "n" : DATES.includes(String(columns[at])) ? "d" : ""}">${one}</td>`)}</tr>
`,
  );
  const titles = columns.map((column) => (typeof column === "string" ? column : column.right));
  // What is wider than the screen is scrolled by keyboard too.
  return html`<div class="scroll" role="group" aria-label="Table of ${titles.join(", ")}" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>
${body}</tbody></table></div>
`;
}

/** Names and values. */
export function facts(entries: readonly (readonly [name: string, value: unknown])[]): Markup {
  return html`<dl>${entries.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
`;
}

/** Whether the figures are the chain's, and which are not. */
export function verdict(
  checks: readonly Check[],
  { slot, time }: Readonly<{ slot: bigint; time: bigint }>,
): Markup {
  const wrong = checks.filter(({ holds }) => !holds);
  if (wrong.length === 0) {
    return html`<div class="verdict"><b>Reconciles with the chain to the unit</b> at slot ${slot} (${isoMinute(time)}): ${checks.length} figures compared.</div>
`;
  }
  const rows = wrong.map((one) => ({ cells: [one.what, one.history, one.chain, one.history - one.chain] }));
  return html`<div class="verdict bad"><b>Does not reconcile with the chain</b> at slot ${slot} (${isoMinute(time)}): do not rely on it. In base units:
${table(["What", { right: "By the history" }, { right: "On chain" }, { right: "Difference" }], rows)}</div>
`;
}

/** Pictures, one below the other. */
export function pictures({ figures }: Pictures): Markup {
  return html`${figures.map(
    (figure) => html`<section class="picture">${new Markup(figure)}</section>
`,
  )}`;
}

/** An amount with its thousands separated. */
export const money = (amount: bigint, decimals: number): string => formatGroupedAmount(amount, decimals);

/** A day in UTC. */
export const day = isoDay;

/** A period in words; its end is not in it. */
export function periodWords({ from, to }: Readonly<{ from: bigint; to: bigint }>): string {
  return from === 0n ? `Until ${day(to - 1n)}` : `${day(from)} to ${day(to - 1n)}`;
}

/** An address or a signature. */
export function code(text: string | undefined): Markup {
  return text === undefined || text === "" ? html`` : html`<code>${text}</code>`;
}

/** A long text by its first and last letters; the whole is its title. */
export function short(text: string | undefined): Markup {
  return text === undefined || text === ""
    ? html``
    : html`<code title="${text}">${text.length > 13 ? `${text.slice(0, 6)}…${text.slice(-6)}` : text}</code>`;
}
