import { formatAmount, formatGroupedAmount, isoDay, UNLIMITED_ALLOTMENT } from "@defi-ready/securities";
import type { LockLine } from "../chain/transfer-state.js";
import type { ClassAccount } from "../statement/holder.js";
import type { AllotmentLine } from "../statement/transfer-terms.js";
import { html, type Markup } from "./escape.js";
import { code, day, facts, money, short, table } from "./page.js";

const RIGHT = (right: string) => ({ right });

/** Until when a lock keeps shares, in words. */
export const lockWords = ({ cliff, until }: Pick<LockLine, "cliff" | "until">): string =>
  cliff === until
    ? `until ${isoDay(until)}`
    : `until ${isoDay(cliff)}, then fewer each day until ${isoDay(until)}`;

/** An allotment, for a table. */
export const allotmentCell = (allotted: bigint, decimals: number): string =>
  allotted === UNLIMITED_ALLOTMENT ? "any number" : formatAmount(allotted, decimals);

const allotmentWords = (allotted: bigint, decimals: number): string =>
  allotted === UNLIMITED_ALLOTMENT ? "any number" : formatGroupedAmount(allotted, decimals);

/** What the rules of transfers said of a holder's shares of a class; nothing where none said anything. */
export function transferTermsSection({ transfers, decimals }: ClassAccount): Markup {
  const { locks, retained, allotted, person, allotments } = transfers;
  return html`${lockSection(locks, decimals)}
${retained === 0n ? html`` : html`<p>At least ${money(retained, decimals)} shares are kept until no debt of the deal is outstanding.</p>`}
${allotted === null ? html`` : allotmentSection({ allotted, person, allotments, decimals })}`;
}

function lockSection(locks: readonly LockLine[] | null, decimals: number): Markup {
  if (locks === null) {
    return html`<p class="soft">How much was locked at the end is not told: a measure moved some of it.</p>`;
  }
  return locks.length === 0
    ? html``
    : html`<h3>Locked at the end</h3>
${table(
  ["All of it until", "None from", RIGHT("Bought or granted"), RIGHT("Locked")],
  locks.map(({ cliff, until, shares, locked }) => ({
    cells: [day(cliff), day(until), money(shares, decimals), money(locked, decimals)],
  })),
)}`;
}

function allotmentSection({
  allotted,
  person,
  allotments,
  decimals,
}: Readonly<{
  allotted: bigint;
  person: string | null;
  allotments: readonly AllotmentLine[];
  decimals: number;
}>): Markup {
  return html`<h3>Allotment</h3>
${facts([
  ["Up to", `${allotmentWords(allotted, decimals)} shares, with those that it receives`],
  ["Counted for", person === null ? "nobody: it has no record" : code(person)],
])}
${table(
  ["Date", "What", RIGHT("Shares"), "Transaction"],
  allotments.map((one) => ({
    cells: [
      day(one.time),
      one.allotted === 0n ? "Place freed" : "Allotment set",
      allotmentWords(one.allotted, decimals),
      short(one.signature),
    ],
  })),
)}`;
}
