import { formatAmount } from "@defi-ready/securities";
import type { DecidedLine } from "../statement/decided.js";
import { html, type Markup } from "./escape.js";
import { code, day, table } from "./page.js";

/** A class of a statement, by its rank. */
type VotingClass = Readonly<{ rank: number; name: string; decimals: number }>;

/** What happened to a resolution, in words: `resolution 0 proposed: debt terms`. */
export const decidedWords = ({ what, number, of }: DecidedLine): string =>
  what.startsWith("vote")
    ? `${what}${what === "vote withdrawn" ? " from" : ""} resolution ${number}`
    : `resolution ${number} ${what}${of === null ? "" : `: ${of}`}`;

/** The class that voted, and with how many shares. */
export function votesOf(
  { rank, shares }: DecidedLine,
  classes: readonly VotingClass[],
): Readonly<{ name: string; shares: string }> {
  if (rank === null || shares === null) {
    return { name: "", shares: "" };
  }
  const one = classes.find((found) => found.rank === rank);
  return { name: one?.name ?? `class ${rank}`, shares: formatAmount(shares, one?.decimals ?? 0) };
}

/** The resolutions of a period, and how the holder voted on them. */
export function decidedSection(decided: readonly DecidedLine[], classes: readonly VotingClass[]): Markup {
  return decided.length === 0
    ? html``
    : html`<h2>Resolutions</h2>
${table(
  ["Date", "What", "By", "Class", { right: "Shares" }, "Document's SHA-256"],
  decided.map((one) => {
    const { name, shares } = votesOf(one, classes);
    return {
      cells: [
        day(one.time),
        decidedWords(one),
        one.by === null ? "" : code(one.by),
        name,
        shares,
        one.sha256 === null ? "" : code(one.sha256),
      ],
    };
  }),
)}`;
}
