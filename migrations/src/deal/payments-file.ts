import { readFileSync } from "node:fs";
import { reason } from "./field.js";
import type { Payment } from "./model.js";
import { type PaymentRules, readPayments } from "./payments.js";
import { DealError, ProblemList } from "./problem.js";
import { readText } from "./text.js";

/**
 * Reads a table of payments by itself, as deal files name them.
 *
 * @param path The CSV file; messages use the name given here.
 * @throws {DealError} With all problems, each with its line and its column.
 */
export function loadPayments(path: string, rules: PaymentRules): readonly Payment[] {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new DealError([{ file: path, field: "", message: `cannot read the payments: ${reason(error)}` }]);
  }
  const text = readText(bytes);
  if (typeof text !== "string") {
    throw new DealError([{ file: path, field: "", ...text }]);
  }
  const problems = new ProblemList();
  const payments = readPayments(text, path, rules, problems);
  problems.throwIfAny();
  return payments ?? [];
}
