import type { DealStatement } from "../statement/deal.js";
import { decidedSection } from "./decided.js";
import { endingSection } from "./ending.js";
import { html, type Markup } from "./escape.js";
import {
  code,
  day,
  facts,
  money,
  NO_PICTURES,
  type Pictures,
  page,
  periodWords,
  pictures,
  short,
  table,
  verdict,
} from "./page.js";
import { toldSection } from "./told.js";

/** What payments into a security are, in words, by their number. */
export const KIND_WORDS = ["income", "recovery", "returned proceeds", "unsolicited", "clawback"] as const;

/** What happened to capital, in words. */
export const CAPITAL_WORDS = {
  released: "Proceeds of a book",
  drawn: "Drawn",
  exercised: "Paid for warrants",
} as const;

const RIGHT = (right: string) => ({ right });

/** A security's statement as a document of its own, for screens and for A4. */
export function dealHtml(statement: DealStatement, drawn: Pictures = NO_PICTURES): string {
  const { security, settlementMint, documentUri, slot } = statement;
  const body = html`<header><h1>Statement of the security</h1><div class="period">${periodWords(statement)}</div></header>
<main>
${facts([
  ["Security", code(security)],
  ["Settlement mint", code(settlementMint)],
  ["Offering document", documentUri],
])}
${verdict(statement.checks, statement)}
${cards(statement)}
${pictures(drawn)}
${classes(statement)}
${payments(statement)}
${expenses(statement)}
${capital(statement)}
${toldSection(statement.told)}
${decidedSection(statement.decided, [])}
${endingSection(statement.ending)}
</main>
<footer>
<p>Income is what payments brought beyond principal; what a payer called principal, a recovery wrote up, or came back of proceeds is principal. Interest is interest and arrears of debts. Losses are what was written off, or a cover paid, less what was written up, made good or put back. Expenses are what fee and expense tiers took of payments, and what was paid to their payees. Outstanding and owed are the chain's figures at slot ${slot}. Days are in UTC.</p>
</footer>`;
  return page(`Statement of ${security.slice(0, 8)} ${day(statement.to - 1n)}`, body, drawn);
}

function cards({
  distributions,
  classes: all,
  expenses: paid,
  settlementDecimals,
  settlementMint,
}: DealStatement): Markup {
  const settlement = distributions.filter(({ mint }) => mint === settlementMint);
  const gross = sum(settlement.map((one) => one.gross));
  const principal = sum(settlement.map((one) => one.principal));
  const figures: readonly (readonly [string, bigint])[] = [
    ["paid in", gross],
    ["of which income", gross - principal],
    ["of which principal", principal],
    ["taken by fees and expenses", sum(settlement.map((one) => one.fees))],
    ["paid to their payees", sum(paid.map(({ amount }) => amount))],
    ["paid to holders", sum(all.map((one) => one.paid))],
  ];
  return html`<div class="cards">${figures.map(
    ([name, amount]) =>
      html`<div class="card"><b>${money(amount, settlementDecimals)}</b><span>${name}</span></div>`,
  )}</div>
`;
}

function classes({ classes: all, settlementDecimals: decimals }: DealStatement): Markup {
  return html`<h2>Classes</h2>
${table(
  [
    "Class",
    ...["Shares", "Interest", "Principal", "Income", "Paid to holders", "Losses", "Outstanding", "Owed"].map(
      RIGHT,
    ),
  ],
  all.map((one) => ({
    cells: [
      html`${one.name} <small>${one.kind}</small>`,
      money(one.shares, one.decimals),
      ...[one.interest, one.principal, one.income, one.paid, one.losses, one.outstanding, one.owed].map(
        (amount) => money(amount, decimals),
      ),
    ],
  })),
)}`;
}

function payments({ distributions, classes: all }: DealStatement): Markup {
  if (distributions.length === 0) {
    return html`<h2>Payments</h2><p class="soft">None in the period.</p>`;
  }
  return html`<h2>Payments</h2>
${table(
  [
    "Date",
    "Source",
    "Kind",
    "Document",
    ...["Paid in", "Principal", "Fees", ...all.map((one) => (one.symbol === "" ? one.name : one.symbol))].map(
      RIGHT,
    ),
  ],
  distributions.map((one) => ({
    cells: [
      day(one.time),
      html`${one.source} <small>${one.distribution}</small>`,
      KIND_WORDS[one.kind],
      short(one.document),
      ...[one.gross, one.principal, one.fees, ...one.classes].map((amount) => money(amount, one.decimals)),
    ],
  })),
)}`;
}

function expenses({ expenses: all, settlementDecimals: decimals }: DealStatement): Markup {
  return all.length === 0
    ? html``
    : html`<h2>Fees and expenses paid</h2>
${table(
  ["Date", RIGHT("Tier"), "Payee", "Out of", RIGHT("Amount"), "Transaction"],
  all.map((one) => ({
    cells: [
      day(one.time),
      one.tier,
      code(one.payee),
      one.fromTreasury ? "the treasury" : "payments",
      money(one.amount, decimals),
      short(one.signature),
    ],
  })),
)}`;
}

function capital({ capital: all, settlementDecimals: decimals, settlementMint }: DealStatement): Markup {
  return all.length === 0
    ? html``
    : html`<h2>Capital</h2>
${table(
  ["Date", "What", "From or to", RIGHT("Amount"), "Transaction"],
  all.map((one) => ({
    cells: [
      day(one.time),
      CAPITAL_WORDS[one.what],
      short(one.other),
      one.mint === settlementMint
        ? money(one.amount, decimals)
        : html`${one.amount} base units of ${short(one.mint)}`,
      short(one.signature),
    ],
  })),
)}`;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
