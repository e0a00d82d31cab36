import type { ClassAccount, HolderStatement } from "../statement/holder.js";
import type { MoneyAccount } from "../statement/money.js";
import type { MovementKind } from "../statement/movements.js";
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
  type Row,
  short,
  table,
  verdict,
} from "./page.js";
import { toldSection } from "./told.js";
import { transferTermsSection } from "./transfer-terms.js";

/** Movements of shares, in words. */
export const MOVEMENT_WORDS: Readonly<Record<MovementKind, string>> = {
  bought: "Purchase in a book",
  bonus: "Bonus shares",
  points: "Promote points",
  exercised: "Exercise of warrants",
  manager: "Manager's shares",
  received: "Transfer in",
  sent: "Transfer out",
  exchanged: "Exchanged in a window",
  reassigned: "Moved by a measure",
  wrapped: "Wrapped",
  unwrapped: "Unwrapped",
  converted: "Converted",
};

/** Payments, in words. */
export const PAYMENT_WORDS: Readonly<Record<string, string>> = {
  paid: "Paid out",
  claimed: "Claimed",
  escheated: "To the escheat account",
  restored: "Back from the escheat account",
  "paid in": "Paid in with wrapped shares",
  wrapped: "Into units, with wrapped shares",
  unwrapped: "Out of units that were unwrapped",
};

const SUBSCRIPTION_WORDS = {
  deposited: "Deposit into a book",
  withdrawn: "Withdrawal",
  settled: "Settlement",
  refunded: "Refund",
  waiting: "Refund that waits to be claimed",
  claimed: "Refund claimed",
} as const;

const RIGHT = (right: string) => ({ right });

/** A holder's statement as a document of its own, for screens and for A4. */
export function holderHtml(statement: HolderStatement, drawn: Pictures = NO_PICTURES): string {
  const { classes, security, owner, slot, documentUri } = statement;
  const body = html`<header><h1>Holder's statement</h1><div class="period">${periodWords(statement)}</div></header>
<main>
${facts([
  ["Holder", code(owner)],
  ["Security", code(security)],
  ["Offering document", documentUri],
  ["Classes", classes.map(({ name, symbol }) => `${name} (${symbol})`).join(", ") || "none held"],
])}
${verdict(statement.checks, statement)}
${summary(classes)}
${pictures(drawn)}
${classes.map(classSection)}
${subscriptions(statement)}
${toldSection(statement.told)}
${decidedSection(statement.decided, classes)}
${endingSection(statement.ending)}
</main>
<footer>
<p>Amounts earned are what each payment into the security gave to the shares held at the time, by the waterfall; what a class releases over days is earned as it is released. Interest is interest and arrears of debts; principal repays capital; income is all else. Of an amount of several kinds, principal and income are their part rounded down, and interest has the rest.</p>
<p>Cost is what was paid to the security. Lots are first in, first out; the cost of shares that leave is their part of their lot's, rounded down. What shares cost that another holder sent is not on chain, nor what was paid for shares that were sent. Principal repaid is not deducted from cost. Days are in UTC.</p>
<p>Locked shares cannot be sent yet, and earn like others. What a document says, nothing on chain checks: its hash shows that a file is the one that was posted.</p>
<p>Made from the program's events up to slot ${slot}. A statement is no tax advice.</p>
</footer>`;
  return page(`Statement ${owner.slice(0, 8)} ${day(statement.to - 1n)}`, body, drawn);
}

function summary(classes: readonly ClassAccount[]): Markup {
  const withUnits = classes.some(({ money: all }) => all.some(({ inUnits }) => inUnits !== 0n));
  const rows = classes.flatMap((one): Row[] =>
    one.money.map((account) => ({
      cells: [
        one.name,
        money(one.closing, one.decimals),
        ...[
          account.opening,
          account.interest,
          account.principal,
          account.income,
          account.paid,
          ...(withUnits ? [account.inUnits] : []),
          account.closing,
        ].map((amount) => money(amount, account.decimals)),
      ],
    })),
  );
  return html`<h2>Summary</h2>
${
  rows.length === 0
    ? html`<p>Nothing was held in the period.</p>`
    : table(
        [
          "Class",
          ...[
            "Shares at the end",
            "Owed at the beginning",
            "Interest",
            "Principal",
            "Income",
            "Paid",
            ...(withUnits ? ["Into units"] : []),
            "Owed at the end",
          ].map(RIGHT),
        ],
        rows,
      )
}`;
}

function classSection(one: ClassAccount): Markup {
  const { decimals } = one;
  const cost = (amount: bigint | undefined) =>
    amount === undefined ? "not on chain" : money(amount, one.money[0]?.decimals ?? 0);
  return html`<section>
<h2>${one.name} <span class="soft">${one.symbol}, ${one.kind}, rank ${one.rank}</span></h2>
<h3>Shares</h3>
${table(
  ["Date", "What", RIGHT("Shares"), RIGHT("Paid for them"), "From or to", "Transaction"],
  [
    { kind: "mark", cells: ["", "Opening balance", money(one.opening, decimals), "", "", ""] },
    ...one.movements.map((movement) => ({
      cells: [
        day(movement.time),
        MOVEMENT_WORDS[movement.kind],
        money(movement.shares, decimals),
        movement.shares < 0n ? "" : cost(movement.cost),
        short(movement.other),
        short(movement.signature),
      ],
    })),
    { kind: "total", cells: ["", "Closing balance", money(one.closing, decimals), "", "", ""] },
  ],
)}
${
  one.lots.length === 0
    ? ""
    : html`<h3>Cost of what is held, first in, first out</h3>
${table(
  ["Acquired", "How", RIGHT("Shares"), RIGHT("Cost")],
  one.lots.map((lot) => ({
    cells: [day(lot.time), MOVEMENT_WORDS[lot.kind], money(lot.shares, decimals), cost(lot.cost)],
  })),
)}`
}
${
  one.disposals.length === 0
    ? ""
    : html`<h3>Cost of what left in the period</h3>
${table(
  ["Left", "Acquired", RIGHT("Shares"), RIGHT("Cost")],
  one.disposals.map((lot) => ({
    cells: [day(lot.time), day(lot.acquired), money(lot.shares, decimals), cost(lot.cost)],
  })),
)}`
}
${transferTermsSection(one)}
${one.money.map((account) => moneySection(account, one.money.length > 1))}
</section>`;
}

function moneySection(account: MoneyAccount, isOneOfSeveral: boolean): Markup {
  const { decimals, mint } = account;
  const show = (amount: bigint) => money(amount, decimals);
  const earned = account.earned.map(
    ({ time, distribution, source, document, interest, principal, income, amount }) => ({
      cells: [
        day(time),
        distribution === undefined ? source : html`${source} <small>payment ${distribution}</small>`,
        document === "" ? "" : short(document),
        show(interest),
        show(principal),
        show(income),
        show(amount),
      ],
    }),
  );
  const total: Row = {
    kind: "total",
    cells: [
      "",
      "Earned in the period",
      "",
      show(account.interest),
      show(account.principal),
      show(account.income),
      show(account.interest + account.principal + account.income),
    ],
  };
  const of = isOneOfSeveral ? html` <span class="soft">in ${code(mint)}</span>` : html``;
  return html`<h3>Earned${of}</h3>
${
  earned.length === 0
    ? html`<p class="soft">Nothing in the period.</p>`
    : table(
        ["Date", "Source", "Document", ...["Interest", "Principal", "Income", "Together"].map(RIGHT)],
        [...earned, total],
      )
}
<h3>Account${of}</h3>
${table(
  ["Date", "What", RIGHT("Amount"), "Transaction"],
  [
    { kind: "mark", cells: ["", "Owed at the beginning", show(account.opening), ""] },
    { cells: ["", "Earned in the period", show(account.interest + account.principal + account.income), ""] },
    ...account.payments.map((payment) => ({
      cells: [
        day(payment.time),
        PAYMENT_WORDS[payment.kind],
        show(-payment.amount),
        short(payment.signature),
      ],
    })),
    { kind: "total", cells: ["", "Owed at the end", show(account.closing), ""] },
  ],
)}`;
}

function subscriptions({ subscriptions: all, settlementDecimals: decimals }: HolderStatement): Markup {
  return all.length === 0
    ? html``
    : html`<h2>Subscriptions</h2>
${table(
  ["Date", "What", "Ticket", RIGHT("Deposited or returned"), RIGHT("Became shares"), "Book", "Transaction"],
  all.map((one) => ({
    cells: [
      day(one.time),
      SUBSCRIPTION_WORDS[one.what],
      one.ticket,
      one.asset === 0 ? money(one.amount, decimals) : `${one.amount} base units of its asset`,
      one.accepted === undefined ? "" : money(one.accepted, decimals),
      short(one.book),
      short(one.signature),
    ],
  })),
)}`;
}
