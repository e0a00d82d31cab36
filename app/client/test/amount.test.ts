import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AmountError,
  formatAmount,
  formatGroupedAmount,
  MAX_AMOUNT,
  parseAmount,
} from "@defi-ready/securities";

test("amounts are read exactly", () => {
  const cases: [string, number, bigint][] = [
    ["0", 6, 0n],
    ["1", 0, 1n],
    ["2500.5", 6, 2_500_500_000n],
    ["0.000001", 6, 1n],
    ["1,234,567.89", 2, 123_456_789n],
    ["1_000", 6, 1_000_000_000n],
    [" 12 ", 2, 1_200n],
    ["18446744073709.551615", 6, MAX_AMOUNT],
    ["9007199254740993", 0, 9_007_199_254_740_993n],
  ];
  for (const [text, decimals, expected] of cases) {
    assert.equal(parseAmount(text, decimals), expected, text);
  }
});

test("texts that are not amounts are refused", () => {
  const texts = [
    "",
    ".",
    "1.",
    ".5",
    "-1",
    "+1",
    "1e3",
    "0x10",
    "1,23",
    "1,234_567",
    "1 000",
    "NaN",
    "1.2.3",
  ];
  for (const text of texts) {
    assert.throws(() => parseAmount(text, 6), AmountError, text);
  }
  assert.throws(() => parseAmount("0.0000001", 6), /at most 6 digits after the point/);
  assert.throws(() => parseAmount("1.5", 0), /whole numbers/);
  assert.throws(() => parseAmount("18446744073709.551616", 6), /too large/);
});

test("amounts are written exactly, and read back", () => {
  assert.equal(formatAmount(0n, 6), "0.00");
  assert.equal(formatAmount(1n, 6), "0.000001");
  assert.equal(formatAmount(2_500_500_000n, 6), "2500.50");
  assert.equal(formatGroupedAmount(1_234_567_890_000n, 6), "1,234,567.89");
  assert.equal(formatAmount(-5n, 2), "-0.05");
  assert.equal(formatAmount(7n, 0), "7");
  assert.equal(formatAmount(75n, 1), "7.5");
  for (const decimals of [0, 1, 2, 6, 9]) {
    for (const amount of [0n, 1n, 9n, 10n, 999_999n, 1_000_000n, 123_456_789_012_345n, MAX_AMOUNT]) {
      assert.equal(parseAmount(formatGroupedAmount(amount, decimals), decimals), amount);
    }
  }
});
