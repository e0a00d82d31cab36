import { CsvError, type Info, parse } from "csv-parse/sync";
import { AmountError, formatAmount, parseAmount } from "../client.js";
import { whole, wholeList } from "./field.js";
import type { Payment } from "./model.js";
import type { ProblemList } from "./problem.js";
import { byteLength, parseDay } from "./values.js";

const NEEDED = ["period_start", "period_end", "amount", "note"] as const;
/** Columns that may be left out, and a value in them. */
const OPTIONAL = ["tips", "recovery"] as const;
const MAX_NOTE_BYTES = 64;

type Column = (typeof NEEDED)[number] | (typeof OPTIONAL)[number];
type Row = Readonly<{ line: number; cells: Readonly<Record<Column, string>> }>;

/** What payments are checked against. */
export type PaymentRules = Readonly<{
  /** Decimals of the settlement mint. */
  decimals: number;
  /** The smallest payment, settlement base units, if it is known. */
  smallest: bigint | undefined;
}>;

/**
 * Reads a CSV file of payments, with a header that names its columns in any order.
 *
 * @param file How the file is called in messages.
 * @returns Nothing if there was a problem; it is in the list then.
 */
export function readPayments(
  text: string,
  file: string,
  rules: PaymentRules,
  problems: ProblemList,
): readonly Payment[] | undefined {
  const rows = readRows(text, file, problems);
  const payments = rows?.map((row) =>
    row === undefined
      ? undefined
      : readPayment(row, rules, (column, message) =>
          problems.add({ file, line: row.line, field: column, message }),
        ),
  );
  return payments === undefined ? undefined : wholeList(payments);
}

type Refuse = (column: Column, message: string) => void;

function readPayment({ cells }: Row, rules: PaymentRules, refuse: Refuse): Payment | undefined {
  const payment = whole<Payment>({
    periodStart: readDay(cells, "period_start", refuse),
    periodEnd: readDay(cells, "period_end", refuse),
    amount: readAmount(cells.amount, rules, refuse),
    note: readNote(cells.note, refuse),
    tips: cells.tips === "" ? 0n : readMoney("tips", cells.tips, rules.decimals, refuse),
    recovery: readRecovery(cells.recovery, refuse),
  });
  if (payment !== undefined && payment.periodEnd < payment.periodStart) {
    refuse(
      "period_end",
      `${cells.period_end} lies before period_start, ${cells.period_start}: use the same day or a later one`,
    );
    return undefined;
  }
  return payment;
}

function readDay(cells: Row["cells"], column: Column, refuse: Refuse): bigint | undefined {
  const day = parseDay(cells[column]);
  if (day === undefined) {
    refuse(column, `"${cells[column]}" is no day: write one from 1970 to 2200, like 2027-01-31`);
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

function readRecovery(text: string, refuse: Refuse): boolean | undefined {
  if (text === "yes") {
    return true;
  }
  if (text !== "" && text !== "no") {
    refuse(
      "recovery",
      `"${text}" is neither yes nor no: write yes for money that makes good recorded losses`,
    );
    return undefined;
  }
  return false;
}

function readNote(text: string, refuse: Refuse): string | undefined {
  if (byteLength(text) <= MAX_NOTE_BYTES) {
    return text;
  }
  refuse("note", `has ${byteLength(text)} bytes: use at most ${MAX_NOTE_BYTES}`);
  return undefined;
}

/** The rows after the header; nothing in place of one with too few or too many values. */
function readRows(
  text: string,
  file: string,
  problems: ProblemList,
): readonly (Row | undefined)[] | undefined {
  let records: readonly Readonly<{ info: Info; record: readonly string[] }>[];
  try {
    // With `info`, each record comes with the line it ends on; the types of the package do not say so.
    records = parse(text, {
      bom: true,
      info: true,
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
    const cells = { tips: "", recovery: "", ...given };
    return { line: info.lines, cells: cells as Record<Column, string> };
  });
}

function readHeader(
  names: readonly string[],
  file: string,
  problems: ProblemList,
): readonly Column[] | undefined {
  const known = (name: string) => [...NEEDED, ...OPTIONAL].some((column) => column === name);
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
