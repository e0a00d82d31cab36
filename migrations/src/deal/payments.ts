import { CsvError, type Info, parse } from "csv-parse/sync";
import { AmountError, formatAmount, parseAmount } from "../client.js";
import { whole, wholeList } from "./field.js";
import type { Payment } from "./model.js";
import type { ProblemList } from "./problem.js";
import { byteLength, parseDay } from "./values.js";

const NEEDED = ["period_start", "period_end", "amount", "note"] as const;
/** Optional columns, and their default values. */
const OPTIONAL = ["principal", "tips", "recovery", "clawback", "repeat"] as const;
const MAX_NOTE_BYTES = 64;

type Column = (typeof NEEDED)[number] | (typeof OPTIONAL)[number];
type Row = Readonly<{ line: number; cells: Readonly<Record<Column, string>> }>;

/** The facts that payments are checked against. */
export type PaymentRules = Readonly<{
  /** Decimals of the settlement mint. */
  decimals: number;
  /** The smallest payment, settlement base units, if it is known. */
  smallest: bigint | undefined;
  /** The classes that are paid a carry, by name, with their ranks; if they are known. */
  carries: ReadonlyMap<string, number> | undefined;
}>;

/**
 * Reads a CSV file of payments, with a header that names its columns in any order.
 *
 * @param file The file's name in messages.
 * @returns `undefined` if there was a problem, which is then in the list.
 */
export function readPayments(
  text: string,
  file: string,
  rules: PaymentRules,
  problems: ProblemList,
): readonly Payment[] | undefined {
  const rows = readRows(text, file, problems);
  const first = new Map<string, number>();
  const payments = rows?.map((row) => {
    if (row === undefined) {
      return undefined;
    }
    const refuse: Refuse = (column, message) =>
      problems.add({ file, line: row.line, field: column, message });
    const payment = readPayment(row, rules, refuse);
    const repeats = readFlag("repeat", row.cells.repeat, "a row that says the same as one before", refuse);
    const before = payment === undefined ? undefined : first.get(paymentIdentity(payment));
    if (payment !== undefined && before === undefined) {
      first.set(paymentIdentity(payment), row.line);
    } else if (before !== undefined && repeats === false) {
      refuse(
        "",
        `repeats line ${before}: the same period, amount, principal, note, recovery and clawback would be paid twice. Take it out, or write yes in a column named repeat`,
      );
    }
    return repeats === undefined ? undefined : payment;
  });
  return payments === undefined ? undefined : wholeList(payments);
}

type Refuse = (column: Column | "", message: string) => void;

/** What makes a payment this payment, however it is written; tips to bots are no part of it. */
export function paymentIdentity(payment: Payment): string {
  const { periodStart, periodEnd, amount, principal, note, recovery, clawback } = payment;
  return JSON.stringify([
    ...[periodStart, periodEnd, amount, principal].map(String),
    note,
    recovery,
    clawback,
  ]);
}

function readPayment({ cells }: Row, rules: PaymentRules, refuse: Refuse): Payment | undefined {
  const payment = whole<Payment>({
    periodStart: readDay(cells, "period_start", refuse),
    periodEnd: readDay(cells, "period_end", refuse),
    amount: readAmount(cells.amount, rules, refuse),
    principal: cells.principal === "" ? 0n : readMoney("principal", cells.principal, rules.decimals, refuse),
    note: readNote(cells.note, refuse),
    tips: cells.tips === "" ? 0n : readMoney("tips", cells.tips, rules.decimals, refuse),
    recovery: readFlag("recovery", cells.recovery, "money that makes good recorded losses", refuse),
    clawback: cells.clawback === "" ? null : readClawback(cells.clawback, rules, refuse),
  });
  if (payment !== undefined && payment.principal > payment.amount) {
    refuse(
      "principal",
      `${cells.principal} is more than the amount, ${cells.amount}: give the part of it that the assets repay`,
    );
    return undefined;
  }
  if (payment?.recovery === true && payment.principal > 0n) {
    refuse(
      "principal",
      "does not go with a recovery, whose principal is what it writes up again: leave the cell empty",
    );
    return undefined;
  }
  if (payment !== undefined && payment.clawback !== null && (payment.recovery || payment.principal > 0n)) {
    refuse(
      "clawback",
      "does not go with a recovery or with principal: carry that is paid back is neither, so give it a row of its own",
    );
    return undefined;
  }
  if (payment !== undefined && payment.periodEnd < payment.periodStart) {
    refuse(
      "period_end",
      `${cells.period_end} lies before period_start, ${cells.period_start}: use the same day or a later one`,
    );
    return undefined;
  }
  return payment;
}

/** The rank of the class whose overpaid carry is paid back. */
function readClawback(name: string, { carries }: PaymentRules, refuse: Refuse): number | undefined {
  const rank = carries?.get(name);
  if (rank === undefined && carries !== undefined) {
    const known = carries.size === 0 ? "no class has one" : `name ${[...carries.keys()].join(" or ")}`;
    refuse("clawback", `"${name}" is not a class whose carry could be paid back: ${known}`);
  }
  return rank;
}

function readDay(cells: Row["cells"], column: Column, refuse: Refuse): bigint | undefined {
  const day = parseDay(cells[column]);
  if (day === undefined) {
    refuse(column, `"${cells[column]}" is not a day: write one from 1970 to 2200, like 2027-01-31`);
  }
  return day;
}

function readAmount(text: string, { decimals, smallest }: PaymentRules, refuse: Refuse): bigint | undefined {
  const amount = readMoney("amount", text, decimals, refuse);
  if (amount === undefined || (amount > 0n && (smallest === undefined || amount >= smallest))) {
    return amount;
  }
  const least = formatAmount(smallest ?? 1n, decimals);
  refuse("amount", `${text} is below the deal's min_distribution: give at least ${least}`);
  return undefined;
}

function readMoney(column: Column, text: string, decimals: number, refuse: Refuse): bigint | undefined {
  try {
    return parseAmount(text, decimals);
  } catch (error) {
    if (!(error instanceof AmountError)) {
      throw error;
    }
    refuse(column, error.message);
    return undefined;
  }
}

function readFlag(column: Column, text: string, what: string, refuse: Refuse): boolean | undefined {
  if (text === "yes") {
    return true;
  }
  if (text !== "" && text !== "no") {
    refuse(column, `"${text}" is neither yes nor no: write yes for ${what}`);
    return undefined;
  }
  return false;
}

function readNote(text: string, refuse: Refuse): string | undefined {
  if (/[\t\n\r]/.test(text)) {
    refuse("note", "has a tab or a line break: take it out");
    return undefined;
  }
  if (byteLength(text) <= MAX_NOTE_BYTES) {
    return text;
  }
  refuse("note", `has ${byteLength(text)} bytes: use at most ${MAX_NOTE_BYTES}`);
  return undefined;
}

/** The rows after the header; `undefined` for one with too few or too many values. */
function readRows(
  text: string,
  file: string,
  problems: ProblemList,
): readonly (Row | undefined)[] | undefined {
  let records: readonly Readonly<{ info: Info; record: readonly string[] }>[];
  try {
    // With `info`, each record comes with the line it ends on; the types of the package do not say so.
    records = parse(text, {
      info: true,
      record_delimiter: ["\r\n", "\n"],
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as typeof records;
  } catch (error) {
    if (!(error instanceof CsvError)) {
      throw error;
    }
    const line = typeof error.lines === "number" ? error.lines : undefined;
    problems.add({ file, line, field: "", message: `is not CSV: ${error.message}` });
    return undefined;
  }
  const [header, ...rest] = records;
  const columns = readHeader(header?.record ?? [], file, problems);
  if (columns === undefined) {
    return undefined;
  }
  return rest.map(({ info, record }) => {
    if (record.length !== columns.length) {
      const message = `has ${record.length} values: give ${columns.length}, as the header has`;
      problems.add({ file, line: info.lines, field: "", message });
      return undefined;
    }
    const given = Object.fromEntries(columns.map((column, at) => [column, record[at] ?? ""]));
    const cells = { principal: "", tips: "", recovery: "", clawback: "", repeat: "", ...given };
    return { line: info.lines, cells: cells as Record<Column, string> };
  });
}

function readHeader(
  names: readonly string[],
  file: string,
  problems: ProblemList,
): readonly Column[] | undefined {
  const known = (name: string) => [...NEEDED, ...OPTIONAL].some((column) => column === name);
  const separator = /^sep=(.)?/.exec(names.join(","))?.[1] ?? names[0]?.match(/[;\t|]/)?.[0];
  if (separator !== undefined) {
    const what = { ";": "semicolons", "\t": "tabs" }[separator] ?? `"${separator}"`;
    problems.add({
      file,
      line: 1,
      field: "",
      message: `separates its columns by ${what}: save it with commas between them, and with points in amounts, as spreadsheets do under English settings`,
    });
    return undefined;
  }
  const same = NEEDED.every((column) => names.includes(column)) && names.every(known);
  if (!same || new Set(names).size < names.length) {
    problems.add({
      file,
      line: 1,
      field: "",
      message: `has the header "${names.join(",")}": it must name the columns ${NEEDED.join(",")}, and if wanted ${OPTIONAL.join(",")}`,
    });
    return undefined;
  }
  return names as readonly Column[];
}
