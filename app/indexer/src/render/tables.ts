import { formatAmount, hasEnd, isoDay, isoSecond } from "@defi-ready/securities";
import type { TransferState } from "../chain/transfer-state.js";
import type { Register } from "../register/register.js";
import type { DealStatement } from "../statement/deal.js";
import type { ClassAccount, HolderStatement } from "../statement/holder.js";
import { CAPITAL_WORDS, KIND_WORDS } from "./deal-html.js";
import { decidedWords, votesOf } from "./decided.js";
import { endingWords } from "./ending.js";
import { type Cell, csv } from "./escape.js";
import { MOVEMENT_WORDS, PAYMENT_WORDS } from "./holder-html.js";
import { toldWords } from "./told.js";
import { allotmentCell, lockWords } from "./transfer-terms.js";

const at = isoSecond;

/** The end of a time; what no calendar has never comes. */
const until = (unix: bigint): string => (hasEnd(unix) ? at(unix) : "no end");

/** A holder's statement as a table, a line for everything that happened and for every balance. */
export function holderCsv(statement: HolderStatement): string {
  const columns = [
    "date",
    "class",
    "line",
    "shares",
    "paid for",
    "interest",
    "principal",
    "income",
    "amount",
  ];
  const more = ["mint", "other party", "source", "payment", "document sha256", "transaction"];
  const rows: Cell[][] = [];
  const { settlementDecimals: decimals, from, to } = statement;
  for (const one of statement.subscriptions) {
    const amount = one.asset === 0 ? formatAmount(one.amount, decimals) : `${one.amount} base units`;
    const became = one.accepted === undefined ? undefined : formatAmount(one.accepted, decimals);
    const name = `subscription: ${one.what}`;
    rows.push([
      at(one.time),
      "",
      name,
      "",
      became,
      "",
      "",
      "",
      amount,
      "",
      one.book,
      "",
      "",
      "",
      one.signature,
    ]);
  }
  for (const one of statement.classes) {
    const { name, decimals: places, opening, closing, movements, money } = one;
    const shares = (amount: bigint) => formatAmount(amount, places);
    rows.push([from === 0n ? "" : at(from), name, "shares: opening balance", shares(opening)]);
    for (const one of movements) {
      const cost = one.cost === undefined ? undefined : formatAmount(one.cost, decimals);
      const line = `shares: ${MOVEMENT_WORDS[one.kind].toLowerCase()}`;
      const other = [one.other, "", "", "", one.signature];
      rows.push([at(one.time), name, line, shares(one.shares), cost, "", "", "", "", "", ...other]);
    }
    rows.push([at(to - 1n), name, "shares: closing balance", shares(closing)]);
    rows.push(...transferRows(one, at(to - 1n)));
    for (const account of money) {
      const show = (amount: bigint) => formatAmount(amount, account.decimals);
      const balance = (time: Cell, line: string, amount: bigint): Cell[] => {
        return [time, name, line, "", "", "", "", "", show(amount), account.mint];
      };
      rows.push(balance(from === 0n ? "" : at(from), "money: owed at the beginning", account.opening));
      for (const one of account.earned) {
        const parts = [one.interest, one.principal, one.income, one.amount].map(show);
        const source = [one.source, one.distribution, one.document, one.signature];
        rows.push([at(one.time), name, "money: earned", "", "", ...parts, account.mint, "", ...source]);
      }
      for (const one of account.payments) {
        const line = `money: ${(PAYMENT_WORDS[one.kind] ?? one.kind).toLowerCase()}`;
        rows.push([...balance(at(one.time), line, -one.amount), "", "", "", "", one.signature]);
      }
      rows.push(balance(at(to - 1n), "money: owed at the end", account.closing));
    }
  }
  rows.push(...toldRows(statement), ...decidedRows(statement), ...endingRows(statement));
  const all = [...columns, ...more];
  return csv(
    all,
    rows.map((row) => [...row, ...all.slice(row.length).map(() => "")]),
  );
}

/** The disclosures and notices of a holder's statement. */
function toldRows({ told }: HolderStatement): Cell[][] {
  return told.map((one) => [
    ...[at(one.time), "", toldWords(one), "", "", "", "", "", "", ""],
    ...[one.by ?? "", one.uri, "", one.sha256, one.signature],
  ]);
}

/** The resolutions of a holder's statement, and how the holder voted. */
function decidedRows({ decided, classes }: HolderStatement): Cell[][] {
  return decided.map((one) => {
    const { name, shares } = votesOf(one, classes);
    return [
      ...[at(one.time), name, decidedWords(one), shares, "", "", "", "", "", ""],
      ...[one.by ?? "", "", "", one.sha256 ?? "", one.signature],
    ];
  });
}

/** The wind-down in a holder's statement. */
function endingRows({ ending }: HolderStatement): Cell[][] {
  return ending.map((one) => [
    ...[at(one.time), "", endingWords(one), "", "", "", "", "", "", ""],
    ...["", "", "", "", one.signature],
  ]);
}

/** What the rules of transfers said of a holder's shares of a class: what was locked or kept at the end, and its allotments. */
function transferRows({ name, decimals, transfers }: ClassAccount, end: string): Cell[][] {
  const { locks, retained, allotted, person, allotments } = transfers;
  const shares = (amount: bigint) => formatAmount(amount, decimals);
  const transaction = (one: string) => ["", "", "", "", "", "", "", "", "", "", one];
  return [
    ...(locks === null
      ? [[end, name, "locked: not told, since a measure moved shares"]]
      : locks.map((one) => [end, name, `locked: ${lockWords(one)}`, shares(one.locked)])),
    ...(retained === 0n ? [] : [[end, name, "kept until no debt is outstanding", shares(retained)]]),
    ...allotments.map((one) => [
      at(one.time),
      name,
      "allotment: set",
      allotmentCell(one.allotted, decimals),
      ...transaction(one.signature),
    ]),
    ...(allotted === null
      ? []
      : [
          [
            end,
            name,
            "allotment: at the end",
            allotmentCell(allotted, decimals),
            "",
            "",
            "",
            "",
            "",
            "",
            person ?? "",
          ],
        ]),
  ];
}

/** A security's statement as a table, a line for everything that happened. */
export function dealCsv(statement: DealStatement): string {
  const { settlementDecimals: decimals, settlementMint, classes } = statement;
  const names = classes.map(({ name }) => `to ${name}`);
  const columns = ["date", "line", "amount", "principal", "fees", ...names, "mint", "other party", "source"];
  const more = ["payment", "document sha256", "transaction"];
  const none = names.map(() => "");
  const payments = statement.distributions.map((one) => {
    const show = (amount: bigint) => formatAmount(amount, one.decimals);
    const parts = [one.gross, one.principal, one.fees, ...one.classes].map(show);
    const line = `payment: ${KIND_WORDS[one.kind]}`;
    return [
      at(one.time),
      line,
      ...parts,
      one.mint,
      "",
      one.source,
      one.distribution,
      one.document,
      one.signature,
    ];
  });
  const fees = statement.expenses.map((one) => {
    const amount = formatAmount(-one.amount, decimals);
    return [
      at(one.time),
      "fee or expense paid",
      amount,
      "",
      "",
      ...none,
      settlementMint,
      one.payee,
      "",
      "",
      "",
      one.signature,
    ];
  });
  const capital = statement.capital.map((one) => {
    const amount =
      one.mint === settlementMint ? formatAmount(one.amount, decimals) : `${one.amount} base units`;
    const line = CAPITAL_WORDS[one.what].toLowerCase();
    return [
      at(one.time),
      `capital: ${line}`,
      amount,
      "",
      "",
      ...none,
      one.mint,
      one.other,
      "",
      "",
      "",
      one.signature,
    ];
  });
  const holders = classes.map((one) => {
    const paid = formatAmount(-one.paid, decimals);
    return [
      at(statement.to - 1n),
      `paid to holders of ${one.name}`,
      paid,
      "",
      "",
      ...none,
      settlementMint,
      "",
      "",
      "",
      "",
      "",
    ];
  });
  const told = statement.told.map((one) => [
    at(one.time),
    toldWords(one),
    "",
    "",
    "",
    ...none,
    "",
    one.by ?? "",
    one.uri,
    "",
    one.sha256,
    one.signature,
  ]);
  const decided = statement.decided.map((one) => [
    at(one.time),
    decidedWords(one),
    "",
    "",
    "",
    ...none,
    "",
    one.by ?? "",
    "",
    "",
    one.sha256 ?? "",
    one.signature,
  ]);
  const ending = statement.ending.map((one) => [
    ...[at(one.time), endingWords(one), "", "", "", ...none],
    ...["", "", "", "", "", one.signature],
  ]);
  const rest = [...holders, ...told, ...decided, ...ending];
  return csv([...columns, ...more], [...payments, ...fees, ...capital, ...rest]);
}

/** The register as a table, a line for every holder of a class. */
export function registerCsv({ entries, slot, time }: Register): string {
  const columns = [
    "slot",
    "time",
    "rank",
    "class",
    "symbol",
    "tranche",
    "owner",
    "kind",
    "shares",
    "held since",
  ];
  const credentials = ["payout account", "qualifier", "category", "credential until", "credential valid"];
  const rules = ["country", "locked", "locked until", "retained", "person", "allotted", "thawed"];
  return csv(
    [...columns, ...credentials, ...rules],
    entries.map(({ credential, transfers, ...one }) => [
      slot,
      time === null ? "" : at(time),
      one.rank,
      one.className,
      one.symbol,
      one.tranche,
      one.owner,
      one.kind,
      formatAmount(one.shares, one.decimals),
      one.openedAt === null || one.openedAt === 0n ? "" : at(one.openedAt),
      one.payoutAccount ?? "",
      credential?.qualifier,
      credential?.category,
      credential === undefined || credential.until === 0n ? "" : until(credential.until),
      credential === undefined ? "" : String(credential.isValid),
      credential === undefined || credential.country === 0 ? "" : credential.country,
      ...(transfers === null ? ["", "", "", "", "", ""] : ruleCells(transfers, one.decimals)),
    ]),
  );
}

/** What the rules of transfers say of a record; the day is the first on which nothing of it is locked any more. */
function ruleCells(
  { locks, locked, retained, allotted, person, isThawed }: TransferState,
  decimals: number,
): Cell[] {
  const last = locks.at(-1);
  return [
    formatAmount(locked, decimals),
    last === undefined ? "" : isoDay(last.until),
    formatAmount(retained, decimals),
    person ?? "",
    allotted === null ? "" : allotmentCell(allotted, decimals),
    String(isThawed),
  ];
}

/**
 * The register's owners as a stakeholders file of the Open Cap Table Format (https://github.com/Open-Cap-Table-Coalition/
 * Open-Cap-Format-OCF, `OCF_STAKEHOLDERS_FILE`). The chain knows addresses and not who is behind them: names and types are
 * to be put in. Holdings have no place in the format without certificates, approvals and prices, and debts have none.
 */
export function stakeholdersFile({ entries, security, slot }: Register): unknown {
  const holdings = new Map<string, string[]>();
  // A wrapper is nobody: who holds its units is not in the register.
  for (const { owner, shares, decimals, symbol, className } of entries.filter(
    ({ kind }) => kind === "owner",
  )) {
    const own = holdings.get(owner) ?? [];
    own.push(`${formatAmount(shares, decimals)} ${symbol || className}`);
    holdings.set(owner, own);
  }
  return {
    file_type: "OCF_STAKEHOLDERS_FILE",
    items: [...holdings.keys()].sort().map((owner) => ({
      object_type: "STAKEHOLDER",
      id: owner,
      name: { legal_name: owner },
      stakeholder_type: "INSTITUTION",
      issuer_assigned_id: owner,
      comments: [
        `Holds ${(holdings.get(owner) ?? []).join(", ")} of security ${security} at slot ${slot}.`,
        "The register knows an address, not who it is: put in the name, and whether it is an individual.",
      ],
    })),
  };
}
