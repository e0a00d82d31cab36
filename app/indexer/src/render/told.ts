import { isoDay } from "@defi-ready/securities";
import type { ToldLine } from "../statement/told.js";
import { html, type Markup } from "./escape.js";
import { code, day, table } from "./page.js";

/** What a disclosure or a notice is, in words: `disclosure of kind 0, period 1, late`. */
export function toldWords({ what, kind, period, due, late, about }: ToldLine): string {
  return [
    `${what} of kind ${kind}`,
    ...(period === null ? [] : [`period ${period}`]),
    ...(due === null ? [] : [late ? `late, due by ${isoDay(due)}` : `due by ${isoDay(due)}`]),
    ...(about === null ? [] : [`about the disclosure of kind ${about.kind}, period ${about.period}`]),
  ].join(", ");
}

/** The disclosures and notices of a period. */
export function toldSection(told: readonly ToldLine[]): Markup {
  return told.length === 0
    ? html``
    : html`<h2>Disclosures and notices</h2>
${table(
  ["Date", "What", "By", "Document", "SHA-256"],
  told.map((one) => ({
    cells: [
      day(one.time),
      toldWords(one),
      one.by === null ? "the sponsor" : code(one.by),
      one.uri,
      code(one.sha256),
    ],
  })),
)}`;
}
