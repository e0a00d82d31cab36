import { isoDay } from "@defi-ready/securities";
import type { EndingLine } from "../statement/ending.js";
import { html, type Markup } from "./escape.js";
import { code, day, table } from "./page.js";

/** How a deal was wound down, in words: `wind-down began, could end from 2025-05-01`. */
export const endingWords = ({ what, endsFrom }: EndingLine): string =>
  endsFrom === null
    ? "the deal ended: its shares are worth nothing"
    : `${what}, could end from ${isoDay(endsFrom)}`;

/** The wind-down in a period. */
export function endingSection(ending: readonly EndingLine[]): Markup {
  return ending.length === 0
    ? html``
    : html`<h2>Wind-down</h2>
${table(
  ["Date", "What", "Transaction"],
  ending.map((one) => ({ cells: [day(one.time), endingWords(one), code(one.signature)] })),
)}`;
}
